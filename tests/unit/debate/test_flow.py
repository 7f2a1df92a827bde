"""The flow by rule: open, answered, dropped, conceded, last word; who owes what; what is carried."""

from __future__ import annotations

from dataclasses import replace

import pytest
from staging import answer, extension, held, point

from bot.debate.flow import alive, extended_in, in_order, must_answer, reply_slots, rows, status

AC1 = point("AC.1", "affirmative")
AC2 = point("AC.2", "affirmative")
NC1 = point("NC.1", "negative")
NC2 = answer("NC.2", "negative", AC1)


def test_open_until_every_chance_is_gone() -> None:
    assert status(held([AC1], "AC"), AC1) == "open"
    assert status(held([AC1], "CX1"), AC1) == "open"
    assert status(held([AC1], "NC"), AC1) == "dropped"
    assert status(held([AC1, NC2], "NC"), AC1) == "answered"


@pytest.mark.parametrize("role", ["answer", "comparison"])
def test_an_answer_or_a_comparison_meets_a_point(role: str) -> None:
    assert status(held([AC1, answer("NC.2", "negative", AC1, role)], "NC"), AC1) == "answered"


def test_a_concession_goes_before_an_answer() -> None:
    conceded = answer("NC.3", "negative", AC1, "concession")
    assert status(held([AC1, conceded], "NC"), AC1) == "conceded"
    assert status(held([AC1, NC2, conceded], "NC"), AC1) == "conceded"


def test_late_and_copied_answers_meet_nothing() -> None:
    for flaw in ({"late": True}, {"copied": True}):
        assert status(held([AC1, replace(NC2, **flaw)], "NC"), AC1) == "dropped"


def test_the_last_speech_has_the_last_word() -> None:
    last = answer("2AR.1", "affirmative", NC1)
    assert status(held([NC1, last]), last) == "last word"
    assert reply_slots(held([]), last) == []


def test_in_the_negative_block_either_speech_may_answer() -> None:
    point_2ac = point("2AC.1", "affirmative")
    one = held([point_2ac], "2NC", "policy")
    assert [slot.id for slot in reply_slots(one, point_2ac)] == ["2NC", "1NR"]
    assert status(one, point_2ac) == "open"
    assert must_answer(held([point_2ac], "CX4", "policy"), "negative") == [point_2ac]
    assert status(held([point_2ac], "1NR", "policy"), point_2ac) == "dropped"
    met = answer("1NR.1", "negative", point_2ac)
    assert status(held([point_2ac, met], "1NR", "policy"), point_2ac) == "answered"
    # What the block says is the 1AR's alone to meet, the 1NR's as well as the 2NC's.
    for said in (point("2NC.1", "negative"), met):
        assert [slot.id for slot in reply_slots(one, said)] == ["1AR"]
    assert [slot.id for slot in reply_slots(one, point("1AR.1", "affirmative"))] == ["2NR"]


def test_what_must_be_answered_stands_in_the_order_of_the_rows() -> None:
    reply = answer("1AR.1", "affirmative", NC2)
    assert must_answer(held([AC1, AC2, NC1, NC2], "CX2"), "affirmative") == [NC2, NC1]
    assert must_answer(held([AC1, AC2, NC1, NC2, reply], "1AR"), "affirmative") == []
    assert must_answer(held([AC1, AC2, NC1, NC2, reply], "1AR"), "negative") == [reply]
    assert must_answer(held([AC1, AC2, NC1, NC2], "1AR"), "affirmative") == []


def test_late_and_copied_arguments_open_no_row_and_ask_for_no_reply() -> None:
    late, copied = replace(AC1, late=True), replace(AC2, copied=True)
    one = held([late, copied], "AC")
    assert rows(one) == []
    assert must_answer(one, "negative") == []


def test_comparisons_extensions_and_admissions_ask_for_no_reply() -> None:
    said = [
        AC1, answer("NC.1", "negative", AC1, "comparison"), extension("1AR.1", AC1),
        replace(point("CX1.1", "affirmative", "admission"), answers="AC.1", row="AC.1"),
    ]  # fmt: skip
    assert must_answer(held(said, "1AR"), "affirmative") == []
    assert must_answer(held(said, "1AR"), "negative") == []


def test_a_row_lives_while_its_side_carries_it() -> None:
    assert alive(held([AC1], "NC"), AC1)
    assert not alive(held([AC1], "1AR"), AC1)
    carried = extension("1AR.1", AC1)
    assert alive(held([AC1, carried], "1AR"), AC1)
    assert extended_in(held([AC1, carried], "1AR"), AC1) == ["1AR"]
    assert not alive(held([AC1, carried]), AC1)
    assert alive(held([AC1, carried, extension("2AR.1", AC1, "weighing")]), AC1)


def test_points_are_ordered_by_row() -> None:
    one = held([AC1, AC2, NC1, NC2])
    assert [each.id for each in in_order(one, [NC1, NC2, AC2, AC1])] == ["AC.1", "NC.2", "AC.2", "NC.1"]
