"""Reads PDF: columns, headings, paragraphs over pages, items, tables, notes; running heads and feet out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.bylines import date_of, read_byline
from bot.sources.document import Document, Paragraph
from bot.sources.reading.blocks import Block, blocks_of, is_numbered_item
from bot.sources.reading.cells import with_tables
from bot.sources.reading.glyphs import UNREADABLE, Sheet, sheet_of
from bot.sources.reading.layout import body_size, in_reading_order, lines_of, without_running

PAGES = 2_000
SCANNED = 25
"""A document with fewer letters a page than this has no text of its own."""
UNREAD = 0.05
"""The share of letters without a meaning from which on a document is not read."""
LARGE = 1.15
"""The title is printed in letters so many times as large as the text."""
TITLE = 40
"""Words of a title, at most."""
NOTES = "Notes"
_FACTS = ("author", "publisher", "date")
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word|.*\.(?:docx?|pdf|indd|tex|html?|pptx?)$|\W*$)", re.IGNORECASE)


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF; paragraphs carry their page, counted from 1.

    Raises:
        SourceError: it is locked, damaged, or a scan without text.
    """
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise SourceError(f"{name} is locked with a password: save it without one and add it again.") from error
        raise SourceError(f"{name} is no whole PDF ({error}): nothing was added.") from error
    count = len(file)
    if count > PAGES:
        raise SourceError(f"{name} has {count:,} pages; at most {PAGES:,} are read: split it into parts.")
    sheets = [sheet_of(file[number]) for number in range(count)]
    _legible(sheets, name)
    pages = [lines_of(sheet, number) for number, sheet in enumerate(sheets, 1)]
    kept, furniture = without_running(pages, [sheet.height for sheet in sheets])
    ordered = [in_reading_order(lines, sheet.width) for lines, sheet in zip(kept, sheets, strict=True)]
    body = body_size(ordered)
    tabled = [with_tables(lines, sheet) for lines, sheet in zip(ordered, sheets, strict=True)]
    fields = file.get_metadata_dict(skip_empty=True)
    facts = {key: " ".join(cleaning.clean_text(value).split()) for key, value in fields.items()}
    # Programs write "(anonymous)" and the like where nobody has said anything.
    facts = {key: value for key, value in facts.items() if not (value.startswith("(") and value.endswith(")"))}
    return _document(blocks_of(tabled, body), body, furniture, facts, name)


def _legible(sheets: Sequence[Sheet], name: str) -> None:
    """Raises where a document has no text, or letters of which nobody knows what they are."""
    text = "".join(word.text for sheet in sheets for word in sheet.words)
    cure = "Run it through text recognition (OCR), for instance with ocrmypdf, and add the result."
    if len(text) < SCANNED * max(1, len(sheets)):
        pages = "1 page but no text in it" if len(sheets) == 1 else f"{len(sheets)} pages but no text in them"
        raise SourceError(f"{name} has {pages}: a scan, it seems. {cure}")
    if text.count(UNREADABLE) > UNREAD * len(text):
        raise SourceError(f"{name} says of many letters how they look and not what they are. {cure}")


