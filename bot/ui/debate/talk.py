"""The round as a conversation: its head, its speeches and its cross-examinations as HTML."""

from __future__ import annotations

from html import escape

from bot.debate.model import SHORT, STANCES, Block, Exchange, Point, Round, Slot, Speech, other
from bot.model import Topic
from bot.settings import EXTRACTIVE
from bot.ui.debate.cards import card_html
from bot.ui.debate.heard import heard_html
from bot.ui.debate.words import badge, cell, clock, length, side_class, side_name

EMPTY = """<div class="talk empty"><h3>No round is open</h3>
<p>Choose a side and a format above and begin. Lectern speaks for the other side with cards from the source, answers
what you say, keeps the flow, and ends with a ballot that shows its reasons.</p></div>"""
_ROLES = {
    "argument": "Argument", "answer": "Answer", "comparison": "Comparison", "extension": "Extension",
    "concession": "Concedes", "weighing": "Weighing",
}  # fmt: skip
_WHO = {"user": "you", "bot": "Lectern"}
PASSED = "(passed)"


def head_html(held: Round | None, topic: Topic) -> str:
    """Title, resolution, who speaks for which side, and the programme with where the round stands."""
    if held is None:
        return ""
    sides = " ".join(
        f"<li>{badge(stance, side_name(topic, held.side(stance)))} {_WHO[held.player(stance)]}</li>"
        for stance in STANCES
    )
    now = held.next_slot
    given = {speech.slot for speech in held.speeches}
    steps = "".join(_step(slot, slot.id in given and slot != now, slot == now) for slot in held.format.slots)
    return (
        f'<header class="round" data-round="{escape(held.id, quote=True)}"><h2>{escape(held.title)}</h2>'
        f'<p class="resolution">{escape(held.resolution)}</p>'
        f'<ul class="who">{sides}</ul><ol class="programme" aria-label="Programme">{steps}</ol></header>'
    )


def talk_html(held: Round | None, topic: Topic, heard: Speech | None = None) -> str:
    """All that was said so far; what was ``heard`` just now can be put right."""
    if held is None:
        return EMPTY
    if not held.speeches:
        return f'<div class="talk empty"><h3>{escape(held.format.slots[0].title)}</h3><p>Nothing is said yet.</p></div>'
    said = "".join(_speech(held, speech, topic, speech is heard) for speech in held.speeches)
    return f'<div class="talk" tabindex="0" role="region" aria-label="What was said">{said}</div>'


def _step(slot: Slot, done: bool, now: bool) -> str:
    state = "now" if now else "done" if done else "coming"
    current = ' aria-current="step"' if now else ""
    words = {"now": "now", "done": "given", "coming": "to come"}[state]
    return (
        f'<li class="{state} {side_class(slot.stance)}"{current} title="{escape(slot.shown, quote=True)}">'
        f'{escape(slot.id)}<span class="visually-hidden">, {words}</span></li>'
    )


def _speech(held: Round, speech: Speech, topic: Topic, heard: bool) -> str:
    slot = held.format.slot(speech.slot)
    side = f"{side_class(speech.stance)} by-{speech.by}"
    if not slot.speech:
        asked = [
            one for at, one in enumerate(speech.exchanges) if one.question != PASSED or at == _first_passed(speech)
        ]
        body = "".join(_exchange(held, one, topic) for one in asked)
        title = f'<h3>{escape(slot.shown)}</h3><span class="budget">{escape(length(slot))}</span>'
        return f'<section class="cx" id="speech-{escape(slot.id, quote=True)}"><header>{title}</header>{body}</section>'
    said = heard_html(held, speech) if heard else _blocks(held, speech, topic)
    over = " over" if speech.words > slot.words else ""
    minutes = speech.words / held.format.wpm
    return (
        f'<section class="speech {side}" id="speech-{escape(slot.id, quote=True)}"><header>'
        f"{badge(speech.stance)}<h3>{escape(slot.shown)}</h3><span class='by'>{_WHO[speech.by]}</span>"
        f'<span class="budget{over}">{speech.words} of {slot.words} words, {clock(minutes)}</span></header>'
        f"{said}{_notes(speech)}{_wording(speech)}</section>"
    )


