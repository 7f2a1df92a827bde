"""Gives the paragraphs of a document their side and voice: by hand where a topic has labels, else by attribution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import Topic
from bot.sources.attribution import Label, attribute, combined
from bot.sources.document import Document
from bot.sources.sentences import sentence_spans
from bot.topics import ParagraphLabels


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
    """A label for every paragraph; those given in ``own`` stand."""
    known = {label.number: label for label in own}
    if not topic.sides:
        return tuple(known.values())
    return tuple(
        known.get(number) or _attributed(number, paragraph.text, paragraph.section, topic)
        for number, paragraph in enumerate(document.paragraphs, 1)
    )


def agreement(document: Document, topic: Topic, own: Iterable[ParagraphLabels]) -> Agreement:
    """Attribution beside the hand labels ``own`` of the same document."""
    pairs: list[tuple[str, Label, Label]] = []
    paragraphs = same = 0
    for label in own:
        paragraph = document.paragraphs[label.number - 1]
        found = _attributed(label.number, paragraph.text, paragraph.section, topic)
        paragraphs += 1
        same += found.side == label.side
        texts = [paragraph.text[start:end] for start, end in sentence_spans(paragraph.text)]
        hand = label.sentences if len(label.sentences) == len(texts) else [(label.side, label.voice)] * len(texts)
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
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    marks = attribute(sentences, topic.sides, topic.actors, section)
    side, voice = combined(marks)
    return ParagraphLabels(number=number, section=section, side=side, voice=voice, sentences=tuple(marks))
