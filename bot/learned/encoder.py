"""Embeds texts: one vector a text, and one for each of its word pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.learned.batches import Batch, Floats, Ints, Model, unit
from bot.learned.weights import BUNDLED_SHA256, DIFFERENCE_SHA256
from bot.settings import BUNDLED_MODEL, ORIGINAL_MODEL, Settings

BATCH = 32
INT8 = "+int8"
"""What the name of vectors of eight-bit weights carries, so that they are never mixed with the model's own."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: ``vector`` (dimensions,), and per word piece ``ids`` (n,) and ``tokens`` (n, dimensions).

    All vectors have length 1; the two end marks are left out of ``ids`` and ``tokens``. ``offsets``
    (n pairs of characters) are known for questions only.
    """

    vector: Floats
    ids: Ints
    tokens: Floats
    offsets: tuple[tuple[int, int], ...] = ()


def model_id(name: str) -> str:
    """The name that vectors of this model are kept under; a folder's name carries its path's hash."""
    if name == BUNDLED_MODEL:
        return f"lectern-encoder:{DIFFERENCE_SHA256[:12]}"
    if name == ORIGINAL_MODEL:
        return f"all-MiniLM-L6-v2:{BUNDLED_SHA256[:12]}"
    if Path(name).is_dir():
        stamp = "|".join(f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p in sorted(Path(name).iterdir()))
        return f"{Path(name).resolve().name}:{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    return name


class Embedder:
    """An embedding model, loaded when first used: the bundled ones on ONNX Runtime, any other on torch."""

    def __init__(self, name: str = BUNDLED_MODEL, small: bool = False) -> None:
        """``small``: with weights of eight bits, faster and a little off."""
        self.name = name
        self.small = small
        self.id = model_id(name) + (INT8 if small else "")
        self._model: Model | None = None

    @classmethod
    def of(cls, settings: Settings) -> Embedder:
        """The model that the settings name."""
        return cls(settings.embedding_model, settings.embedding_backend == "onnx-int8")

    def load(self) -> Model:
        """The model, loaded now if it is not yet.

        Raises:
            ModelError: it cannot be loaded, or the bundled weights are not the original ones.
        """
        if self._model is None:
            if self.name in (BUNDLED_MODEL, ORIGINAL_MODEL):
                from bot.learned.minilm import MiniLM

                self._model = MiniLM(self.small, own=self.name == BUNDLED_MODEL)
            else:
                from bot.learned.hub import HubModel

                self._model = HubModel(self.name, self.id, self.small)
        return self._model

    @property
    def dimensions(self) -> int:
        """How long the vectors are."""
        return self.load().dimensions

    @property
    def vocabulary_size(self) -> int:
        """How many word pieces the model knows."""
        return self.load().vocabulary_size

    def count_tokens(self, text: str) -> int:
        """How many word pieces the text takes, end marks included."""
        return len(self.token_ids(text)) + 2

    def token_ids(self, text: str) -> list[int]:
        """The numbers of the text's word pieces, end marks left out."""
        return self.load().pieces([text])[0]

    def token_ids_of(self, texts: Sequence[str]) -> list[list[int]]:
        """As :meth:`token_ids` for many texts at once, which is faster."""
        return self.load().pieces(texts) if texts else []

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Vectors and token vectors of texts; what is beyond the model's length is not read."""
        model = self.load()
        found = (model.run(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH))
        return [one for batch in found for one in _parts(batch)]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The vectors of texts alone, (texts, dimensions)."""
        model = self.load()
        found = [model.run(texts[at : at + BATCH]).vectors for at in range(0, len(texts), BATCH)]
        return np.concatenate(found) if found else np.zeros((0, self.dimensions), dtype=np.float32)

    def query(self, text: str) -> Encoded:
        """As :meth:`encode` for one question; the last few are remembered."""
        return self._query(text)

    def forget_questions(self) -> None:
        """Drops what :meth:`query` remembers, so that it can be timed."""
        self._query.cache_clear()

    @lru_cache(maxsize=256)  # noqa: B019 - one embedder lives as long as the program
    def _query(self, text: str) -> Encoded:
        encoded = self.encode([text])[0]
        return replace(encoded, offsets=tuple(self.load().offsets(text)[: len(encoded.ids)]))


def _parts(batch: Batch) -> list[Encoded]:
    out = []
    for row in range(len(batch.ids)):
        inner = np.flatnonzero(batch.mask[row])[1:-1]
        out.append(Encoded(batch.vectors[row], batch.ids[row][inner], unit(batch.tokens[row][inner])))
    return out
