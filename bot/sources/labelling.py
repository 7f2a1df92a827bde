"""Gives the paragraphs of a document their side and voice: by hand where a topic has labels, else by attribution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.model import NEUTRAL, Topic
from bot.sources.attribution import Label, attribute, combined
from bot.sources.citing import is_brief
from bot.sources.document import Document
from bot.sources.originals import aligned, tells
from bot.sources.readers import read_file
from bot.sources.sentences import sentence_spans
from bot.topics import ParagraphLabels, read_topic_file


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far attribution agrees with hand labels: counts of sentences and of paragraphs."""

    sentences: int
    side: int
    voice: int
    paragraphs: int
    paragraph_side: int
    differing: tuple[tuple[str, Label, Label], ...]
    """The sentences labelled otherwise: text, the hand's label, the rules'."""


def labels_of(document: Document, topic: Topic, own: Iterable[ParagraphLabels] = ()) -> tuple[ParagraphLabels, ...]:
    """A label for every paragraph.

    Those given in ``own`` stand; the article that a brief of the topic tells has the brief's, sentence by sentence;
    all else is by attribution.
    """
    known = {label.number: label for label in own}
    if not topic.sides:
        return tuple(known.values())
    found = tuple(
        known.get(number) or _attributed(number, paragraph.text, paragraph.section, topic)
        for number, paragraph in enumerate(document.paragraphs, 1)
    )
    return found if known else _by_brief(document, topic, found)


def _by_brief(document: Document, topic: Topic, found: tuple[ParagraphLabels, ...]) -> tuple[ParagraphLabels, ...]:
    """The labels of a document with those of a brief of it in their place; as they are where there is no such brief."""
    for brief, labels in briefs_of(topic):
        if not tells(brief, document):
            continue
        sentences = [_sentences(paragraph.text) for paragraph in document.paragraphs]
        told = aligned([_sentences(paragraph.text) for paragraph in brief.paragraphs], sentences)
        marks: dict[tuple[int, int], list[Label]] = {}
        for number, places in enumerate(told, 1):
            for mark, place in zip(_marks(labels.get(number), len(places)), places, strict=True):
                marks.setdefault(place, []).append(mark)
        return tuple(
            _relabelled(label, [marks.get((at, one), []) for one in range(len(sentences[at]))])
            for at, label in enumerate(found)
        )
    return found


def briefs_of(topic: Topic) -> Iterator[tuple[Document, dict[int, ParagraphLabels]]]:
    """The topic's own briefs with the hand labels of their paragraphs, by number."""
    if not topic.folder:
        return
    folder = Path(topic.folder)
    for entry in read_topic_file(folder.parent, topic.id).sources:
        document = read_file(folder / entry.file) if entry.file.endswith(".md") else None
        if document is not None and is_brief(document.kind):
            yield document, {label.number: label for label in entry.paragraphs}


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def _marks(label: ParagraphLabels | None, count: int) -> list[Label]:
    """The labels of a paragraph's sentences; that of the paragraph where they are not given one by one."""
    if label is None:
        return [(NEUTRAL, "author")] * count
    return list(label.sentences) if len(label.sentences) == count else [(label.side, label.voice)] * count


def _relabelled(label: ParagraphLabels, marks: list[list[Label]]) -> ParagraphLabels:
    """A paragraph's labels with those by a brief in the place of each sentence that it tells."""
    sentences = tuple(combined(told) if told else own for told, own in zip(marks, label.sentences, strict=True))
    side, voice = combined(sentences)
    return label.model_copy(update={"sentences": sentences, "side": side, "voice": voice})


def agreement(document: Document, topic: Topic, own: Iterable[ParagraphLabels]) -> Agreement:
    """Attribution beside the hand labels ``own`` of the same document."""
    pairs: list[tuple[str, Label, Label]] = []
    paragraphs = same = 0
    for label in own:
        paragraph = document.paragraphs[label.number - 1]
        found = _attributed(label.number, paragraph.text, paragraph.section, topic)
        paragraphs += 1
        same += found.side == label.side
        texts = _sentences(paragraph.text)
        hand = _marks(label, len(texts))
        pairs.extend(zip(texts, hand, found.sentences, strict=True))
    return Agreement(
        sentences=len(pairs),
        side=sum(hand[0] == rules[0] for _, hand, rules in pairs),
        voice=sum(hand[1] == rules[1] for _, hand, rules in pairs),
        paragraphs=paragraphs,
        paragraph_side=same,
        differing=tuple(pair for pair in pairs if pair[1] != pair[2]),
    )


def _attributed(number: int, text: str, section: str, topic: Topic) -> ParagraphLabels:
    marks = attribute(_sentences(text), topic.sides, topic.actors, section)
    side, voice = combined(marks)
    return ParagraphLabels(number=number, section=section, side=side, voice=voice, sentences=tuple(marks))
