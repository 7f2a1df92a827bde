"""The passages as a vector store takes them: of a source's passages with one and the same vector, the first.

A graph of near neighbours goes blind among hundreds of equal vectors: each leads only to its like. The others are found
through the first and by their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from bot.learned.batches import Floats
from bot.model import Passage
from bot.search import vectors
from bot.search.content import Content, sides_of, text_hash
from bot.search.vectors import Metadata
from bot.sources.vectors import VectorCache

Rows = tuple[list[str], Floats, list[Metadata]]


def stored_ids(content: Content) -> Iterator[str]:
    """The ids of the passages that a vector store holds."""
    return (passage.id for key in content.packed for passage in _stored(content, key))


def passage_rows(content: Content, cache: VectorCache, wanted: Iterable[str]) -> Iterator[Rows]:
    """What of some sources a vector store holds, some thousand passages at a time: ids, vectors, metadata."""
    waiting: list[Passage] = []
    for key in content.packed.keys() & set(wanted):
        waiting.extend(_stored(content, key))
        if len(waiting) >= vectors.ADD:
            yield _rows(content, cache, waiting)
            waiting = []
    if waiting:
        yield _rows(content, cache, waiting)


def _rows(content: Content, cache: VectorCache, passages: Sequence[Passage]) -> Rows:
    hashes = [text_hash(content.embedded_text(passage)) for passage in passages]
    held = cache.vectors(set(hashes))
    metadatas: list[Metadata] = [
        {"source": passage.source_id, **{vectors.side_key(side): True for side in sides_of(passage)}}
        for passage in passages
    ]
    return [passage.id for passage in passages], np.stack([held[key] for key in hashes]), metadatas


def _stored(content: Content, source_id: str) -> Iterable[Passage]:
    """The passages of a source that are stored: of those with the same text and sides, one."""
    first: dict[tuple[str, ...], Passage] = {}
    for passage in content.packed[source_id].all_passages():
        first.setdefault((content.embedded_text(passage), *sides_of(passage)), passage)
    return first.values()
