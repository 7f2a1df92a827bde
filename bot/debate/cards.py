"""Cuts cards: the sentences behind an argument as a body with offsets, and the words of it to read aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.lexicon import words_of
from bot.debate.bank import Node
from bot.debate.card import Card, Cite, EvidenceKind
from bot.debate.marking import copied
from bot.debate.misquote import misquotes, voice_warning
from bot.debate.tags import overclaims
from bot.errors import RoundError
from bot.model import BOTH, NEUTRAL, Passage, Sentence, Source
from bot.search.content import Content
from bot.sources.citing import PARAPHRASE, is_brief, surname

_STATISTIC = re.compile(
    r"\d[\d,.]*\s?(?:%|percent|hectares|million|billion|thousand|tons?|tonnes|people|cases|dollars)|[$€£]\s?\d|"
    r"\b(?:half|a third|two thirds|a quarter) of\b",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"\b(?:officials?|ministers?|experts?|report|study|president|according to)\b[^.]*"
    r"\b(?:said|says|call(?:ed|s)|warn(?:ed|s)|accused|announced|found|urged|argues?)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:1[89]|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|"
                    r"November|December) \d")  # fmt: skip
_ASIDE = re.compile(r", (?:which|who|whose|where|a step that|a move that|as well as)\b[^,.;]*(?=[,.;])")
_KEEP = re.compile(r"\d|\b(?:not|no|never|only|however|may|might|could|over|under|than)\b", re.IGNORECASE)
_SPEAKS = {"author": "on", "reported": "reporting", "quoted": "quoting"}


class Cutter:
    """Cuts cards from one topic's content."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def cards(self, node: Node, whole: bool = False) -> list[Card]:
        """The cards of an argument, one for each passage and speaker, the main one first; none for an analytic.

        Of the main card's passage the first sentence is read, or with ``whole`` every one that the argument names.
        """
        spoken: dict[tuple[str, str, str], list[Sentence]] = {}
        for sentence in node.sentences:
            spoken.setdefault((sentence.passage_id, sentence.side, sentence.voice), []).append(sentence)
        cut = []
        for at, ((passage_id, _, _), named) in enumerate(spoken.items()):
            tag = node.claim if at == 0 else ""
            passage = self._content.passage_by_id[passage_id]
            read = _fairly(passage, named if whole else named[:1])
            cut.append(self.cut(f"{node.id}.{at + 1}", tag, node.side, passage, read))
        return cut

    def by_words(self, words: str, tag: str, side: str, passage: Passage) -> Card:
        """A card of the words that somebody copied out of a passage, for a side.

        Raises:
            RoundError: some of the words do not stand there so.
        """
        there = copied(words, passage.text)
        if not there.exact:
            raise RoundError(
                f"“{there.lacking[:80]}” does not stand in {_here(passage)} so. Copy the words as they are."
            )
        marked = [(passage.start + a, passage.start + b) for a, b in there.spans]
        read = [one for one in passage.sentences if any(one.start < b and a < one.end for a, b in marked)]
        return self.cut(f"own.{passage.id}", tag, side, passage, read, marked)

    def cut(
        self, card_id: str, tag: str, side: str, passage: Passage, read: Sequence[Sentence],
        marked: Sequence[tuple[int, int]] = (),
    ) -> Card:  # fmt: skip
        """A card of some sentences of one passage, for a side; the body takes in what they lean on or are turned by.

        ``marked`` are the spans of the source that are read aloud, where somebody chose them.
        """
        source = self._content.source_by_id[passage.source_id]
        start, end = _bounds(passage, read)
        body = source.text[start:end]
        aloud = marked or [span for one in read for span in _aloud(one)]
        spans = tuple(sorted((a - start, b - start) for a, b in aloud))
        first = read[0]
        reported = first.side not in (side, NEUTRAL, BOTH)
        warnings = [PARAPHRASE] if is_brief(source.kind) else []
        warnings += misquotes(body, spans)
        known = self._content.topic.side(first.side)
        name = known.name if known else ""
        if reported:
            warnings.append(voice_warning(first.voice, name or first.side))
        warnings += [f"Tag: {fault}." for fault in overclaims(tag, body, self._content.vocabulary)] if tag else []
        return Card(
            id=card_id, tag=tag, cite=self.cite(source, passage), source_id=source.id, passage_id=passage.id,
            start=start, end=end, body=body, read=spans, side=first.side, voice=first.voice,
            kind=evidence_kind(" ".join(one.text for one in read), first.voice),
            attribution=f"{_SPEAKS[first.voice]} {name}" if name and (reported or first.voice != "author") else "",
            reported=reported, warnings=tuple(warnings),
        )  # fmt: skip

    def of_sentence(self, sentence: Sentence, side: str, tag: str = "", mark: str = "") -> Card:
        """A card of one sentence; ``mark`` sets its id apart from others of the same sentence."""
        passage = self._content.passage_by_id[sentence.passage_id]
        return self.cut(f"{sentence.id}{mark}", tag, side, passage, [sentence])

    def paragraph(self, card: Card) -> str:
        """The whole paragraph that a card was cut from."""
        return self._content.passage_by_id[card.passage_id].text

    def beyond(self, tag: str, body: str) -> list[str]:
        """What a tag says beyond a body, in words."""
        return overclaims(tag, body, self._content.vocabulary)

    def cite(self, source: Source, passage: Passage) -> Cite:
        """Where a passage stands, piece by piece."""
        family = surname(source.author, self._content.topic.actors)
        return Cite(
            surname=family or source.publisher or source.title, year=source.date[:4],
            author=source.author, title=source.title, publisher=source.publisher, date=source.date,
            section=passage.section, paragraph=passage.paragraph, url=source.url, kind=source.kind,
        )  # fmt: skip


