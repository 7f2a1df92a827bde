"""Copies the corpus database to one file and back, while it is in use; a PostgreSQL as well as a file.

A backup is an SQLite file with the same tables, whatever it was made from, so that one made of a file can be
restored into a PostgreSQL and the other way round. What the index holds is derived from it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError
from bot.sources.database import SCHEMA_VERSION, open_database
from bot.sources.patience import be_patient
from bot.sources.store import Store

ROWS = 500
"""Rows that are copied at a time."""


def backup(store: Store, target: Path) -> dict[str, int]:
    """Writes a backup, whole or not at all; returns how many rows of each table it holds.

    Raises:
        StoreError: the target is there already or cannot be written, or the database cannot be read.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; name another file, or move it away.")
    part = target.with_name(f"{target.name}.part")
    _remove(part)
    copy = open_database(part)
    try:
        counts = _copy(store.engine, copy)
        with copy.connect() as connection:
            connection.execute(text("PRAGMA journal_mode=DELETE"))
    except DBAPIError as error:
        _remove(part)
        raise StoreError(f"The backup cannot be made ({error.orig}); nothing was written.") from error
    finally:
        copy.dispose()
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(target)
    return counts


def restore(store: Store, backup_file: Path, replace: bool = False) -> dict[str, int]:
    """Puts a backup's rows in place of what the store holds, all or nothing; returns how many of each table.

    Raises:
        StoreError: the file is missing or no backup, or the store holds sources and ``replace`` is not said.
    """
    if not backup_file.is_file():
        raise StoreError(f"{backup_file} is not there.")
    copy = open_database(backup_file)
    try:
        _whole(copy, backup_file)
        with store.writing():
            if not replace and _filled(store.engine):
                raise StoreError("The corpus has sources already; say --replace to put the backup in their place.")
            try:
                return _copy(copy, store.engine)
            except DBAPIError as error:
                raise StoreError(f"The backup cannot be restored ({error.orig}); nothing was changed.") from error
    finally:
        copy.dispose()


def _copy(source: Engine, target: Engine) -> dict[str, int]:
    """Makes the target's rows those of the source, in one transaction on either side."""
    counts: dict[str, int] = {}
    tables = _tables(source)
    with _snapshot(source) as reading, target.begin() as writing:
        be_patient(reading)
        be_patient(writing)
        for table in reversed(tables):
            writing.execute(table.delete())
        for table in tables:
            counts[table.name] = 0
            for rows in _batches(reading, table):
                writing.execute(insert(table), rows)
                counts[table.name] += len(rows)
    return counts


def _snapshot(engine: Engine) -> Connection:
    """A connection that sees the rows of one moment."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    return engine.connect().execution_options(isolation_level=level)


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    found = connection.execution_options(yield_per=ROWS).execute(select(table)).mappings()
    for part in found.partitions(ROWS):
        yield [dict(row) for row in part]


def _tables(engine: Engine) -> list[Table]:
    """The tables in an order in which rows can be added; the schema's version is not one that is copied."""
    found = MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _filled(engine: Engine) -> bool:
    with engine.connect() as connection:
        table = MetaData()
        table.reflect(engine, only=["sources"])
        return bool(connection.execute(select(func.count()).select_from(table.tables["sources"])).scalar())


def _whole(copy: Engine, path: Path) -> None:
    if not inspect(copy).has_table("sources"):
        raise StoreError(f"{path} is no backup of Lectern {SCHEMA_VERSION}.")
    with copy.connect() as connection:
        found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    if found != "ok":
        raise StoreError(f"{path} is damaged ({found.splitlines()[0]}); take an earlier backup.")


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
