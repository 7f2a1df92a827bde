"""Makes PDFs of a text: in one column and in two, hyphened, with running heads, notes and page numbers, and as a scan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from bot.errors import LecternError
from bot.sources.document import Document
from evals.reading.texts import FOOT, NOTES, RUNNING

WIDTH, HEIGHT = 595.0, 842.0


def _canvas(out: io.BytesIO) -> Any:
    try:
        from reportlab.pdfgen.canvas import Canvas
    except ImportError as error:
        raise LecternError("Making the documents needs reportlab: pip install -e '.[dev]'.") from error
    return Canvas(out, pagesize=(WIDTH, HEIGHT))


def one_column(document: Document) -> bytes:
    """Ragged lines over the whole width, paragraphs apart, headings bold, page numbers below."""
    out = io.BytesIO()
    canvas = _canvas(out)
    canvas.setTitle(document.title)
    _set(canvas, document, columns=1, width=78, by_rows=False, notes=())
    canvas.save()
    return out.getvalue()


def two_columns(document: Document, by_rows: bool = False) -> bytes:
    """Two narrow columns with torn words, notes, running heads; ``by_rows``: written line by line across both."""
    out = io.BytesIO()
    canvas = _canvas(out)
    canvas.setAuthor(document.author)
    _set(canvas, document, columns=2, width=40, by_rows=by_rows, notes=NOTES)
    canvas.save()
    return out.getvalue()


def scan(document: Document) -> bytes:
    """Pages that are pictures of text: no letter in them."""
    out = io.BytesIO()
    canvas = _canvas(out)
    for _ in range(2):
        for line in range(40):
            canvas.rect(60, 760 - 17 * line, 470 - (line % 5) * 30, 8, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _set(canvas: Any, document: Document, columns: int, width: int, by_rows: bool, notes: Sequence[str]) -> None:
    """Sets the text: fills column after column, page after page."""
    lines = _lines(document, width, torn=columns > 1)
    rows = 34 if columns == 1 else 30
    number = 0
    while lines:
        number += 1
        taken = [lines[at * rows : (at + 1) * rows] for at in range(columns)]
        lines = lines[columns * rows :]
        _page(canvas, taken, number, by_rows, notes[number - 1 : number])


def _page(
    canvas: Any, columns: Sequence[Sequence[tuple[str, str]]], number: int, by_rows: bool, notes: Sequence[str]
) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, HEIGHT - 40, RUNNING)
    canvas.drawString(60, 32, FOOT)
    canvas.drawString(WIDTH - 90, 32, f"Page {number}")
    left = [60.0] if len(columns) == 1 else [60.0, 310.0]
    cells = [
        (row, column, kind, text) for column, lines in enumerate(columns) for row, (kind, text) in enumerate(lines)
    ]
    for row, column, kind, text in sorted(cells) if by_rows else cells:
        if text:
            size = {"title": 17, "heading": 12}.get(kind, 10)
            canvas.setFont("Helvetica" if kind == "body" else "Helvetica-Bold", size)
            canvas.drawString(left[column], HEIGHT - 75 - 20 * row, text)
    canvas.setFont("Helvetica", 7.5)
    for at, note in enumerate(notes):
        for step, piece in enumerate(_wrapped(f"{at + 1} {note}", 60, torn=False)):
            canvas.drawString(60, 100 - 10 * step, piece)
    canvas.showPage()


def _lines(document: Document, width: int, torn: bool) -> list[tuple[str, str]]:
    """The kind and text of each line; an empty one parts paragraphs."""
    found = [("title", line) for line in _wrapped(document.title, width // 2, torn=False)]
    section = ""
    for paragraph in document.paragraphs:
        found.append(("gap", ""))
        if paragraph.section != section:
            section = paragraph.section
            found += [("heading", line) for line in _wrapped(section, width * 3 // 4, torn=False)] + [("gap", "")]
        found += [("body", line) for line in _wrapped(paragraph.text, width, torn)]
    return found


def _wrapped(text: str, width: int, torn: bool) -> list[str]:
    """Lines of at most ``width`` letters; where ``torn``, long words are broken with a hyphen."""
    lines, line = [], ""
    for word in text.split():
        room = width - len(line) - 1
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
        elif torn and word.isalpha() and len(word) >= 8 and room >= 4:
            cut = min(room - 1, len(word) - 3)
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]
