"""Lines of a printed page: put together from words, in reading order, without what every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bot.sources.marks import is_note, is_numerator, lowered, raised
from bot.sources.reading.glyphs import BROKEN, Box, Sheet, Word, is_leftward

MARGIN = 0.12
"""The share of a page's height, at its top and bottom, in which running heads and feet stand."""
RAISED = 0.12
"""Smaller letters that stand so much of their size above or below the line are raised or lowered."""
SMALL = 0.9
"""Letters up to so many times the size of those beside them are smaller."""
INITIAL = 1.7
"""A letter so many times as large as the text beside it begins it, over several lines."""
LONG = 25
"""Letters from which on a line is one of running text."""
GAP = 1.1
"""Lines of one paragraph are less than so many usual steps apart."""
LINES = 4
"""So many long lines on either side, at least, make two columns."""
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.|seite|página)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|\||von|de)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or of one column or cell; ``column`` is 1 or 2, or 0 outside of columns.

    ``notes`` are the marks of notes that stood in it, with their places in ``text``; ``dotted``: a bullet is drawn
    before it. ``initial`` is the large letter that it was given, which is the beginning of its first word or a word.
    """

    text: str
    x: float
    y: float
    right: float
    size: float
    bold: bool
    page: int
    column: int = 0
    words: tuple[Word, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    dotted: bool = False
    initial: str = ""


def lines_of(sheet: Sheet, page: int) -> list[Line]:
    """The lines that the words of a page make, in the order of the file; large initials are given to their lines."""
    groups: list[list[Word]] = []
    for word in sheet.words:
        if groups and _beside(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    lines = [line_of(group, page) for group in groups]
    return _with_initials([replace(line, dotted=_is_dotted(line, sheet.dots)) for line in lines if line.text])


def _beside(group: Sequence[Word], word: Word) -> bool:
    last = group[-1]
    size = max(last.size, word.size)
    small = min(last.size, word.size) < SMALL * size
    initial = len(group) == 1 and _is_initial(last.text) and last.size > INITIAL * word.size and word.text[0].isalpha()
    if initial or word.size > INITIAL * last.size or abs(last.y - word.y) > (0.6 if small else 0.2) * size:
        return False
    gap = max(word.x - last.right, last.x - word.right)
    return -BROKEN * size < gap < BROKEN * size


def _is_initial(text: str) -> bool:
    """Whether a text could be the large letter that a paragraph begins with, a quotation mark before it."""
    return len(text) <= 3 and text[-1].isalpha() and text.isupper()


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """The lines, those put together again that a wide gap between two words parted."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and last.column == line.column and last.page == line.page and _follows(last, line):
            joined = line_of([*last.words, *line.words], line.page, line.column)
            found[-1] = replace(joined, x=last.x, dotted=last.dotted, initial=last.initial)
        else:
            found.append(line)
    return found


def _follows(last: Line, line: Line) -> bool:
    return abs(last.y - line.y) < 0.2 * line.size and line.x > last.right and last.size == line.size


