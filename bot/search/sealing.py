"""What a generation's files held when it was built, so that one that was lost, cut or garbled is found.

Chroma writes to its SQLite file whenever it is opened (a row in ``acquire_write``, and SQLite's own counters), so of
that file the rows of all other tables are compared; of every other file, the bytes. A graph of less than about a
thousand rows is in no file: Chroma makes it of its SQLite's rows on each opening, and writes what lies in the graph's
folder anew. Such a folder has no ``index_metadata.pickle``, and is left out. Seen with Chroma 1.5.9.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

STORE = "chroma.sqlite3"
_GRAPH_IS_KEPT = "index_metadata.pickle"
_WRITTEN_ON_OPENING = "acquire_write"
_BYTES = 16


def seal(folder: Path, besides: frozenset[str]) -> dict[str, str]:
    """Each file of a folder by its path in it, with a hash of what it holds; those named ``besides`` left out."""
    return {
        entry.relative_to(folder).as_posix(): digest(entry)
        for entry in sorted(folder.rglob("*"))
        if entry.is_file() and entry.name not in besides and not _made_anew(entry, folder)
    }


def _made_anew(entry: Path, folder: Path) -> bool:
    inside = len(entry.relative_to(folder).parts) > 2  # chroma/<segment>/<file>
    return inside and not (entry.parent / _GRAPH_IS_KEPT).exists()


def damaged(folder: Path, sealed: Mapping[str, str]) -> str | None:
    """The path of a file that is missing or does not hold what it held, or None."""
    for name, wanted in sealed.items():
        path = folder / name
        try:
            if digest(path) != wanted:
                return name
        except (OSError, sqlite3.Error):
            return name
    return None


def digest(path: Path) -> str:
    """A hash of what a file holds.

    Raises:
        OSError, sqlite3.Error: it cannot be read.
    """
    if path.name == STORE:
        return _rows(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_BYTES)).hexdigest()


def _rows(path: Path) -> str:
    found = hashlib.blake2b(digest_size=_BYTES)
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        # What holds no row, an index or a free page, can be garbled too, and take down whoever writes to it.
        fault = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if fault != "ok":
            raise sqlite3.DatabaseError(fault)
        tables = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
        for table, sql in database.execute(tables).fetchall():
            found.update(repr((table, sql)).encode())
            if table == _WRITTEN_ON_OPENING or sql.upper().startswith("CREATE VIRTUAL"):
                continue
            rows = database.execute(f'SELECT * FROM "{table}"')
            while part := rows.fetchmany(1_000):
                found.update(repr(part).encode())
    return found.hexdigest()
