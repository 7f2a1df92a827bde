"""Corrections of the flow by hand: labels, links and rows move together, and nothing comes to hang in the air."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from staging import answer, extension, held, point

from bot.debate.correcting import divide, place, relabel, relink, unflow
from bot.debate.flow import status
from bot.debate.keeping import from_json, to_json
from bot.debate.model import Block, Round, Speech
from bot.debate.opponent import SKILLS
from bot.errors import RoundError

AC1 = point("AC.1", "affirmative")
AC2 = point("AC.2", "affirmative")
NC1 = point("NC.1", "negative")
NC2 = answer("NC.2", "negative", AC1)
AR1 = answer("1AR.1", "affirmative", NC2)
ROUND = held([AC1, AC2, NC1, NC2, AR1])


def test_a_label_is_changed_and_the_change_is_kept() -> None:
    changed = relabel(ROUND, "NC.2", "  the short\nrun ")
    assert changed.point("NC.2").label == "the short run"
    assert changed.corrections == ("NC.2: label “the short run”",)
    assert len(relabel(ROUND, "NC.2", "x" * 500).point("NC.2").label) == 120


def test_what_hangs_on_a_point_moves_to_its_row() -> None:
    changed = relink(ROUND, "NC.2", "AC.2")
    assert [changed.point(key).row for key in ("NC.2", "1AR.1")] == ["AC.2", "AC.2"]
    assert status(changed, AC1) == "dropped"
    assert status(changed, AC2) == "answered"
    freed = relink(changed, "NC.2", "")
    assert freed.point("NC.2").role == "argument"
    assert [freed.point(key).row for key in ("NC.2", "1AR.1")] == ["NC.2", "NC.2"]
    assert len(freed.corrections) == 2


def test_an_argument_can_be_made_an_answer_with_all_that_it_carries() -> None:
    one = held([AC1, NC1, answer("1AR.1", "affirmative", NC1), extension("NR.1", NC1)])
    changed = relink(one, "NC.1", "AC.1")
    assert changed.point("NC.1").role == "answer"
    assert {changed.point(key).row for key in ("NC.1", "1AR.1", "NR.1")} == {"AC.1"}


def test_a_late_argument_becomes_an_answer_in_time() -> None:
    late = point("1AR.2", "affirmative", late=True)
    changed = relink(held([NC1, late]), "1AR.2", "NC.1")
    assert not changed.point("1AR.2").late
    assert status(changed, NC1) == "answered"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda: relabel(ROUND, "NC.2", "  "), "needs some words"),
        (lambda: relabel(ROUND, "XX.1", "x"), "no point 'XX.1'"),
        (lambda: relink(ROUND, "AC.1", "NC.2"), "was made after AC.1"),
        (lambda: relink(ROUND, "NC.2", "1AR.1"), "was made after NC.2"),
        (lambda: relink(ROUND, "NC.2", "NC.1"), "the same side"),
        (lambda: relink(ROUND, "NC.2", "NC.2"), "the same side"),
        (lambda: relink(ROUND, "NC.2", "ZZ.1"), "no point 'ZZ.1'"),
        (lambda: unflow(ROUND, "AC.1"), "NC.2, 1AR.1 refer to AC.1"),
        (lambda: unflow(ROUND, "ZZ.1"), "no point 'ZZ.1'"),
    ],
)
def test_what_would_break_the_flow_is_refused(change, message: str) -> None:
    with pytest.raises(RoundError, match=message):
        change()


def test_a_cycle_cannot_be_made_by_any_two_links() -> None:
    keys = [one.id for one in ROUND.points]
    for first in keys:
        for second in keys:
            for a, b in ((first, second), (second, first)):
                try:
                    changed = relink(relink(ROUND, a, b), b, a)
                except RoundError:
                    continue
                pytest.fail(f"{a} and {b} answer each other: {changed.corrections}")


def test_a_point_is_taken_off_the_flow() -> None:
    changed = unflow(ROUND, "1AR.1")
    assert "1AR.1" not in {one.id for one in changed.points}
    assert changed.corrections == ("1AR.1: off the flow",)
    assert status(changed, NC2) == "dropped"


def spoken(*stretches: tuple[str, str]) -> Round:
    """A round in which NEG has just given a speech of such stretches: words and the point that they make."""
    blocks = tuple(Block("typed", text, point=key) for text, key in stretches)
    points = [AC1, AC2, *(point(key, "negative") for key in dict.fromkeys(key for _, key in stretches) if key)]
    one = held(points)
    before = (Speech("AC", "affirmative", "bot"), Speech("CX1", "negative", "bot"))
    return replace(one, speeches=(*before, Speech("NC", "negative", "user", blocks)))


HEARD = replace(point("NC.9", "negative"), id="", row="")
SPOKEN = spoken(("First.", "NC.1"), ("Its reason.", "NC.1"), ("Thanks.", ""))


def blocks_of(one: Round) -> list[tuple[str, str]]:
    return [(block.text, block.point) for block in one.speeches[-1].blocks]


def test_a_stretch_becomes_an_answer_a_concession_an_extension_or_nothing() -> None:
    answered = place(SPOKEN, "NC", 0, "answer", "AC.1", HEARD)
    assert (answered.point("NC.1").role, answered.point("NC.1").row) == ("answer", "AC.1")
    granted = place(answered, "NC", 0, "concession", "AC.2", HEARD)
    assert (granted.point("NC.1").role, granted.point("NC.1").answers) == ("concession", "AC.2")
    assert status(granted, AC2) == "conceded"
    off = place(SPOKEN, "NC", 0, None, "", HEARD)
    assert "NC.1" not in [one.id for one in off.points]
    earlier = replace(SPOKEN, points=(point("1NC.1", "negative"), *SPOKEN.points))
    carried = place(earlier, "NC", 0, "extension", "1NC.1", HEARD).point("NC.1")
    assert (carried.role, carried.extends, carried.row) == ("extension", "1NC.1", "1NC.1")


def test_a_reason_or_what_was_off_the_flow_makes_a_point_of_its_own() -> None:
    made = place(SPOKEN, "NC", 1, "argument", "", HEARD)
    assert blocks_of(made) == [("First.", "NC.1"), ("Its reason.", "NC.2"), ("Thanks.", "")]
    assert made.point("NC.1").text == "First."
    assert made.point("NC.2").row == "NC.2"
    added = place(made, "NC", 2, "answer", "AC.2", HEARD)
    assert blocks_of(added)[2] == ("Thanks.", "NC.3")
    assert (added.point("NC.3").answers, added.point("NC.3").row) == ("AC.2", "AC.2")
    assert from_json(to_json(added)) == added


def test_a_reason_that_is_taken_off_leaves_its_point() -> None:
    off = place(SPOKEN, "NC", 1, None, "", HEARD)
    assert blocks_of(off) == [("First.", "NC.1"), ("Its reason.", ""), ("Thanks.", "")]
    assert off.point("NC.1")


def test_a_stretch_is_parted_where_a_person_says() -> None:
    one = spoken(("They drop it. We win.", "NC.1"), ("More.", "NC.1"))
    parted = divide(one, "NC", 0, 14, HEARD)
    assert blocks_of(parted) == [("They drop it.", "NC.1"), ("We win.", "NC.2"), ("More.", "NC.1")]
    assert parted.point("NC.1").text == "They drop it. More."
    assert from_json(to_json(parted)) == parted


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda: place(SPOKEN, "NC", 9, "argument", "", HEARD), "no stretch 9"),
        (lambda: place(SPOKEN, "AC", 0, "argument", "", HEARD), "no stretch 0 in AC"),
        (lambda: place(SPOKEN, "NC", 0, "answer", "XX.1", HEARD), "no point 'XX.1'"),
        (lambda: place(SPOKEN, "NC", 0, "extension", "AC.1", HEARD), "cannot be the extension of AC.1"),
        (lambda: place(SPOKEN, "NC", 0, "concession", "NC.1", HEARD), "cannot be the concession of NC.1"),
        (lambda: divide(SPOKEN, "NC", 0, 0, HEARD), "needs some words"),
        (lambda: divide(SPOKEN, "NC", 0, 99, HEARD), "needs some words"),
    ],
)
def test_what_cannot_be_is_refused(change: Callable[[], Round], message: str) -> None:
    with pytest.raises(RoundError, match=re.escape(message)):
        change()


def test_a_weaker_opponent_overlooks_points_in_turn() -> None:
    due = [point(f"NC.{number}", "negative") for number in range(1, 7)]
    met = {name: [one.id for one in skill.met(due)] for name, skill in SKILLS.items()}
    assert met["strong"] == [one.id for one in due]
    assert met["fair"] == ["NC.1", "NC.2", "NC.4", "NC.5"]
    assert met["gentle"] == ["NC.1", "NC.3", "NC.5"]
