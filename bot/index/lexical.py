"""The lexical half: an SQLite FTS5 file of terms, ranked by BM25."""

from __future__ import annotations

import math
import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue

import numpy as np
import numpy.typing as npt

from bot.index.terms import Vocabulary
from bot.model import Passage, Source

TABLES = ("passages", "sentences")
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

Ints = npt.NDArray[np.int32]


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
        for table in TABLES:
            # Terms are made by Vocabulary, so the tokenizer only has to split at blanks.
            self._connection.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5"
                "(id UNINDEXED, source UNINDEXED, side UNINDEXED, terms, tokenize=\"unicode61 tokenchars '@~%.+'\")"
            )
        self._connection.execute("CREATE TABLE IF NOT EXISTS pieces (source TEXT PRIMARY KEY, counts BLOB)")

    def add(self, source: Source, passages: Iterable[Passage], pieces: Ints) -> None:
        """Adds a source: its passages and their sentences; the section counts as words of a passage.

        ``pieces`` (n, 2) are word pieces with the number of the source's sentences that each stands in.
        """
        for passage in passages:
            head = self._vocabulary.index_terms(passage.section or source.title)
            terms = [*head, *self._vocabulary.index_terms(passage.text)]
            self._insert("passages", passage.id, source.id, passage.side, terms)
            for sentence in passage.sentences:
                terms = self._vocabulary.index_terms(sentence.text)
                self._insert("sentences", sentence.id, source.id, sentence.side, terms)
        blob = np.ascontiguousarray(pieces, dtype=np.int32).tobytes()
        self._connection.execute("INSERT INTO pieces VALUES (?, ?)", (source.id, blob))

    def remove(self, source_ids: Sequence[str]) -> None:
        """Takes sources out."""
        marks = ",".join("?" * len(source_ids))
        for table in (*TABLES, "pieces"):
            self._connection.execute(f"DELETE FROM {table} WHERE source IN ({marks})", list(source_ids))

    def frequencies(self, size: int) -> Ints:
        """In how many sentences each word piece stands; shape (size,)."""
        counts = np.zeros(size, dtype=np.int32)
        for (blob,) in self._connection.execute("SELECT counts FROM pieces"):
            pairs = np.frombuffer(blob, dtype=np.int32).reshape(-1, 2)
            counts[pairs[:, 0]] += pairs[:, 1]
        return counts

    def close(self) -> None:
        """Commits and closes."""
        self._connection.commit()
        self._connection.close()

    def _insert(self, table: str, item: str, source: str, side: str, terms: Sequence[str]) -> None:
        self._connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", (item, source, side, " ".join(terms)))


class LexicalIndex:
    """Reads the file; safe to share among threads."""

    def __init__(self, path: Path) -> None:
        self._free: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._frequency: dict[str, dict[str, int]] = {table: {} for table in TABLES}
        self._sizes: dict[str, Size] = {}
        for _ in range(READERS):
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            for table in TABLES:
                connection.execute(f"CREATE VIRTUAL TABLE temp.{table}_terms USING fts5vocab(main, {table}, row)")
            self._free.put(connection)

    def search(
        self,
        table: str,
        terms: Sequence[str],
        k: int,
        sides: Sequence[str] = (),
        sources: Sequence[str] = (),
    ) -> dict[str, float]:
        """BM25 scores (higher is better) of the ``k`` best rows that hold any of the terms, by id."""
        if not terms:
            return {}
        rare = self._rare(table, terms, k)
        if len(rare) == len(terms):
            found = [(item, score) for item, score, _ in self._ranked(table, terms, k, sides, sources)]
        else:
            pool = self._ranked(table, rare, POOL + k, sides, sources)
            counts = self._frequencies(table, terms)
            found = [(item, self._size(table).bm25(words.split(), counts)) for item, _, words in pool]
        return dict(sorted(found, key=lambda row: (-row[1], row[0]))[:k])

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many sentences each of the terms stands; terms that stand in none are left out."""
        return {term: count for term, count in self._frequencies("sentences", terms).items() if count}

    def _ranked(
        self, table: str, terms: Sequence[str], k: int, sides: Sequence[str], sources: Sequence[str]
    ) -> list[tuple[str, float, str]]:
        """Ids, scores and terms of the ``k`` best rows."""
        clauses = [f"{table} MATCH ?"]
        values: list[str | int] = [" OR ".join(f'"{term}"' for term in terms)]
        for column, wanted in (("side", sides), ("source", sources)):
            if wanted:
                clauses.append(f"{column} IN ({','.join('?' * len(wanted))})")
                values.extend(wanted)
        # Rows are read for the best only: reading the id of every match takes far longer than ranking them.
        best = f"SELECT rowid AS row, rank FROM {table} WHERE {' AND '.join(clauses)} ORDER BY rank LIMIT ?"
        query = f"SELECT id, -best.rank, terms FROM ({best}) AS best JOIN {table} ON {table}.rowid = best.row"
        with self._reading() as connection:
            return connection.execute(query, [*values, k]).fetchall()

    def _rare(self, table: str, terms: Sequence[str], k: int) -> Sequence[str]:
        """The terms to look for: the rarest, where all together would match more rows than are worth ranking."""
        counts = self._frequencies(table, terms)
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

    def _frequencies(self, table: str, terms: Sequence[str]) -> dict[str, int]:
        known = self._frequency[table]
        missing = [term for term in terms if term not in known]
        if missing:
            query = f"SELECT term, doc FROM temp.{table}_terms WHERE term IN ({','.join('?' * len(missing))})"
            with self._reading() as connection:
                found = dict(connection.execute(query, missing).fetchall())
            known = self._frequency[table] = {**known, **{term: found.get(term, 0) for term in missing}}
        return {term: known[term] for term in terms}

    def _size(self, table: str) -> Size:
        if table not in self._sizes:
            with self._reading() as connection:
                rows, last = connection.execute(f"SELECT count(*), max(id) FROM {table}_docsize").fetchone()
                picked = random.Random(0).sample(range(1, last + 1), min(SAMPLED, last))
                query = f"SELECT terms FROM {table} WHERE rowid IN ({','.join('?' * len(picked))})"
                some = connection.execute(query, picked).fetchall()
            self._sizes[table] = Size(rows, sum(len(words.split()) for (words,) in some) / max(1, len(some)))
        return self._sizes[table]

    def ids(self, table: str) -> set[str]:
        """Every id in a table."""
        with self._reading() as connection:
            return {row[0] for row in connection.execute(f"SELECT id FROM {table}")}

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
