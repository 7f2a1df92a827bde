"""Reads DOCX: headings, paragraphs, lists, tables and notes in their order; deleted text, heads and feet out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from bot.errors import SourceError
from bot.sources.bylines import date_of, names_of, read_byline
from bot.sources.document import Document
from bot.sources.reading.docx_text import Body, Styles
from bot.sources.reading.limits import PARAGRAPHS
from bot.sources.reading.pieces import Head, Piece, head_of, paragraphs_of, under_title, with_headings
from bot.sources.reading.webfacts import iso

ENTRIES = 3_000
PART = 20_000_000
"""Bytes that one part of the zip may unfold to."""
WHOLE = 80_000_000
RATIO = 150
SEVERAL = 4
"""A table's row may hold so many paragraphs for the one that it becomes."""
_COVER = "{http://schemas.microsoft.com/office/2006/coverPageProps}PublishDate"
_UNREAD = {"/chart": "a chart", "/diagramData": "a diagram", "/aFChunk": "a document within it"}
"""Parts of a file whose words stand elsewhere than in its text, by the ends of the names of their relations."""


@contextmanager
def opened_word(data: bytes, name: str) -> Iterator[Any]:
    """A Word file, opened and of a bearable size; whatever its damage does while it is read becomes one error.

    Raises:
        SourceError: it is no Word document, damaged, or unfolds to more than a document may.
    """
    _look_at(data, name)
    try:
        opened: Any = docx.Document(io.BytesIO(data))
        if sum(1 for _ in opened.element.body.iter(qn("w:p"))) > SEVERAL * PARAGRAPHS:
            raise SourceError(f"{name} has more than {PARAGRAPHS:,} paragraphs: split it into parts.")
        yield opened
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{name} is damaged or no Word document: nothing was added.") from error


def read_docx(data: bytes, name: str) -> Document:
    """The document in a DOCX file.

    Raises:
        SourceError: it is no Word document, damaged, or unfolds to more than a document may.
    """
    with opened_word(data, name) as opened:
        body = Body(Styles(opened))
        pieces = body.read(opened.element.body)
        notes = {key: body.note(key, element) for key, element in _note_elements(opened)}
    title, pieces = _titled(pieces, opened.core_properties.title or "")
    pieces = with_headings(pieces)
    head = head_of(pieces)
    pieces = [piece for at, piece in enumerate(pieces) if at not in head.used]
    paragraphs = paragraphs_of(pieces, notes)
    if not paragraphs:
        raise SourceError(f"{name} holds no paragraph of text: nothing was added.")
    author, publisher, date = _author(opened), _publisher(opened), _published(opened)
    return Document(
        title=title or name.rsplit(".", 1)[0],
        paragraphs=paragraphs,
        author=head.author or author,
        publisher=publisher or head.publisher,
        date=date or head.date,
        guessed=tuple(_guessed(head, author, title=title, publisher=publisher, date=date)),
        warnings=tuple(_warnings(opened)),
    )


def _guessed(head: Head, author: str, title: str, publisher: str, date: str) -> Iterator[str]:
    """The facts that no field of the file states."""
    if not title:
        yield "title"
    if head.author and head.author != author:
        yield "author"
    if head.publisher and not publisher:
        yield "publisher"
    if head.date and not date:
        yield "date"


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


def _titled(pieces: Sequence[Piece], stated: str) -> tuple[str, list[Piece]]:
    """The title and the pieces without it: a paragraph in the style of a title, a heading over all others, a field."""
    stated = " ".join(stated.split())
    at = next((at for at, piece in enumerate(pieces) if piece.style == "title"), -1)
    if at < 0 and pieces:
        first, after = pieces[0], pieces[1:]
        over = first.level == 1 and (
            after[:1] == [] or after[0].kind == "heading" or all(one.level != 1 for one in after)
        )
        at = 0 if first.text.casefold() == stated.casefold() or (over and not stated) else -1
    if at < 0:
        return stated, list(pieces)
    return pieces[at].text, [*pieces[:at], *under_title(pieces[at], pieces[at + 1 :])]


def _warnings(opened: Any) -> Iterator[str]:
    ends = [relation.reltype for relation in opened.part.rels.values()]
    for end, what in _UNREAD.items():
        count = sum(kind.endswith(end) for kind in ends)
        if count:
            yield f"The words in {what if count == 1 else f'{count} parts like {what}'} were not read."


def _note_elements(opened: Any) -> Iterator[tuple[str, Any]]:
    """The key ("footnote 2") and the element of each note; the lines that part notes from the text are none."""
    for kind, relation in (("footnote", KINDS.FOOTNOTES), ("endnote", KINDS.ENDNOTES)):
        for part in _related(opened.part, relation):
            for note in part.iterchildren(qn(f"w:{kind}")):
                if note.get(qn("w:type")) in (None, "normal"):
                    yield f"{kind} {note.get(qn('w:id'))}", note


def _published(opened: Any) -> str:
    """The ISO date of publication that a property of the document states, "" where none does."""
    for relation in opened.part.rels.values():
        if relation.reltype.endswith("/customXml") and not relation.is_external:
            for found in _parsed(relation.target_part).iter(_COVER):
                if iso(found.text or ""):
                    return iso(found.text or "")
    return next(filter(None, (iso(value) or date_of(value) for value in _properties(opened, "dates"))), "")


def _publisher(opened: Any) -> str:
    """The publisher that a property of the document states."""
    return next(_properties(opened, "publishers"), "")


def _author(opened: Any) -> str:
    """The author in the document's properties, "" where it only names a program or an account."""
    given = " ".join((opened.core_properties.author or "").split())
    words = {word.casefold() for word in re.findall(r"[^\W_]+", given)}
    name = names_of(given)
    if len(given) < 3 or words & words_of_word()["accounts"] or name.islower() or any(char.isdigit() for char in name):
        return ""
    return name if len(words) > 1 or name.istitle() or read_byline(f"By {name}") else ""


def _properties(opened: Any, kind: str) -> Iterator[str]:
    """The values of the document's own properties of a kind."""
    for relation in opened.part.package.rels.values():
        if relation.reltype.endswith("/custom-properties") and not relation.is_external:
            for found in _parsed(relation.target_part):
                name = " ".join(
                    re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", found.get("name") or "").lower())
                )
                if name in words_of_word()[kind]:
                    yield " ".join("".join(found.itertext()).split())


@cache
def words_of_word() -> dict[str, frozenset[str]]:
    """The names of styles, properties and accounts that tell something in a Word file, by what they tell."""
    data = yaml.safe_load(Path(__file__).with_name("docx.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def _related(part: Any, kind: str) -> Iterator[Any]:
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield _parsed(relation.target_part)


def _parsed(part: Any) -> Any:
    try:
        return parse_xml(part.blob)
    except (XMLSyntaxError, ValueError):
        return parse_xml("<empty/>")
