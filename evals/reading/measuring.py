"""Measures readings against the texts that the documents were made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz import fuzz

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_bytes
from evals.reading import printing, publishing, saving, typesetting
from evals.reading.texts import FOOT, NOTES, RUNNING, SITE, texts

SAME = 97.0
"""A paragraph is found where one that was read is this like it (normalised Indel similarity, 100 the same)."""
HELD = 90.0
MAKES: tuple[tuple[str, str, str, Callable[[Document], bytes]], ...] = (
    ("PDF, one column", "trains", "a.pdf", printing.one_column),
    ("PDF, two columns, notes, torn words", "brief", "b.pdf", printing.two_columns),
    ("PDF, two columns written across", "library", "c.pdf", partial(printing.two_columns, by_rows=True)),
    ("PDF, a scan", "library", "d.pdf", printing.scan),
    ("DOCX", "library", "e.docx", saving.word),
    ("DOCX with a table", "trains", "f.docx", partial(saving.word, table=True)),
    ("news page, parts named", "brief", "g.html", saving.semantic_page),
    ("news page, bare divs", "trains", "h.html", saving.plain_page),
    ("news page, tables and breaks", "library", "i.html", saving.old_page),
    ("scraped text, twice over", "brief", "j.txt", saving.scraped),
)  # fmt: skip
"""What it is, the text it is made of, its file name, and what makes it. The readers were tuned on these."""
OTHERS: tuple[tuple[str, str, str, Callable[[Document], bytes]], ...] = (
    ("PDF, justified, indents", "water", "k.pdf", typesetting.indented),
    ("PDF, magazine in columns", "trains", "l.pdf", typesetting.magazine),
    ("PDF, report with notes", "water", "m.pdf", typesetting.report),
    ("PDF, memorandum", "library", "n.pdf", typesetting.memo),
    ("blog", "water", "o.html", publishing.blog),
    ("letter to subscribers", "trains", "p.html", publishing.letter),
    ("public office", "water", "q.html", publishing.office),
    ("DOCX without styles", "water", "r.docx", publishing.bold_heads),
    ("agency's text", "water", "s.txt", publishing.wire),
    ("Markdown of a repository", "trains", "t.md", publishing.repository),
)  # fmt: skip
"""Ten more, written after the readers were done."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one document was read; counts of paragraphs, headings and lines of furniture.

    ``refused`` is the reason where it was not read at all; for a scan that is what should happen.
    """

    make: str
    true: int = 0
    found: int = 0
    headings: int = 0
    headings_found: int = 0
    furniture: int = 0
    kept: int = 0
    extra: int = 0
    refused: str = ""


def readings(
    makes: Sequence[tuple[str, str, str, Callable[[Document], bytes]]] = MAKES, limits: Limits | None = None
) -> Iterator[Reading]:
    """Makes and reads the documents, one after the other."""
    known = texts()
    for make, name, file, maker in makes:
        document = known[name].document
        try:
            read = read_bytes(maker(document), file, limits or Limits())
        except SourceError as error:
            yield Reading(make, true=0 if maker is printing.scan else len(document.paragraphs), refused=str(error))
            continue
        yield _measured(make, document, read)


def _measured(make: str, document: Document, read: Document) -> Reading:
    got = [paragraph.text for paragraph in read.paragraphs]
    true = [paragraph.text for paragraph in document.paragraphs]
    sections = list(dict.fromkeys(paragraph.section for paragraph in document.paragraphs if paragraph.section))
    there = {_heading(paragraph.section) for paragraph in read.paragraphs}
    furniture = (*SITE, RUNNING, FOOT)
    return Reading(
        make=make,
        true=len(true),
        found=sum(_has(got, text) for text in true),
        headings=len(sections),
        headings_found=sum(_heading(section) in there for section in sections),
        furniture=len(furniture),
        kept=sum(any(fuzz.partial_ratio(line, text) >= HELD for text in got) for line in furniture),
        extra=sum(not _has([*true, *NOTES], text) for text in got),
    )


def _heading(text: str) -> str:
    """A heading without its number, in small letters: some documents number theirs, or set them in capitals."""
    return re.sub(r"^\d+\.\s+", "", " ".join(text.casefold().split()))


def _has(texts_there: Sequence[str], text: str) -> bool:
    return any(fuzz.ratio(text, other) >= SAME for other in texts_there)
