"""A copy of a corpus that is one reader's own: what is added to it is in no other bot, because it is in no other file.

The database is copied by SQLite's own backup, the index generation file by file; the embedding model and the language
model, which know nothing of documents, are shared with the bot that is copied.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.bot import Bot
from bot.errors import SettingsError, StoreError
from bot.search import generation
from bot.search.building import copy_database, copy_store
from bot.search.generation import Generation
from bot.sources.store import Store

_NOT_COPIED = ("rounds", "chats", "learnt", "blocks")
"""Tables that hold nothing of the corpus: they are left empty."""


def size(bot: Bot) -> int:
    """How many bytes a copy of the bot's corpus takes.

    Raises:
        SettingsError: the corpus is on a server, and cannot be copied.
    """
    _local(bot)
    built = bot.reader.ranker.index.generation
    return bot.store.path.stat().st_size + (generation.size(built) if built is not None else 0)


def copied(bot: Bot, folder: Path) -> Bot:
    """A bot over a copy of another's corpus in an empty folder; it watches for nothing and is closed by its owner.

    Raises:
        SettingsError: the corpus is on a server.
        StoreError: the copy cannot be written.
    """
    _local(bot)
    settings = bot.settings.model_copy(update={"data_dir": folder, "watch_seconds": 0.0})
    # Held to the end, so that its files are not tidied away while they are copied.
    reader = bot.reader
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_database(bot.store.path, settings.database)
        built = reader.ranker.index.generation
        if built is not None:
            _copy_generation(built, settings.index_dir)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The corpus cannot be copied ({error}). Make room in {folder.parent}.") from error
    store = Store.of(settings)
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        for table in _NOT_COPIED:
            connection.execute(f"DELETE FROM {table}")
    return Bot(settings, bot.topic, store, bot.embedder, model=bot.model)


def _local(bot: Bot) -> None:
    if bot.settings.database_url.get_secret_value() or bot.settings.chroma_url:
        raise SettingsError(
            "Documents for one reader alone need the corpus on this machine; this one is on a server "
            "(LECTERN_DATABASE_URL, LECTERN_CHROMA_URL)."
        )


def _copy_generation(built: Generation, index_dir: Path) -> None:
    target = index_dir / built.folder.name
    shutil.copytree(built.folder, target, ignore=lambda _, names: {built.chroma.name} & set(names))
    if built.local:
        copy_store(built.chroma, target / built.chroma.name)
    generation.switch(index_dir, generation.of_folder(target))
