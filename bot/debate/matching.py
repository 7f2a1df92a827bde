"""Finds the argument that a text makes, and the one that it is about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.index.embeddings import Embedder
from bot.index.terms import Vocabulary

Scores = npt.NDArray[np.float64]


class Matcher:
    """Scores texts against points with one embedding model."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary

    def same(self, texts: Sequence[str], points: Sequence[str]) -> Scores:
        """How likely each text makes each point, 0 to 1, of shape (texts, points)."""
        mine = np.array([self._embedder.query(text).vector for text in texts])
        theirs = np.array([self._embedder.query(text).vector for text in points])
        return np.asarray(mine @ theirs.T, dtype=np.float64)

    def about(self, texts: Sequence[str], points: Sequence[str]) -> Scores:
        """How far each text speaks of the same matter as each point, 0 to 1, of shape (texts, points)."""
        return self.same(texts, points)
