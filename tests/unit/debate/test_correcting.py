"""Corrections of the flow by hand: labels, links and rows move together, and nothing comes to hang in the air."""

from __future__ import annotations

import pytest
from staging import answer, extension, held, point

from bot.debate.correcting import relabel, relink, unflow
from bot.debate.flow import status
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
