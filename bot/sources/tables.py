"""Writes the rows of a table as text that can be understood alone: each cell with the head of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VALUE = re.compile(r"\d")
_FIGURE = re.compile(r"[+−–-]?\d[\d.,]*")


def rows_of(table: Sequence[Sequence[str]], head: bool | None = None) -> list[str]:
    """The rows of a table, top to bottom, a line each: "Port: Tallow; Fee: 45 euros."

    ``table`` holds the cells by row. ``head`` says whether the first row names the columns; None: it does where it
    holds years, or holds no figure above three columns or more, or above figures of one form. Other tables of two
    columns are names and values: "Budget: 4 million euros." A head without a row below is a row.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in table]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    heads: list[str] = []
    if len(rows) > 1 and (_names_columns(rows) if head is None else head):
        heads, *rows = rows
    written = (_named(heads, row) if heads else _pairs(row) for row in rows)
    return [line if line.endswith((".", "!", "?")) else f"{line}." for line in written if line]


def _names_columns(rows: Sequence[Sequence[str]]) -> bool:
    first = rows[0]
    if any(_VALUE.search(cell) for cell in first[1:]):
        # Years may name columns.
        return all(re.fullmatch(r"(?:1[5-9]|20)\d\d(?:[–/-]\d{2,4})?", cell) for cell in first[1:] if cell)
    return max(map(len, rows)) >= 3 or (not _VALUE.search(first[0]) and _alike(rows[1:]))


def _alike(rest: Sequence[Sequence[str]]) -> bool:
    """Whether the second cells are figures of one form: of one kind then, named above; "9 metres", "2 May" are not."""
    forms = {_FIGURE.sub("#", row[1]) for row in rest if len(row) > 1}
    return len(forms) == 1 and "#" in (form := forms.pop()) and (len(rest) > 1 or not re.search(r"[^\W\d_]", form))


def _named(heads: Sequence[str], row: Sequence[str]) -> str:
    if len([cell for cell in row if cell]) == 1 and len(row) < len(heads):
        return next(cell for cell in row if cell)
    padded = [*heads, *[""] * (len(row) - len(heads))]
    return "; ".join(
        f"{name}: {cell}" if name and name != cell else cell for name, cell in zip(padded, row, strict=False) if cell
    )


def _pairs(row: Sequence[str]) -> str:
    name, *values = [cell for cell in row if cell]
    return f"{name.rstrip(':')}: {'; '.join(values)}" if values else name
