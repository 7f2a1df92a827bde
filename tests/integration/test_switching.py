"""Switching the topic: answers under way end over the old one, two at once are safe, rounds stay with their topic."""

from __future__ import annotations

import gc
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import LecternError, RoundError, TopicError
from bot.search import leases
from bot.settings import Settings
from bot.ui.debate.moves import Moves
from bot.ui.debate.room import Room
from bot.ui.limiting import Rate
from bot.ui.warming import Warming

HERE: Any = SimpleNamespace(
    client=SimpleNamespace(host="127.0.0.1"), headers={"host": "127.0.0.1"}, username=None, session_hash="here"
)
LONG = 120.0


@pytest.fixture(scope="module")
def warming(built_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warming]:
    """The two sample topics over one data folder, one of them open."""
    data = tmp_path_factory.mktemp("switching") / "data"
    shutil.copytree(built_samples, data)
    made = Warming(Settings(data_dir=data, topic="river"))
    made.start()
    assert made.wait(LONG)
    yield made
    made.bot().close()


def opened(warming: Warming, topic: str) -> None:
    warming.switch(topic)
    assert warming.wait(LONG)
    assert warming.bot().topic.id == topic == warming.topic.id == warming.settings.topic


def ended(condition: Any) -> bool:
    """Whether something comes true within a few seconds; what is let go of is collected meanwhile."""
    until = time.monotonic() + 20
    while not condition() and time.monotonic() < until:
        gc.collect()
        time.sleep(0.05)
    return bool(condition())


def test_what_is_asked_before_a_switch_is_answered_after_it_and_then_let_go(warming: Warming) -> None:
    opened(warming, "river")
    bot = warming.bot()
    embedder = bot.embedder
    events = bot.stream("What does Danso want?")
    folder = bot._index.generation.folder  # type: ignore[union-attr]
    next(events)
    opened(warming, "wards")
    assert not leases.free(folder)
    assert "Danso" in list(events)[-1].answer.text  # type: ignore[union-attr]
    assert "Danso" in bot.ask("What does Danso want?").text
    assert not bot.refresh()
    assert warming.bot().embedder is embedder
    del bot, events
    assert ended(lambda: leases.free(folder))


def test_switches_at_the_same_time_end_with_one_topic_whole(warming: Warming) -> None:
    failed: list[Exception] = []

    def switch(name: str) -> None:
        try:
            warming.switch(name)
        except LecternError as error:
            failed.append(error)

    threads = [threading.Thread(target=switch, args=(name,)) for name in ["river", "wards"] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert warming.wait(LONG)
    bot = warming.bot()
    assert bot.topic.id == warming.topic.id == warming.settings.topic
    asked = {"river": ("What does Danso want?", "Danso"), "wards": ("What does Renner argue?", "Renner")}
    question, word = asked[bot.topic.id]
    assert word in bot.ask(question).text
    watching = [thread for thread in threading.enumerate() if thread.name == "lectern-watching"]
    assert ended(lambda: sum(thread.is_alive() for thread in watching) <= 1)


def test_a_topic_that_cannot_be_read_leaves_the_open_one(warming: Warming) -> None:
    before, mark = warming.bot(), warming.mark
    with pytest.raises(TopicError, match="no topic 'nowhere'"):
        warming.switch("nowhere")
    assert warming.bot() is before
    assert warming.mark == mark


def test_a_round_is_not_moved_on_in_another_topic(warming: Warming) -> None:
    opened(warming, "river")
    room = Room(warming)
    held = room.begin("short", None, None, "strong", 0, 150, HERE)
    held = room.kept(room.debating_of(held).step(held), HERE)
    opened(warming, "wards")
    assert room.waits_for(held) is None
    for move in (
        lambda: room.debating_of(held),
        lambda: room.kept(held, HERE),
        lambda: room.again(held, HERE),
        lambda: room.due(held, "affirmative"),
        lambda: room.keeper(HERE).open(held.id),
    ):
        with pytest.raises(RoundError, match=r"is on the topic 'river', and open is 'wards'.*LECTERN_TOPIC"):
            move()
    assert room.keeper(HERE).entries() == []
    own = room.begin("short", None, None, "strong", 0, 150, HERE)
    assert room.debating_of(own).step(own).speeches
    opened(warming, "river")
    assert room.keeper(HERE).open(held.id) == held
    assert room.debating_of(held).step(held).speeches[:1] == held.speeches


def test_moves_in_a_debate_count_as_questions(warming: Warming, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(warming, "river")
    told: list[str] = []

    def show(_request: Any, held: Any, failed: str = "", **_how: Any) -> dict[Any, Any]:
        told.append(failed)
        return {"held": held}

    moves = Moves(Room(warming), show)
    monkeypatch.setattr(warming, "rate", Rate(2))
    shown = list(moves.begin(None, "affirmative", "short", "affirmative", "strong", 0, 150, HERE))
    held = shown[-1]["held"]
    assert [*moves.deliver(held, "Releases must be fixed for each month, for the fields dry out.", HERE)]
    assert not any(told)
    for move in (
        moves.deliver(held, "And the delta turns to salt.", HERE),
        moves.skip(held, HERE),
        moves.step(held, HERE),
        moves.again(held, HERE),
        moves.begin(held, "watch", "short", "affirmative", "strong", 0, 150, HERE),
    ):
        assert list(move)[-1]["held"] is held
        assert "More than 2 questions within a minute: try again in" in told[-1]
