"""A round as Markdown, to be read from beginning to end: speeches, cross-examination, flow, ballot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.debate.ballot import Ballot, Judged
from bot.debate.export import wording
from bot.debate.export.card_markdown import CardWriter
from bot.debate.export.grid import Entry, Line, grid
from bot.debate.export.outline import outline
from bot.debate.export.safe import inline
from bot.debate.model import Block, Round, Speech
from bot.debate.phrases import capital
from bot.debate.rubric import LINES
from bot.model import Topic


def round_markdown(held: Round, topic: Topic, ballot: Ballot | None) -> str:
    """The whole round. Text from documents and people stands in it as text, never as markup."""
    parts = [f"# {inline(held.title)}", _list(wording.facts(held, topic, ballot)), wording.READ]
    cards = CardWriter(held.format.wpm)
    for speech in held.speeches:
        parts += _speech(held, topic, speech, cards)
    parts += _flow(held)
    parts += _ballot(held, topic, ballot)
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{inline(name)}:** {inline(value)}" for name, value in pairs)


def _speech(held: Round, topic: Topic, speech: Speech, cards: CardWriter) -> list[str]:
    slot = held.format.slot(speech.slot)
    parts = [f"## {inline(wording.slot_title(slot))}"]
    if not slot.speech:
        return [*parts, *_questions(held, speech, cards)]
    parts.append(f"*{inline(wording.measured(held, topic, speech))}*")
    hat = ""
    for section in outline(held, speech):
        if section.hat != hat:
            hat = section.hat
            parts.append(f"### {inline(hat)}")
        if section.argument:
            parts.append(f"#### {inline(capital(section.argument))}")
        for block in section.blocks:
            parts += _block(block, cards)
    notes = [f"- *On the flow: {inline(note.text)}*" for note in speech.notes if note.text]
    return [*parts, *(["\n".join(notes)] if notes else [])]


def _block(block: Block, cards: CardWriter) -> list[str]:
    parts = []
    if block.text and block.role in ("roadmap", "notice", "typed", "concession"):
        parts.append(inline(block.text))
    elif block.text:
        mark = f" *({wording.ANALYTIC.lower()})*" if block.analytic else ""
        parts.append(f"**{inline(block.text)}**{mark}")
    if block.card:
        parts += cards.below_tag(block.card)
    return [*parts, *([inline(block.after)] if block.after else [])]


def _questions(held: Round, speech: Speech, cards: CardWriter) -> list[str]:
    parts = []
    for number, one in enumerate(speech.exchanges, 1):
        parts.append(f"**{one.asker.capitalize()}, question {number}:** {inline(one.question)}")
        parts.append(f"**{wording.answerer(one).capitalize()}:** {inline(wording.replied(one))}")
        parts += cards.below_tag(one.card) if one.card else []
    granted = wording.granted(held, speech)
    return [*parts, *([f"*{inline(granted)}*"] if granted else [])]


def _flow(held: Round) -> list[str]:
    sheet = grid(held)
    if not sheet.lines and not sheet.off:
        return []
    parts = ["## Flow", wording.FLOW]
    if sheet.lines:
        head = ["Argument", *(inline(slot.id) for slot in sheet.columns)]
        parts.append(table(head, [_line(line) for line in sheet.lines]))
    if sheet.off:
        parts.append(f"**{wording.OFF}:**\n\n" + "\n".join(f"- {_entry(entry)}" for entry in sheet.off))
    if held.corrections:
        parts.append("**Corrected by hand:**\n\n" + "\n".join(f"- {inline(one)}" for one in held.corrections))
    return parts


def _line(line: Line) -> list[str]:
    label = line.argument.label
    cells = ["<br>".join(_entry(entry, label) for entry in cell) or " " for cell in line.cells]
    return [f"**{inline(capital(label))}**", *cells]


def _entry(entry: Entry, row: str = "") -> str:
    """A point in its cell; the label of the row is not said again."""
    bold = {"dropped", "conceded"}
    marks = "; ".join(f"**{inline(one)}**" if one in bold else inline(one) for one in entry.marks)
    label = "" if entry.point.label == row else f" {inline(entry.point.label)}"
    return f"{inline(entry.point.id)}{label}{f' ({marks})' if marks else ''}"


def _ballot(held: Round, topic: Topic, ballot: Ballot | None) -> list[str]:
    if ballot is None:
        return ["## Ballot", "There is no ballot yet."]
    parts = ["## Ballot", f"**{inline(ballot.rfd)}**"]
    if ballot.flips:
        parts += ["### What would have turned it", "\n".join(f"- {inline(line)}" for line in ballot.flips)]
    if not ballot.whole:
        parts.append("The round is not over; this is where it stands.")
    if ballot.judged:
        head = ["Argument", "Evidence", "Warrant", "Answered", "Extended", "Dropped", "Weight", "Why"]
        parts.append(table(head, [_judged(one) for one in ballot.judged]))
    heads = [wording.side_name(held, topic, one.stance) for one in ballot.points]
    body = [
        [f"{name}: {about}", *(f"{one.lines[at][1]:.2f} of {most:.1f}" for one in ballot.points)]
        for at, (name, most, about) in enumerate(LINES)
    ]
    total = ["**Speaker points**", *(f"**{one.total:.1f}**" for one in ballot.points)]
    return [*parts, table(["Speaker points, 27 to 29.5", *map(inline, heads)], [*body, total])]


def _judged(one: Judged) -> list[str]:
    name = inline(f"{capital(one.label)} [{one.row}], {one.stance}")
    checks = [one.evidence, one.warrant, one.answered, one.extended, one.dropped]
    why = inline(f"{capital(one.why)} Cells: {', '.join(one.cells)}.")
    label = f"**{name}** (decisive)" if one.decisive else name
    return [label, *("yes" if check else "no" for check in checks), f"{one.weight:.2f}", why]
