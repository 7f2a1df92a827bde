"""The vectors of passages and of their sentences, read from the store for the passages that a question found.

A sentence has two: of itself, and of it together with the one before it, or with the heading where none is before. A
sentence that begins with "It" or "They" says little alone, and with its neighbour it is found by what both say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from bot.errors import StoreError
from bot.learned.batches import Floats
from bot.model import Passage
from bot.search.content import Content, text_hash
from bot.sources.vectors import VectorCache

REMEMBERED = 4_096
"""Passages whose vectors are kept in memory, some eight kilobytes each."""
_Hashes = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of a passage: ``whole`` (dimensions,), ``alone`` and ``around`` (sentences, dimensions)."""

    whole: Floats
    alone: Floats
    around: Floats


class StoredVectors:
    """Reads vectors of one content's passages; those looked at lately are remembered."""

    def __init__(self, content: Content, cache: VectorCache) -> None:
        self._content = content
        self._cache = cache
        self._known: dict[str, Vectors] = {}
        self._hashes = lru_cache(maxsize=REMEMBERED)(self._hashes_of)

    def of(self, passages: Sequence[Passage]) -> list[Vectors]:
        """The vectors of each passage.

        Raises:
            StoreError: the store has lost some of them.
        """
        known = self._known if len(self._known) < REMEMBERED else {}
        missing = [passage for passage in passages if passage.id not in known]
        if missing:
            self._known = known = {**known, **self._read(missing)}
        return [known[passage.id] for passage in passages]

    def _read(self, passages: Sequence[Passage]) -> dict[str, Vectors]:
        wanted = {passage.id: self._hashes(passage) for passage in passages}
        held = self._cache.vectors(
            {key for whole, alone, around in wanted.values() for key in (whole, *alone, *around)}
        )
        try:
            return {
                item: Vectors(held[whole], _stacked(alone, held), _stacked(around, held))
                for item, (whole, alone, around) in wanted.items()
            }
        except KeyError as error:
            raise StoreError(
                "The corpus database has lost vectors: `lectern corpus rebuild` makes them anew."
            ) from error

    def _hashes_of(self, passage: Passage) -> _Hashes:
        texts = Texts.of(self._content, passage)
        return text_hash(texts.whole), tuple(map(text_hash, texts.alone)), tuple(map(text_hash, texts.around))


@dataclass(frozen=True, slots=True)
class Texts:
    """What is embedded of a passage."""

    whole: str
    alone: tuple[str, ...]
    around: tuple[str, ...]

    @classmethod
    def of(cls, content: Content, passage: Passage) -> Texts:
        """The texts of a passage and of its sentences."""
        alone = [sentence.text for sentence in passage.sentences]
        before = [f"{content.head(passage)}.", *alone[:-1]]
        around = (f"{earlier} {text}" for earlier, text in zip(before, alone, strict=False))
        return cls(content.embedded_text(passage), tuple(alone), tuple(around))

    def __iter__(self) -> Iterator[str]:
        """All of them."""
        return chain((self.whole,), self.alone, self.around)


def _stacked(hashes: Sequence[str], held: dict[str, Floats]) -> Floats:
    return np.stack([held[key] for key in hashes]) if hashes else np.zeros((0, 0), dtype=np.float32)
