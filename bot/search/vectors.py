"""The passages' vectors in Chroma: a collection with vectors of our own making, local or on a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bot.errors import BrokenIndexError

Floats = npt.NDArray[np.float32]
Metadata = dict[str, str | bool]
PASSAGES = "passages"
GRAPH = {"space": "cosine", "max_neighbors": 24, "ef_construction": 200, "ef_search": 200}
"""Of 21,000 rows, a thousand of them near-copies, 96% of the nearest sixty are found; Chroma's usual 16/100/100 finds
93%, and 48/400/400 finds 97% but adds at less than half the rate (785 against 339 rows a second of processor time)."""
ADD = 2_000
"""Rows added at a time; Chroma 1.5 refuses more than 5,461."""


class PassageVectors(Protocol):
    """Nearest passages by cosine."""

    def search(
        self, vector: Floats, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
    ) -> dict[str, float]:
        """Cosine similarities of the ``k`` nearest rows, by id, best first."""
        ...

    def close(self) -> None:
        """Lets go of the store."""
        ...


class LocalVectors:
    """The collection in a local store; a store that is served is never written to."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        self._client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection: Any = None

    def create(self) -> None:
        """Makes the empty collection."""
        self._collection = self._client.create_collection(
            PASSAGES, embedding_function=None, configuration={"hnsw": GRAPH}
        )

    def open(self) -> None:
        """Opens the collection.

        Raises:
            BrokenIndexError: it is not there.
        """
        from chromadb.errors import ChromaError

        try:
            self._collection = self._client.get_collection(PASSAGES, embedding_function=None)
        except (ChromaError, ValueError) as error:
            raise BrokenIndexError(f"the vector store has no collection {PASSAGES!r}") from error

    def add(self, ids: Sequence[str], vectors: Floats, metadatas: Sequence[Metadata]) -> None:
        """Adds rows: vectors have shape (rows, dimensions), metadata ``source`` and :func:`side_key` of its sides."""
        put(self._collection, ids, vectors, metadatas)

    def remove(self, source_ids: Sequence[str]) -> None:
        """Takes the rows of sources out."""
        self._collection.delete(where={"source": {"$in": list(source_ids)}})

    def search(
        self, vector: Floats, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
    ) -> dict[str, float]:
        """As :meth:`PassageVectors.search`."""
        return nearest(self._collection, vector, k, sides, sources)

    def best(self, vectors: Floats) -> Floats:
        """The cosine of the nearest row for each of some vectors (n, d)."""
        found = self._collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"]
        return np.array([1.0 - gaps[0] if gaps else 0.0 for gaps in found], dtype=np.float32)

    def ids(self) -> set[str]:
        """Every id."""
        return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Lets go of the store, which Chroma would otherwise keep in memory."""
        self._client.close()


def put(collection: Any, ids: Sequence[str], vectors: Floats, metadatas: Sequence[Metadata]) -> None:
    """Writes rows, some at a time, in place of any with the same ids."""
    for at in range(0, len(ids), ADD):
        part = slice(at, at + ADD)
        collection.upsert(ids=list(ids[part]), embeddings=vectors[part], metadatas=list(metadatas[part]))


def nearest(
    collection: Any, vector: Floats, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
) -> dict[str, float]:
    """Cosine similarities of the ``k`` nearest rows of a collection, by id, best first."""
    clauses: list[dict[str, Any]] = []
    if sides:
        spoken: list[dict[str, Any]] = [{side_key(side): True} for side in sides]
        clauses.append(spoken[0] if len(spoken) == 1 else {"$or": spoken})
    if sources:
        clauses.append({"source": {"$in": list(sources)}})
    where = clauses[0] if len(clauses) == 1 else {"$and": clauses} if clauses else None
    found = collection.query(query_embeddings=vector[None, :], n_results=k, where=where, include=["distances"])
    return {item: 1.0 - gap for item, gap in zip(found["ids"][0], found["distances"][0], strict=True)}


def side_key(side: str) -> str:
    """The metadata field that says that a sentence of a passage is of that side."""
    return f"side {side}"


class ExactVectors:
    """The passages' vectors in memory, compared one by one: where Chroma's graph goes blind."""

    def __init__(self, ids: Sequence[str], vectors: Floats, metadatas: Sequence[Metadata]) -> None:
        self._ids = list(ids)
        self._vectors = vectors
        self._metadatas = list(metadatas)

    def search(
        self, vector: Floats, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
    ) -> dict[str, float]:
        """As :meth:`PassageVectors.search`."""
        cosines = self._vectors @ vector
        keys = [side_key(side) for side in sides]
        found: dict[str, float] = {}
        for at in np.argsort(-cosines, kind="stable").tolist():
            held = self._metadatas[at]
            if (not keys or any(key in held for key in keys)) and (not sources or held["source"] in sources):
                found[self._ids[at]] = float(cosines[at])
                if len(found) == k:
                    break
        return found

    def close(self) -> None:
        """Closes nothing."""
