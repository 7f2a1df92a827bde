"""The passages as a vector store takes them: of a source's passages with one and the same vector, the first.

A graph of near neighbours goes blind among hundreds of equal vectors: each leads only to its like. The others are found
through the first, by their words and by their sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from bot.index import matrix, vectors
from bot.index.content import Content
from bot.index.generation import Generation
from bot.sources.packed import PackedSource

Halves = npt.NDArray[np.float16]


def held_rows(made: Generation, kind: str) -> Halves:
    """The vectors of one kind in a generation's file, a row each."""
    count = matrix.Places.read(made.folder).starts(kind)[1]
    if not count:
        return np.zeros((0, made.dimensions), dtype=np.float16)
    path = matrix.path_of(made.folder, kind)
    return np.memmap(path, dtype=np.float16, mode="r", shape=(count, made.dimensions))


def stored_ids(made: Generation, content: Content) -> Iterator[str]:
    """The ids of the passages that a vector store holds."""
    for key, packed, kept, _ in _stored(made, content, None):
        yield from (f"{key}-{ordinal}" for ordinal in packed.passages[kept, 0])


def passage_rows(
    made: Generation, content: Content, wanted: set[str]
) -> Iterable[tuple[list[str], npt.NDArray[np.float32], list[dict[str, str]]]]:
    """What of some sources a vector store holds, some thousand passages at a time: ids, vectors, metadata."""
    ids: list[str] = []
    rows: list[Halves] = []
    metadatas: list[dict[str, str]] = []
    for key, packed, kept, own in _stored(made, content, wanted):
        sides = packed.side_of_passages()
        ids.extend(f"{key}-{ordinal}" for ordinal in packed.passages[kept, 0])
        rows.append(own)
        metadatas.extend({"source": key, "side": sides[at]} for at in kept)
        if len(ids) >= vectors.ADD:
            yield ids, np.concatenate(rows).astype(np.float32), metadatas
            ids, rows, metadatas = [], [], []
    if ids:
        yield ids, np.concatenate(rows).astype(np.float32), metadatas


def _stored(
    made: Generation, content: Content, wanted: set[str] | None
) -> Iterator[tuple[str, PackedSource, list[int], Halves]]:
    """Each source with which of its passages are stored, and their vectors; of equal ones, one a side."""
    held = held_rows(made, "passages")
    start = 0
    for key, packed in content.packed.items():
        count = len(packed.passages)
        if count and (wanted is None or key in wanted):
            own = np.asarray(held[start : start + count])
            first: dict[tuple[str, bytes], int] = {}
            for at, side in enumerate(packed.side_of_passages()):
                first.setdefault((side, own[at].tobytes()), at)
            kept = list(first.values())
            yield key, packed, kept, own[kept]
        start += count
