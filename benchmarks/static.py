"""An embedding model for large benchmarks: the mean of MiniLM's own word-piece vectors, without its transformer.

A hundred thousand passages take MiniLM hours on a busy machine and this some minutes. What it finds means less,
but how long finding takes, and what memory and disk it needs, is the same: vectors of the same length, as many.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.learned.batches import Floats
from bot.learned.encoder import Embedder, Encoded
from bot.learned.minilm import piece_vectors


class StaticEmbedder(Embedder):
    """Stands in for :class:`Embedder`; its vectors are kept under a name of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.id = f"{self.id}+static"
        weights = piece_vectors()
        centred = weights - weights.mean(axis=0)
        self._pieces: Floats = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """As :meth:`Embedder.encode`."""
        out = []
        for ids in self.token_ids_of(texts):
            numbers = np.array(ids, dtype=np.int64)
            tokens = self._pieces[numbers]
            mean = tokens.mean(axis=0) if len(numbers) else self._pieces[0]
            out.append(Encoded(mean / max(1e-9, float(np.linalg.norm(mean))), numbers, tokens))
        return out

    def vectors(self, texts: Sequence[str]) -> Floats:
        """As :meth:`Embedder.vectors`."""
        return np.array([one.vector for one in self.encode(texts)], dtype=np.float32)
