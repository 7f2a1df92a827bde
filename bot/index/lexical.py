"""The lexical half: an SQLite FTS5 file of terms, ranked by BM25."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.index.terms import Vocabulary
from bot.model import Passage, Source

TABLES = ("passages", "sentences")


def build(path: Path, content: Iterable[tuple[Source, Passage]], vocabulary: Vocabulary) -> None:
    """Writes the file from passages and their sentences; the section counts as words of a passage."""
    connection = sqlite3.connect(path)
    try:
        for table in TABLES:
            # Terms are made by Vocabulary, so the tokenizer only has to split at blanks.
            connection.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5"
                "(id UNINDEXED, source UNINDEXED, side UNINDEXED, terms, tokenize=\"unicode61 tokenchars '@~%.+'\")"
            )
        for source, passage in content:
            head = vocabulary.index_terms(passage.section or source.title)
            terms = [*head, *vocabulary.index_terms(passage.text)]
            _insert(connection, "passages", passage.id, source.id, passage.side, terms)
            for sentence in passage.sentences:
                terms = vocabulary.index_terms(sentence.text)
                _insert(connection, "sentences", sentence.id, source.id, sentence.side, terms)
        connection.commit()
    finally:
        connection.close()


class LexicalIndex:
    """Reads the file; safe to share among threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

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
        clauses = ["terms MATCH ?"]
        values: list[str | int] = [" OR ".join(f'"{term}"' for term in terms)]
        for column, wanted in (("side", sides), ("source", sources)):
            if wanted:
                clauses.append(f"{column} IN ({','.join('?' * len(wanted))})")
                values.extend(wanted)
        query = (
            f"SELECT id, -bm25({table}) AS score FROM {table} WHERE {' AND '.join(clauses)} "
            "ORDER BY score DESC, id LIMIT ?"
        )
        return dict(self._connection().execute(query, [*values, k]).fetchall())

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many sentences each of the terms stands; terms that stand in none are left out."""
        marks = ",".join("?" * len(terms))
        query = f"SELECT term, doc FROM temp.terms WHERE term IN ({marks})"
        return dict(self._connection().execute(query, list(terms)).fetchall())

    def ids(self, table: str) -> set[str]:
        """Every id in a table."""
        return {row[0] for row in self._connection().execute(f"SELECT id FROM {table}")}

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            uri = f"{self._path.resolve().as_uri()}?mode=ro"
            self._local.connection = sqlite3.connect(uri, uri=True)
            self._local.connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, sentences, row)")
        connection: sqlite3.Connection = self._local.connection
        return connection


def _insert(
    connection: sqlite3.Connection, table: str, item: str, source: str, side: str, terms: Sequence[str]
) -> None:
    connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", (item, source, side, " ".join(terms)))
