"""Tables of a printed page: columns by where cells stand in several rows, rows by the rules that are drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.sources.cleaning import BULLETS
from bot.sources.reading.glyphs import Box, Sheet, Word
from bot.sources.reading.layout import Line, heights_of, line_of, rejoined

USUAL = 0.32
"""The widest usual space between words, in sizes of the letters; that of a typewriter's letters is wider."""
APART = 1.0
"""A gap of so many times the size of the letters parts two cells."""
SOMEWHAT = 0.36
"""A gap of so many times their size is wider than a space, though not wide."""
SPACE = 0.34
"""A gap of so many times their size is a space."""
ALIGNED = 0.35
"""Points by which cells that begin at one place may differ."""
TALL = 3.6
"""Rows of one table are so many times the size of the letters apart, at most, where no rules are drawn."""
LINE = 1.4
"""Lines of one cell are so many times the size of the letters apart, at most."""
FULL = 0.85
"""A line that goes so far to the right, of what the widest does, is full."""
PROSE = 45
"""Cells of more letters than this are columns of running text, unless rules are drawn between them."""
_MARKER = re.compile(r"^(?:[" + BULLETS + r"]|\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|\d{1,2})$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its cells by row; ``bold_head``: its first row alone is bold. ``columns`` are their left edges."""

    rows: tuple[tuple[str, ...], ...]
    bold_head: bool
    page: int
    columns: tuple[float, ...]


class _Row:
    """What stands on one height: its lines, and their words by cell."""

    def __init__(self, lines: Sequence[Line], sheet: Sheet) -> None:
        self.lines = lines
        self.y, self.size = lines[0].y, lines[0].size
        self.cells = list(_cells(lines, sheet))

    @property
    def left(self) -> float:
        return self.cells[0][0].x

    @property
    def right(self) -> float:
        return max(word.right for cell in self.cells for word in cell)


def with_tables(lines: Sequence[Line], sheet: Sheet) -> list[Line | Table]:
    """The lines of a page in reading order, those that make a table replaced by it."""
    taken: dict[int, Table | None] = {}
    order = {id(line): at for at, line in enumerate(lines)}
    for column in sorted({line.column for line in lines}):
        rows = [_Row(row, sheet) for row in heights_of([line for line in lines if line.column == column])]
        for region in _regions(rows, sheet):
            table = _table(region, sheet)
            places = [[order[id(line)] for line in row.lines] for row in region]
            if table is not None and not _runs_down(table, places):
                first = min(map(min, places))
                taken.update({at: (table if at == first else None) for row in places for at in row})
    found: list[Line | Table] = []
    between: list[Line] = []
    for at, line in enumerate(lines):
        one = taken.get(at, line)
        if isinstance(one, Table):
            found += [*rejoined(between), one]
            between = []
        elif one is not None:
            between.append(one)
    return found + rejoined(between)


def _cells(lines: Sequence[Line], sheet: Sheet) -> Iterator[list[Word]]:
    """The words of one height, parted where a gap is wide or a rule stands between them."""
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.x)
    cell: list[Word] = []
    for word in words:
        if cell and not (len(cell) == 1 and cell[0] is words[0] and _MARKER.match(cell[0].text)):
            edge = max(one.right for one in cell)
            ruled = any(
                edge - 1 <= rule.left and rule.right <= word.x + 1 and rule.bottom < word.y < rule.top
                for rule in sheet.upright
            )
            if ruled or _gap(edge, word, sheet) > APART:
                yield cell
                cell = []
        cell.append(word)
    if cell:
        yield cell


def _regions(rows: Sequence[_Row], sheet: Sheet) -> Iterator[list[_Row]]:
    """Rows below each other that may be a table: two or more of several cells, and what belongs to their cells."""
    _align(rows, sheet)
    at = 0
    while at < len(rows):
        if len(rows[at].cells) < 2:
            at += 1
            continue
        end = at + 1
        while end < len(rows) and (far := _next_row(rows, at, end, sheet)):
            end = far
        first, last = _widened(rows, at, end, sheet)
        if sum(len(row.cells) > 1 for row in rows[first:last]) > 1:
            yield list(rows[first:last])
        at = max(last, at + 1)


def _align(rows: Sequence[_Row], sheet: Sheet) -> None:
    """Parts rows also where their words begin at one place with those of a row near by, after more than a usual gap."""
    before = [[list(cell) for cell in row.cells] for row in rows]
    near = [_near(rows, at) for at in range(len(rows))]
    tabular = [_is_tabular(before[at], [before[place] for place in near[at]]) for at in range(len(rows))]
    full = FULL * max((row.right for row in rows), default=0.0)
    for at, row in enumerate(rows):
        starts = [cell[0].x for place in near[at] for cell in before[place][1:]]
        for place in near[at]:
            other = rows[place]
            # Lines that are filled to their end may have wide spaces; in others, or beside cells, they are gaps.
            if (tabular[at] and tabular[place]) or max(row.right, other.right) < full:
                starts += [other.left, *(word.x for cell in before[place] for word in _somewhat_apart(cell, sheet))]
        row.cells = [part for cell in before[at] for part in _parted(cell, starts, sheet)]


