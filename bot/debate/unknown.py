"""Answers to what a person argued in their own way: from the source where it speaks of it, else openly without."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import claims
from bot.answer.confidence import confidence
from bot.answer.reader import Reader
from bot.answer.understand import Understood
from bot.debate.card import Card
from bot.debate.cards import Cutter
from bot.debate.model import Point
from bot.debate.phrases import NEAREST
from bot.model import BOTH, NEUTRAL, Sentence
from bot.search.retriever import Ranking

SPEAKS_OF_IT = 0.9
"""The probability that the sources speak of a text from which on their nearest sentence is read to it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What can be said to a point: words, and the card under them where there is one."""

    text: str
    card: Card | None = None
    grants: bool = False


class Researcher:
    """Looks a person's claims up in the sources."""

    def __init__(self, reader: Reader, cutter: Cutter) -> None:
        self._reader = reader
        self._cutter = cutter

    def answer(self, point: Point, side: str) -> Found:
        """What a side can say to a point from the sources; no words where they have nothing."""
        if point.misquotes:
            words = point.misquotes[0]
            return Found(f"the words “{words}” are not in the source, so there is nothing there to answer yet.")
        finding = claims.check(point.text, self._reader)
        if finding.label == "contradicted" and finding.line is not None:
            sentence = self._sentence(finding.line.passage.id, finding.line.start)
            card = self._card(point, side, sentence)
            return Found(f"the source says otherwise ({finding.ground}).", card)
        if finding.label == "supported" and finding.line is not None:
            sentence = self._sentence(finding.line.passage.id, finding.line.start)
            return Found("that much the source says, and I grant it.", self._card(point, side, sentence), grants=True)
        near = self._nearest(point.text, side)
        if near is not None:
            return Found(NEAREST[0], self._card(point, side, near))
        return Found("")

    def supports(self, text: str) -> Sentence | None:
        """The sentence that bears a claim out, or None."""
        finding = claims.check(text, self._reader)
        if finding.label != "supported" or finding.line is None:
            return None
        return self._sentence(finding.line.passage.id, finding.line.start)

    def relevance(self, text: str) -> float:
        """The probability, 0 to 1, that the sources speak of what a text speaks of."""
        return self._speaks(text, self._reader.rank(text))

    def _nearest(self, text: str, side: str) -> Sentence | None:
        ranking = self._reader.rank(text, sides=(side, BOTH, NEUTRAL))
        if not ranking.scored or self._speaks(text, ranking) < SPEAKS_OF_IT:
            return None
        return ranking.scored[0].sentence

    def _speaks(self, text: str, ranking: Ranking) -> float:
        return confidence(Understood(text, "claim", ranking.query), ranking.scored, self._reader).speaks

    def _sentence(self, passage_id: str, start: int) -> Sentence:
        passage = self._reader.content.passage_by_id[passage_id]
        return next(one for one in passage.sentences if one.start == start)

    def _card(self, point: Point, side: str, sentence: Sentence) -> Card:
        return self._cutter.of_sentence(sentence, side, mark=f"@{point.id}")