def _wording(speech: Speech) -> str:
    """Who worded a speech where it was not the program itself, and what there is to say about that."""
    by = (
        f"Worded by {speech.engine}; points, cards and budget are the program's." if speech.engine != EXTRACTIVE else ""
    )
    said = [line for line in (by, *speech.remarks) if line]
    return f'<ul class="notes">{"".join(f"<li>{escape(line)}</li>" for line in said)}</ul>' if said else ""


def _first_passed(speech: Speech) -> int:
    """The place of the first question that was passed over: one remark stands for all."""
    return next((at for at, one in enumerate(speech.exchanges) if one.question == PASSED), -1)


def _blocks(held: Round, speech: Speech, topic: Topic) -> str:
    points = {point.id: point for point in held.points}
    out, last = [], ""
    for block in speech.blocks:
        point = points.get(block.point)
        if block.role == "typed":
            out.append(_typed(block, point))
        else:
            out.append(_said(block, point, topic, held.format.wpm, block.point != "" and block.point == last))
        last = block.point
    return "".join(out)


def _said(block: Block, point: Point | None, topic: Topic, wpm: int, goes_on: bool) -> str:
    """A stretch of the bot's speech: what it is, its words, its card, the words after it."""
    lead, card = block.text, ""
    if block.card is not None:
        tag = block.card.tag
        if tag and block.card.read and lead.endswith(tag):
            lead = lead[: -len(tag)].rstrip()
        card = card_html(block.card, topic, wpm)
    label = "" if goes_on else _label(block, point)
    words = f'<p class="lead">{escape(lead)}</p>' if lead else ""
    after = f'<p class="after">{escape(block.after)}</p>' if block.after else ""
    return f'<div class="block {block.role}">{label}{words}{card}{after}</div>'


def _label(block: Block, point: Point | None) -> str:
    parts = []
    if block.role in _ROLES:
        turn = f", {point.turn} turn" if point and point.turn else ""
        parts.append(f"<b>{_ROLES[block.role]}{turn}</b>")
    if point is not None:
        parts.append(cell(point.id))
        if point.answers:
            parts.append(f"on {cell(point.answers)}")
    if block.analytic and block.role in ("argument", "answer"):
        parts.append('<span class="analytic">analytic, no evidence</span>')
    return f'<p class="what">{" ".join(parts)}</p>' if parts else ""


def _typed(block: Block, point: Point | None) -> str:
    if point is None:
        return f'<div class="block typed unflowed"><p class="lead">{escape(block.text)}</p></div>'
    role = _ROLES.get(point.role, point.role.capitalize())
    said = [f"<b>{role}</b>", cell(point.id)]
    if point.answers or point.extends:
        said.append(f"on {cell(point.answers or point.extends)}")
    said.append(f'<span class="as">on the flow as {escape(point.label)}</span>')
    return (
        f'<div class="block typed"><p class="what">{" ".join(said)}</p><p class="lead">{escape(block.text)}</p></div>'
    )


def _notes(speech: Speech) -> str:
    if not speech.notes:
        return ""
    notes = "".join(f"<li><b>{escape(note.kind.capitalize())}.</b> {escape(note.text)}</li>" for note in speech.notes)
    name = f"Notes of the flow on {escape(speech.slot, quote=True)}"
    return f'<aside class="notes" aria-label="{name}"><ul>{notes}</ul></aside>'


def _exchange(held: Round, one: Exchange, topic: Topic) -> str:
    if one.question == PASSED:
        return f'<p class="passed">{SHORT[one.asker]} asks nothing more.</p>'
    about = f" on {cell(one.target)}" if one.target else ""
    card = card_html(one.card, topic, held.format.wpm) if one.card and one.answer else ""
    replier = other(one.asker)
    said = f"<p>{badge(replier)} {escape(one.answer)}</p>{card}"
    answer = f'<div class="a {side_class(replier)}">{said}</div>'
    return (
        f'<div class="exchange"><div class="q {side_class(one.asker)}"><p>{badge(one.asker)} {escape(one.question)}'
        f'<span class="about">{about}</span></p></div>{answer if one.answer else ""}</div>'
    )