def _near(rows: Sequence[_Row], at: int) -> list[int]:
    places = range(max(0, at - 6), min(len(rows), at + 7))
    return [place for place in places if place != at and abs(rows[place].y - rows[at].y) < TALL * rows[at].size]


def _is_tabular(cells: Sequence[Sequence[Word]], others: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether a row has several cells, or begins where a cell of a row near by does."""
    return len(cells) > 1 or any(abs(cell[0].x - cells[0][0].x) < ALIGNED for row in others for cell in row[1:])


def _somewhat_apart(cell: Sequence[Word], sheet: Sheet) -> list[Word]:
    """The words that stand further from the one before them than a space, but for the one behind a list's mark."""
    return [
        word
        for last, word in pairwise(cell)
        if _gap(last.right, word, sheet) > SOMEWHAT and not _MARKER.match(last.text)
    ]


def _parted(cell: Sequence[Word], starts: Sequence[float], sheet: Sheet) -> Iterator[list[Word]]:
    part = [cell[0]]
    for last, word in pairwise(cell):
        aligned = any(abs(word.x - start) < ALIGNED for start in starts)
        if aligned and _gap(last.right, word, sheet) > SPACE and not _MARKER.match(last.text):
            yield part
            part = []
        part.append(word)
    yield part


def _gap(edge: float, word: Word, sheet: Sheet) -> float:
    """The gap before a word, in sizes of the letters, as it would be where spaces are of the usual width."""
    return (word.x - edge) / word.size * USUAL / max(USUAL, sheet.space)


def _next_row(rows: Sequence[_Row], first: int, end: int, sheet: Sheet) -> int:
    """The place after the next row of several cells that goes on with the table; 0 where none does."""
    columns = _merged(_spans([(cell, at) for at in range(first, end) for cell in rows[at].cells]))
    for at in range(end, min(end + 4, len(rows))):
        row = rows[at]
        ruled = any(row.y < rule.bottom < rows[at - 1].y and rule.left <= row.left for rule in sheet.across)
        if rows[at - 1].y - row.y > (2 * TALL if ruled else TALL) * row.size:
            return 0
        if len(row.cells) > 1:
            return at + 1
        if sum(left < row.right and row.left < right for left, right in columns) > 1:
            return 0
    return 0


def _widened(rows: Sequence[_Row], first: int, last: int, sheet: Sheet) -> tuple[int, int]:
    """The region with the rows above and below it that are lines of one of its cells, or stand in its frame."""
    columns = _spans([(cell, at) for at, row in enumerate(rows[first:last]) for cell in row.cells])
    top, bottom = _frame(rows[first:last], sheet)

    def belongs(row: _Row, beside: _Row) -> bool:
        over = sum(left < row.right and row.left < right for left, right, _ in columns)
        near = abs(row.y - beside.y) < LINE * row.size
        return bottom < row.y < top or (len(row.cells) == 1 and over == 1 and near)

    while first > 0 and belongs(rows[first - 1], rows[first]):
        first -= 1
    if first > 0 and abs(rows[first - 1].y - rows[first].y) < TALL * rows[first].size:
        first -= _is_head(rows[first - 1], [(left, right) for left, right, _ in columns], sheet)
    while last < len(rows) and belongs(rows[last], rows[last - 1]):
        last += 1
    return first, last


def _is_head(row: _Row, columns: Sequence[tuple[float, float]], sheet: Sheet) -> bool:
    """Whether a row above a table holds a word or more over each of its columns; it is parted by them then."""
    if len(row.cells) > 1:
        return False
    parts: dict[int, list[Word]] = {}
    for word in row.cells[0]:
        over = [at for at, (left, right) in enumerate(columns) if left < word.right and word.x < right]
        if len(over) != 1:
            return False
        parts.setdefault(over[0], []).append(word)
    cells = [parts[at] for at in sorted(parts)]
    apart = all(_gap(one[-1].right, other[0], sheet) > SOMEWHAT for one, other in pairwise(cells))
    if not apart or not 2 <= len(columns) <= len(cells):
        return False
    row.cells = cells
    return True


def _frame(region: Sequence[_Row], sheet: Sheet) -> tuple[float, float]:
    """From where down to where the region goes together with the rules that meet it."""
    high, low = region[0].y, region[-1].y
    left, right = min(row.left for row in region) - 30, max(row.right for row in region) + 30
    upright, across = (
        [box for box in boxes if box.left < right and box.right > left] for boxes in (sheet.upright, sheet.across)
    )
    # Upright rules that meet; else two rules across of one length, above and below.
    spans = [(box.bottom, box.top) for box in upright] or [
        (one.bottom, other.top)
        for one, other in pairwise(sorted(across, key=lambda box: box.bottom))
        if abs(one.left - other.left) < 3 and abs(one.right - other.right) < 3
    ]
    while True:
        meeting = [span for span in spans if span[0] < high + 1 and span[1] > low - 1]
        reached = max([high, *(span[1] for span in meeting)]), min([low, *(span[0] for span in meeting)])
        if reached == (high, low):
            return reached
        high, low = reached


def _spans(cells: Sequence[tuple[Sequence[Word], int]]) -> list[tuple[float, float, set[int]]]:
    """Where cells stand above each other, from the left: from where to where, and in which rows."""
    found: list[tuple[float, float, set[int]]] = []
    for left, right, row in sorted((cell[0].x, max(word.right for word in cell), row) for cell, row in cells):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right), found[-1][2] | {row})
        else:
            found.append((left, right, {row}))
    return found


