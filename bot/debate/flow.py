"""The flow by rule: what was answered, dropped, conceded or extended, and what the next speech must meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.debate.model import Point, Round, Slot, Stance, other

Status = Literal["open", "answered", "dropped", "conceded", "last word"]


def order(held: Round) -> dict[str, int]:
    """The place of each slot in the format."""
    return {slot.id: at for at, slot in enumerate(held.format.slots)}


def reply_slots(held: Round, point: Point) -> list[Slot]:
    """The opponent's speeches in which a point must be met: all of theirs before its own side speaks again."""
    slots = [slot for slot in held.format.slots if slot.speech]
    at = next((i for i, slot in enumerate(slots) if slot.id == point.slot), None)
    if at is None:
        return _after_questions(held, point)
    return _until_own(slots[at + 1 :], point.stance)


def _after_questions(held: Round, point: Point) -> list[Slot]:
    """For what was granted in cross-examination: the opponent's next speeches."""
    place = order(held)
    slots = [slot for slot in held.format.slots if slot.speech and place[slot.id] > place[point.slot]]
    return _until_own(slots, point.stance)


def _until_own(slots: Iterable[Slot], stance: Stance) -> list[Slot]:
    found: list[Slot] = []
    for slot in slots:
        if slot.stance != stance:
            found += [slot] if slot.answers else []
        elif found:
            break
    return found


def answers_to(held: Round, point: Point) -> list[Point]:
    """What the other side said against a point, in order."""
    return [one for one in held.points if one.answers == point.id and one.stance != point.stance]


def counts(point: Point) -> bool:
    """Whether a point asks for a reply: an argument or an answer that was made in its time."""
    return point.role in ("argument", "answer") and not point.late and not point.copied


def meets(point: Point) -> bool:
    """Whether a point, where it answers another, does so: a concession does not."""
    return counts(point) or point.role == "comparison"


def status(held: Round, point: Point) -> Status:
    """What became of a point. It is dropped only once every speech that could meet it has been given."""
    met = answers_to(held, point)
    if any(one.role == "concession" for one in met):
        return "conceded"
    if any(meets(one) for one in met):
        return "answered"
    chances = reply_slots(held, point)
    if not chances:
        return "last word"
    given = {speech.slot for speech in held.speeches}
    return "dropped" if all(slot.id in given for slot in chances) else "open"


def must_answer(held: Round, stance: Stance) -> list[Point]:
    """The other side's points that the next speech of ``stance`` must meet or concede, in the order of the flow."""
    theirs = [one for one in held.points if one.stance == other(stance) and counts(one)]
    return in_order(held, [one for one in theirs if status(held, one) == "open"])


def rows(held: Round, stance: Stance | None = None) -> list[Point]:
    """The arguments that open a row, of one side or of both, in the order in which they were made."""
    return [
        one for one in held.points
        if one.role == "argument" and not one.late and not one.copied and stance in (None, one.stance)
    ]  # fmt: skip


def row_points(held: Round, row: str) -> list[Point]:
    """All that was said about a row, in order."""
    return [one for one in held.points if one.row == row]


def in_order(held: Round, points: Iterable[Point]) -> list[Point]:
    """Points by row, in the order of the rows, then as they were made."""
    place = {row.id: at for at, row in enumerate(held.points)}
    return sorted(points, key=lambda one: (place.get(one.row, len(place)), place[one.id]))


def extended_in(held: Round, point: Point) -> list[str]:
    """The slots in which its own side extended a point."""
    return [one.slot for one in held.points if one.extends == point.id and one.role in ("extension", "weighing")]


def last_speech(held: Round, stance: Stance) -> str:
    """The slot of a side's last speech."""
    return [slot.id for slot in held.format.slots if slot.speech and slot.stance == stance][-1]


def block(held: Round, slot_id: str) -> list[str]:
    """The slots of the speeches that one side gives one right after the other, of which a slot's speech is one."""
    slots = [slot for slot in held.format.slots if slot.speech]
    at = next(at for at, slot in enumerate(slots) if slot.id == slot_id)
    start = end = at
    while start and slots[start - 1].stance == slots[at].stance:
        start -= 1
    while end + 1 < len(slots) and slots[end + 1].stance == slots[at].stance:
        end += 1
    return [slot.id for slot in slots[start : end + 1]]


def alive(held: Round, row: Point) -> bool:
    """Whether a row was carried into each turn of its side since it was made, as far as these were given.

    Two speeches that follow each other are one turn, for two speakers divide what they say; it may still be carried as
    long as the second is not given.
    """
    place = order(held)
    given = {speech.slot for speech in held.speeches}
    due = [
        slot.id for slot in held.format.slots
        if slot.speech and slot.stance == row.stance and place[slot.id] > place[row.slot] and slot.id in given
    ]  # fmt: skip
    if not due:
        return True
    carried = {
        one.slot for one in held.points
        if one.row == row.id and one.stance == row.stance and one.role != "concession"
    }  # fmt: skip
    turn = block(held, due[-1])
    before = [slot for slot in due if slot not in turn]
    still = any(slot not in given for slot in turn) and (not before or bool(carried & set(block(held, before[-1]))))
    return still or bool(carried & set(turn))


def granted(held: Round, stance: Stance) -> list[Point]:
    """What ``stance`` admitted in cross-examination."""
    return [one for one in held.points if one.role == "admission" and one.stance == stance]
