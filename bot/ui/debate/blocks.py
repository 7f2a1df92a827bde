"""Blocks of a speech as HTML: what was ticked with its words and time, a card cut by hand, a file that was brought."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.debate import phrases
from bot.debate.assembling import Piece, spoken
from bot.debate.brought import OUTSIDE, PARTED, Brought
from bot.debate.card import Card
from bot.model import Passage, Topic
from bot.ui.debate.cards import card_html, marked

_OUTSIDE = '<span class="warned">Outside</span>'
NOTHING = (
    '<p class="nothing">Pick arguments, answers and cards above. They stand here in the order in which you picked '
    "them, with their words and their time.</p>"
)


def speech_html(pieces: Sequence[Piece], topic: Topic, wpm: int, budget: int) -> str:
    """A speech put together so far; ``budget`` is the words of the speech that is due, 0 where none is."""
    if not pieces:
        return NOTHING
    words = sum(one.words for one in pieces)
    time = f"{words} words, {60 * words / wpm:.0f} seconds at {wpm} a minute"
    over = f'; <b class="over">{words - budget} more than the speech that is due has</b>' if 0 < budget < words else ""
    items = "".join(f"<li>{_piece(one, topic, wpm)}</li>" for one in pieces)
    put = escape(spoken(pieces), quote=True)
    button = f'<p><button type="button" class="insert" data-insert="{put}">Insert into my speech</button></p>'
    shown = button if budget else ""
    return f'<section class="due lesson"><h3>{time}{over}</h3><ol>{items}</ol>{shown}</section>'


def _piece(one: Piece, topic: Topic, wpm: int) -> str:
    head = f'<p class="name">{escape(one.heading)}</p>'
    if one.brought is not None:
        return head + brought_html(one.brought)
    card = card_html(one.card, topic, wpm, one.tag) if one.card else ""
    lead = "" if one.card else f'<p class="lead">{escape(one.tag)} <span class="analytic">analytic</span></p>'
    after = f'<p class="after">{escape(one.after)}</p>' if one.after else ""
    return f"{head}<p><b>{escape(one.before)}</b></p>{lead}{card}{after}"


def brought_html(one: Brought) -> str:
    """A block of a person's own."""
    if not one.body:
        return f'<p class="lead">{escape(one.tag)} <span class="analytic">analytic</span></p>'
    outside = one.origin == "outside"
    notes = "".join(f'<p class="warning">{escape(note)}</p>' for note in ((OUTSIDE,) if outside else ()) + one.notes)
    kind, body = "div" if one.paraphrase else "blockquote", marked(one.body, one.read).replace(PARTED, "<br><br>")
    rest = one.cite.removeprefix(one.short)
    return (
        f'<details class="card"><summary><span class="tag">{escape(one.tag)}</span>'
        f'<span class="read">{escape(one.short)}: {escape(one.read_text)}</span>'
        f"{_OUTSIDE if outside else ''}</summary>"
        f'<div class="evidence"><p class="cite"><b>{escape(one.short)}</b>{escape(rest)}</p>'
        f'<{kind} class="body">{body}</{kind}>{notes}</div></details>'
    )


def told_html(name: str, there: Sequence[Brought], fresh: int) -> str:
    """What a file held, and how much of it is new."""
    cards = sum(bool(one.body) for one in there)
    known = f" {len(there) - fresh} were there already." if fresh < len(there) else ""
    held = phrases.listed([_count(cards, "card"), _count(len(there) - cards, "block without a card")])
    said = f"“{name}”: {held}.{known} Pick them below."
    return f'<p class="told" role="status">{escape(said)}</p>'


def _count(many: int, what: str) -> str:
    first, _, rest = what.partition(" ")
    return f"{many} {first}{'s' * (many != 1)} {rest}".strip()


def paragraph_html(passage: Passage) -> str:
    """A paragraph to cut from, with a button that takes what is selected in it."""
    return (
        f'<section class="lesson"><blockquote class="paragraph" id="own-source">{escape(passage.text)}</blockquote>'
        '<button type="button" class="insert" data-take="#own-words textarea">Take what is selected</button></section>'
    )


def cut_html(card: Card, faults: Sequence[str], topic: Topic, wpm: int) -> str:
    """A card that was cut, and what its tag says beyond it."""
    lines = "".join(f'<p class="warning">The tag says more: {escape(one)}.</p>' for one in faults)
    shown = card_html(card, topic, wpm)
    return f'<section class="due lesson"><h3>Cut. It is among your blocks.</h3>{shown}{lines}</section>'
