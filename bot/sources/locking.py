"""The writer's lock: one process writes to a corpus at a time, on one machine or on several."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import ServerError, StoreError

NUMBER = 5_721_391
"""The number of PostgreSQL's advisory lock that a writer holds; it goes with the writer's connection."""
AGAIN = 0.1


class WriterLock:
    """A file beside the database, and with a PostgreSQL a lock there too; a process that dies lets go of both."""

    def __init__(self, engine: Engine, path: Path, timeout: float) -> None:
        self._engine = engine
        self._path = path
        self._timeout = timeout
        self._file = FileLock(path, timeout=timeout, thread_local=False)
        self._turn = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the lock; a thread that has it already goes on.

        Raises:
            StoreError: another holds it for longer than the time to wait.
            ServerError: the PostgreSQL cannot be reached.
        """
        if not self._turn.acquire(timeout=self._timeout):
            raise StoreError("Another part of this Lectern is writing; wait for it to end and try again.")
        try:
            if self._depth:
                yield
                return
            self._depth += 1
            try:
                with self._alone():
                    yield
            finally:
                self._depth -= 1
        finally:
            self._turn.release()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._file.acquire()
        except Timeout as error:
            raise StoreError(
                f"Another Lectern is writing to {self._path.parent}; wait for it to end and try again."
            ) from error
        except OSError as error:
            raise StoreError(
                f"{self._path.parent} cannot be written ({error.strerror}). Make room, or set LECTERN_DATA_DIR."
            ) from error
        try:
            if self._engine.dialect.name == "postgresql":
                with self._on_server():
                    yield
            else:
                yield
        finally:
            self._file.release()

    @contextmanager
    def _on_server(self) -> Iterator[None]:
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except DBAPIError as error:
            raise ServerError(f"The corpus database cannot be reached ({error.orig}); try again.") from error
        try:
            until = time.monotonic() + self._timeout
            while not _taken(connection):
                if time.monotonic() > until:
                    raise StoreError("Another Lectern is writing to the corpus; wait for it to end and try again.")
                time.sleep(AGAIN)
            yield
        finally:
            # Not given back to the pool: closing it is what lets go, whatever state it is in.
            connection.invalidate()
            connection.close()


def _taken(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": NUMBER}).scalar())
