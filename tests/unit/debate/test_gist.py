"""What of a reported sentence is the claim, read off its surface."""

from __future__ import annotations

import pytest

from bot.debate import gist


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Estmark's position is that food comes before power.", "food comes before power"),
        ("Its president, Grace Adeyemi, argues that a limit that can be bent is no limit.", "a limit that can be bent is no limit"),
        ("According to the ministry, the turbines replaced four million tons of coal.", "the turbines replaced four million tons of coal"),
        ("The employers also warn that the law would cost 900 million a year.", "the law would cost 900 million a year"),
        ("“Every exception becomes the rule by Friday,” Adeyemi told a hearing.", "Every exception becomes the rule by Friday"),
        ("Brandt says that the dams “store what the country burns.”", "the dams “store what the country burns.”"),
        ("Norvale rejects a joint office.", "Norvale rejects a joint office"),
        ("She denies that the law works.", "She denies that the law works"),
    ],
)  # fmt: skip
def test_the_claim_without_who_makes_it(text: str, clause: str) -> None:
    assert gist.clause(text) == clause


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Estmark's position is that food comes before power.", "“food comes before power”"),
        ("The Alliance, which speaks for 62,000 nurses, proposes a limit of five.", "“The Alliance … proposes a limit of five”"),
        ("The Alliance claims that the law pays for itself, because fewer nurses leave their wards.", "“the law pays for itself”"),
        ("Renner argues that a computer can now predict by noon how many hands a ward will need.", "“a computer can now predict by noon how many…”"),
    ],
)  # fmt: skip
def test_labels_are_the_beginning_of_the_claim(text: str, label: str) -> None:
    assert gist.label(text).replace("…”", "”") == label.replace("…”", "”")


def test_reasons_support_and_doubt() -> None:
    assert gist.reason("The law pays, because fewer nurses leave their wards.") == "fewer nurses leave their wards"
    assert gist.reason("The law pays for itself.") == ""
    assert gist.supports("It says that deaths fell there by 13 percent.")
    assert not gist.supports("The government also demands 310 million crowns.")
    assert not gist.supports("They want 310 million crowns.")
    assert gist.stands("The union points to a state on the coast that passed such a law.")
    assert not gist.stands("It has promised to shut its last coal plant by 2029.")
    assert gist.faults("Norvale's case ignores what the drought has done.")
    assert not gist.faults("Norvale runs six dams on the river.")
