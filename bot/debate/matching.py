"""Which point a text makes, and which argument it speaks of, by words and by meaning.

``same`` is a logistic regression over ten signals of a pair, fitted on key-point matching (KPA-2021, Friedman et al.
2021); ``about`` is one over two of them, fitted on answers and the arguments that they answer. A weight for each
dimension of the sentence vectors was tried too and did no better on topics left out. The numbers stand in
``matching.json`` with data, date and figures; they are fitted by ``python -m evals fit matcher``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.learned.batches import inverse_document_frequency
from bot.learned.encoder import Embedder, Encoded
from bot.search.terms import Vocabulary

PATH = Path(__file__).with_name("matching.json")
REMEMBERED = 4000
"""Texts whose vectors are kept."""
STEADY = 8.0
"""So many texts weigh against the mean of the given ones: with few of them it says little of what all share."""
SIGNALS = (
    "cosine", "apart", "meaning", "rare", "back", "words", "rare_words", "words_back", "length", "point_length",
)  # fmt: skip
ABOUT = ("cosine", "rare")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judge:
    """A fitted logistic regression over some of the signals."""

    names: tuple[str, ...]
    weights: Floats
    bias: float

    def probability(self, signals: Floats) -> Floats:
        """0 to 1 by text and point, from all :data:`SIGNALS`; shape (texts, points, signals) to (texts, points)."""
        mine = signals[:, :, [SIGNALS.index(name) for name in self.names]]
        total = mine @ self.weights + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(total, -60, 60))), dtype=np.float64)


class Matcher:
    """Matches texts with points, with one embedding model and one topic's names."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[Encoded, frozenset[str]]] = {}

    def same(self, texts: Sequence[str], points: Sequence[str]) -> Floats:
        """The fitted probability that a text makes a point; shape (texts, points)."""
        return self._judged("same", texts, points)

    def about(self, texts: Sequence[str], points: Sequence[str]) -> Floats:
        """How likely it is, 0 to 1, that a text speaks of a point's matter, for or against; shape (texts, points)."""
        return self._judged("about", texts, points)

    def signals(self, texts: Sequence[str], points: Sequence[str]) -> Floats:
        """What is measured of each pair, in the order of :data:`SIGNALS`; shape (texts, points, signals).

        Rarity is counted within what is given, so that what all of it speaks of tells little.
        """
        mine, theirs = self._encoded(texts), self._encoded(points)
        out = np.zeros((len(texts), len(points), len(SIGNALS)))
        first = np.stack([encoded.vector for encoded, _ in mine]).astype(np.float64)
        second = np.stack([encoded.vector for encoded, _ in theirs]).astype(np.float64)
        everything = np.concatenate([first, second])
        shared = everything.sum(axis=0) / (len(everything) + STEADY)
        out[:, :, 0] = first @ second.T
        out[:, :, 1] = _unit(first - shared) @ _unit(second - shared).T
        out[:, :, 2:5] = _late_interaction([encoded for encoded, _ in mine], [encoded for encoded, _ in theirs])
        out[:, :, 5:8] = _words([keys for _, keys in mine], [keys for _, keys in theirs])
        out[:, :, 8] = np.log1p([len(encoded.ids) for encoded, _ in mine])[:, None]
        out[:, :, 9] = np.log1p([len(encoded.ids) for encoded, _ in theirs])[None]
        return out

    def _judged(self, name: str, texts: Sequence[str], points: Sequence[str]) -> Floats:
        if not texts or not points:
            return np.zeros((len(texts), len(points)))
        return load_judges()[name].probability(self.signals(texts, points))

    def _encoded(self, texts: Sequence[str]) -> list[tuple[Encoded, frozenset[str]]]:
        """The texts' vectors and content words; those of earlier calls are remembered, up to a number."""
        if len(self._known) > REMEMBERED:
            self._known = {}
        missing = sorted({text for text in texts if text not in self._known}, key=len)
        keys = (frozenset(self._vocabulary.query_terms(text)) for text in missing)
        fresh = dict(zip(missing, zip(self._embedder.encode(missing), keys, strict=True), strict=True))
        known = {**self._known, **fresh}
        self._known = known
        return [known[text] for text in texts]


@cache
def load_judges(path: Path = PATH) -> dict[str, Judge]:
    """The fitted numbers of ``same`` and ``about``."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {name: judge_of(data[name]["weights"], data[name]["bias"]) for name in ("same", "about")}


def judge_of(weights: Mapping[str, float], bias: float) -> Judge:
    """A judge from its weights by signal."""
    return Judge(tuple(weights), np.array(list(weights.values()), dtype=np.float64), bias)


def _late_interaction(texts: Sequence[Encoded], points: Sequence[Encoded]) -> Floats:
    """Word pieces of the point met in the text, evenly and by rarity, and the text's met in the point."""
    counts = Counter(int(piece) for point in points for piece in set(point.ids.tolist()))
    # A text without word pieces counts as one that nothing is like.
    pieces = np.concatenate([one.tokens if len(one.ids) else np.zeros((1, len(one.vector))) for one in points])
    lengths = np.array([max(1, len(one.ids)) for one in points])
    starts = np.cumsum(lengths) - lengths
    weights = np.concatenate([_rarity(point, counts, len(points)) for point in points])
    totals = np.add.reduceat(weights, starts)
    out = np.zeros((len(texts), len(points), 3))
    for row, text in enumerate(texts):
        if not len(text.ids):
            continue
        near = pieces @ text.tokens.T
        best = near.max(axis=1)
        out[row, :, 0] = np.add.reduceat(best, starts) / lengths
        out[row, :, 1] = np.add.reduceat(best * weights, starts) / totals
        own = _rarity(text, counts, len(points))
        out[row, :, 2] = np.maximum.reduceat(near, starts, axis=0) @ own / own.sum()
    return out


def _words(texts: Sequence[frozenset[str]], points: Sequence[frozenset[str]]) -> Floats:
    """The share of the point's words in the text, evenly and by rarity, and of the text's in the point by rarity."""
    counts = Counter(key for keys in (*texts, *points) for key in keys)
    column = {key: at for at, key in enumerate(counts)}
    held = np.array(list(counts.values()), dtype=np.int64)
    rarity = inverse_document_frequency(held, len(texts) + len(points)).astype(np.float64)
    first, second = (np.zeros((len(rows), len(column))) for rows in (texts, points))
    for matrix, rows in ((first, texts), (second, points)):
        for row, keys in enumerate(rows):
            matrix[row, [column[key] for key in keys]] = 1.0
    common = (first * rarity) @ second.T
    even = first @ second.T / np.maximum(second.sum(axis=1), 1.0)
    by_point = common / np.maximum(second @ rarity, 1e-9)
    return np.stack([even, by_point, common / np.maximum(first @ rarity, 1e-9)[:, None]], axis=2)


def _rarity(encoded: Encoded, counts: Counter[int], points: int) -> NDArray[np.float32]:
    held = np.array([counts[int(piece)] for piece in encoded.ids] or [0], dtype=np.int64)
    return inverse_document_frequency(held, points)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))
