"""From lines to paragraphs, items, rows, headings and notes; words torn at line ends mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.sources.bylines import read_byline
from bot.sources.cleaning import BULLETS, is_heading, is_numbered
from bot.sources.hyphens import is_known, joined, words_of
from bot.sources.reading.cells import Table
from bot.sources.reading.layout import Line
from bot.sources.tables import rows_of

LEADING = 1.3
"""A gap of so many usual steps from line to line starts a paragraph."""
USUAL = 1.2
"""Lines are so many sizes of their letters apart where a document does not show it."""
WIDE = 0.7
"""Lines that go less far than this share of their column say nothing of where it ends."""
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡])[\s.)]?\s*\S")
_BULLET = re.compile(r"^[" + BULLETS + r"]\s+(?=\S)")
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2})\s+(?=\S)")
_END = re.compile(r"[.!?:;…。！？؟]['\"”’)\]]*$")
_ALONE = frozenset("aioyeuàéóвикосуя")
"""Words of one letter in the languages of Europe."""
_NUMERAL = re.compile(r"^\d{1,3}|^[*†‡]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, as one text.

    ``kind`` is "text", "item", "row" or "note". ``marks`` are those of notes that stood in it, with their places;
    ``number`` is what a note begins with, and is no part of its text.
    """

    text: str
    size: float
    bold: bool
    page: int
    kind: str = "text"
    marks: tuple[tuple[str, int], ...] = ()
    number: str = ""


def blocks_of(pages: Sequence[Sequence[Line | Table]], body: float) -> list[Block]:
    """The blocks of a document, in order, its notes after all else.

    ``pages`` are lines in reading order, and tables; ``body`` is the size of running text.
    """
    kept: list[Line | Table] = []
    notes: list[Line] = []
    for page in pages:
        for one in page:
            if isinstance(one, Line) and _is_note(one, kept, notes, body):
                notes.append(one)
            else:
                kept.append(one)
    lines = [one for one in kept if isinstance(one, Line)]
    words = words_of("\n".join(line.text for line in lines))
    found: list[Block] = []
    for group in _groups(kept, lines, body):
        if isinstance(group, list):
            found.append(_block(group, words))
        else:
            rows = rows_of(group.rows, group.bold_head or None)
            found += [Block(row, body, False, group.page, "row") for row in rows]
    return found + [_note(group, words) for group in _footnotes(notes)]


def is_numbered_item(block: Block) -> bool:
    """Whether the block begins as the items of a list do that are numbered or lettered."""
    return bool(_NUMBER.match(block.text))


def _is_note(line: Line, kept: Sequence[Line | Table], notes: Sequence[Line], body: float) -> bool:
    """Small print below the text of its column that begins with a mark, and what goes on from there."""
    if line.size > 0.93 * body:
        return False
    before = notes[-1] if notes else None
    goes_on = before is not None and (before.page, before.column) == (line.page, line.column) and line.y < before.y
    last = next((one for one in reversed(kept) if isinstance(one, Line)), None)
    below = last is None or last.page != line.page or last.column != line.column or line.y < last.y
    return bool(goes_on or (below and _NOTE.match(line.text)))


def _footnotes(notes: Sequence[Line]) -> list[list[Line]]:
    found: list[list[Line]] = []
    for line in notes:
        if found and not _NOTE.match(line.text):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _note(group: Sequence[Line], words: Counter[str]) -> Block:
    block = _block(group, words)
    number = _NUMERAL.match(block.text)
    text = block.text[number.end() :].lstrip(" .)") if number else block.text
    return replace(block, text=text, kind="note", number=number[0] if number else "", marks=())


def _groups(kept: Sequence[Line | Table], lines: Sequence[Line], body: float) -> Iterator[list[Line] | Table]:
    """The lines by paragraph, and between them the tables, those that go on over a page as one."""
    parting = _Parting(lines, body)
    group: list[Line] = []
    table: Table | None = None
    for one in kept:
        if isinstance(one, Table):
            if group:
                yield group
            elif table is not None and _goes_on(table, one):
                again = one.rows[:1] == table.rows[:1]
                table = replace(table, rows=(*table.rows, *one.rows[again:]), page=one.page)
                continue
            elif table is not None:
                yield table
            group, table = [], one
            continue
        if table is not None:
            yield table
        elif group and parting.begins(group, one):
            yield group
            group = []
        table = None
        group.append(one)
    if table is not None:
        yield table
    if group:
        yield group


def _goes_on(table: Table, after: Table) -> bool:
    """Whether a table of the next page is the rest of this one."""
    same = len(table.columns) == len(after.columns) and all(
        abs(one - other) < 4 for one, other in zip(table.columns, after.columns, strict=True)
    )
    return same and after.page == table.page + 1


