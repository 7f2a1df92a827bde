"""The lexical half: an SQLite FTS5 file of terms, ranked by BM25."""

from __future__ import annotations

import math
import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import LifoQueue

from bot.model import Passage, Source
from bot.search.content import sides_of
from bot.search.terms import Vocabulary

TABLE = "passages"
READERS = 4
"""Connections that are opened at once: searches that may run side by side, and go on when the file is replaced."""
CACHE_KIB = 16_384
WAIT = 8.0
"""Seconds to wait for one of them."""

MATCHED = 8_000
"""Rows that a search may match before it leaves out the question's commonest words; ranking takes 2 µs a row."""
POOL = 200
"""How many more rows than are wanted are then weighed by all words."""
SAMPLED = 1_000
"""Rows that the usual length of a row is taken from."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a table has, and how many terms a row has on average."""

    rows: int
    length: float

    def bm25(self, words: Sequence[str], counts: Mapping[str, int]) -> float:
        """A row's score for terms that stand in ``counts`` rows each, as FTS5 has it (k1 = 1.2, b = 0.75)."""
        total = 0.0
        for term, count in counts.items():
            often = words.count(term)
            if often:
                rarity = max(1e-6, math.log((self.rows - count + 0.5) / (count + 0.5)))
                total += rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(words) / self.length))
        return total


class LexicalWriter:
    """Writes the file; what is written holds once :meth:`close` has returned."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._connection = sqlite3.connect(path)
        # The file is written aside and synced as a whole before anybody reads it.
        self._connection.execute("PRAGMA journal_mode=MEMORY")
        self._connection.execute("PRAGMA synchronous=OFF")
        # Terms are made by Vocabulary, so the tokenizer only has to split at blanks.
        self._connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5"
            "(id UNINDEXED, source UNINDEXED, sides UNINDEXED, terms, tokenize=\"unicode61 tokenchars '@~%.+'\")"
        )

    def add(self, source: Source, passages: Iterable[Passage]) -> None:
        """Adds a source's passages; the section counts as words of a passage."""
        for passage in passages:
            head = self._vocabulary.index_terms(passage.section or source.title)
            terms = [*head, *self._vocabulary.index_terms(passage.text)]
            sides = "".join(f" {side} " for side in sides_of(passage))
            self._connection.execute(
                f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?)", (passage.id, source.id, sides, " ".join(terms))
            )

    def remove(self, source_ids: Sequence[str]) -> None:
        """Takes sources out."""
        marks = ",".join("?" * len(source_ids))
        self._connection.execute(f"DELETE FROM {TABLE} WHERE source IN ({marks})", list(source_ids))

    def close(self) -> None:
        """Commits and closes."""
        self._connection.commit()
        self._connection.close()


class LexicalIndex:
    """Reads the file; safe to share among threads."""

    def __init__(self, path: Path) -> None:
        self._free: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._frequency: dict[str, int] = {}
        for _ in range(READERS):
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            connection.execute(f"CREATE VIRTUAL TABLE temp.{TABLE}_terms USING fts5vocab(main, {TABLE}, row)")
            self._free.put(connection)

    def search(
        self, terms: Sequence[str], k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
    ) -> dict[str, float]:
        """BM25 scores (higher is better) of the ``k`` best passages that hold any of the terms, by id."""
        if not terms:
            return {}
        rare = self._rare(terms, k)
        if len(rare) == len(terms):
            found = [(item, score) for item, score, _ in self._ranked(terms, k, sides, sources)]
        else:
            pool = self._ranked(rare, POOL + k, sides, sources)
            counts = self.frequencies(terms)
            found = [(item, self._size.bm25(words.split(), counts)) for item, _, words in pool]
        return dict(sorted(found, key=lambda row: (-row[1], row[0]))[:k])

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each of the terms stands."""
        known = self._frequency
        missing = [term for term in terms if term not in known]
        if missing:
            query = f"SELECT term, doc FROM temp.{TABLE}_terms WHERE term IN ({','.join('?' * len(missing))})"
            with self._reading() as connection:
                found = dict(connection.execute(query, missing).fetchall())
            known = self._frequency = {**known, **{term: found.get(term, 0) for term in missing}}
        return {term: known[term] for term in terms}

    def _ranked(
        self, terms: Sequence[str], k: int, sides: Sequence[str], sources: Sequence[str]
    ) -> list[tuple[str, float, str]]:
        """Ids, scores and terms of the ``k`` best passages."""
        clauses = [f"{TABLE} MATCH ?"]
        values: list[str | int] = [" OR ".join(f'"{term}"' for term in terms)]
        if sides:
            clauses.append(f"({' OR '.join(['instr(sides, ?)'] * len(sides))})")
            values.extend(f" {side} " for side in sides)
        if sources:
            clauses.append(f"source IN ({','.join('?' * len(sources))})")
            values.extend(sources)
        # Rows are read for the best only: reading the id of every match takes far longer than ranking them.
        best = f"SELECT rowid AS row, rank FROM {TABLE} WHERE {' AND '.join(clauses)} ORDER BY rank LIMIT ?"
        query = f"SELECT id, -best.rank, terms FROM ({best}) AS best JOIN {TABLE} ON {TABLE}.rowid = best.row"
        with self._reading() as connection:
            return connection.execute(query, [*values, k]).fetchall()

    def _rare(self, terms: Sequence[str], k: int) -> Sequence[str]:
        """The terms to look for: the rarest, where all together would match more rows than are worth ranking."""
        counts = self.frequencies(terms)
        if sum(counts.values()) <= MATCHED:
            return terms
        rare: list[str] = []
        rows = 0
        for term in sorted(counts, key=lambda each: (counts[each], each)):
            if rows >= k and rows + counts[term] > MATCHED:
                break
            rare.append(term)
            rows += counts[term]
        return rare

    @cached_property
    def _size(self) -> Size:
        with self._reading() as connection:
            rows, last = connection.execute(f"SELECT count(*), max(id) FROM {TABLE}_docsize").fetchone()
            picked = random.Random(0).sample(range(1, last + 1), min(SAMPLED, last))
            query = f"SELECT terms FROM {TABLE} WHERE rowid IN ({','.join('?' * len(picked))})"
            some = connection.execute(query, picked).fetchall()
        return Size(rows, sum(len(words.split()) for (words,) in some) / max(1, len(some)))

    def ids(self) -> set[str]:
        """The id of every passage."""
        with self._reading() as connection:
            return {row[0] for row in connection.execute(f"SELECT id FROM {TABLE}")}

    def close(self) -> None:
        """Closes the file, where no search is under way."""
        while not self._free.empty():
            self._free.get_nowait().close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        connection = self._free.get(timeout=WAIT)
        try:
            yield connection
        finally:
            self._free.put(connection)
