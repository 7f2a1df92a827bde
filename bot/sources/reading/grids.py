"""Tables whose cells span columns and rows: laid out cell by cell, then written row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sources.tables import rows_of

WIDEST = 60
"""Columns that a cell may span, at most."""
LONGEST = 2_000
"""Rows that a cell may span, at most."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and how many columns and rows it spans; ``head``: it is marked as the name of what stands by it."""

    text: str
    across: int = 1
    down: int = 1
    head: bool = False


def lines_of(rows: Sequence[Sequence[Cell]], heads: int | None = None) -> list[str]:
    """The rows of a table, a line each; ``heads`` is the number of rows that name the columns, None where unknown.

    What spans several columns or rows counts for each of them; what spans a whole row stands by itself.
    """
    marked = heads is not None or any(cell.head for row in rows for cell in row)
    if heads is None and marked:
        heads = _head_rows(rows)
    grid = _laid(rows)
    if not heads:
        return rows_of([_bare(row, whole) for row, whole in grid], False if marked else None)
    named = _joined([row for row, whole in grid[:heads] if not whole])
    above = [row[0] for row, whole in grid[:heads] if whole and row[0]]
    if len(grid) <= heads or not any(named):
        return above + rows_of([_bare(row, whole) for row, whole in grid[len(above) :]], None if named else False)
    return above + rows_of([named, *(_bare(row, whole) for row, whole in grid[heads:])], True)


def _head_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows from the top hold nothing but names; 0 where no row of values would be left."""
    count = 0
    while count < len(rows) and any(cell.head for cell in rows[count]) and _only_names(rows[count]):
        count += 1
    return count if count < len(rows) else 0


def _only_names(row: Sequence[Cell]) -> bool:
    return all(cell.head or not cell.text for cell in row)


def _laid(rows: Sequence[Sequence[Cell]]) -> list[tuple[list[str], bool]]:
    """Each row's texts by column, and whether one cell is the whole row."""
    found: list[tuple[list[str], bool]] = []
    above: dict[int, tuple[int, str]] = {}
    for row in rows:
        texts: list[str] = []
        below: dict[int, tuple[int, str]] = {}
        waiting = list(row)[::-1]
        while waiting or any(column >= len(texts) for column in above):
            at = len(texts)
            if at in above:
                down, text, across = *above[at], 1
            elif waiting:
                cell = waiting.pop()
                down, text, across = min(cell.down, LONGEST), cell.text, min(max(cell.across, 1), WIDEST)
            else:
                down, text, across = 1, "", 1
            texts += [text] * across
            if down > 1:
                below.update(dict.fromkeys(range(at, at + across), (down - 1, text)))
        found.append((texts, len(row) == 1 and len(texts) > 1 and row[0].across >= len(texts)))
        above = below
    return found


def _bare(row: Sequence[str], whole: bool) -> list[str]:
    return [row[0]] if whole else list(row)


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns, those of several rows joined: "Cost 2019"."""
    width = max(map(len, rows), default=0)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    return [" ".join(dict.fromkeys(column)) for column in columns]
