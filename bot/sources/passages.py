"""Gives a document its ids and offsets: a source with passages and sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from bot.model import NEUTRAL, Passage, Sentence, Source, Voice
from bot.sources.document import Document
from bot.sources.head import head_text
from bot.sources.pages import note_mark, page_mark
from bot.sources.sentences import sentence_spans
from bot.topics import ParagraphLabels

WORD_PIECES = 256
"""What all-MiniLM-L6-v2 reads of a text: its ``max_seq_length``, two end marks included."""
LONG = 20 * WORD_PIECES
"""Letters of a paragraph that is too long for certain: counting the word pieces of a megabyte takes a gigabyte."""

CountTokens = Callable[[str], int]
Labels = Sequence[tuple[str, Voice]]


def make_source(document: Document, topic: str, origin: str) -> Source:
    """The source with its text laid out: its facts a line each, then headings as ``## …`` and paragraphs."""
    text = _layout(document)[0]
    digest = hashlib.sha256("\x1f".join((text, document.title, document.author, document.date)).encode())
    return Source(
        id=hashlib.sha256(f"{topic}\x1f{origin}".encode()).hexdigest()[:10],
        topic=topic,
        origin=origin,
        title=document.title,
        text=text,
        content_hash=digest.hexdigest(),
        kind=document.kind,
        author=document.author,
        publisher=document.publisher,
        date=document.date,
        url=document.url,
        note=document.note,
    )


def make_passages(
    source: Source,
    document: Document,
    count_tokens: CountTokens,
    labels: Iterable[ParagraphLabels] = (),
) -> list[Passage]:
    """The passages of a source, in order, each within one paragraph and ``WORD_PIECES`` long at most.

    ``count_tokens`` counts the embedding model's tokens, its end marks included. A passage is a
    whole paragraph, or where that is too long a run of its whole sentences; a single sentence that
    is too long by itself is kept whole (the model reads its beginning). The first passage, paragraph
    0 and without sentences, holds the facts about the source.
    """
    by_number = {label.number: label for label in labels}
    passages = [_head_passage(source, len(head_text(document)))]
    for number, (start, paragraph) in enumerate(zip(_layout(document)[1], document.paragraphs, strict=True), 1):
        label = by_number.get(number, ParagraphLabels(number=number))
        spans = [(start + a, start + b) for a, b in sentence_spans(paragraph.text)]
        marks = label.sentences if len(label.sentences) == len(spans) else [(label.side, label.voice)] * len(spans)
        for group in _fit(spans, source.text, count_tokens):
            kept = [spans[at] for at in group]
            passages.append(
                _passage(source, len(passages), paragraph.section, label, kept, [marks[at] for at in group])
            )
    return passages


def _layout(document: Document) -> tuple[str, list[int]]:
    """The text of the source, and where each paragraph of the document starts in it."""
    parts = [f"{head_text(document)}\n\n"]
    starts: list[int] = []
    length, section = len(parts[0]), ""
    page = 0
    for paragraph in document.paragraphs:
        if paragraph.page != page:
            page = paragraph.page
            parts.append(f"{page_mark(page)}\n\n")
            length += len(parts[-1])
        if paragraph.section != section:
            section = paragraph.section
            parts.append(f"## {section}\n\n")
            length += len(parts[-1])
        if paragraph.note_to is not None:
            parts.append(f"{note_mark(*paragraph.note_to)}\n\n")
            length += len(parts[-1])
        starts.append(length)
        parts.append(f"{paragraph.text}\n\n")
        length += len(parts[-1])
    return "".join(parts).rstrip("\n"), starts


def _head_passage(source: Source, end: int) -> Passage:
    return Passage(f"{source.id}-0", source.id, 0, "", 0, 0, end, source.text[:end])


def _fit(spans: list[tuple[int, int]], text: str, count_tokens: CountTokens) -> list[list[int]]:
    """Groups of sentence numbers, each group short enough for the model."""
    if not spans:
        return []
    whole = text[spans[0][0] : spans[-1][1]]
    if len(whole) <= LONG and count_tokens(whole) <= WORD_PIECES:
        return [list(range(len(spans)))]
    marks = count_tokens("")
    groups: list[list[int]] = []
    room = 0
    for at, (start, end) in enumerate(spans):
        size = count_tokens(text[start:end]) - marks
        if not groups or size > room:
            groups.append([])
            room = WORD_PIECES - marks
        groups[-1].append(at)
        room -= size
    return groups


def _passage(
    source: Source,
    ordinal: int,
    section: str,
    label: ParagraphLabels,
    spans: list[tuple[int, int]],
    marks: Labels,
) -> Passage:
    passage_id = f"{source.id}-{ordinal}"
    sentences = tuple(
        Sentence(
            id=f"{passage_id}.{at}",
            passage_id=passage_id,
            source_id=source.id,
            ordinal=at,
            start=start,
            end=end,
            text=source.text[start:end],
            side=side or NEUTRAL,
            voice=voice,
        )
        for at, ((start, end), (side, voice)) in enumerate(zip(spans, marks, strict=True))
    )
    start, end = spans[0][0], spans[-1][1]
    return Passage(
        id=passage_id,
        source_id=source.id,
        ordinal=ordinal,
        section=section,
        paragraph=label.number,
        start=start,
        end=end,
        text=source.text[start:end],
        side=label.side,
        voice=label.voice,
        sentences=sentences,
    )
