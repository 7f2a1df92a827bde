"""A speech done again: the same flow before it, and what was said then and now beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.debate.coaching import Coach, Rating
from bot.debate.flow import must_answer
from bot.debate.model import Point, Round, Slot, Speech
from bot.errors import RoundError


@dataclass(frozen=True, slots=True)
class Redone:
    """A speech as it was and as it is now; ``due`` is what it had to meet, and whether it did so then and now."""

    slot: Slot
    before: Rating
    after: Rating
    due: tuple[tuple[Point, bool, bool], ...]


def own_speeches(held: Round) -> list[Speech]:
    """The speeches of a round that a person gave, in order."""
    return [
        one for one in held.speeches if one.by == "user" and one.typed.strip() and held.format.slot(one.slot).speech
    ]


def before(held: Round, slot: str) -> Round:
    """A round as it stood when a speech was to be given.

    Raises:
        RoundError: no such speech was given.
    """
    at = next((at for at, one in enumerate(held.speeches) if one.slot == slot), None)
    if at is None:
        raise RoundError(f"No speech {slot!r} was given in this round.")
    kept = held.speeches[:at]
    there = {one.slot for one in kept}
    return replace(held, speeches=kept, points=tuple(one for one in held.points if one.slot in there))


def redo(coach: Coach, held: Round, slot: str, typed: str) -> Redone:
    """What a speech of a round would do in other words, beside what it did; the round itself stays as it is.

    Raises:
        RoundError: no person gave such a speech.
    """
    given = next((one for one in own_speeches(held) if one.slot == slot), None)
    if given is None:
        raise RoundError("There is no speech of yours in that place to do again.")
    then = before(held, slot)
    side = then.side(given.stance)
    was, now = (coach.rate(words, side, then.format, then) for words in (given.typed, typed))
    due = tuple((one, _meets(was, one), _meets(now, one)) for one in must_answer(then, given.stance))
    return Redone(held.format.slot(slot), was, now, due)


def _meets(rating: Rating, point: Point) -> bool:
    return any(one.answers == point.id for one, _ in rating.points)
