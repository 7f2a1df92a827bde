"""Ends what waits for a PostgreSQL that is silent: suspended, or cut off without a word.

Neither libpq nor the driver has such a limit. ``tcp_user_timeout`` and keepalives notice a machine that is gone, not a
stopped process, whose kernel goes on answering; ``statement_timeout`` is the server's own. But psycopg asks the server
through a generator that it resumes every tenth of a second, ready or not: that is where the silence is measured.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

from sqlalchemy import Engine, event

LIVELY = 4.0
"""Seconds within which a server must let a connection in, or say that an idle one is alive."""
MIGRATING = 600.0
"""Seconds that a change of the schema, or a restore, may take without a word."""


def guard(engine: Engine, seconds: float) -> None:
    """Has every statement of the engine end, with the driver's own error, where the server is silent for ``seconds``.

    The connection is closed then, so that the pool drops it.
    """
    import psycopg

    class Guarded(psycopg.Connection[Any]):
        patience = seconds

        def wait(self, gen: Generator[Any, Any, Any], *given: Any, **named: Any) -> Any:
            try:
                return super().wait(_heard(gen, self), *given, **named)
            except TimeoutError as error:
                self.pgconn.finish()
                raise psycopg.OperationalError(f"the server was silent for {self.patience:g} s") from error

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, given: Any, named: Any) -> Guarded:
        return Guarded.connect(*given, **named)

    @event.listens_for(engine, "checkin")
    def idle(connection: Guarded | None, _record: Any) -> None:
        if connection is not None:
            connection.patience = min(seconds, LIVELY)

    @event.listens_for(engine, "checkout")
    def used(connection: Guarded, _record: Any, _proxy: Any) -> None:
        connection.patience = seconds


def be_patient(connection: Any) -> None:
    """Lets the statements of an SQLAlchemy connection take long, until it is given back; SQLite's always may."""
    driver = connection.connection.driver_connection
    if hasattr(driver, "patience"):
        driver.patience = MIGRATING


def _heard(gen: Generator[Any, Any, Any], connection: Any) -> Generator[Any, Any, Any]:
    """The driver's dialogue with the server as it is.

    Raises:
        TimeoutError: nothing was heard for as long as the connection's patience.
    """
    last = time.monotonic()
    ready = None
    while True:
        try:
            wanted = gen.send(ready)
        except StopIteration as done:
            return done.value
        ready = yield wanted
        now = time.monotonic()
        if ready:
            last = now
        elif now - last > connection.patience:
            gen.close()
            raise TimeoutError
