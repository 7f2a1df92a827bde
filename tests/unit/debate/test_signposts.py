"""Names on a flow: labels whole and in part, cells, and what is done with them."""

from __future__ import annotations

import pytest
from staging import point

from bot.debate.cues import folded
from bot.debate.signposts import BARE, SAID, SURE, Names

POINTS = [
    point("AC.1", "affirmative", label="rural clinics"),
    point("AC.2", "affirmative", label="trade"),
    point("NC.1", "negative", label="the harbour record"),
    point("NC.2", "negative", label="what it costs"),
]
NAMES = Names(POINTS)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("On rural clinics, no link.", "AC.1"),
        ("Off the harbour record: it is old.", "NC.1"),
        ("Rural clinics. No warrant.", "AC.1"),
        ("Next, their record.", "NC.1"),
        ("On the record, so what?", "NC.1"),
        ("On what it costs: nobody has counted.", "NC.2"),
        ("NC 2, no impact.", "NC.2"),
        ("1AC.1 was never proved.", "AC.1"),
        ("As for the rural-clinics debate, it is about money.", "AC.1"),
    ],
)
def test_a_signpost_is_found_by_the_label_or_the_cell(sentence: str, wanted: str) -> None:
    found = NAMES.opening(folded(sentence))
    assert found is not None
    assert found.points[0].id == wanted
    assert found.strength == SURE


@pytest.mark.parametrize(
    "sentence",
    [
        "On trade deals with the islands, nothing was read.", "The harbour is full of ships.", "Trade helps farmers.",
        "In the record year of 2011 it rained.", "Costs rise everywhere.", "On paper this works.",
    ],
)  # fmt: skip
def test_words_that_a_label_shares_are_no_signpost(sentence: str) -> None:
    assert NAMES.opening(folded(sentence)) is None


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Extend rural clinics.", "extend"), ("I concede the harbour record.", "grant"),
        ("I do not carry trade any further.", "grant"), ("They dropped rural clinics entirely.", "left"),
        ("Rural clinics outweighs the harbour record.", "weigh"), ("I'll give you the harbour record.", "grant"),
        ("On trade, no link.", ""),
    ],
)  # fmt: skip
def test_what_is_done_with_a_name(sentence: str, verb: str) -> None:
    assert NAMES.mentions(folded(sentence))[0].verb == verb


def test_a_name_in_passing_is_weaker_than_a_signpost_and_says_whose_it_is() -> None:
    said = NAMES.mentions(folded("It fails because their trade argument needs a buyer."))
    assert [(one.points[0].id, one.strength, one.whose) for one in said] == [("AC.2", SAID, "theirs")]
    bare = NAMES.mentions(folded("Nobody who lives beside rural clinics has moved."))
    assert [one.strength for one in bare] == [BARE]
