"""Reads DOCX: headings, paragraphs, lists and tables in their order; deleted text, heads and feet out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.document import Document, Paragraph

ENTRIES = 3_000
PART = 20_000_000
"""Bytes that one part of the zip may unfold to."""
WHOLE = 80_000_000
RATIO = 150
_HEADING = re.compile(r"^(?:heading|überschrift|título|titre) ?[1-9]", re.IGNORECASE)
_DROPPED = frozenset({"caption", "header", "footer", "toc heading", "footnote text"})
_SPACES = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_OUT = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def read_docx(data: bytes, name: str) -> Document:
    """The document in a DOCX file.

    Raises:
        SourceError: it is no Word document, damaged, or unfolds to more than a document may.
    """
    _look_at(data, name)
    try:
        opened = docx.Document(io.BytesIO(data))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{name} is damaged or no Word document: nothing was added.") from error
    facts = opened.core_properties
    title = section = ""
    paragraphs: list[Paragraph] = []
    for style, text, bold in _pieces(opened):
        if style == "title" and not title:
            title = text
        elif _HEADING.match(style) or (bold and cleaning.is_heading(text)):
            if style == "heading 1" and not title and not paragraphs and not section and not facts.title:
                title = text
            else:
                section = text
        elif style not in _DROPPED and not style.startswith("toc"):
            paragraphs.append(Paragraph(text, section))
    if not paragraphs:
        raise SourceError(f"{name} holds no paragraph of text: nothing was added.")
    made = facts.created or facts.modified
    author = next(filter(None, (cleaning.byline(paragraph.text) for paragraph in paragraphs[:3])), "")
    dated = next(filter(None, (cleaning.as_date(paragraph.text) for paragraph in paragraphs[:4])), "")
    return Document(
        title=" ".join((facts.title or title or name.rsplit(".", 1)[0]).split()),
        paragraphs=tuple(p for p in paragraphs if not cleaning.byline(p.text) and not cleaning.as_date(p.text)),
        author=author or (facts.author or "").strip().replace("python-docx", ""),
        date=dated or (made.date().isoformat() if made else ""),
    )


def _look_at(data: bytes, name: str) -> None:
    """Looks at the zip before anything in it is unfolded."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(f"{name} is damaged: it is no whole zip. Nothing was added.") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise SourceError(f"{name} is a zip file but no Word document: nothing was added.")
    whole = sum(entry.file_size for entry in entries)
    bomb = any(entry.file_size > PART for entry in entries) or whole > WHOLE or whole > RATIO * max(len(data), 10_000)
    if len(entries) > ENTRIES or bomb:
        raise SourceError(
            f"{name} unfolds to {whole / 1e6:,.0f} MB in {len(entries):,} parts: too much for a document."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(f"{name} is locked with a password: save it without one and add it again.")


def _pieces(opened: Any) -> Iterator[tuple[str, str, bool]]:
    """Style, text and whether all is bold, of each paragraph and of each row of a table."""
    for item in opened.iter_inner_content():
        if isinstance(item, Table):
            yield from (("table", row, False) for row in _rows(item))
            continue
        text = _text(item._p)
        if text:
            style = (item.style.name or "").casefold() if item.style is not None else ""
            runs = [run for run in item.runs if run.text.strip()]
            yield style, text, bool(runs) and all(run.bold for run in runs)


def _rows(table: Table) -> Iterator[str]:
    """Each row as "head: cell; head: cell", so that it can be understood alone."""
    rows = [[_text(cell._tc) for cell in _cells(row)] for row in table.rows]
    if not rows:
        return
    heads, *rest = rows
    if not rest:
        yield "; ".join(filter(None, heads))
    for row in rest:
        named = [
            f"{head}: {cell}" if head and head != cell else cell for head, cell in zip(heads, row, strict=False) if cell
        ]
        if named:
            yield "; ".join(named) + "."


def _cells(row: Any) -> list[Any]:
    """The cells of a row, one that spans several columns once."""
    found: list[Any] = []
    for cell in row.cells:
        if not found or cell._tc is not found[-1]._tc:
            found.append(cell)
    return found


def _text(element: Any) -> str:
    """The text in an element, insertions with it, deletions without."""
    parts = []
    for node in element.iter(qn("w:t"), *_SPACES):
        if any(above.tag in _OUT for above in node.iterancestors()):
            continue
        parts.append((node.text or "") if node.tag == qn("w:t") else _SPACES[node.tag])
    return " ".join(cleaning.clean_text("".join(parts)).split())
