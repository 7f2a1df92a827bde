"""A speech document: the blocks that somebody ticked, in their order, as a Word file with Verbatim's styles."""

from __future__ import annotations

from collections.abc import Sequence

from bot.debate.assembling import Piece
from bot.debate.export import styles
from bot.debate.export.paper import Paper
from bot.debate.export.wording import READ
from bot.debate.phrases import capital


def speech_docx(title: str, pieces: Sequence[Piece], wpm: int) -> bytes:
    """The speech as a .docx file: its title a pocket, a heading for each group of blocks, a tag for each block."""
    paper = Paper(title, wpm)
    words = sum(one.words for one in pieces)
    paper.named("Time", f"{words} words, {60 * words / wpm / 60:.1f} minutes at {wpm} a minute")
    paper.text(READ)
    heading = ""
    for one in pieces:
        if one.heading != heading:
            heading = one.heading
            paper.text(heading, styles.BLOCK)
        _piece(paper, one)
    return paper.file()


def _piece(paper: Paper, one: Piece) -> None:
    if one.brought is not None:
        paper.brought(one.brought)
        return
    paper.text(f"{one.before} {capital(one.tag)}".strip(), styles.TAG if one.card else styles.ANALYTIC)
    if one.card:
        paper.card(one.card)
    if one.after:
        paper.text(one.after)
