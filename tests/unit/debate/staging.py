"""Rounds set up by hand for the tests of the flow and the ballot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.debate.formats import load_format
from bot.debate.model import Exchange, Format, Player, Point, Round, Slot, Speech, Stance, other


def point(key: str, stance: Stance, role: str = "argument", **more: object) -> Point:
    """A point named by its slot and number, "NC.1", with evidence and a warrant unless told otherwise."""
    given = {"label": key.lower(), "text": f"the text of {key}", "row": key, "evidence": True, "warrant": True, **more}
    return Point(id=key, slot=key.split(".")[0], stance=stance, role=role, **given)  # type: ignore[arg-type]


def answer(key: str, stance: Stance, to: Point, role: str = "answer", **more: object) -> Point:
    return point(key, stance, role, answers=to.id, row=to.row, **more)


def extension(key: str, of: Point, role: str = "extension") -> Point:
    return point(key, of.stance, role, extends=of.id, row=of.row)


def given(slot: Slot, players: tuple[Player, Player]) -> Speech:
    by = players[0 if slot.stance == "affirmative" else 1]
    if slot.speech:
        return Speech(slot.id, slot.stance, by)
    asked = tuple(
        Exchange(other(slot.stance) if slot.crossfire and at % 2 else slot.stance, f"Question {at}?", "Answer.")
        for at in range(slot.questions)
    )
    return Speech(slot.id, slot.stance, by, exchanges=asked)


def held(
    points: Sequence[Point],
    until: str = "",
    form: Format | str = "short",
    players: tuple[Player, Player] = ("bot", "bot"),
) -> Round:
    """A round with these points in which everything up to the slot ``until``, or all, has been given."""
    made = load_format(form) if isinstance(form, str) else form
    slots = made.slots
    if until:
        slots = slots[: [slot.id for slot in slots].index(until) + 1]
    return Round(
        id="r1", title="A round", topic="us-colombia", resolution="Resolved.", format=made,
        sides=("bogota", "washington"), players=players, points=tuple(points),
        speeches=tuple(given(slot, players) for slot in slots),
    )  # fmt: skip


def mirrored(one: Round) -> Round:
    """The same round with the stances changed, and nothing else."""
    swapped = replace(one.format, slots=tuple(replace(slot, stance=other(slot.stance)) for slot in one.format.slots))
    return replace(
        one, format=swapped, sides=one.sides[::-1], players=one.players[::-1],
        points=tuple(replace(point, stance=other(point.stance)) for point in one.points),
        speeches=tuple(
            replace(
                speech, stance=other(speech.stance),
                exchanges=tuple(replace(each, asker=other(each.asker)) for each in speech.exchanges),
            )
            for speech in one.speeches
        ),
    )  # fmt: skip
