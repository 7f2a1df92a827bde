"""The tables of a web page: which hold values and which only lay the page out, and the rows of the former."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from bot.sources.reading.furniture import unread, words_of
from bot.sources.reading.grids import WIDEST, Cell, lines_of

LONG = 60
"""Words of a cell that nothing marks as one, at most: a longer one holds running text, and the table lays it out."""

_TABLES, _CELLS, _HEADS = ("table", "grid"), ("cell", "gridcell"), ("columnheader", "rowheader")
"""The roles of WAI-ARIA that make a table of other elements."""


def rows_in(table: Any) -> list[Any]:
    """The rows of a table, not of those within it; the foot's last."""
    rows = [row for row in table.iterdescendants() if _is(row, "tr", "row") and not unread(row)]
    own = [
        row for row in rows if next((one for one in row.iterancestors() if _is(one, "table", *_TABLES)), None) is table
    ]
    return sorted(own, key=lambda row: row.getparent().tag == "tfoot")


def cells_in(row: Any) -> list[Any]:
    """The cells of a row."""
    return [cell for cell in row if (_is(cell, "td", *_CELLS) or _is(cell, "th", *_HEADS)) and not unread(cell)]


def _is(element: Any, tag: str, *roles: str) -> bool:
    """Whether an element is of a kind, by its tag or by a role that makes it one."""
    return bool(element.tag == tag or (element.get("role") in roles if isinstance(element.tag, str) else False))


def is_table(table: Any) -> bool:
    """Whether an element is a table of values, and does not only lay out the page."""
    if not _is(table, "table", *_TABLES) or table.get("role") in ("presentation", "none"):
        return False
    cells = [cells_in(row) for row in rows_in(table)]
    flat = [cell for row in cells for cell in row]
    if not flat or (table.tag == "table" and _has_strays(table)):
        return False
    if any(_has_parts(cell) for cell in flat):
        return False
    stated = table.find("caption") is not None or table.find("thead") is not None or _has_heads(cells)
    if stated:
        return True
    wide = max(map(len, cells)) >= 2 and len(cells) >= 2
    return wide and all(len(words_of(cell).split()) <= LONG for cell in flat) and not any(map(_breaks, flat))


def _has_strays(table: Any) -> bool:
    """Whether text stands between the rows, as in a table that was never closed."""
    parts = [table, *table.iterchildren("thead", "tbody", "tfoot")]
    known = ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr")
    return any(words_of(one) for part in parts for one in part if one.tag not in known and not unread(one))


def _has_heads(rows: list[list[Any]]) -> bool:
    return (
        any(_is(cell, "th", *_HEADS) or cell.get("scope") for row in rows for cell in row) and max(map(len, rows)) >= 2
    )


def _has_parts(cell: Any) -> bool:
    """Whether a cell holds a text with parts of its own."""
    if next(cell.iter("h1", "h2", "h3", "form", "article", "main"), None) is not None:
        return True
    nested = any(len(cells_in(row)) > 1 for table in cell.iter("table") for row in rows_in(table))
    return nested or sum(len(words_of(one).split()) > LONG / 2 for one in cell.iter("p")) > 1


def _breaks(cell: Any) -> bool:
    """Whether two line breaks stand together in a cell, as between paragraphs."""
    return any(
        (before := one.getprevious()) is not None and before.tag == "br" and not (before.tail or "").strip()
        for one in cell.iter("br")
    )


def table_lines(table: Any, words: Callable[[Any], str], without: Container[Any]) -> list[str]:
    """The caption of a table, and its rows as lines; ``words`` reads an element, rows ``without`` are out."""
    rows, heads = [], 0
    for row in rows_in(table):
        if row in without:
            continue
        in_head = row.getparent().tag == "thead"
        heads += in_head
        rows.append([
            Cell(words(cell), _span(cell, "colspan"), _span(cell, "rowspan"), _is(cell, "th", *_HEADS) or in_head)
            for cell in cells_in(row)
        ])  # fmt: skip
    captions = [words(caption) for caption in table.iter("caption") if caption.getparent() is table]
    return [text for text in captions if text] + lines_of(rows, heads or None)


def _span(cell: Any, name: str) -> int:
    given = (cell.get(name) or "1").strip()
    if not given.isdecimal() or len(given) > 4:
        return 1
    return int(given) if int(given) or name == "colspan" else 10 * WIDEST
