"""Which sentences of some passages a statement rests on, and which of its words none of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answer.support import Support
from bot.model import Passage, Sentence
from bot.search.terms import Unit

RIVAL = 0.06
"""A sentence rests beside the best one within this much of its score."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence, how well it covers the statement (0 to 1), and the share of the statement's words that it has."""

    sentence: Sentence
    passage: Passage
    score: float
    words: float


class Matcher:
    """Matches statements with sentences by words and by the meaning of each word."""

    def __init__(self, support: Support) -> None:
        self._support = support

    def matches(self, statement: str, passages: Sequence[Passage]) -> list[Match]:
        """Every sentence of the passages, best first."""
        units = self._support.words(statement)
        pairs = [(passage, sentence) for passage in passages for sentence in passage.sentences]
        if not pairs or not units:
            return []
        near = self._support.nearness(statement, [sentence.text for _, sentence in pairs])
        found = []
        for (passage, sentence), row in zip(pairs, near, strict=True):
            words = covered(units, self._support.keys(sentence.text))
            found.append(Match(sentence, passage, 0.5 * words + 0.5 * float(row.mean()), words))
        return sorted(found, key=lambda one: (-one.score, one.sentence.id))

    def support(self, statement: str, passages: Sequence[Passage]) -> float:
        """The fitted probability that the passages bear the statement out."""
        return self._support.probability(statement, [passage.text for passage in passages])

    def novelty(self, statement: str, passages: Sequence[Passage]) -> list[tuple[Unit, float]]:
        """The words that the passages do not have, each with its cosine to the nearest of theirs, strangest first."""
        keys = frozenset(key for passage in passages for key in self._support.keys(passage.text))
        missing = [unit for unit in self._support.words(statement) if not unit.keys & keys]
        if not missing:
            return []
        sentences = [sentence.text for passage in passages for sentence in passage.sentences]
        best = self._support.nearest_of(statement, missing, sentences)
        return sorted(zip(missing, best, strict=True), key=lambda pair: pair[1])


def covered(units: Sequence[Unit], keys: frozenset[str]) -> float:
    """The share of the units of which a key is there; 1 without units."""
    return float(np.mean([bool(unit.keys & keys) for unit in units])) if units else 1.0
