"""Fills a generation: all of it from the store's vectors, or a copy of the last one with what has changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.learned.encoder import Embedder
from bot.search import generation, vectors
from bot.search.content import Content, fingerprint
from bot.search.generation import Generation
from bot.search.lexical import LexicalWriter
from bot.search.putting import passage_rows
from bot.sources.vectors import VectorCache


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
            aside, name, self._content.topic.id, self._base, states,
            0 if last is None else last.churn + self._churn(last), self._local,
        )  # fmt: skip
        stale = [key for key in changed if last is not None and key in last.states] + list(gone)
        if last is not None:
            copy_database(last.lexical, made.lexical)
            if self._local:
                copy_store(last.chroma, made.chroma)
        self._fill_words(made, changed, stale)
        if self._local:
            self._fill_vectors(made, last, changed, stale)
        return generation.finish(made, self._content)

    def _fill_words(self, made: Generation, changed: Sequence[str], stale: Sequence[str]) -> None:
        words = LexicalWriter(made.lexical, self._content.vocabulary)
        if stale:
            words.remove(stale)
        for key in changed:
            packed = self._content.packed[key]
            words.add(packed.source, packed.all_passages())
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
            for ids, rows, metadatas in passage_rows(self._content, self._cache, changed):
                store.add(ids, rows, metadatas)
        finally:
            store.close()


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
