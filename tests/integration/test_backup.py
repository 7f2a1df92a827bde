"""A backup holds everything, can be made while the corpus is in use, and moves between a file and a PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import Bot
from bot.errors import StoreError
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.backup import backup, restore
from bot.sources.store import Store

QUESTION = "How many hectares of coca were there in 2000?"


@pytest.fixture
def corpus(built: Settings, embedder: Embedder, tmp_path: Path) -> Iterator[Bot]:
    """A copy of a built corpus with a document of its own."""
    opened = Bot.open(built, embedder=embedder)
    note = tmp_path / "note.md"
    note.write_text("# A note\n\nThe ferry to Leticia leaves at noon.\n", encoding="utf-8")
    opened.add(note)
    yield opened
    opened.close()


def rows(store: Store) -> list[object]:
    sources = store.sources("us-colombia")
    return [sources, [store.passages(source) for source in sources]]


def test_what_was_lost_is_back_without_embedding_again(corpus: Bot, embedder: Embedder, tmp_path: Path) -> None:
    counts = backup(corpus.store, tmp_path / "kept.db")
    assert counts["sources"] == 2
    assert counts["vectors"] > 0
    embedded: list[int] = []

    def count(batches, total, _what):
        embedded.append(total)
        return batches

    fresh = Settings(data_dir=tmp_path / "fresh")
    store = Store.of(fresh)
    assert restore(store, tmp_path / "kept.db") == counts
    assert rows(store) == rows(corpus.store)
    store.close()
    again = Bot.open(fresh, count, embedder)
    assert sum(embedded) == 0
    assert "noon" in again.ask("When does the ferry to Leticia leave?").text
    again.close()


def test_nothing_is_overwritten_unless_it_is_said(corpus: Bot, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    backup(corpus.store, kept)
    with pytest.raises(StoreError, match="there already"):
        backup(corpus.store, kept)
    with pytest.raises(StoreError, match="--replace"):
        restore(corpus.store, kept)
    corpus.remove(next(source.id for source in corpus.sources() if source.title == "A note"))
    restore(corpus.store, kept, replace=True)
    corpus.refresh()
    assert "noon" in corpus.ask("When does the ferry to Leticia leave?").text


def test_a_damaged_backup_changes_nothing(corpus: Bot, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    backup(corpus.store, kept)
    before = rows(corpus.store)
    data = bytearray(kept.read_bytes())
    data[40_000 : len(data) - 40_000] = b"\xff" * (len(data) - 80_000)
    kept.write_bytes(data)
    with pytest.raises(StoreError):
        restore(corpus.store, kept, replace=True)
    (tmp_path / "text.db").write_text("not a database at all, only words")
    with pytest.raises(StoreError):
        restore(corpus.store, tmp_path / "text.db", replace=True)
    with pytest.raises(StoreError, match="not there"):
        restore(corpus.store, tmp_path / "nowhere.db")
    assert rows(corpus.store) == before


def test_it_is_of_one_moment_while_documents_are_added(corpus: Bot, tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def asking() -> None:
        try:
            for _ in range(5):
                assert "163,000" in corpus.ask(QUESTION).text
        except AssertionError as error:
            failed.append(error)

    thread = threading.Thread(target=asking)
    thread.start()
    backup(corpus.store, tmp_path / "kept.db")
    thread.join()
    assert not failed


@pytest.mark.xdist_group("postgres")
def test_it_moves_to_a_postgresql_and_back(corpus: Bot, database: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    counts = backup(corpus.store, kept)
    server = Store.of(Settings(data_dir=tmp_path / "pg", database_url=SecretStr(database)))
    assert restore(server, kept) == counts
    assert rows(server) == rows(corpus.store)
    assert backup(server, tmp_path / "again.db") == counts
    server.close()
    other = Store(tmp_path / "other" / "corpus.db")
    restore(other, tmp_path / "again.db")
    assert rows(other) == rows(corpus.store)
    other.close()