def line_of(words: Sequence[Word], page: int, column: int = 0) -> Line:
    """Words beside each other as one line, raised and lowered marks written or kept apart as notes."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    size = sizes.most_common(1)[0][0]
    level = median(word.y for word in words if word.size == size)
    ordered = _in_order(words)
    text, notes = "", list[tuple[str, int]]()
    for at, word in enumerate(ordered):
        # What follows the number of a note stands apart from it.
        numbered = at == 1 and ordered[0].size < SMALL * size and text.isdigit()
        gap = "" if not text or (word.glued and not numbered) else " "
        rise = word.y - level
        small = word.size < SMALL * size
        if small and rise > RAISED * word.size and _is_reference(ordered, at, text):
            notes.append((word.text.strip(" ,[]()"), len(text)))
        elif small and rise > RAISED * word.size and text:
            text += (gap if word.text.isalpha() else "") + raised(text, word.text, _after(ordered, at))
        elif small and rise < -RAISED * word.size:
            text += lowered(word.text)
        else:
            text += gap + word.text
    return Line(
        text=text, x=min(word.x for word in words), y=level, right=max(word.right for word in words), size=size,
        bold=all(word.bold for word in words), page=page, column=column, words=tuple(words), notes=tuple(notes),
    )  # fmt: skip


def _is_reference(words: Sequence[Word], at: int, before: str) -> bool:
    """Whether a raised word leads to a note; the number that a note itself begins with does not."""
    mark, after = words[at].text, _after(words, at)
    if not is_note(before, mark.strip(", ")) or is_numerator(mark, after):
        return False
    return at > 0 or after[:1].islower()


def _after(words: Sequence[Word], at: int) -> str:
    return words[at + 1].text if at + 1 < len(words) else ""


def _in_order(words: Sequence[Word]) -> Sequence[Word]:
    """The words as they are read: where most are of a script that runs to the left, from the right."""
    leftward = [word for word in words if is_leftward(word.text)]
    if 2 * len(leftward) <= sum(word.text[:1].isalpha() for word in words) or not leftward:
        return words
    ordered: list[Word] = []
    rightward: list[Word] = []
    for word in sorted(words, key=lambda one: -one.right):
        if is_leftward(word.text) or not word.text[0].isalnum():
            ordered += [*rightward, replace(word, glued=not word.text[0].isalnum())]
            rightward = []
        else:
            # Numbers and words of other scripts in between run to the right.
            rightward.insert(0, replace(word, glued=False))
    return ordered + rightward


def _is_dotted(line: Line, dots: Sequence[Box]) -> bool:
    return any(
        0 < line.x - dot.right < 3 * line.size and 0 < (dot.top + dot.bottom) / 2 - line.y < 0.8 * line.size
        for dot in dots
    )


def _with_initials(lines: Sequence[Line]) -> list[Line]:
    """The lines, each large letter given to the line that it begins; the lines beside it count as not indented."""
    kept = list(lines)
    for initial in lines:
        if not _is_initial(initial.text):
            continue
        beside = [line for line in kept if line is not initial and _stands_beside(initial, line)]
        if not beside:
            continue
        first = max(beside, key=lambda line: line.y)
        for line in beside:
            at = next(place for place, one in enumerate(kept) if one is line)
            given = initial.text if line is first else line.initial
            kept[at] = replace(line, x=initial.x, initial=given)
        kept = [line for line in kept if line is not initial]
    return kept


def _stands_beside(initial: Line, line: Line) -> bool:
    near = -0.2 * initial.size < line.x - initial.right < 1.5 * line.size
    # The tops of the capitals of both are about level.
    top = initial.y + 0.7 * (initial.size - line.size) + 0.3 * line.size
    low = initial.y - 0.3 * line.size < line.y < top
    return near and low and initial.size > INITIAL * line.size


def without_running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], list[str]]:
    """The pages without running heads, feet and page numbers, and what those said."""
    seen: Counter[str] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen.update({_pattern(line.text) for line in lines if _marginal(line, height)})
    often = max(2, round(0.3 * len(pages)))
    body = body_size(pages)
    kept: list[list[Line]] = []
    dropped: list[str] = []
    for lines, height in zip(pages, heights, strict=True):
        own: list[Line] = []
        for line in lines:
            running = seen[_pattern(line.text)] >= often or _PAGE_NUMBER.match(line.text) or _is_small(line, body)
            if _marginal(line, height) and running:
                dropped.append(line.text)
            else:
                own.append(line)
        kept.append(own)
    return kept, list(dict.fromkeys(dropped))


def _is_small(line: Line, body: float) -> bool:
    """Whether a line of a margin is small print that is no note: a head or foot of a document with few pages."""
    return (
        line.size < 0.9 * body and len(line.text.split()) <= 8 and not line.text[0].isdigit() and line.text[-1] != "."
    )


def _marginal(line: Line, height: float) -> bool:
    return line.y < MARGIN * height or line.y > (1 - MARGIN) * height


def _pattern(text: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", text.casefold())


def in_reading_order(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines of a page column by column where it has two, above and below them as the file has them."""
    middle, bands = _columns(heights_of(lines), width)
    within = {id(line) for band in bands for line in band}
    tops = [max(line.y for line in band) for band in bands]
    outside: list[list[Line]] = [[] for _ in range(len(bands) + 1)]
    for line in lines:
        if id(line) not in within:
            outside[sum(top > line.y for top in tops)].append(line)
    ordered = list(outside[0])
    for band, after in zip(bands, outside[1:], strict=True):
        ordered += [replace(line, column=1) for line in band if line.x < middle]
        ordered += [replace(line, column=2) for line in band if line.x >= middle]
        ordered += after
    return ordered


def heights_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines by the height that they stand at, from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-one.y, one.x)):
        if rows and abs(rows[-1][0].y - line.y) < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _columns(rows: Sequence[Sequence[Line]], width: float) -> tuple[float, list[list[Line]]]:
    """Where the second column begins, and the bands of lines that stand in two columns; none where the page has one."""
    starts = sorted({round(line.x) for row in rows for line in row if 0.3 * width < line.x < 0.75 * width})
    found = [(start - 1.0, _bands(rows, start - 1.0)) for start in starts]
    found = [(middle, bands) for middle, bands in found if bands]
    if not found:
        return 0.0, []
    return max(found, key=lambda one: (sum(_weight(band, one[0]) for band in one[1]), one[0]))


def _bands(rows: Sequence[Sequence[Line]], middle: float) -> list[list[Line]]:
    """The lines, from one over the middle to the next, that are running text on either side of it."""
    bands: list[list[Line]] = []
    run: list[Line] = []
    for row in rows:
        if any(line.x < middle - 1 and line.right > middle + 1 for line in row):
            bands.append(_level(run, middle))
            run = []
        else:
            run += row
    return [band for band in [*bands, run] if _weight(band, middle) >= LINES]


def _level(run: Sequence[Line], middle: float) -> list[Line]:
    """Columns that end above a line over both: of one height, but for lines that go on without a gap."""
    left = [line for line in run if line.x < middle]
    usual = median([before.y - line.y for before, line in pairwise(left)] or [0.0])
    lowest = min((line.y for line in run if line.x >= middle), default=0.0)
    for before, line in pairwise(left):
        apart = before.y - line.y > GAP * usual or (before.bold, before.size) != (line.bold, line.size)
        if line.y + line.size < lowest and apart:
            return [one for one in run if one.y > line.y or one.x >= middle]
    return list(run)


def _weight(band: Sequence[Line], middle: float) -> int:
    """How many long lines stand on that side of the middle that has fewer."""
    long = [line for line in band if len(line.text) >= LONG]
    left = sum(line.x < middle for line in long)
    return min(left, len(long) - left)


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
