"""Fills a generation: all of it from the store's vectors, or a copy of the last one with what has changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from bot.index import generation, matrix, vectors
from bot.index.content import Content, fingerprint, text_hash
from bot.index.generation import Generation
from bot.index.lexical import LexicalWriter
from bot.index.putting import Halves, held_rows, passage_rows
from bot.learned.encoder import Embedder
from bot.sources.packed import PackedSource
from bot.sources.vectors import VectorCache

TOGETHER = 64
"""Sources whose vectors are read at a time."""


class Builder:
    """Builds generations of one content; ``local`` says whether the passages' vectors are kept beside it."""

    def __init__(self, index_dir: Path, content: Content, cache: VectorCache, embedder: Embedder, local: bool) -> None:
        self._index_dir = index_dir
        self._content = content
        self._cache = cache
        self._embedder = embedder
        self._local = local
        self._base = content.base(embedder.id)

    def whole(self) -> Generation:
        """A generation built from nothing."""
        return self._build(None, list(self._content.packed), [])

    def from_last(self, last: Generation) -> Generation:
        """A copy of the last generation in which changed sources are replaced and removed ones left out."""
        now = self._content.states()
        changed = [key for key, state in now.items() if last.states.get(key) != state]
        gone = [key for key in last.states if key not in now]
        return self._build(last, changed, gone)

    def worth_copying(self, last: Generation | None) -> bool:
        """Whether the last generation is of the same make and mostly still right."""
        if last is None or last.base != self._base or last.local != self._local:
            return False
        changed, kept = self._churn(last), len(self._content.passages)
        return 2 * (changed + last.churn) <= kept

    def _churn(self, last: Generation) -> int:
        now = self._content.states()
        sizes = Counter({key: len(one.passages) for key, one in self._content.packed.items()})
        changed = sum(sizes[key] for key, state in now.items() if key in last.states and last.states[key] != state)
        fresh = sum(sizes[key] for key in now if key not in last.states)
        average = max(1, len(self._content.passages) // max(1, len(now)))
        return changed + fresh + average * sum(key not in now for key in last.states)

    def _build(self, last: Generation | None, changed: Sequence[str], gone: Sequence[str]) -> Generation:
        states = self._content.states()
        name = fingerprint(self._base, states)
        aside = generation.begin(self._index_dir, name)
        made = Generation(
            aside, name, self._content.topic.id, self._base, states, self._embedder.dimensions,
            0 if last is None else last.churn + self._churn(last), self._local,
        )  # fmt: skip
        stale = [key for key in changed if last is not None and key in last.states] + list(gone)
        if last is not None:
            copy_database(last.lexical, made.lexical)
            if self._local:
                copy_store(last.chroma, made.chroma)
        self._fill_rows(made, last, set(changed))
        self._fill_words(made, changed, stale)
        if self._local:
            self._fill_vectors(made, last, changed, stale)
        return generation.finish(made, self._content)

    def _fill_rows(self, made: Generation, last: Generation | None, changed: set[str]) -> None:
        packed = self._content.packed
        order = tuple((key, len(one.passages), len(one.sentences)) for key, one in packed.items())
        matrix.Places(order).write(made.folder)
        starts = matrix.Places.read(last.folder).starts if last is not None else None
        for kind in matrix.KINDS:
            held: Halves | None = None
            if last is not None and starts is not None:
                held = held_rows(last, kind)
            before = starts(kind)[0] if starts is not None else {}
            with matrix.path_of(made.folder, kind).open("wb") as file:
                for group in _groups(order, TOGETHER):
                    self._write_rows(file, kind, group, changed, held, before)

    def _write_rows(
        self,
        file: BinaryIO,
        kind: str,
        group: Sequence[tuple[str, int, int]],
        changed: set[str],
        held: Halves | None,
        before: dict[str, int],
    ) -> None:
        texts = {
            row[0]: list(_texts(self._content, self._content.packed[row[0]], kind))
            for row in group
            if held is None or row[0] in changed
        }
        found = self._cache.vectors({text_hash(text) for own in texts.values() for text in own})
        for row in group:
            if row[0] in texts:
                own = [found[text_hash(text)] for text in texts[row[0]]]
                block = np.stack(own) if own else np.zeros((0, 0))
                file.write(block.astype(np.float16).tobytes())
            else:
                assert held is not None
                start = before[row[0]]
                file.write(held[start : start + (row[1] if kind == "passages" else row[2])].tobytes())

    def _fill_words(self, made: Generation, changed: Sequence[str], stale: Sequence[str]) -> None:
        words = LexicalWriter(made.lexical, self._content.vocabulary)
        if stale:
            words.remove(stale)
        for key in changed:
            packed = self._content.packed[key]
            words.add(packed.source, packed.all_passages(), _pieces(packed, self._embedder))
        np.save(made.frequencies, words.frequencies(self._embedder.vocabulary_size))
        words.close()

    def _fill_vectors(
        self, made: Generation, last: Generation | None, changed: Sequence[str], stale: Sequence[str]
    ) -> None:
        store = vectors.LocalVectors(made.chroma)
        try:
            if last is None:
                store.create()
            else:
                store.open()
                if stale:
                    store.remove(stale)
            for ids, rows, metadatas in passage_rows(made, self._content, set(changed)):
                store.add(ids, rows, metadatas)
        finally:
            store.close()


def _texts(content: Content, packed: PackedSource, kind: str) -> Iterable[str]:
    for passage in packed.all_passages():
        if kind == "passages":
            yield content.embedded_text(passage)
        else:
            yield from (content.embedded_text(passage, sentence) for sentence in passage.sentences)


def _pieces(packed: PackedSource, embedder: Embedder) -> npt.NDArray[np.int32]:
    texts = [sentence.text for passage in packed.all_passages() for sentence in passage.sentences]
    counts = Counter(piece for ids in embedder.token_ids_of(texts) for piece in set(ids))
    return np.array(sorted(counts.items()), dtype=np.int32).reshape(-1, 2)


def _groups(order: Sequence[tuple[str, int, int]], size: int) -> Iterable[Sequence[tuple[str, int, int]]]:
    return (order[at : at + size] for at in range(0, len(order), size))


def copy_store(old: Path, new: Path) -> None:
    """Copies a Chroma store; its SQLite file by SQLite, so that what a reader has open makes no difference."""
    new.mkdir()
    for entry in sorted(old.rglob("*")):
        there = new / entry.relative_to(old)
        if entry.is_dir():
            there.mkdir()
        elif entry.name == "chroma.sqlite3":
            copy_database(entry, there)
        elif not entry.name.startswith("chroma.sqlite3"):
            shutil.copyfile(entry, there)


def copy_database(old: Path, new: Path) -> None:
    """Copies an SQLite file as it is at one moment, whoever has it open."""
    source, target = sqlite3.connect(f"{old.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(new)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