class _Parting:
    """Where paragraphs begin: by the gaps between lines, their edges, and how sentences end."""

    def __init__(self, lines: Sequence[Line], body: float) -> None:
        self._body = body
        self._first = lines[0].page if lines else 1
        self._leading = _leading(lines)
        self._columns = {
            column: _most([line.right for line in lines if line.column == column])
            for column in {line.column for line in lines}
        }
        self._edges: dict[int, float] = {}
        stretch: list[Line] = []
        for line in lines:
            if stretch and not self._adjoins(stretch[-1], line):
                self._edge(stretch)
                stretch = []
            stretch.append(line)
        self._edge(stretch)
        self._slack = self._usual_slack(lines)

    def _usual_slack(self, lines: Sequence[Line]) -> float:
        """How much room is left for the next word even where a line goes on: some texts are wrapped by count."""
        sure = [
            self._room(before, after)
            for before, after in pairwise(lines)
            if self._adjoins(before, after)
            and after.text[:1].islower()
            and not (after.dotted or _NUMBER.match(after.text) or _END.search(before.text))
        ]
        return max(0.0, 1.5 * _most(sure)) if sure else 0.0

    def _adjoins(self, before: Line, after: Line) -> bool:
        same = (before.page, before.column) == (after.page, after.column)
        return same and abs(before.size - after.size) < 0.08 * self._body and not self._far(before, after)

    def _far(self, before: Line, after: Line) -> bool:
        return not 0 <= before.y - after.y <= LEADING * self._leading * before.size

    def _edge(self, stretch: Sequence[Line]) -> None:
        """How far right the lines of a stretch go; their column's edge where they are all short."""
        if not stretch:
            return
        edge, left = max(line.right for line in stretch), min(line.x for line in stretch)
        column = self._columns[stretch[0].column]
        if edge - left < WIDE * (column - left):
            edge = column
        self._edges.update({id(line): edge for line in stretch})

    def begins(self, group: Sequence[Line], line: Line) -> bool:
        """Whether the line begins a new block after those of ``group``."""
        last = group[-1]
        ended = bool(_END.search(last.text))
        full = self._room(last, line) <= self._slack
        goes_on = full and not ended and line.text[:1].islower()
        if line.page == self._first and len(group) == 1 and read_byline(last.text):
            return True
        if abs(line.size - last.size) > 0.08 * self._body or line.dotted or _BULLET.match(line.text):
            return True
        if line.bold != last.bold and (line.bold or len(group) <= 3) and not goes_on:
            return True
        if _NUMBER.match(line.text) and (ended or last.text.endswith(":") or _NUMBER.match(group[0].text)):
            return True
        if last.page == line.page and last.column != line.column and 0 in (last.column, line.column):
            # From the whole width into columns, or out of them.
            return ended or not line.text[:1].islower()
        if (last.page, last.column) != (line.page, line.column) or line.y > last.y:
            return ended and (not full or (line.text[:1].isupper() and len(group) == 1))
        if self._far(last, line):
            return not (goes_on and last.y - line.y < 2.2 * last.size)
        if _hangs(group, line):
            return False
        if not ended:
            return self._is_title(group) or (not full and self._is_short(last) and not line.text[:1].islower())
        indented = line.x - last.x > 0.8 * self._body and len(group) > 1
        return indented or (not full and not line.text[:1].islower())

    def _room(self, last: Line, line: Line) -> float:
        """How much room was left after a line when the first word of the next one is put there; less than 0: none."""
        first = line.text.split(" ", 1)[0]
        width = (line.right - line.x) / max(len(line.text), 1) * (len(first) + 1)
        return self._edges[id(last)] - last.right - 1.1 * width

    def _is_short(self, line: Line) -> bool:
        return line.right - line.x < 0.6 * (self._edges[id(line)] - line.x)

    def _is_title(self, group: Sequence[Line]) -> bool:
        """Whether one short line is the title of a section by its capitals or its number."""
        text = group[0].text
        named = text.isupper() or is_numbered(text)
        return len(group) == 1 and named and is_heading(text) and self._is_short(group[0])


def _hangs(group: Sequence[Line], line: Line) -> bool:
    """Whether the line stands behind the bullet or number of the item that it goes on with."""
    first = group[0]
    marked = _BULLET.match(first.text) or _NUMBER.match(first.text)
    return bool(marked) and line.x > first.x + 0.3 * first.size


def _most(rights: Sequence[float]) -> float:
    """How far right the lines go, but for one in fifty."""
    return sorted(rights)[int(0.98 * (len(rights) - 1))]


def _leading(lines: Sequence[Line]) -> float:
    """How far lines of one paragraph are apart, in sizes of their letters: a quarter of all steps are no longer."""
    steps = sorted(
        (before.y - after.y) / before.size
        for before, after in pairwise(lines)
        if (before.page, before.column) == (after.page, after.column) and 0.5 < (before.y - after.y) / before.size < 3
    )
    return steps[len(steps) // 4] if steps else USUAL


def _block(group: Sequence[Line], words: Counter[str]) -> Block:
    text, marks = "", list[tuple[str, int]]()
    for line in group:
        more = _begun(line.initial, line.text)
        text = joined(text, more, words) if text else more
        start = len(text) - len(line.text)
        marks += [(mark, start + at) for mark, at in line.notes]
    bullet = _BULLET.match(text)
    taken = bullet.end() if bullet else 0
    item = bullet or group[0].dotted
    return Block(
        text[taken:], group[0].size, all(line.bold for line in group), group[0].page, "item" if item else "text",
        tuple((mark, max(0, at - taken)) for mark, at in marks),
    )  # fmt: skip


def _begun(initial: str, text: str) -> str:
    """A text with the large letter that it begins with: the first of its word, or a word of one letter."""
    if not initial:
        return text
    rest = re.match(r"[^\W\d_]*", text)
    word = rest[0] if rest else ""
    alone = initial[-1:].casefold() in _ALONE and is_known(word) and not is_known(initial[-1:] + word)
    return f"{initial} {text}" if alone else f"{initial}{text}"
