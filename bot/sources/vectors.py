"""Keeps embeddings in the corpus database, by model and by the hash of the text embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib import import_module

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, Engine, delete, func, select

from bot.sources import schema

Floats = npt.NDArray[np.float32]
CHUNK = 500
FORM = "h"
"""Which form the rows have: half precision."""


def text_hash(text: str) -> str:
    """The key that a text's vectors are kept under."""
    return hashlib.sha256(text.encode()).hexdigest()


class VectorCache:
    """The vectors of one embedding model, in half precision."""

    def __init__(self, engine: Engine, model: str) -> None:
        self.engine = engine
        self.model = f"{model}|{FORM}"

    def known(self, hashes: Iterable[str]) -> set[str]:
        """Which of the hashes have a vector."""
        return set(self._column(hashes, schema.vectors.c.text_hash))

    def vectors(self, hashes: Iterable[str]) -> dict[str, Floats]:
        """Vectors by hash, shape (dimensions,)."""
        found = self._column(hashes, schema.vectors.c.vector)
        return {key: np.frombuffer(value, dtype=np.float16).astype(np.float32) for key, value in found.items()}

    def add(self, rows: Mapping[str, Floats]) -> None:
        """Keeps vectors by hash; what is there already stays."""
        values = [
            {"model": self.model, "text_hash": key, "vector": vector.astype(np.float16).tobytes()}
            for key, vector in rows.items()
        ]
        # Either is slow to import, and one is seldom wanted.
        dialect = import_module(f"sqlalchemy.dialects.{self.engine.dialect.name}")
        with self.engine.begin() as connection:
            for at in range(0, len(values), CHUNK):
                statement = dialect.insert(schema.vectors).on_conflict_do_nothing()
                connection.execute(statement, values[at : at + CHUNK])

    def forget(self, hashes: Iterable[str]) -> int:
        """Drops vectors by hash; returns how many there were."""
        wanted, table, gone = list(hashes), schema.vectors, 0
        with self.engine.begin() as connection:
            for at in range(0, len(wanted), CHUNK):
                mine = (table.c.model == self.model) & table.c.text_hash.in_(wanted[at : at + CHUNK])
                gone += connection.execute(delete(table).where(mine)).rowcount
        return gone

    def count(self) -> int:
        """How many texts of this model have vectors."""
        with self.engine.connect() as connection:
            query = select(func.count()).where(schema.vectors.c.model == self.model)
            return int(connection.execute(query).scalar_one())

    def _column(self, hashes: Iterable[str], column: Column[bytes]) -> dict[str, bytes]:
        wanted = list(hashes)
        found: dict[str, bytes] = {}
        table = schema.vectors
        with self.engine.connect() as connection:
            for at in range(0, len(wanted), CHUNK):
                query = select(table.c.text_hash, column).where(
                    table.c.model == self.model, table.c.text_hash.in_(wanted[at : at + CHUNK])
                )
                found.update((row[0], row[1]) for row in connection.execute(query))
        return found
