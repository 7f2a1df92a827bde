"""Lexical support: how likely it is that evidence bears a sentence out, judged by words and their meanings.

A logistic regression over what a small embedding model can see: the nearest sentence, the share of the
words, names and figures that stand in the best three sentences together, and the meaning of each word
there. Its numbers are fitted by ``python -m evals fit support`` and stand in ``support.json`` with the
data, the date and the score. It sees invention well, subtle errors badly, and swapped roles not at all:
it is called support, never truth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from bot.answer.confidence import Judge, judge_of
from bot.learned.batches import Floats, best_matches
from bot.learned.encoder import Embedder, Encoded
from bot.search.terms import Unit, Vocabulary
from bot.sources.sentences import sentence_spans

PATH = Path(__file__).with_name("support.json")
WINDOW = 3
"""Sentences that are read together."""
REMEMBERED = 4000
"""Texts whose vectors are kept."""
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"}
)


def folded(text: str) -> str:
    """A text as quotes are compared: white space, quotation marks and dashes of one kind."""
    return " ".join(text.translate(_QUOTES).split())


def stands_in(statement: str, evidence: Sequence[str]) -> bool:
    """Whether a statement stands in one of the texts word for word; an empty one does not."""
    wanted = folded(statement)
    return bool(wanted) and any(wanted in folded(text) for text in evidence)


class Support:
    """Judges sentences with one embedding model and one topic's names."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._known: dict[str, Encoded] = {}

    def probability(self, statement: str, evidence: Sequence[str]) -> float:
        """The fitted probability, 0 to 1, that the texts bear the statement out; 1 where it stands in one of them."""
        if stands_in(statement, evidence):
            return 1.0
        return load_support().probability(self.signals(statement, evidence))

    def bears_out(self, statement: str, evidence: Sequence[str]) -> bool:
        """Whether the probability reaches the fitted threshold."""
        return self.probability(statement, evidence) >= load_support().threshold

    def signals(self, statement: str, evidence: Sequence[str]) -> dict[str, float]:
        """What is measured, by name; all zero where either side has no words."""
        sentences = [text[a:b] for text in evidence for a, b in sentence_spans(text)]
        units = [unit for unit in self._vocabulary.units(statement) if not unit.stop]
        if not sentences or not units:
            return dict.fromkeys(("cosine", "words", "names", "figures", "meaning", "weakest", "whole"), 0.0)
        mine, *theirs = self._encoded([statement, *sentences])
        keys = [self._keys(sentence) for sentence in sentences]
        near = np.array([best_matches(mine.tokens, each.tokens) for each in theirs])
        windows = [range(at, min(at + WINDOW, len(sentences))) for at in range(max(1, len(sentences) - WINDOW + 1))]
        words = [_covered(units, frozenset().union(*(keys[i] for i in window))) for window in windows]
        meaning = [near[list(window)].max(axis=0) for window in windows]
        best = max(range(len(windows)), key=lambda at: words[at] + float(meaning[at].mean()))
        everywhere = frozenset().union(*keys)
        return {
            "cosine": float(max(mine.vector @ each.vector for each in theirs)),
            "words": words[best],
            "names": _covered([unit for unit in units if _is_name(unit)], everywhere),
            "figures": _covered([unit for unit in units if unit.number], everywhere),
            "meaning": float(meaning[best].mean()),
            "weakest": float(np.sort(meaning[best])[: max(1, len(mine.ids) // 5)].mean()),
            "whole": _covered(units, everywhere),
        }

    def words(self, text: str) -> list[Unit]:
        """The content words of a text."""
        return [unit for unit in self._vocabulary.units(text) if not unit.stop]

    def keys(self, text: str) -> frozenset[str]:
        """The keys of all words of a text."""
        return self._keys(text)

    def nearness(self, statement: str, sentences: Sequence[str]) -> Floats:
        """For each sentence and each word piece of the statement, the cosine to the nearest piece there."""
        mine = self._encoded([statement])[0].tokens
        return np.array([best_matches(mine, each) for each in self._tokens(sentences)])

    def nearest_of(self, statement: str, units: Sequence[Unit], sentences: Sequence[str]) -> list[float]:
        """For some words of the statement, the cosine of their pieces to the nearest pieces of any sentence."""
        asked = self._embedder.query(statement)
        best = np.array([best_matches(asked.tokens, each) for each in self._tokens(sentences)]).max(axis=0)
        pieces = [[at for at, (a, b) in enumerate(asked.offsets) if a < one.end and b > one.start] for one in units]
        return [float(best[each].mean()) if each else 0.0 for each in pieces]

    def _tokens(self, texts: Sequence[str]) -> list[Floats]:
        return [one.tokens for one in self._encoded(texts)]

    def _encoded(self, texts: Sequence[str]) -> list[Encoded]:
        """The texts' vectors; those of earlier calls are remembered, up to a number."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        missing = sorted({text for text in texts if text not in self._known}, key=len)
        known = {**self._known, **dict(zip(missing, self._embedder.encode(missing), strict=True))}
        self._known = known
        return [known[text] for text in texts]

    @lru_cache(maxsize=4096)  # noqa: B019 - as long as the program
    def _keys(self, text: str) -> frozenset[str]:
        return frozenset(key for unit in self._vocabulary.units(text) for key in unit.keys)


@cache
def load_support(path: Path = PATH) -> Judge:
    """The numbers as fitted."""
    return judge_of(json.loads(path.read_text(encoding="utf-8")))


def _covered(units: Sequence[Unit], keys: frozenset[str]) -> float:
    """The share of the units of which a key is there; 1 without units."""
    return sum(bool(unit.keys & keys) for unit in units) / len(units) if units else 1.0


def _is_name(unit: Unit) -> bool:
    return bool(unit.actor) or (unit.text[:1].isupper() and unit.start > 0)
