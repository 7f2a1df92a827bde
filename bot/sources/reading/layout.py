"""Lines of a printed page: put together from fragments, in reading order, without what every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

MARGIN = 0.12
"""The share of a page's height, at its top and bottom, in which running heads and feet stand."""
EM = 0.48
"""The mean width of a letter, in its size: good enough to tell a column from a full line."""
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.|seite|página)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|\||von|de)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text where a page shows it: points from the lower left, the size of its letters."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; ``right`` is an estimate. ``column`` is 0 for a full line or the first column."""

    text: str
    x: float
    y: float
    right: float
    size: float
    bold: bool
    page: int
    column: int = 0


def lines_of(fragments: Sequence[Fragment], page: int) -> list[Line]:
    """The lines that the fragments of a page make, in the order in which it shows them."""
    lines: list[Line] = []
    group: list[Fragment] = []
    for fragment in fragments:
        if group and not _same_line(group[-1], fragment):
            lines.extend(_line(group, page))
            group = []
        group.append(fragment)
    lines.extend(_line(group, page))
    return lines


def _same_line(before: Fragment, after: Fragment) -> bool:
    if before.text.endswith("\n") or abs(before.y - after.y) > 0.6 * max(before.size, after.size):
        return False
    # Far apart on one height: cells of two columns, not words of one line.
    return after.x - (before.x + len(before.text) * before.size * EM) < 4 * max(before.size, 1)


def _line(group: Sequence[Fragment], page: int) -> list[Line]:
    size = max(group, key=lambda one: len(one.text)).size if group else 0.0
    # A raised number after a word is the mark of a note.
    kept = [one for at, one in enumerate(group) if not (one.size < 0.85 * size and _is_mark(group, at))]
    text = " ".join("".join(one.text for one in kept).split())
    if not text:
        return []
    right = max(one.x + len(one.text.strip()) * one.size * EM for one in kept)
    right = max(right, kept[0].x + len(text) * size * EM * 0.9)
    bold = all(one.bold for one in kept if one.text.strip())
    return [Line(text, kept[0].x, group[0].y, right, size, bold, page)]


def _is_mark(group: Sequence[Fragment], at: int) -> bool:
    """Whether a small fragment is the mark of a note within a sentence, and not a note's own number."""
    after = group[at + 1].text.lstrip() if at + 1 < len(group) else ""
    return group[at].text.strip(" ,").isdigit() and (at > 0 or after[:1].islower())


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
    """The lines of a page column by column where it has two, else as the file has them."""
    middle = _gutter(lines, width)
    if middle is None:
        return list(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda one: (-round(one.y), one.x)):
        if line.x < middle - 0.03 * width and line.right > middle + 0.06 * width:
            ordered += [*_columns(band, middle), line]
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, middle)


def _columns(band: Sequence[Line], middle: float) -> list[Line]:
    left = [line for line in band if line.x < middle]
    right = [replace(line, column=1) for line in band if line.x >= middle]
    return left + right


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """Where the second column starts, or None where the page has one."""
    long = [line for line in lines if len(line.text) >= 25]
    right = [line for line in long if line.x > 0.42 * width]
    if len(right) < 4 or len(right) < 0.2 * len(long):
        return None
    start = median(line.x for line in right)
    aligned = [line for line in right if abs(line.x - start) < 0.04 * width]
    left = [line for line in long if line.x < 0.4 * width and line.right < start + 0.04 * width]
    return start - 0.02 * width if len(aligned) >= 0.7 * len(right) and len(left) >= 4 else None


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
