"""The vectors of passages and sentences in one file each, looked up by row and searched by brute force.

Up to ``EXACT`` rows a search is exact. Beyond, each vector's signs (a bit a number) find the nearest few
hundred, which are then compared exactly: 48 bytes a row are read instead of 768.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.index.content import Content
from bot.sources.packed import FIRST

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
KINDS = ("passages", "sentences")
EXACT = 30_000
RESCORED = 720
"""How many rows are compared exactly at the least: twelve times what a search usually wants."""
_FAR = 60_000


def path_of(folder: Path, kind: str) -> Path:
    """The file of one kind's vectors."""
    return folder / f"{kind}.f16"


def places_path(folder: Path) -> Path:
    """The file that says which source's rows lie where."""
    return folder / "places.json"


@dataclass(frozen=True, slots=True)
class Places:
    """Where each source's rows lie: source id, and how many passages and sentences, in the files' order."""

    order: tuple[tuple[str, int, int], ...]

    @classmethod
    def read(cls, folder: Path) -> Places:
        """The places that a folder's files have."""
        return cls(tuple((a, b, c) for a, b, c in json.loads(places_path(folder).read_text(encoding="utf-8"))))

    def write(self, folder: Path) -> None:
        """Writes them beside the files."""
        places_path(folder).write_text(json.dumps(self.order), encoding="utf-8")

    def starts(self, kind: str) -> tuple[dict[str, int], int]:
        """The first row of each source, and how many rows there are."""
        at, found = 0, {}
        for source_id, passages, sentences in self.order:
            found[source_id] = at
            at += passages if kind == "passages" else sentences
        return found, at


class VectorRows:
    """The rows of one kind of one content."""

    def __init__(self, folder: Path, kind: str, content: Content, dimensions: int) -> None:
        places = Places.read(folder)
        self.kind = kind
        self._content = content
        self._start, count = places.starts(kind)
        self._ids = [source_id for source_id, *_ in places.order]
        self._starts = np.array([self._start[key] for key in self._ids], dtype=np.int64)
        shape = (count, dimensions)
        self._vectors: npt.NDArray[np.float16] = (
            np.memmap(path_of(folder, kind), dtype=np.float16, mode="r", shape=shape)
            if count
            else np.zeros(shape, np.float16)
        )
        self._whole = self._vectors.astype(np.float32) if count <= EXACT else None
        self._signs = None if count <= EXACT else np.ascontiguousarray(sign_words(self._vectors).T)
        sides: list[str] = []
        for key in self._ids:
            packed = content.packed[key]
            sides.extend(packed.side_of_passages() if kind == "passages" else packed.side_of_sentences())
        self._known_sides = sorted(set(sides))
        numbers = {side: at for at, side in enumerate(self._known_sides)}
        self._sides = np.fromiter((numbers[side] for side in sides), dtype=np.uint8, count=len(sides))

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._vectors)

    def search(
        self, vector: Floats, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
    ) -> dict[str, float]:
        """Cosine similarities of the ``k`` nearest rows, by id, best first."""
        allowed = self.allowed(sides, sources)
        if allowed is not None and len(allowed) <= EXACT:
            rows, cosines = allowed, self._take(allowed) @ vector
        elif self._whole is not None:
            rows = np.arange(len(self)) if allowed is None else allowed
            cosines = self._whole @ vector if allowed is None else self._whole[allowed] @ vector
        else:
            rows = self._nearest_signs(vector, max(RESCORED, 2 * k), allowed)
            cosines = self._take(rows) @ vector
        best = _best(cosines, k)
        return {self.id_of(int(rows[at])): float(cosines[at]) for at in best}

    def close(self) -> None:
        """Closes nothing: the rows are in memory, or go with it."""

    def allowed(self, sides: Sequence[str], sources: Sequence[str]) -> Rows | None:
        """The rows that pass the filters, in order; None where all do."""
        if not sides and not sources:
            return None
        mask = np.ones(len(self), dtype=bool)
        if sides:
            mask &= np.isin(self._sides, [at for at, side in enumerate(self._known_sides) if side in sides])
        if sources:
            inside = np.zeros(len(self), dtype=bool)
            for key in set(sources) & self._start.keys():
                inside[self._start[key] : self._start[key] + self._count(key)] = True
            mask &= inside
        return np.flatnonzero(mask)

    def vectors(self, ids: Iterable[str]) -> Floats:
        """The vectors of rows by id; shape (ids, dimensions)."""
        return self._take(np.array([self.row_of(item) for item in ids], dtype=np.int64))

    def row_of(self, item: str) -> int:
        """The row of a passage or a sentence."""
        passage_id, _, at = item.partition(".")
        source_id, _, ordinal = passage_id.rpartition("-")
        packed = self._content.packed[source_id]
        row = packed.row_of(int(ordinal))
        if self.kind == "passages":
            return self._start[source_id] + row
        return self._start[source_id] + int(packed.passages[row, FIRST]) + int(at)

    def id_of(self, row: int) -> str:
        """The id of a row."""
        # The last source that starts at or before it, one without rows passed over.
        source_id = self._ids[int(np.searchsorted(self._starts, row, side="right")) - 1]
        packed, inside = self._content.packed[source_id], row - self._start[source_id]
        if self.kind == "passages":
            return f"{source_id}-{packed.passages[inside, 0]}"
        at = int(np.searchsorted(packed.passages[:, FIRST], inside, side="right")) - 1
        return f"{source_id}-{packed.passages[at, 0]}.{inside - packed.passages[at, FIRST]}"

    def _count(self, source_id: str) -> int:
        packed = self._content.packed[source_id]
        return len(packed.passages if self.kind == "passages" else packed.sentences)

    def _take(self, rows: Rows) -> Floats:
        if self._whole is not None:
            return np.asarray(self._whole[rows], dtype=np.float32)
        return np.asarray(self._vectors[rows], dtype=np.float32)

    def _nearest_signs(self, vector: Floats, k: int, allowed: Rows | None) -> Rows:
        assert self._signs is not None
        wanted = sign_words(vector[None, :])[0]
        gaps = np.zeros(len(self), dtype=np.uint16)
        for word, bits in zip(wanted, self._signs, strict=True):
            gaps += np.bitwise_count(bits ^ word)
        if allowed is not None:
            inside = np.full(len(self), _FAR, dtype=np.uint16)
            inside[allowed] = gaps[allowed]
            gaps = inside
        k = min(k, len(self))
        return np.sort(np.argpartition(gaps, k - 1)[:k]).astype(np.int64)


def sign_words(vectors: npt.NDArray[np.floating]) -> npt.NDArray[np.uint64]:
    """The signs of vectors (n, d) as words of 64 bits, (n, d/64 rounded up)."""
    out = []
    for at in range(0, len(vectors), 65_536):
        bits = np.packbits(np.asarray(vectors[at : at + 65_536]) > 0, axis=1)
        out.append(np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64))
    return np.concatenate(out) if out else np.zeros((0, 0), dtype=np.uint64)


def _best(cosines: Floats, k: int) -> Rows:
    if len(cosines) > k:
        near = np.argpartition(-cosines, k - 1)[:k]
        return near[np.argsort(-cosines[near], kind="stable")]
    return np.argsort(-cosines, kind="stable")
