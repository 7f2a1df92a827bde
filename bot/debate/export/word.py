"""A round as a Word file with Verbatim's styles: a pocket for each speech, hats, blocks, tags and cards in it."""

from __future__ import annotations

from bot.debate.ballot import Ballot, Judged
from bot.debate.export import styles, wording
from bot.debate.export.grid import Entry, grid
from bot.debate.export.outline import outline
from bot.debate.export.paper import Lines, Paper
from bot.debate.model import Block, Round, Speech
from bot.debate.phrases import capital
from bot.debate.rubric import LINES
from bot.model import Topic


def round_docx(held: Round, topic: Topic, ballot: Ballot | None) -> bytes:
    """The whole round as a .docx file."""
    paper = Paper(held.title, held.format.wpm)
    for name, value in wording.facts(held, topic, ballot):
        paper.named(name, value)
    if ballot is not None:
        paper.named("Reason for decision", ballot.rfd)
    paper.text(wording.READ)
    for speech in held.speeches:
        slot = held.format.slot(speech.slot)
        if slot.speech:
            paper.text(wording.slot_title(slot), styles.POCKET)
            _speech(paper, held, topic, speech)
        else:
            paper.text(wording.slot_title(slot), styles.HAT)
            _questions(paper, held, speech)
    _flow(paper, held)
    _ballot(paper, held, topic, ballot)
    return paper.file()


def _speech(paper: Paper, held: Round, topic: Topic, speech: Speech) -> None:
    paper.text(wording.measured(held, topic, speech), styles.UNDERTAG)
    hat = ""
    for section in outline(held, speech):
        if section.hat != hat:
            hat = section.hat
            paper.text(hat, styles.HAT)
        if section.argument:
            paper.text(capital(section.argument), styles.BLOCK)
        for block in section.blocks:
            _block(paper, block)
    for note in speech.notes:
        if note.text:
            paper.text(f"On the flow: {note.text}", styles.UNDERTAG)


def _block(paper: Paper, block: Block) -> None:
    if block.text and block.role in ("roadmap", "notice", "typed", "concession"):
        paper.text(block.text)
    elif block.text:
        mark = f" ({wording.ANALYTIC.lower()})" if block.analytic else ""
        paper.text(f"{block.text}{mark}", styles.ANALYTIC if block.analytic else styles.TAG)
    if block.card:
        paper.card(block.card)
    if block.after:
        paper.text(block.after)


def _questions(paper: Paper, held: Round, speech: Speech) -> None:
    for number, one in enumerate(speech.exchanges, 1):
        paper.text(f"{one.asker.capitalize()}, question {number}: {one.question}", styles.TAG)
        paper.named(wording.answerer(one).capitalize(), wording.replied(one), keep=one.card is not None)
        if one.card:
            paper.card(one.card)
    granted = wording.granted(held, speech)
    if granted:
        paper.text(granted, styles.UNDERTAG)


def _flow(paper: Paper, held: Round) -> None:
    sheet = grid(held)
    if not sheet.lines and not sheet.off:
        return
    width = paper.turn(wide=True)
    paper.text("Flow", styles.POCKET)
    paper.text(wording.FLOW)
    if sheet.lines:
        first = 1.1
        others = (width - first) / len(sheet.columns)
        body: list[list[str | Lines]] = [
            [
                [(capital(line.argument.label), line.argument.stance)],
                *([_entry(entry, line.argument.label) for entry in cell] for cell in line.cells),
            ]
            for line in sheet.lines
        ]
        head = ["Argument", *(slot.id for slot in sheet.columns)]
        paper.table(head, body, [first, *(others for _ in sheet.columns)], 9 if len(sheet.columns) < 7 else 7)
    if sheet.off:
        paper.named(wording.OFF, "; ".join(_entry(entry)[0] for entry in sheet.off))
    if held.corrections:
        paper.named("Corrected by hand", "; ".join(held.corrections))
    paper.turn(wide=False)


def _entry(entry: Entry, row: str = "") -> tuple[str, str]:
    """A point in its cell and whose it is; the label of the row is not said again."""
    point = entry.point
    label = "" if point.label == row else f" {point.label}"
    marks = "; ".join(one.upper() if one in ("dropped", "conceded") else one for one in entry.marks)
    return f"{point.id}{label}{f' ({marks})' if marks else ''}", point.stance


def _ballot(paper: Paper, held: Round, topic: Topic, ballot: Ballot | None) -> None:
    paper.text("Ballot", styles.POCKET)
    if ballot is None:
        paper.text("There is no ballot yet.")
        return
    paper.named("Reason for decision", ballot.rfd)
    for line in ballot.flips:
        paper.text(line)
    if not ballot.whole:
        paper.text("The round is not over; this is where it stands.")
    for one in ballot.judged:
        paper.text(f"{capital(one.label)} [{one.row}], {one.stance}{', decisive' if one.decisive else ''}", styles.TAG)
        paper.text(capital(one.why))
        paper.text(_checks(one), styles.UNDERTAG)
    heads = [wording.side_name(held, topic, one.stance) for one in ballot.points]
    body: list[list[str | Lines]] = [
        [f"{capital(name)}: {about}", *(f"{one.lines[at][1]:.2f} of {most:.1f}" for one in ballot.points)]
        for at, (name, most, about) in enumerate(LINES)
    ]
    body.append(["Speaker points", *(f"{one.total:.1f}" for one in ballot.points)])
    paper.text("Speaker points, 27 to 29.5", styles.TAG)
    paper.table(["Line of the rubric", *heads], body, [3.5, 1.5, 1.5], 10)


def _checks(one: Judged) -> str:
    """The checklist of an argument: what it has, and the cells that say so."""
    names = ("evidence", "warrant", "answered", "extended", "dropped")
    values = (one.evidence, one.warrant, one.answered, one.extended, one.dropped)
    there = ", ".join(f"{name}: {'yes' if value else 'no'}" for name, value in zip(names, values, strict=True))
    return f"{capital(there)}. Weight {one.weight:.2f}. Cells: {', '.join(one.cells)}."
