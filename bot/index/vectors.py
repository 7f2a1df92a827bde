"""The dense half: two Chroma collections, passages and sentences, with vectors of our own making."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bot.errors import BrokenIndexError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

Floats = npt.NDArray[np.float32]
COLLECTIONS = ("passages", "sentences")
ADD = 2_000
"""Rows added at a time; Chroma 1.5 refuses more than 5,461."""


def client(folder: Path) -> ClientAPI:
    """A client on a local Chroma store, its telemetry off."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


class VectorIndex:
    """Nearest neighbours by cosine in one store."""

    def __init__(self, api: ClientAPI) -> None:
        self._api = api
        self._collections: dict[str, Any] = {}

    def create(self) -> None:
        """Makes the empty collections."""
        for name in COLLECTIONS:
            self._collections[name] = self._api.create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )

    def open(self) -> None:
        """Opens the collections.

        Raises:
            BrokenIndexError: one of them is not there.
        """
        from chromadb.errors import ChromaError

        for name in COLLECTIONS:
            try:
                self._collections[name] = self._api.get_collection(name, embedding_function=None)
            except (ChromaError, ValueError) as error:
                raise BrokenIndexError(f"the vector store has no collection {name!r}") from error

    def add(self, name: str, ids: Sequence[str], vectors: Floats, metadatas: Sequence[dict[str, str]]) -> None:
        """Adds rows: vectors have shape (rows, dimensions), metadata ``source`` and ``side``."""
        for at in range(0, len(ids), ADD):
            part = slice(at, at + ADD)
            self._collections[name].upsert(
                ids=list(ids[part]), embeddings=vectors[part], metadatas=list(metadatas[part])
            )

    def search(
        self,
        name: str,
        vector: Floats,
        k: int,
        sides: Sequence[str] = (),
        sources: Sequence[str] = (),
    ) -> dict[str, float]:
        """Cosine similarities of the ``k`` nearest rows, by id, best first."""
        clauses = [
            {column: {"$in": list(wanted)}} for column, wanted in (("side", sides), ("source", sources)) if wanted
        ]
        where = clauses[0] if len(clauses) == 1 else {"$and": clauses} if clauses else None
        found = self._collections[name].query(
            query_embeddings=vector[None, :], n_results=k, where=where, include=["distances"]
        )
        return {item: 1.0 - gap for item, gap in zip(found["ids"][0], found["distances"][0], strict=True)}

    def ids(self, name: str) -> set[str]:
        """Every id in a collection."""
        return set(self._collections[name].get(include=[])["ids"])
