"""A stored source as it was read: its paragraphs, whole, with all that is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.model import Passage, Sentence, Source, Voice
from bot.sources.document import Document, Paragraph
from bot.sources.head import ABOUT, head_facts
from bot.sources.pages import note_of, page_of
from bot.topics import ParagraphLabels


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph: ``source.text[start:end] == text``.

    ``number`` counts from 1, ``page`` is 0 where the source has none. ``note_to`` is the paragraph that it is a note
    to, and the place in that one's text where its mark stood.
    """

    number: int
    section: str
    page: int
    start: int
    end: int
    text: str
    side: str
    voice: Voice
    note_to: tuple[int, int] | None
    sentences: tuple[Sentence, ...]


def paragraphs_of(source: Source, passages: Sequence[Passage]) -> list[ReadParagraph]:
    """The paragraphs of a source, from all its passages in order; its head is none."""
    body = (passage for passage in passages if passage.paragraph)
    return [_whole(source, number, list(parts)) for number, parts in groupby(body, key=lambda one: one.paragraph)]


def _whole(source: Source, number: int, parts: Sequence[Passage]) -> ReadParagraph:
    first, last = parts[0], parts[-1]
    return ReadParagraph(
        number, first.section, page_of(source, first.start), first.start, last.end, source.text[first.start : last.end],
        first.side, first.voice, note_of(source, first.start),
        tuple(sentence for part in parts for sentence in part.sentences),
    )  # fmt: skip


def document_of(source: Source, passages: Sequence[Passage]) -> Document:
    """The document that a source was made of, as far as the source keeps it."""
    about = head_facts(source).get(ABOUT)
    return Document(
        title=source.title, author=source.author, publisher=source.publisher, date=source.date, url=source.url,
        kind=source.kind, note=source.note,
        about_author=source.text[slice(*about)].partition(": ")[2] if about else "",
        paragraphs=tuple(
            Paragraph(one.text, one.section, one.page, one.note_to) for one in paragraphs_of(source, passages)
        ),
    )  # fmt: skip


def labels_in(paragraphs: Sequence[ReadParagraph]) -> list[ParagraphLabels]:
    """The sides and voices that the paragraphs have, as labels."""
    return [
        ParagraphLabels(
            number=one.number, side=one.side, voice=one.voice,
            sentences=tuple((sentence.side, sentence.voice) for sentence in one.sentences),
        )
        for one in paragraphs
    ]  # fmt: skip
