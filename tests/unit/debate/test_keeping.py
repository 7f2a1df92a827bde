"""Rounds that last: JSON without loss, kept, listed, renamed, deleted; what is no round is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from staging import answer, held, point

from bot.bot import Bot
from bot.debate.debating import Debating
from bot.debate.formats import load_format
from bot.debate.keeping import Keeper, from_json, to_json
from bot.debate.model import Round
from bot.errors import RoundError
from bot.sources.store import Store


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    store = Store(tmp_path / "corpus.db")
    yield Keeper(store.engine, "us-colombia")
    store.engine.dispose()


@pytest.fixture(scope="module")
def steps(bot: Bot) -> list[Round]:
    """A short round in which a person typed a speech, as it was after each step."""
    debating = Debating(bot)
    one = debating.begin(load_format("short"), "negative", 1)
    found = [one]
    while (waits := debating.waits_for(one)) is not None:
        one = (
            debating.step(one)
            if waits == "bot"
            else debating.hear(one, "Production fell by 2012. “Quotes” \\ & <b>ü</b>")
        )
        found.append(one)
    return found


def test_json_holds_every_step_without_loss(steps: list[Round]) -> None:
    assert len(steps) > 10
    for one in steps:
        assert from_json(to_json(one)) == one


def test_rounds_are_kept_listed_renamed_and_deleted(keeper: Keeper, steps: list[Round]) -> None:
    for one in steps:
        keeper.save(one)
        assert keeper.open(one.id) == one
    keeper.save(replace(steps[3], id="other", title="Another", changed="2020-01-01T00:00:00+00:00"))
    assert [entry.id for entry in keeper.entries()] == [steps[-1].id, "other"]
    assert keeper.rename("other", "  Finals,\n room 4 ").title == "Finals, room 4"
    assert [entry.title for entry in keeper.entries()][1] == "Finals, room 4"
    assert keeper.open("other").points == steps[3].points
    assert keeper.delete("other")
    assert not keeper.delete("other")
    assert [entry.id for entry in keeper.entries()] == [steps[-1].id]


def test_another_topics_rounds_are_not_listed(keeper: Keeper) -> None:
    keeper.save(replace(held([]), topic="elsewhere"))
    assert keeper.entries() == []


def test_faults_are_said(keeper: Keeper) -> None:
    keeper.save(held([]))
    with pytest.raises(RoundError, match=r"no round 'nothing'\. There: r1"):
        keeper.open("nothing")
    with pytest.raises(RoundError, match="no round 'nothing'"):
        keeper.rename("nothing", "x")
    with pytest.raises(RoundError, match="needs a title"):
        keeper.rename("r1", " ")


AC1 = point("AC.1", "affirmative")
SOUND = json.loads(to_json(held([AC1, answer("NC.1", "negative", AC1)])))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("lectern_round"), "lectern_round"),
        (lambda data: data.update(lectern_round=99), "lectern_round"),
        (lambda data: data.pop("format"), "format"),
        (lambda data: data["points"][0].update(stance="pro"), r"points\.0\.stance"),
        (lambda data: data["points"][1].update(answers="AC.9"), r"'NC\.1' .* refers to 'AC\.9'"),
        (lambda data: data["points"][1].update(row="ZZ.1"), r"stands in no row: 'ZZ\.1'"),
        (lambda data: data["speeches"][0].update(slot="5AR"), "'5AR'"),
        (lambda data: data.update(speeches="none"), "speeches"),
    ],
)
def test_json_that_is_no_round_is_refused_with_its_place(change, message: str) -> None:
    data = json.loads(json.dumps(SOUND))
    change(data)
    with pytest.raises(RoundError, match=message):
        from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '{"title": "a playlist"}'])
def test_what_is_no_json_of_a_round_is_refused(text: str) -> None:
    with pytest.raises(RoundError, match="not a round of Lectern"):
        from_json(text)
