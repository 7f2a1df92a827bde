"""Opens the corpus database: durable SQLite or PostgreSQL, and its schema brought up to date."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import ServerError, SettingsError, StoreError
from bot.sources.patience import LIVELY, be_patient, guard

SCHEMA_VERSION = "7"
PAGE_BYTES = 16_384
"""SQLite's page: rows of vectors take one to four kilobytes, and on its usual page half of each is wasted."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATING = 5_721_390
"""The number of PostgreSQL's advisory lock that is held while the schema is brought up to date."""


def open_database(where: Path | str, timeout: float = 4.0) -> Engine:
    """An engine on the SQLite file ``where``, or on a PostgreSQL by its URL; made if missing, migrated if old.

    ``timeout`` is how many seconds a PostgreSQL may take to let a connection in or answer a query.

    Raises:
        StoreError: the folder cannot be written, the file is no database, or it was written by a
            newer Lectern.
        SettingsError: the URL is none, or its driver is not installed.
        ServerError: the PostgreSQL cannot be reached.
    """
    if isinstance(where, str):
        return _open_server(where, timeout)
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{where.parent} cannot be made: {error.strerror}. Set LECTERN_DATA_DIR.") from error
    engine = create_engine(f"sqlite:///{where}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _durable)
    try:
        _bring_up_to_date(engine, str(where))
    except DBAPIError as error:
        raise StoreError(
            f"{where} cannot be opened as a database ({error.orig}). Check that the folder can be "
            "written and has room; a damaged file must be restored (`lectern restore`) or moved away."
        ) from error
    return engine


def server_url(given: str) -> URL:
    """The URL with the driver that Lectern uses.

    Raises:
        SettingsError: it is no PostgreSQL URL, or the driver is not installed.
    """
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise SettingsError("LECTERN_DATABASE_URL is not a URL: postgresql://user:password@host/name.") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise SettingsError(f"LECTERN_DATABASE_URL: PostgreSQL is meant, not {url.get_backend_name()!r}.")
    if importlib.util.find_spec("psycopg") is None:
        raise SettingsError("LECTERN_DATABASE_URL needs a driver: pip install 'lectern[postgres]'.")
    return url.set(drivername="postgresql+psycopg")


def _open_server(given: str, timeout: float) -> Engine:
    url = server_url(given)
    seconds = max(2, round(min(timeout, LIVELY)))
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=timeout,
        connect_args={"connect_timeout": seconds, "application_name": "lectern", "tcp_user_timeout": seconds * 1000},
    )
    guard(engine, timeout)
    shown = url.render_as_string(hide_password=True)
    try:
        _bring_up_to_date(engine, shown)
    except OperationalError as error:
        raise ServerError(
            f"The database {shown} cannot be reached ({str(error.orig).splitlines()[0]}). "
            "Start it, or mend LECTERN_DATABASE_URL."
        ) from error
    except DBAPIError as error:
        raise StoreError(f"The database {shown} cannot be used: {error.orig}.") from error
    return engine


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Turns what a database raises while it is read into the program's own errors.

    Raises:
        ServerError: the PostgreSQL cannot be reached, or does not answer.
        StoreError: the file is damaged, or cannot be read.
    """
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        why = str(getattr(error, "orig", error)).splitlines()[0]
        if engine.dialect.name == "postgresql":
            raise ServerError(f"The corpus database does not answer ({why}). Ask again in a moment.") from error
        raise StoreError(
            f"The corpus database {engine.url.database} cannot be read ({why}). If it is damaged, restore it "
            "with `lectern restore`, or move it away and add the documents again."
        ) from error


def _durable(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (f"page_size={PAGE_BYTES}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _bring_up_to_date(engine: Engine, shown: str) -> None:
    version = _version(engine)
    if version != SCHEMA_VERSION:
        _migrate(engine, shown, version)


def _version(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine, shown: str, version: str | None) -> None:
    # Imported here: alembic takes a quarter of a second, and is needed once in a database's life.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        be_patient(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATING})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                f"{shown} has schema {version}, which this Lectern does not know: it was written by a "
                "newer one. Upgrade Lectern, or point LECTERN_DATA_DIR elsewhere."
            ) from error