def _document(blocks: list[Block], body: float, furniture: list[str], facts: dict[str, str], name: str) -> Document:
    opening = [block for block in blocks if block.page == blocks[0].page and block.kind == "text"]
    title = _title(facts.get("Title", ""), opening, body)
    bylines = {id(block): line for block in opening if (line := read_byline(block.text))}
    made_out = {
        fact: next((value for line in bylines.values() if (value := getattr(line, fact))), "") for fact in _FACTS
    }
    kept: list[tuple[Paragraph, Block]] = []
    section = ""
    for at, block in enumerate(blocks):
        same = _key(block.text) == _key(title)
        line = bylines.get(id(block))
        if same or date_of(block.text) or (line and not line.rest):
            furniture.append(block.text)
        elif block.kind == "note":
            kept.append((Paragraph(block.text, NOTES, block.page), block))
        elif _is_heading(blocks, at, body):
            section = block.text
        elif _is_text(block) or _is_listed(blocks, at):
            kept.append((Paragraph(block.text, section, block.page), block))
        else:
            furniture.append(block.text)
    kept = _without_repeats(kept)
    if not kept:
        raise SourceError(f"{name} holds no running text: nothing was added.")
    unread = sum(paragraph.text.count(UNREADABLE) for paragraph, _ in kept)
    return Document(
        title=title or name.rsplit(".", 1)[0],
        paragraphs=tuple(_tied(kept)),
        author=made_out["author"] or facts.get("Author", ""),
        publisher=made_out["publisher"],
        # When the file was made is not when the text came out.
        date=made_out["date"],
        guessed=tuple(fact for fact, value in made_out.items() if value),
        furniture=tuple(furniture),
        warnings=_unread(unread),
    )


def _unread(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    letters = "1 letter is" if count == 1 else f"{count} letters are"
    return (f"{letters} written {UNREADABLE}, because the file does not say which. Compare with the PDF.",)


def _is_text(block: Block) -> bool:
    if not any(char.isalnum() for char in block.text):
        return False
    return block.kind != "text" or cleaning.is_paragraph(block.text) or cleaning.measure(block.text) >= 6


def _tied(kept: Sequence[tuple[Paragraph, Block]]) -> list[Paragraph]:
    """The paragraphs, each note tied to the mark that leads to it: of its page, else the last one before it."""
    marks = [
        (mark, paragraph.page, number, place)
        for number, (paragraph, block) in enumerate(kept, 1)
        for mark, place in block.marks
    ]
    tied: list[Paragraph] = []
    for paragraph, block in kept:
        fitting = [mark for mark in marks if block.number and mark[0] == block.number]
        beside = [mark for mark in fitting if mark[1] in (paragraph.page, paragraph.page - 1)]
        found = (beside or fitting)[-1:] if block.kind == "note" else []
        tied.append(replace(paragraph, note_to=found[0][2:]) if found else paragraph)
    return tied


def _title(given: str, opening: Sequence[Block], body: float) -> str:
    """The title: the one that the file's fields give where the page prints it, else the largest line above the text."""
    given = "" if _NO_TITLE.match(given) else given
    if given and any(_key(block.text) in _key(given) for block in opening if block.size >= body):
        return given
    large = [block for block in opening if block.size > LARGE * body and len(block.text.split()) <= TITLE]
    largest = max(large, key=lambda block: block.size, default=None)
    above = largest is not None and not any(map(_is_text, opening[: opening.index(largest)]))
    return largest.text if largest is not None and (above or not given) else given


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_heading(blocks: Sequence[Block], at: int, body: float) -> bool:
    block = blocks[at]
    short = len(block.text.split()) <= 14 and not block.text.endswith((".", ";", ","))
    if not short or block.kind != "text" or not any(char.isalpha() for char in block.text):
        return False
    if block.size >= 1.12 * body or block.bold:
        return True
    if not cleaning.is_heading(block.text) or not (block.text.isupper() or cleaning.is_numbered(block.text)):
        return False
    return block.text.isupper() or not _is_listed(blocks, at)


def _is_listed(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block has a number as those beside it have: a list, and not the title of a section."""
    beside = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
    return is_numbered_item(blocks[at]) and any(map(is_numbered_item, beside))


def _without_repeats(kept: Sequence[tuple[Paragraph, Block]]) -> list[tuple[Paragraph, Block]]:
    """Without long paragraphs that come a second time."""
    seen: set[str] = set()
    own = []
    for paragraph, block in kept:
        key = _key(paragraph.text)
        if key not in seen or cleaning.measure(key) < cleaning.BODY_WORDS:
            seen.add(key)
            own.append((paragraph, block))
    return own
