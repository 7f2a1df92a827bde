"""The store: sources with their passages and sentences in ``corpus.db``, which is the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, RowMapping

from bot.errors import StoreError
from bot.model import Passage, Sentence, Source
from bot.sources import schema
from bot.sources.database import open_database

CHUNK = 500
"""How many ids go into one SQL statement."""


class Store:
    """Reads and writes one corpus database. Writing is one process at a time, under :meth:`writing`."""

    def __init__(self, path: Path, lock_timeout: float = 60.0) -> None:
        self.path = path
        self.engine = open_database(path)
        self._lock = FileLock(path.with_suffix(".lock"), timeout=lock_timeout)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the writer's lock.

        Raises:
            StoreError: another process still holds it when the time to wait is over.
        """
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"Another Lectern is writing to {self.path.parent}; wait for it to end and try again."
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def put(self, source: Source, passages: Sequence[Passage]) -> bool:
        """Stores the source in place of any of the same id, all or nothing; False if nothing changed."""
        if not self.differs(source, passages):
            return False
        with self.engine.begin() as connection:
            _delete(connection, source.id)
            row = {name: getattr(source, name) for name in Source.__slots__}
            connection.execute(insert(schema.sources), [{**row, "labels_hash": labels_hash(passages)}])
            _insert(connection, schema.passages, passages)
            _insert(connection, schema.sentences, [s for passage in passages for s in passage.sentences])
        return True

    def differs(self, source: Source, passages: Sequence[Passage]) -> bool:
        """Whether what is stored under the source's id is not the same, or is not there."""
        query = select(schema.sources.c.content_hash, schema.sources.c.labels_hash, schema.sources.c.url)
        with self.engine.connect() as connection:
            held = connection.execute(query.where(schema.sources.c.id == source.id)).one_or_none()
        return held is None or tuple(held) != (source.content_hash, labels_hash(passages), source.url)

    def remove(self, source_id: str) -> bool:
        """Takes a source out; False if there is none of that id."""
        with self.engine.begin() as connection:
            return _delete(connection, source_id)

    def sources(self, topic: str) -> list[Source]:
        """The sources of a topic, in the order of their ids' first appearance by title."""
        query = select(schema.sources).where(schema.sources.c.topic == topic).order_by(schema.sources.c.origin)
        with self.engine.connect() as connection:
            return [_source(row) for row in connection.execute(query).mappings()]

    def source(self, source_id: str) -> Source | None:
        """The source of that id, or None."""
        query = select(schema.sources).where(schema.sources.c.id == source_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return _source(row) if row else None

    def passages(self, source: Source) -> list[Passage]:
        """The passages of a source in order, their sentences with them."""
        where = schema.passages.c.source_id == source.id
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(schema.passages).where(where).order_by(schema.passages.c.ordinal)
            ).mappings()
            found = list(rows)
            by_passage: dict[str, list[Sentence]] = {row["id"]: [] for row in found}
            lines = connection.execute(
                select(schema.sentences)
                .where(schema.sentences.c.source_id == source.id)
                .order_by(schema.sentences.c.start)
            ).mappings()
            for line in lines:
                by_passage[line["passage_id"]].append(_sentence(line, source))
        return [
            Passage(**row, text=source.text[row["start"] : row["end"]], sentences=tuple(by_passage[row["id"]]))
            for row in found
        ]


def labels_hash(passages: Iterable[Passage]) -> str:
    """A hash of everything about the passages that the text does not settle: bounds and labels."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(repr((passage.start, passage.end, passage.section, passage.side, passage.voice)).encode())
        for sentence in passage.sentences:
            digest.update(repr((sentence.start, sentence.end, sentence.side, sentence.voice)).encode())
    return digest.hexdigest()


def _delete(connection: Connection, source_id: str) -> bool:
    mine = select(schema.passages.c.id).where(schema.passages.c.source_id == source_id)
    connection.execute(delete(schema.sentences).where(schema.sentences.c.passage_id.in_(mine)))
    connection.execute(delete(schema.passages).where(schema.passages.c.source_id == source_id))
    done = connection.execute(delete(schema.sources).where(schema.sources.c.id == source_id))
    return bool(done.rowcount)


def _insert(connection: Connection, table: Any, items: Sequence[Passage] | Sequence[Sentence]) -> None:
    names = [column.name for column in table.columns]
    rows = [{name: getattr(item, name) for name in names} for item in items]
    for at in range(0, len(rows), CHUNK):
        connection.execute(insert(table), rows[at : at + CHUNK])


def _source(row: RowMapping) -> Source:
    return Source(**{name: row[name] for name in Source.__slots__})


def _sentence(row: RowMapping, source: Source) -> Sentence:
    return Sentence(**row, text=source.text[row["start"] : row["end"]])
