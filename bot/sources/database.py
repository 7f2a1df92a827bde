"""Opens the corpus database: durable SQLite settings, and its schema brought up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError

SCHEMA_VERSION = "2"
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(path: Path) -> Engine:
    """An engine on the database at ``path``, made if it is missing and migrated if it is old.

    Raises:
        StoreError: the folder cannot be written, the file is no database, or it was written by a
            newer Lectern.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made: {error.strerror}. Set LECTERN_DATA_DIR.") from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _durable)
    try:
        version = _version(engine)
        if version != SCHEMA_VERSION:
            _migrate(engine, path, version)
    except DBAPIError as error:
        raise StoreError(
            f"{path} cannot be opened as a database ({error.orig}). Check that the folder can be "
            "written and has room; a damaged file must be restored from a copy or moved away."
        ) from error
    return engine


def _durable(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _version(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine, path: Path, version: str | None) -> None:
    # Imported here: alembic takes a quarter of a second, and is needed once in a database's life.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                f"{path} has schema {version}, which this Lectern does not know: it was written by a "
                "newer one. Upgrade Lectern, or point LECTERN_DATA_DIR elsewhere."
            ) from error
