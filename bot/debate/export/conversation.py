"""A conversation as a Word file: each question, its answer, and below it what is cited, as it is cited anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.render import plain
from bot.debate.export import styles
from bot.debate.export.paper import Paper
from bot.debate.formats import WPM
from bot.model import Answer
from bot.sources.citing import articles_told, quoted

_POINT = re.compile(r"^\s*- ")
_NUMBER = re.compile(r"(?<!\\)\[(\d+)\](?:\([^)]*\))?")


def conversation_docx(title: str, answers: Sequence[Answer]) -> bytes:
    """The whole conversation as a .docx file."""
    paper = Paper(title, WPM)
    for answer in answers:
        paper.text(answer.question, styles.BLOCK)
        for line in filter(str.strip, answer.text.splitlines()):
            paper.text(_bare(line))
        for cited in answer.citations:
            paper.text(quoted(cited), styles.UNDERTAG)
    for line in articles_told(one for answer in answers for one in answer.citations):
        paper.text(line, styles.UNDERTAG)
    return paper.file()


def _bare(line: str) -> str:
    """A line of an answer's Markdown as words, the numbers of its citations kept."""
    point = "• " if _POINT.match(line) else ""
    # What is no marker to the reader of Markdown is left alone by it.
    held = _NUMBER.sub(" \u2060\\1\u2060", line)
    return point + re.sub(" ?\u2060(\\d+)\u2060", r" [\1]", plain(held))
