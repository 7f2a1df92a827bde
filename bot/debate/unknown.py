"""Answers to what a person argued in their own way: from the source where it speaks of it, else openly without."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering import claims
from bot.answering.evidence import Reader
from bot.answering.gate import probability
from bot.debate.card import Card
from bot.debate.cards import Cutter
from bot.debate.model import Point
from bot.model import BOTH, NEUTRAL, Sentence

SPEAKS_OF_IT = 0.55
"""The gate's probability from which a sentence is about the same matter."""


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
            return Found(
                "the source does not say that; what it says on the matter is this.", self._card(point, side, near)
            )
        return Found("")

    def supports(self, text: str) -> Sentence | None:
        """The sentence that bears a claim out, or None."""
        finding = claims.check(text, self._reader)
        if finding.label != "supported" or finding.line is None:
            return None
        return self._sentence(finding.line.passage.id, finding.line.start)

    def relevance(self, text: str) -> float:
        """The probability, 0 to 1, that the sources speak of what a text speaks of."""
        return probability(self._reader.rank(text), self._reader)

    def _nearest(self, text: str, side: str) -> Sentence | None:
        ranking = self._reader.rank(text, sides=(side, BOTH, NEUTRAL))
        if not ranking.scored or probability(ranking, self._reader) < SPEAKS_OF_IT:
            return None
        return ranking.scored[0].sentence

    def _sentence(self, passage_id: str, start: int) -> Sentence:
        passage = self._reader.content.passage_by_id[passage_id]
        return next(one for one in passage.sentences if one.start == start)

    def _card(self, point: Point, side: str, sentence: Sentence) -> Card:
        return self._cutter.of_sentence(sentence, side, mark=f"@{point.id}")
