"""Drills: what is there is quoted back in one's own words, what is missing is named, a good try scores all."""

from __future__ import annotations

import pytest

from bot.bot import Bot
from bot.debate.debating import Debating
from bot.debate.drills import Driller, Kind, Scored
from bot.errors import RoundError

GOOD = {
    "answer": (
        "On {rival}: no link, because it would be so under either policy. Also on {rival}: outweighed, since "
        "production will persist as long as its root causes go unaddressed."
    ),
    "extend": (
        "Extend {own}, because that is the reason why clearing a field changes nothing. On {against}: that is "
        "not true, since it says only how long something may work."
    ),
    "weigh": "{Own} outweighs {rival}, because it lasts longer and comes first.",
}


@pytest.fixture(scope="module")
def driller(bot: Bot) -> Driller:
    return Driller(Debating(bot))


def tried(driller: Driller, kind: Kind, side: str, text: str, number: int = 0) -> Scored:
    task = driller.task(kind, side, number)
    bank = driller._debating.bank
    own = task.about[0].label if kind != "answer" else ""
    against = next((one.label for one in bank.answers_to(task.about[0].id)), "")
    rival = task.about[-1].label
    said = text.format(own=own, Own=own[:1].upper() + own[1:], rival=rival, against=against)
    return driller.score(task, said)


@pytest.mark.parametrize("side", ["bogota", "washington"])
@pytest.mark.parametrize("kind", ["answer", "extend", "weigh"])
def test_a_good_try_has_all_of_it_and_an_idle_one_nothing(driller: Driller, kind: Kind, side: str) -> None:
    for number in range(3):
        good = tried(driller, kind, side, GOOD[kind], number)
        lacking = {check.name: check.words for check in good.checks if not check.good}
        assert set(lacking) <= {"evidence"}, (number, lacking)
        idle = tried(driller, kind, side, "The weather was fine on Sunday.", number)
        assert [check.name for check in idle.checks if check.good] == ["two minutes"]


def test_what_is_there_is_quoted_and_what_is_missing_says_what_to_do(driller: Driller) -> None:
    scored = tried(driller, "answer", "bogota", "On {rival}: no link.")
    said = {check.name: (check.good, check.words) for check in scored.checks}
    assert said["reaches it"][0]
    assert "no link" in said["reaches it"][1]
    assert said["a kind of answer"] == (True, "you made: no link")
    assert said["a reason"] == (False, "say why: because, therefore, so that")
    assert not said["two ways"][0]
    assert scored.models


def test_each_drill_comes_round_and_is_about_another_argument(driller: Driller) -> None:
    labels = [driller.task("answer", "bogota", number).about[0].label for number in range(9)]
    assert len(set(labels[:8])) == 8
    assert labels[8] == labels[0]
    with pytest.raises(RoundError, match="no side 'paris'"):
        driller.task("answer", "paris", 0)


def test_a_card_is_cut_word_for_word_and_fairly(driller: Driller) -> None:
    task = driller.task("cut", "washington", 0)
    carried = task.about[0].sentences[0].text
    assert carried in task.paragraph
    whole = driller.score(task, carried)
    assert whole.good == len(whole.checks), whole.checks
    changed = driller.score(task, carried.replace("fell", "collapsed"))
    assert [check.name for check in changed.checks if check.good] == ["short"]
    assert "does not stand there so" in changed.checks[0].words
    part = driller.score(task, "The aligned policies of the United States and Colombia had visible results")
    assert {check.name: check.good for check in part.checks}["word for word"]
    assert not {check.name: check.good for check in part.checks}["carries the tag"]
