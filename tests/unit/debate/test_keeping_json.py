"""Rounds as JSON: what goes out comes back, whatever people typed; what is no round is refused with the reason."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from holding import CARD, held
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.debate.keeping import from_json, to_json
from bot.debate.model import Block, Exchange, Note, Point, Round, Speech
from bot.errors import RoundError

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
BLOCKS = st.builds(Block, text=TEXT, after=TEXT, point=st.just(""), card=st.sampled_from([None, CARD]))
EXCHANGES = st.builds(Exchange, question=TEXT, answer=TEXT, card=st.sampled_from([None, CARD]))
SPEECHES = st.builds(
    Speech, slot=st.just("AC"), typed=TEXT, heard=st.integers(0, 9),
    blocks=st.lists(BLOCKS, max_size=3).map(tuple), exchanges=st.lists(EXCHANGES, max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, text=TEXT, about=TEXT), max_size=2).map(tuple),
)  # fmt: skip
POINTS = st.builds(
    Point, id=st.just("AC.1"), slot=st.just("AC"), row=st.just("AC.1"), answers=st.sampled_from(["", "AC.1"]),
    extends=st.just(""), label=TEXT, text=TEXT, misquotes=st.lists(TEXT, max_size=2).map(tuple),
)  # fmt: skip


def test_a_round_by_hand_comes_back_equal() -> None:
    a_round = held("Line one\r\nline two\t“quoted” \x00 \U0001f600")
    assert from_json(to_json(a_round)) == a_round
    assert json.loads(to_json(a_round))["lectern_round"] == 1


@settings(max_examples=40)
@given(
    title=TEXT,
    speeches=st.lists(SPEECHES, max_size=3),
    points=st.lists(POINTS, max_size=3),
    prep=st.tuples(st.floats(0, 600), st.floats(0, 600)),
    seed=st.integers(0, 2**40),
)
def test_any_round_comes_back_equal(
    title: str, speeches: list[Speech], points: list[Point], prep: tuple[float, float], seed: int
) -> None:
    first = replace(held().points[0], id="AC.1", row="AC.1")
    slots = [slot.id for slot in held().format.slots]
    speeches = [replace(speech, slot=slot) for speech, slot in zip(speeches, slots, strict=False)]
    points = [replace(point, id=f"AC.{at}") for at, point in enumerate(points, 2)]
    made: Round = replace(
        held(title=title), speeches=tuple(speeches), points=(first, *points), prep=prep, seed=seed, corrections=(title,)
    )
    assert from_json(to_json(made)) == made


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Invalid JSON"),
        ("[]", "should be an object"),
        ("{}", "lectern_round"),
        ('{"lectern_round": 2}', "lectern_round"),
        ('{"lectern_round": 1, "id": "x"}', "title"),
    ],
)
def test_what_is_no_round_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RoundError, match=reason):
        from_json(text)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"speeches": [{"slot": "9XX", "stance": "affirmative", "by": "bot"}]}, "9XX"),
        ({"sides": ["bogota"]}, "sides"),
        ({"players": ["bot", "nobody"]}, "players"),
    ],
)
def test_a_round_that_does_not_hold_together_is_refused(change: dict[str, object], reason: str) -> None:
    data = json.loads(to_json(held())) | change
    with pytest.raises(RoundError, match=reason):
        from_json(json.dumps(data))


def test_a_reference_to_no_point_is_refused() -> None:
    a_round = held()
    bad = replace(a_round, points=(replace(a_round.points[0], answers="9.9"), *a_round.points[1:]))
    with pytest.raises(RoundError, match=r"refers to '9\.9'"):
        from_json(to_json(bad))