def evidence_kind(text: str, voice: str) -> EvidenceKind:
    """What kind of evidence some words are, by what stands in them."""
    if _STATISTIC.search(text):
        return "statistic"
    if voice == "quoted" or _AUTHORITY.search(text):
        return "named authority"
    return "example" if _EVENT.search(text) else "assertion"


def _fairly(passage: Passage, read: Sequence[Sentence]) -> Sequence[Sentence]:
    """What is read, and where leaving the next sentence out would misquote it, that one too if it speaks alike."""
    start, end = _bounds(passage, read)
    body = passage.text[start - passage.start : end - passage.start]
    if not misquotes(body, tuple((one.start - start, one.end - start) for one in read)):
        return read
    last = max(one.ordinal for one in read)
    after = passage.sentences[last + 1 : last + 2]
    return [*read, *(one for one in after if (one.side, one.voice) == (read[0].side, read[0].voice))]


def _here(passage: Passage) -> str:
    return f"¶ {passage.paragraph}" if passage.paragraph else "the head of the document"


def _bounds(passage: Passage, read: Sequence[Sentence]) -> tuple[int, int]:
    """From the first sentence read, or the one it leans on, to the last, or the one that turns it."""
    first = min(read, key=lambda one: one.start).ordinal
    last = max(read, key=lambda one: one.start).ordinal
    sentences = passage.sentences
    if first and _leans(sentences[first].text):
        first -= 1
    if last + 1 < len(sentences) and _leans(sentences[last + 1].text):
        last += 1
    return sentences[first].start, sentences[last].end


def _leans(text: str) -> bool:
    return re.split(r"\W", text, maxsplit=1)[0].lower() in words_of("leaning")


def _aloud(sentence: Sentence) -> list[tuple[int, int]]:
    """What is read of a sentence: all of it but asides that hold no figure, denial or hedge."""
    spans, at = [], sentence.start
    for match in _ASIDE.finditer(sentence.text):
        if not _KEEP.search(match.group()):
            spans.append((at, sentence.start + match.start()))
            at = sentence.start + match.end()
    spans.append((at, sentence.end))
    return [
        (a, b)
        for a, b in spans
        if any(char.isalnum() for char in sentence.text[a - sentence.start : b - sentence.start])
    ]
