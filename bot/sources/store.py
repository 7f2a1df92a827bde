"""The store: sources with their passages and sentences in ``corpus.db``, which is the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError
from bot.model import Passage, Sentence, Source
from bot.settings import Settings
from bot.sources import schema
from bot.sources.database import open_database
from bot.sources.locking import WriterLock
from bot.sources.packed import PackedSource, pack
from bot.sources.twins import lengths_of_twins, same_document

CHUNK = 500
"""How many ids go into one SQL statement."""
SOURCES = 50
"""How many sources are read at a time."""


class Store:
    """Reads and writes one corpus database. Writing is one process at a time, under :meth:`writing`."""

    def __init__(self, path: Path, lock_timeout: float = 60.0, url: str = "", server_timeout: float = 4.0) -> None:
        self.path = path
        self.engine = open_database(url or path, server_timeout)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = WriterLock(self.engine, path.with_suffix(".lock"), lock_timeout)

    @classmethod
    def of(cls, settings: Settings) -> Store:
        """The store that the settings name: the file in the data folder, or a PostgreSQL."""
        url = settings.database_url.get_secret_value()
        return cls(settings.database, settings.build_timeout, url, settings.server_timeout)

    def close(self) -> None:
        """Closes the connections to the database."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the writer's lock; one that this thread holds already is not taken again.

        Raises:
            StoreError: another process still holds it when the time to wait is over.
        """
        with self._lock.held():
            yield

    def put(self, source: Source, passages: Sequence[Passage]) -> bool:
        """Stores the source in place of any of the same id, all or nothing; False if nothing changed."""
        if not self.differs(source, passages):
            return False
        with self._transaction() as connection:
            _delete(connection, source.id)
            row = {name: getattr(source, name) for name in Source.__slots__}
            connection.execute(insert(schema.sources), [{**row, "labels_hash": labels_hash(passages)}])
            _insert(connection, schema.passages, passages)
            _insert(connection, schema.sentences, [s for passage in passages for s in passage.sentences])
        return True

    def same(self, source: Source) -> Source | None:
        """Another source of the topic that is the same document under another name, or None."""
        table = schema.sources.c
        alike = func.length(table.text).between(*lengths_of_twins(source))
        query = select(schema.sources).where(table.topic == source.topic, table.id != source.id, alike)
        with self.engine.connect() as connection:
            found = [_source(row) for row in connection.execute(query.order_by(table.id)).mappings()]
        return next((each for each in found if same_document(each, source)), None)

    def differs(self, source: Source, passages: Sequence[Passage]) -> bool:
        """Whether what is stored under the source's id is not the same, or is not there."""
        query = select(schema.sources.c.content_hash, schema.sources.c.labels_hash, schema.sources.c.url)
        with self.engine.connect() as connection:
            held = connection.execute(query.where(schema.sources.c.id == source.id)).one_or_none()
        return held is None or tuple(held) != (source.content_hash, labels_hash(passages), source.url)

    def remove(self, source_id: str) -> bool:
        """Takes a source out; False if there is none of that id."""
        with self._transaction() as connection:
            return _delete(connection, source_id)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise StoreError(
                f"The corpus database cannot be written ({str(error.orig).splitlines()[0]}); nothing was changed. "
                "Check that there is room and that it can be written, then try again."
            ) from error

    def sources(self, topic: str) -> list[Source]:
        """The sources of a topic, by origin."""
        query = select(schema.sources).where(schema.sources.c.topic == topic)
        with self.engine.connect() as connection:
            found = [_source(row) for row in connection.execute(query).mappings()]
        # Sorted here, because databases do not agree on how letters are ordered.
        return sorted(found, key=lambda source: source.origin)

    def states(self, topic: str) -> dict[str, str]:
        """For each source of a topic by id, in the order of :meth:`sources`, what changes whenever it does."""
        table = schema.sources.c
        query = select(table.id, table.origin, table.content_hash, table.labels_hash, table.url)
        with self.engine.connect() as connection:
            rows = sorted(connection.execute(query.where(table.topic == topic)), key=lambda row: row.origin)
        return {row.id: _state(row.content_hash, row.labels_hash, row.url) for row in rows}

    def packed(self, source_ids: Sequence[str]) -> Iterator[PackedSource]:
        """Sources with their passages by id, some at a time; one that is gone meanwhile is passed over."""
        for at in range(0, len(source_ids), SOURCES):
            part = source_ids[at : at + SOURCES]
            tables = (schema.sources.c.id, schema.passages.c.source_id, schema.sentences.c.source_id)
            with self.engine.connect() as connection:
                sources, passages, sentences = (
                    connection.execute(select(column.table).where(column.in_(part))).all() for column in tables
                )
            by_source: dict[str, tuple[list[Any], list[Any]]] = {key: ([], []) for key in part}
            for kind, rows in enumerate((passages, sentences)):
                for row in rows:
                    by_source[row.source_id][kind].append(row)
            for row in sources:
                own = sorted(by_source[row.id][0], key=lambda passage: passage.ordinal)
                state = _state(row.content_hash, row.labels_hash, row.url)
                yield pack(_source(row._mapping), state, own, by_source[row.id][1])

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


def _state(content_hash: str, labels: str, url: str) -> str:
    return hashlib.sha256(f"{content_hash}{labels}{url}".encode()).hexdigest()[:24]


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
