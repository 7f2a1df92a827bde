"""Coming back each day: what was dropped is learnt first, a speech is done again, and progress is over whole rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.bot import Bot
from bot.debate.coaching import Coach
from bot.debate.debating import Debating
from bot.debate.drills import Driller
from bot.debate.flow import must_answer
from bot.debate.formats import DEFAULT, load_format
from bot.debate.keeping import Keeper
from bot.debate.learning import Learning, dropped
from bot.debate.model import Round
from bot.debate.progress import results, weakest
from bot.debate.redoing import before, own_speeches, redo
from bot.debate.rubric import LINES
from bot.errors import RoundError
from bot.sources.database import open_database


@pytest.fixture(scope="module")
def debating(bot: Bot) -> Debating:
    return Debating(bot)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(tmp_path / "learnt.sqlite")


def played(debating: Debating, said: str = "The weather was fine on Sunday.", seed: int = 1) -> Round:
    """A round in which a person says the same in each speech."""
    held = debating.begin(load_format(DEFAULT), "negative", seed)
    while held.next_slot is not None:
        if debating.waits_for(held) == "user":
            held = debating.hear(held, said if held.next_slot.speech else "I cannot say.")
        else:
            held = debating.step(held)
    return held


@pytest.fixture(scope="module")
def idle(debating: Debating) -> Round:
    return played(debating)


def test_what_was_dropped_in_a_round_comes_first(debating: Debating, idle: Round, engine: Engine) -> None:
    learning = Learning(engine, debating.topic.id)
    side = idle.side("negative")
    lost = dropped([idle], side)
    assert lost
    assert not dropped([idle], idle.side("affirmative"))
    lessons = learning.lessons(debating.bank, side, [idle])
    first = [one for one in lessons if one.dropped]
    assert lessons[: len(first)] == first
    assert {one.node.id for one in first} <= set(lost)
    assert all(one.node.side != side for one in lessons)
    assert all(not one.dropped for one in learning.lessons(debating.bank, side, []))
    twice = learning.lessons(debating.bank, side, [idle, idle])
    assert twice[0].dropped == 2


def test_a_good_answer_comes_later_than_a_bad_one_and_a_second_try_changes_nothing(
    debating: Debating, engine: Engine
) -> None:
    learning, now = Learning(engine, debating.topic.id), datetime.now(UTC)
    good, bad = (learning.graded(node, share) for node, share in (("a-roots", 1.0), ("a-livelihoods", 0.2)))
    assert bad - now < timedelta(minutes=5)
    assert good - now > timedelta(days=1)
    assert learning.graded("a-roots", 0.0) == good
    side = next(one.id for one in debating.topic.sides if one.id != debating.bank.by_id["a-roots"].side)
    lessons = learning.lessons(debating.bank, side, [])
    assert [one.node.id for one in lessons if not one.is_due(now)][-2:] == ["a-livelihoods", "a-roots"]
    assert lessons[0].due is None
    somebody = Learning(engine, debating.topic.id, owner="somebody else").lessons(debating.bank, side, [])
    assert all(one.due is None for one in somebody)


def test_every_lesson_has_a_drill(debating: Debating, idle: Round, engine: Engine) -> None:
    driller = Driller(debating)
    for stance in ("affirmative", "negative"):
        side = idle.side(stance)
        for lesson in Learning(engine, debating.topic.id).lessons(debating.bank, side, [idle]):
            task = driller.lesson(side, lesson.node)
            assert lesson.node.claim in task.said
            assert task.slot.stance == stance


def test_a_speech_is_done_again_over_the_same_flow(debating: Debating, idle: Round) -> None:
    coach = Coach(debating)
    slots = [one.slot for one in own_speeches(idle)]
    assert slots == [one.id for one in idle.format.slots if one.speech and one.stance == "negative"]
    then = before(idle, slots[0])
    due = must_answer(then, "negative")
    better = " ".join(f"On {one.label}: no link, because it would be so under either policy." for one in due)
    again = redo(coach, idle, slots[0], better)
    assert [(was, now) for _, was, now in again.due] == [(False, True)] * len(due)
    assert again.before.words < again.after.words
    same = redo(coach, idle, slots[0], own_speeches(idle)[0].typed)
    assert same.before == same.after
    with pytest.raises(RoundError, match="no speech of yours"):
        redo(coach, idle, "AC", "More")


def test_progress_is_over_finished_rounds_against_lectern(debating: Debating, idle: Round) -> None:
    begun = debating.begin(load_format(DEFAULT), "negative", 1)
    alone = replace(idle, players=("bot", "bot"))
    later = replace(played(debating, "Extend root causes, because nothing else lasts."), created="9999-01-01")
    there = results([later, begun, alone, idle])
    assert [one.title for one in there] == [idle.title, later.title]
    assert all(len(one.shares) == len(LINES) and all(0 <= share <= 1 for share in one.shares) for one in there)
    assert weakest(there) in {name for name, _, _ in LINES}


def test_kept_rounds_are_read_the_latest_first_and_as_many_as_asked(idle: Round, engine: Engine) -> None:
    keeper = Keeper(engine, idle.topic)
    for number in range(3):
        keeper.save(replace(idle, id=f"r{number}", changed=f"2026-0{number + 1}-01"))
    assert [one.id for one in keeper.rounds(2)] == ["r2", "r1"]
