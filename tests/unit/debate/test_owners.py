"""Kept rounds have owners: nobody lists, opens, changes or deletes another's, and old ones are the local user's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from staging import held

from bot.debate.keeping import Keeper, to_json
from bot.errors import RoundError
from bot.sources import database
from bot.sources.database import open_database
from bot.sources.store import Store
from bot.ui.owners import LOCAL, Owners


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "corpus.db")
    yield made
    made.engine.dispose()


def request(page: str = "page", host: str = "203.0.113.5", user: str | None = None) -> Any:
    headers = {"host": "127.0.0.1:7860"}
    return SimpleNamespace(client=SimpleNamespace(host=host), headers=headers, username=user, session_hash=page)


def test_each_owner_has_their_own_rounds(store: Store) -> None:
    ana, ben, here = (Keeper(store.engine, "us-colombia", owner) for owner in ("login:a", "login:b", LOCAL))
    mine = replace(held([]), topic="us-colombia", title="Ana's")
    ana.save(mine)
    assert [entry.id for entry in ana.entries()] == [mine.id]
    for other in (ben, here):
        assert other.entries() == []
        with pytest.raises(RoundError, match="There is no round"):
            other.open(mine.id)
        with pytest.raises(RoundError, match="There is no round"):
            other.rename(mine.id, "Stolen")
        assert not other.delete(mine.id)
        with pytest.raises(RoundError, match="somebody else's"):
            other.save(replace(mine, title="Stolen"))
        assert not other.free(mine.id)
    assert ana.open(mine.id) == mine
    assert ana.delete(mine.id)
    assert ben.free(mine.id)


def test_who_owns_what() -> None:
    owners = Owners()
    word = owners.met("", request("one"))
    assert len(word) >= 20
    first = owners.of(request("one"))
    assert first.startswith("browser:")
    assert word not in first
    assert owners.met(word, request("two")) == word
    assert owners.of(request("two")) == first
    owners.met("", request("three"))
    assert owners.of(request("three")) not in (first, LOCAL)
    for bad in ("short", "x" * 201, None, 7, ["x" * 30]):
        assert owners.met(bad, request("four")) != bad
    owners.gone(request("one"))
    assert owners.of(request("one")).startswith("page:")
    assert owners.of(request("", user=None)) != owners.of(request("", user=None))
    assert owners.of(request("x", host="127.0.0.1")) == LOCAL
    logins = {owners.of(request("x", host, user)) for host in ("127.0.0.1", "10.0.0.9") for user in ("ana", "ben")}
    assert len(logins) == 2
    assert LOCAL not in logins


def test_rounds_of_the_schema_before_are_the_local_users(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    old = replace(held([]), topic="us-colombia")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "2")
        row = {"id": old.id, "topic": old.topic, "title": old.title, "changed": old.changed, "data": to_json(old)}
        connection.execute(text("INSERT INTO rounds VALUES (:id, :topic, :title, :changed, :data)"), row)
    engine.dispose()
    opened = open_database(path)
    assert Keeper(opened, "us-colombia").open(old.id) == old
    assert Keeper(opened, "us-colombia", "login:a").entries() == []
    with opened.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'index'")).scalars().all()
    assert {"rounds_by_owner", "ix_rounds_topic"} <= set(found)
    opened.dispose()
