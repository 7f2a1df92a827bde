"""Keeps embeddings in the corpus database, by model and by the hash of the text embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert

from bot.sources import schema

Floats = npt.NDArray[np.float32]
CHUNK = 500


def text_hash(text: str) -> str:
    """The key that a text's vectors are kept under."""
    return hashlib.sha256(text.encode()).hexdigest()


class VectorCache:
    """The vectors of one embedding model. Float32 each; token vectors as bytes with one scale a text."""

    def __init__(self, engine: Engine, model: str) -> None:
        self.engine = engine
        self.model = model

    def known(self, hashes: Iterable[str]) -> set[str]:
        """Which of the hashes have a vector."""
        return set(self._column(hashes, schema.vectors.c.text_hash))

    def vectors(self, hashes: Iterable[str]) -> dict[str, Floats]:
        """Vectors by hash, shape (dimensions,)."""
        found = self._column(hashes, schema.vectors.c.vector)
        return {key: np.frombuffer(value, dtype=np.float32) for key, value in found.items()}

    def tokens(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """Packed token vectors by hash, for those texts that have them."""
        found = self._column(hashes, schema.vectors.c.tokens)
        return {key: value for key, value in found.items() if value is not None}

    def add(self, rows: Mapping[str, tuple[Floats, bytes | None]]) -> None:
        """Keeps vectors (and packed token vectors) by hash; what is there already stays."""
        values = [
            {"model": self.model, "text_hash": key, "vector": vector.astype(np.float32).tobytes(), "tokens": packed}
            for key, (vector, packed) in rows.items()
        ]
        with self.engine.begin() as connection:
            for at in range(0, len(values), CHUNK):
                connection.execute(insert(schema.vectors).on_conflict_do_nothing(), values[at : at + CHUNK])

    def _column(self, hashes: Iterable[str], column: object) -> dict[str, bytes]:
        wanted = list(hashes)
        found: dict[str, bytes] = {}
        table = schema.vectors
        with self.engine.connect() as connection:
            for at in range(0, len(wanted), CHUNK):
                query = select(
                    table.c.text_hash, column
                ).where(  # type: ignore[call-overload]
                    table.c.model == self.model, table.c.text_hash.in_(wanted[at : at + CHUNK])
                )
                found.update((row[0], row[1]) for row in connection.execute(query))
        return found
