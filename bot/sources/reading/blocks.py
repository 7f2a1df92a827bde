"""From lines to paragraphs, headings and notes; words torn at line ends mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.sources.reading.layout import Line

LEADING = 1.35
"""A gap of so many usual line steps starts a paragraph."""
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡])[\s.)]?\s*\S")
_BULLET = re.compile(r"^(?:[•◦▪–—*-]|\(?[a-z0-9]{1,2}[.)])\s+\S")
_END = re.compile(r"[.!?:;…]['\"”’)\]]*$")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, as one text."""

    text: str
    size: float
    bold: bool
    page: int
    note: bool = False


def blocks_of(pages: Sequence[Sequence[Line]], body: float) -> list[Block]:
    """The blocks of a document, in order, its notes after all else.

    ``pages`` are lines in reading order; ``body`` is the size of running text.
    """
    kept: list[Line] = []
    notes: list[Line] = []
    for lines in pages:
        for line in lines:
            (notes if _is_note(line, kept, notes, body) else kept).append(line)
    step = _step(kept)
    words = Counter(word.casefold() for line in kept for word in _WORD.findall(line.text)[1:-1])
    edges: dict[int, float] = {}
    for line in kept:
        edges[line.column] = max(edges.get(line.column, 0.0), line.right)
    groups: list[list[Line]] = []
    for line in kept:
        if groups and not _starts(groups[-1], line, step, body, edges):
            groups[-1].append(line)
        else:
            groups.append([line])
    footnotes: list[list[Line]] = []
    for line in notes:
        if footnotes and not _NOTE.match(line.text):
            footnotes[-1].append(line)
        else:
            footnotes.append([line])
    found = [_block(group, words) for group in groups]
    return found + [_block(group, words, note=True) for group in footnotes]


def _is_note(line: Line, kept: Sequence[Line], notes: Sequence[Line], body: float) -> bool:
    """Small print below the text of its column that begins with a mark, and what goes on from there."""
    if line.size > 0.93 * body:
        return False
    before = notes[-1] if notes else None
    goes_on = before is not None and (before.page, before.column) == (line.page, line.column) and line.y < before.y
    below = not kept or kept[-1].page != line.page or kept[-1].column != line.column or line.y < kept[-1].y
    return bool(goes_on or (below and _NOTE.match(line.text)))


def _step(lines: Sequence[Line]) -> float:
    steps = [
        before.y - after.y
        for before, after in pairwise(lines)
        if (before.page, before.column) == (after.page, after.column) and 0 < before.y - after.y < 3 * before.size
    ]
    return median(steps) if steps else 0.0


def _starts(group: Sequence[Line], line: Line, step: float, body: float, edges: dict[int, float]) -> bool:
    """Whether the line begins a new block after those of ``group``; ``edges``: how far right each column goes."""
    last = group[-1]
    if abs(line.size - last.size) > 0.08 * body or _BULLET.match(line.text):
        return True
    if line.bold != last.bold and (line.bold or len(group) <= 3):
        return True
    moved = (last.page, last.column) != (line.page, line.column) or line.y > last.y
    left = min(one.x for one in group)
    full = last.right - left > 0.82 * (max(one.right for one in group) - left)
    if moved:
        full = last.right - left > 0.82 * (edges[last.column] - left)
        return bool(_END.search(last.text)) and (not full or (line.text[:1].isupper() and len(group) == 1))
    if last.y - line.y > LEADING * step and step:
        return True
    indented = line.x - left > 0.8 * body and len(group) > 1
    return bool(_END.search(last.text)) and (indented or (not full and line.text[:1].isupper()))


def _block(group: Sequence[Line], words: Counter[str], note: bool = False) -> Block:
    text = group[0].text
    for line in group[1:]:
        text = joined(text, line.text, words)
    return Block(text, group[0].size, all(line.bold for line in group), group[0].page, note)


def joined(text: str, more: str, words: Counter[str]) -> str:
    """Two lines as one text; a word torn between them is mended unless the document writes it with a hyphen."""
    if text.endswith("\u00ad"):
        return text[:-1] + more
    torn = re.search(r"([^\W\d_]{2,})[-‐]$", text)
    after = re.match(r"[^\W\d_]+", more)
    if not torn or not after or not more[0].islower():
        return f"{text}{more}" if text.endswith(("-", "–", "—", "‐")) else f"{text} {more}"
    whole = (torn.group(1) + after.group()).casefold()
    hyphened = f"{torn.group(1)}-{after.group()}".casefold()
    keep = words[hyphened] > words[whole]
    return f"{text}{more}" if keep else f"{text[:-1]}{more}"