def _columns(region: Sequence[_Row], bands: Sequence[int]) -> list[tuple[float, float]]:
    """The columns from left to right, each from its left to its right edge: where the cells of most rows stand."""
    own: dict[int, list[tuple[list[Word], int]]] = {}
    for row, band in zip(region, bands, strict=True):
        own.setdefault(band, []).extend((cell, band) for cell in row.cells)
    counts = {band: len(_spans(cells)) for band, cells in own.items()}
    usual = Counter(count for count in counts.values() if count > 1).most_common(1)
    if not usual:
        return []
    spans = _spans([one for band, cells in own.items() if counts[band] >= usual[0][0] for one in cells])
    return _merged(spans)


def _merged(spans: Sequence[tuple[float, float, set[int]]]) -> list[tuple[float, float]]:
    """The spans as columns: those beside each other that are never in one row together are one.

    The name may stand at the left of a column and its figures at the right.
    """
    merged = list(spans[:1])
    for left, right, rows in spans[1:]:
        if rows & merged[-1][2]:
            merged.append((left, right, rows))
        else:
            merged[-1] = (merged[-1][0], right, merged[-1][2] | rows)
    return [(left, right) for left, right, _ in merged]


def _table(region: Sequence[_Row], sheet: Sheet) -> Table | None:
    page = region[0].lines[0].page
    bands = _bands(region, sheet)
    columns = _columns(region, bands)
    count = max(bands) + 1
    if len(columns) < 2 or count < 2:
        return None
    grid: dict[tuple[int, int], list[list[Word]]] = {}
    for row, band in zip(region, bands, strict=True):
        for cell in row.cells:
            grid.setdefault((band, _column_of(cell, columns)), []).append(cell)
    texts = tuple(
        tuple(_text(grid.get((band, column), []), page) for column in range(len(columns))) for band in range(count)
    )
    if not _rules(region, sheet) and _is_prose(texts):
        return None
    bold = [
        all(word.bold for (at, _), cells in grid.items() if at == band for cell in cells for word in cell)
        for band in range(count)
    ]
    return Table(texts, bold[0] and not all(bold[1:]), page, tuple(left for left, _ in columns))


def _text(cell: Sequence[Sequence[Word]], page: int) -> str:
    return " ".join(line_of(words, page).text for words in cell)


def _column_of(cell: Sequence[Word], columns: Sequence[tuple[float, float]]) -> int:
    left, right = cell[0].x, max(word.right for word in cell)
    return max(range(len(columns)), key=lambda at: min(right, columns[at][1]) - max(left, columns[at][0]))


def _rules(region: Sequence[_Row], sheet: Sheet) -> list[float]:
    """The heights of the rules between the rows, from the top."""
    left, right = min(row.left for row in region), max(row.right for row in region)
    inside = [rule for rule in sheet.across if left - 30 <= rule.left and rule.right <= right + 200]
    top, bottom = region[0].y + region[0].size, region[-1].y
    heights = sorted({round(_middle(rule)) for rule in inside if bottom < _middle(rule) < top}, reverse=True)
    return [height for before, height in pairwise([top + 100, *heights]) if before - height > 3]


def _middle(rule: Box) -> float:
    return (rule.bottom + rule.top) / 2


def _bands(region: Sequence[_Row], sheet: Sheet) -> list[int]:
    """The row of the table that each height belongs to, counted from 0."""
    rules = [height for height in _rules(region, sheet) if height < region[0].y]
    if len(rules) >= 2:
        over = [sum(row.y < height for height in rules) for row in region]
        return [sorted(set(over)).index(one) for one in over]
    steps = [before.y - after.y for before, after in pairwise(region)]
    size = median(row.size for row in region)
    wide = [step for step in steps if step > LINE * size]
    left = min(row.left for row in region)
    bands = [0]
    for step, row in zip(steps, region[1:], strict=True):
        # Where rows stand apart, lines that do not are of one row; else a line without a first cell goes on above.
        begins = step > LINE * size if wide and len(wide) < len(steps) else row.left - left < 2 * size
        bands.append(bands[-1] + begins)
    return bands


def _is_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether what stands in columns is running text beside running text."""
    return median(len(cell) for row in rows for cell in row if cell) > PROSE


def _runs_down(table: Table, places: Sequence[Sequence[int]]) -> bool:
    """Whether the file has the columns one after the other, as columns of text, and not row by row.

    ``places`` are those of each height's lines in the file.
    """
    several = [(min(row), max(row)) for row in places if len(row) > 1]
    if len(several) < 3 or len(table.rows) < 3:
        return False
    return all(before[1] > after[0] for before, after in pairwise(several))
