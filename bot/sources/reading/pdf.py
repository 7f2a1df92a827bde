"""Reads PDF: columns, headings, paragraphs over pages, notes; running heads and feet out."""

from __future__ import annotations

import io
import re
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.document import Document, Paragraph
from bot.sources.reading.blocks import Block, blocks_of
from bot.sources.reading.layout import Fragment, Line, body_size, in_reading_order, lines_of, without_running

PAGES = 2_000
SCANNED = 25
"""A document with fewer letters a page than this has no text of its own."""
NOTES = "Notes"
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word|.*\.(?:docx?|pdf|indd|tex|html?|pptx?)$|\W*$)", re.IGNORECASE)


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF; paragraphs carry their page, counted from 1.

    Raises:
        SourceError: it is locked, damaged, or a scan without text.
    """
    try:
        return _read(data, name)
    except (PyPdfError, DependencyError) as error:
        if isinstance(error, (FileNotDecryptedError, DependencyError)):
            raise SourceError(_locked(name)) from error
        raise SourceError(f"{name} is no whole PDF ({error}): nothing was added.") from error


def _read(data: bytes, name: str) -> Document:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(_locked(name))
    count = len(reader.pages)
    if count > PAGES:
        raise SourceError(f"{name} has {count:,} pages; at most {PAGES:,} are read: split it into parts.")
    pages: list[list[Line]] = []
    sizes: list[tuple[float, float]] = []
    for number, page in enumerate(reader.pages, 1):
        sizes.append((float(page.mediabox.width), float(page.mediabox.height)))
        pages.append(lines_of(_fragments(page), number))
    letters = sum(len(line.text) for lines in pages for line in lines)
    if letters < SCANNED * max(1, count):
        raise SourceError(
            f"{name} has {count} page{'s' * (count != 1)} but no text in {'them' if count != 1 else 'it'}: a scan, it "
            "seems. Run it through text recognition (OCR), for instance with ocrmypdf, and add the result."
        )
    kept, furniture = without_running(pages, [height for _, height in sizes])
    ordered = [in_reading_order(lines, width) for lines, (width, _) in zip(kept, sizes, strict=True)]
    body = body_size(ordered)
    return _document(blocks_of(ordered, body), body, furniture, reader, name)


def _locked(name: str) -> str:
    return f"{name} is locked with a password: save it without one and add it again."


def _fragments(page: PageObject) -> list[Fragment]:
    found: list[Fragment] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        if not text.strip():
            if found and "\n" in text:
                found[-1] = Fragment(found[-1].text + "\n", *_rest(found[-1]))
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
        bold = "bold" in str((font or {}).get("/BaseFont", "")).casefold()
        for piece in text.splitlines(keepends=True):
            if piece.strip():
                found.append(Fragment(_clean(piece), float(x), float(y), float(size) * scale, bold))

    page.extract_text(visitor_text=visit, orientations=(0,))
    return found


def _rest(one: Fragment) -> tuple[float, float, float, bool]:
    return one.x, one.y, one.size, one.bold


def _clean(text: str) -> str:
    ending = "\n" if text.endswith(("\n", "\r")) else ""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return cleaning.clean_text(text).replace("\n", " ").rstrip("\n") + ending


def _document(blocks: list[Block], body: float, furniture: list[str], reader: PdfReader, name: str) -> Document:
    facts = reader.metadata
    title = _title(str(facts.title or "") if facts else "", blocks, body)
    texts = [block.text for block in blocks if block.page == 1]
    author = next(filter(None, map(cleaning.byline, texts)), "") or (str(facts.author or "") if facts else "")
    paragraphs: list[Paragraph] = []
    section = ""
    for block in blocks:
        same = " ".join(block.text.casefold().split()) == " ".join(title.casefold().split())
        if same or cleaning.as_date(block.text) or (block.page == 1 and cleaning.byline(block.text)):
            furniture.append(block.text)
        elif block.note:
            if len(block.text.split()) >= 8:
                paragraphs.append(Paragraph(block.text, NOTES, block.page))
        elif _is_heading(block, body):
            section = block.text
        elif cleaning.is_paragraph(block.text) or len(block.text.split()) >= 6:
            paragraphs.append(Paragraph(block.text, section, block.page))
        else:
            furniture.append(block.text)
    if not paragraphs:
        raise SourceError(f"{name} holds no running text: nothing was added.")
    return Document(
        title=title or name.rsplit(".", 1)[0],
        paragraphs=tuple(_without_repeats(paragraphs)),
        author=author.strip(),
        date=next(filter(None, map(cleaning.as_date, texts)), "") or _made(reader),
        furniture=tuple(furniture),
    )


def _title(given: str, blocks: list[Block], body: float) -> str:
    given = " ".join(given.split())
    if given and not _NO_TITLE.match(given):
        return given
    first = [block for block in blocks if block.page == 1 and block.size > 1.15 * body]
    return max(first, key=lambda block: block.size).text if first else ""


def _is_heading(block: Block, body: float) -> bool:
    short = len(block.text.split()) <= 14 and not block.text.endswith((".", ";", ","))
    return short and (block.size >= 1.12 * body or block.bold) and any(char.isalpha() for char in block.text)


def _made(reader: PdfReader) -> str:
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except (ValueError, PyPdfError):
        return ""
    return made.date().isoformat() if made else ""


def _without_repeats(paragraphs: list[Paragraph]) -> list[Paragraph]:
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        key = " ".join(paragraph.text.casefold().split())
        if key not in seen:
            seen.add(key)
            kept.append(paragraph)
    return kept
