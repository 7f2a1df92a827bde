"""A typed speech comes apart into units whose cues are those that a reader would give."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.debate.splitting import MOST_WORDS, Unit, split

PATH = Path(__file__).resolve().parents[2] / "data" / "debate-speeches.yaml"
SPEECHES = yaml.safe_load(PATH.read_text(encoding="utf-8"))
FLOORS = {False: 0.95, True: 0.8}
"""The least share of right cues and beginnings: for the speeches that shaped the patterns, and for those held out."""
FLOORS_OF_REST = {False: 0.95, True: 0.66}
"""Likewise of what a unit refers to, denies and turns."""


@dataclass(frozen=True, slots=True)
class Judged:
    cue: bool
    begins: bool
    rest: tuple[bool, ...]
    said: str


def judged(speech: dict[str, Any]) -> list[Judged]:
    """Each labelled unit beside the unit found that shares most of its characters."""
    joint, at, rows = speech.get("joint", " "), 0, []
    raw = joint.join(unit["text"] for unit in speech["units"])
    found = split(raw)
    for unit in speech["units"]:
        end = at + len(unit["text"])
        best: Unit = max(found, key=lambda one, a=at, b=end: min(one.end, b) - max(one.start, a))
        begins = any(at <= one.start <= at + (end - at) // 3 for one in found)
        rest = tuple(
            getattr(best, name) == unit[name]
            if name != "refers_words"
            else unit[name].lower() in best.refers_words.lower()
            for name in ("refers_to", "refers_words", "denies", "turns")
            if name in unit
        )
        said = f"{best.cue} {best.refers_to} {best.refers_words!r} {best.denies} {best.turns}: {unit}"
        rows.append(Judged(best.cue == unit["cue"], begins, rest, said))
        at = end + len(joint)
    return rows


@pytest.mark.parametrize("held_out", [False, True])
def test_cues_of_labelled_speeches(held_out: bool) -> None:
    rows = [row for one in SPEECHES if one.get("held_out", False) is held_out for row in judged(one)]
    wrong = [row.said for row in rows if not row.cue]
    assert 1 - len(wrong) / len(rows) >= FLOORS[held_out], "\n".join(wrong)
    apart = [row.said for row in rows if not row.begins]
    assert 1 - len(apart) / len(rows) >= FLOORS[held_out], "\n".join(apart)
    rest = [(right, row.said) for row in rows for right in row.rest]
    assert sum(right for right, _ in rest) / len(rest) >= FLOORS_OF_REST[held_out], "\n".join(
        s for ok, s in rest if not ok
    )


def test_what_a_unit_says_of_itself() -> None:
    unit = split('On their second point: they wrote "a total success in every province", which is not true.')[0]
    assert (unit.cue, unit.refers_to, unit.denies) == ("answer", 2, True)
    assert unit.quotes == ("a total success in every province",)
    assert split("Trade helps farmers because it pays.")[0].refers_to is None
    assert split("In turn, growers turn to maize.")[0].turns is False


def test_reasons_stay_with_their_claim_and_items_do_not() -> None:
    assert len(split("Trade matters. This is because farmers need markets. Therefore tariffs hurt them.")) == 1
    assert [unit.text for unit in split("1) Trade helps. 2) Aid helps 3) Roads help")] == [
        "Trade helps.", "Aid helps", "Roads help",
    ]  # fmt: skip
    quoted = split('The author says "Coca fell. Then it rose. Nobody knows why." I agree that it rose.')
    assert [unit.cue for unit in quoted] == ["argument", "concession"]


@pytest.mark.parametrize("speech", ["", "  \n\t ", "\u200b"])
def test_nothing_typed(speech: str) -> None:
    assert all(unit.cue == "empty_talk" for unit in split(speech))
    assert len(split(speech)) == (1 if speech == "\u200b" else 0)


def test_five_thousand_words() -> None:
    sentence = "Rural roads bring maize to market number {}, because a truck can pass."
    speech = " ".join(sentence.format(at) for at in range(420))
    units = split(speech)
    assert " ".join(unit.text for unit in units) == speech
    assert max(len(unit.text.split()) for unit in units) <= MOST_WORDS
    assert {unit.cue for unit in units} == {"argument"}


@pytest.mark.parametrize("piece", ["“a ", '"', "<script>", "[a](", "- a\n", "'a ", "they say ", "\u200b*_`", "a"])
def test_no_text_takes_for_ever(piece: str) -> None:
    """Were a pattern or the library to look at the text again from each place, this would take hours, not seconds."""
    units = split(piece * (40_000 // len(piece)))
    assert len(units) < 20_000


@given(st.text(alphabet=st.sampled_from("ab .,!?\"“”‘’'<>&;*_`#-1)\n\u200b é中"), max_size=200))
def test_offsets_lie_in_the_speech_in_order(speech: str) -> None:
    at = 0
    for unit in split(speech):
        assert at <= unit.start < unit.end <= len(speech)
        at = unit.end
        assert unit.text
        assert unit.text == " ".join(unit.text.split())
