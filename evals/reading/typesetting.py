"""Makes PDFs as word processors and magazines set them: justified, indented, in columns under a head, with boxes."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.errors import LecternError
from bot.sources.document import Document
from evals.reading.texts import FOOT, NOTES, RUNNING


def _platypus() -> Any:
    try:
        from reportlab import platypus
    except ImportError as error:
        raise LecternError("Making the documents needs reportlab: pip install -e '.[dev]'.") from error
    return platypus


def _style(**changes: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle("body", **{"fontName": "Times-Roman", "fontSize": 10.5, "leading": 13.5, **changes})


def indented(document: Document) -> bytes:
    """Justified, paragraphs told apart by their indents alone, headings in small capitals of the text's size."""
    body, head = _style(alignment=4, firstLineIndent=14), _style(fontName="Times-Bold", spaceBefore=13.5)
    return _built(document, body, head, top=partial(_running, RUNNING))


def magazine(document: Document) -> bytes:
    """Two justified columns under a title over both, a pulled quotation in a box, a byline, the foot on every page."""
    platypus = _platypus()
    body, head = _style(alignment=4, firstLineIndent=12), _style(fontName="Helvetica-Bold", fontSize=12, spaceBefore=10)
    quote = _style(fontName="Times-Italic", fontSize=15, leading=18)
    story = _story(document, body, head)
    title = platypus.Paragraph(document.title, _style(fontName="Helvetica-Bold", fontSize=22, leading=26))
    byline = platypus.Paragraph(f"By {document.author}", _style(spaceAfter=12))
    pulled = platypus.Table(
        [[platypus.Paragraph("A story of two shores", quote)]], style=[("BOX", (0, 0), (-1, -1), 1, "black")]
    )
    return _saved(document, [title, byline, platypus.BalancedColumns(story[:6], nCols=2), pulled, *story[6:]], _foot)


def report(document: Document) -> bytes:
    """Numbered sections, wide leading, marks of notes in the text and the notes in small print at its end."""
    platypus = _platypus()
    body, head = _style(leading=19, spaceAfter=9), _style(fontName="Helvetica-Bold", fontSize=13, spaceAfter=6)
    numbered = iter(range(1, 50))
    pieces: list[Any] = []
    section = ""
    for at, paragraph in enumerate(document.paragraphs):
        if paragraph.section != section:
            section = paragraph.section
            pieces.append(platypus.Paragraph(f"{next(numbered)}. {section}", head))
        mark = f"<super>{at}</super>" if at in (1, 2) else ""
        pieces.append(platypus.Paragraph(paragraph.text + mark, body))
    small = _style(fontSize=7.5, leading=9)
    notes = [platypus.Paragraph(f"<super>{at}</super> {note}", small) for at, note in enumerate(NOTES, 1)]
    title = platypus.Paragraph(document.title, _style(fontSize=20, leading=24, spaceAfter=12))
    return _saved(document, [title, *pieces, *notes], partial(_running, RUNNING))


def memo(document: Document) -> bytes:
    """A memorandum: a table of names and values at its head, typed in one width, capitals for headings."""
    platypus = _platypus()
    typed = _style(fontName="Courier", fontSize=10, leading=12, spaceAfter=12)
    head = platypus.Table(
        [["To", "All members"], ["From", document.author], ["Subject", document.title]], hAlign="LEFT"
    )
    return _saved(document, [head, platypus.Spacer(1, 14), *_story(document, typed, typed, str.upper)], _foot)


def _story(document: Document, body: Any, head: Any, worded: Callable[[str], str] = str) -> list[Any]:
    platypus = _platypus()
    found: list[Any] = []
    section = ""
    for paragraph in document.paragraphs:
        if paragraph.section != section:
            section = paragraph.section
            found.append(platypus.Paragraph(worded(section), head))
        found.append(platypus.Paragraph(paragraph.text, body))
    return found


def _built(document: Document, body: Any, head: Any, top: Callable[[Any, Any], None]) -> bytes:
    title = _platypus().Paragraph(document.title, _style(fontSize=18, leading=22, spaceAfter=14))
    return _saved(document, [title, *_story(document, body, head)], top)


def _saved(document: Document, story: list[Any], drawn: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    made = _platypus().SimpleDocTemplate(out, title="untitled", leftMargin=80, rightMargin=80)
    made.build(story, onFirstPage=drawn, onLaterPages=drawn)
    return out.getvalue()


def _running(words: str, canvas: Any, made: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(80, made.pagesize[1] - 40, words)
    canvas.drawRightString(made.pagesize[0] - 80, 40, str(canvas.getPageNumber()))


def _foot(canvas: Any, made: Any) -> None:
    _running(FOOT, canvas, made)
