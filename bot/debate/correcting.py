"""A person's corrections of the flow: another label, role or link, one stretch made two, one that is no point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.debate.model import Block, Point, Role, Round
from bot.errors import RoundError


def relabel(held: Round, point_id: str, label: str) -> Round:
    """Another label for a point.

    Raises:
        RoundError: there is no such point, or the label is empty.
    """
    words = " ".join(label.split())[:120]
    if not words:
        raise RoundError("A label needs some words.")
    point = _point(held, point_id)
    return _with(held, replace(point, label=words), f"{point_id}: label “{words}”")


def relink(held: Round, point_id: str, target_id: str) -> Round:
    """Makes a point an answer to another; with "" it becomes an argument of its own.

    Raises:
        RoundError: there is no such point, or the other is of its own side or was made later.
    """
    point = _point(held, point_id)
    if not target_id:
        made = replace(point, role="argument", answers="", extends="", row=point.id)
        return _with(held, made, f"{point_id}: an argument of its own")
    target = _point(held, target_id)
    order = [one.id for one in held.points]
    if target.stance == point.stance:
        raise RoundError(f"{point_id} and {target_id} are of the same side: a point answers the other side's.")
    if order.index(target_id) > order.index(point_id):
        raise RoundError(f"{target_id} was made after {point_id}, which cannot have answered it.")
    role = point.role if point.role in ("answer", "comparison", "concession") else "answer"
    linked = replace(point, role=role, answers=target_id, extends="", row=target.row, late=False)
    return _with(held, linked, f"{point_id}: answers {target_id}")


def unflow(held: Round, point_id: str) -> Round:
    """Takes a point off the flow.

    Raises:
        RoundError: there is no such point, or others refer to it.
    """
    _point(held, point_id)
    leaning = [one.id for one in held.points if one.id != point_id and point_id in (one.row, one.answers, one.extends)]
    if leaning:
        raise RoundError(f"{', '.join(leaning)} refer to {point_id}: link them elsewhere first.")
    speeches = tuple(
        replace(
            speech,
            blocks=tuple(replace(block, point="") if block.point == point_id else block for block in speech.blocks),
        )
        for speech in held.speeches
    )
    left = tuple(one for one in held.points if one.id != point_id)
    return replace(held, points=left, speeches=speeches, corrections=(*held.corrections, f"{point_id}: off the flow"))


def place(held: Round, slot_id: str, number: int, role: Role | None, target_id: str, heard: Point) -> Round:
    """Lays one stretch of a speech on the flow as a person says that it was meant.

    ``number`` is the place of its block in the speech, ``role`` what it is, None for nothing, ``target_id`` the point
    that it answers, concedes, extends or weighs ("" for an argument). ``heard`` is the point that the stretch makes
    by itself, for one that is not on the flow yet, or is there as the reason of another point.

    Raises:
        RoundError: there is no such stretch or point, or it cannot be what is said of it.
    """
    block = _block(held, slot_id, number)
    if role is None:
        return unflow(held, block.point) if _alone(held, slot_id, number) else _put(held, slot_id, number, "")
    if not _alone(held, slot_id, number):
        held, block = _added(held, slot_id, number, heard)
    if role == "argument":
        return relink(held, block.point, "")
    if role == "answer":
        return relink(held, block.point, target_id)
    return _taken(held, block.point, role, target_id)


def divide(held: Round, slot_id: str, number: int, at: int, heard: Point) -> Round:
    """Makes two stretches of one, parted before the character ``at``; the second makes the point ``heard``.

    Raises:
        RoundError: there is no such stretch, or one part would be empty.
    """
    block = _block(held, slot_id, number)
    first, second = block.text[:at].strip(), block.text[at:].strip()
    if not first or not second:
        raise RoundError("A part of a speech needs some words.")
    parts = (replace(block, text=first), replace(block, text=second, point=""))
    held = _spoken(held, slot_id, lambda blocks: (*blocks[:number], *parts, *blocks[number + 1 :]))
    held = _reworded(held, slot_id, block.point)
    return _added(held, slot_id, number + 1, heard)[0]


def _point(held: Round, point_id: str) -> Point:
    found = next((one for one in held.points if one.id == point_id), None)
    if found is None:
        raise RoundError(f"There is no point {point_id!r} on this flow.")
    return found


def _with(held: Round, changed: Point, said: str) -> Round:
    """The round with a point changed; what hangs on it moves to its row with it."""
    rows = {changed.id: changed.row}
    points = []
    for one in held.points:
        made = changed if one.id == changed.id else one
        parent = made.answers or made.extends
        if made.id != changed.id and parent in rows and made.row != rows[parent]:
            made = replace(made, row=rows[parent])
        if made.id == changed.id or parent in rows:
            rows[made.id] = made.row
        points.append(made)
    return replace(held, points=tuple(points), corrections=(*held.corrections, said))


def _taken(held: Round, point_id: str, role: Role, target_id: str) -> Round:
    """The round with a point that concedes one of the other side's, or extends or weighs one of its own."""
    point, target = _point(held, point_id), _point(held, target_id)
    order = [one.id for one in held.points]
    if (target.stance == point.stance) == (role == "concession") or order.index(target_id) >= order.index(point_id):
        raise RoundError(f"{point_id} cannot be the {role} of {target_id}.")
    theirs, own = (target_id, "") if role == "concession" else ("", target_id)
    made = replace(point, role=role, row=target.row, answers=theirs, extends=own, late=False)
    return _with(held, made, f"{point_id}: {role} of {target_id}")


def _block(held: Round, slot_id: str, number: int) -> Block:
    speech = next((one for one in held.speeches if one.slot == slot_id and one.by == "user"), None)
    if speech is None or not 0 <= number < len(speech.blocks):
        raise RoundError(f"There is no stretch {number} in {slot_id} that could be put right.")
    return speech.blocks[number]


def _alone(held: Round, slot_id: str, number: int) -> bool:
    """Whether a stretch makes a point that no stretch before it makes."""
    blocks = next(one for one in held.speeches if one.slot == slot_id).blocks
    point = blocks[number].point
    return bool(point) and all(one.point != point for one in blocks[:number])


def _added(held: Round, slot_id: str, number: int, heard: Point) -> tuple[Round, Block]:
    """The round with the point that a stretch makes by itself, and the stretch with its name."""
    numbers = [int(one.id.rpartition(".")[2]) for one in held.points if one.slot == slot_id]
    key = f"{slot_id}.{max(numbers, default=0) + 1}"
    was = _block(held, slot_id, number).point
    held = _reworded(_put(held, slot_id, number, key), slot_id, was)
    # The last of its speech: what a later speech says may refer to it.
    at = max((i for i, one in enumerate(held.points, 1) if one.slot == slot_id), default=len(held.points))
    point = replace(heard, id=key, row=heard.row or key)
    points = (*held.points[:at], point, *held.points[at:])
    made = replace(held, points=points, corrections=(*held.corrections, f"{key}: put on the flow"))
    return made, _block(made, slot_id, number)


def _put(held: Round, slot_id: str, number: int, point_id: str) -> Round:
    """The round with a stretch that makes another point."""
    return _spoken(
        held, slot_id,
        lambda blocks: tuple(replace(one, point=point_id) if i == number else one for i, one in enumerate(blocks)),
    )  # fmt: skip


def _spoken(held: Round, slot_id: str, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Round:
    speeches = (replace(one, blocks=change(one.blocks)) if one.slot == slot_id else one for one in held.speeches)
    return replace(held, speeches=tuple(speeches))


def _reworded(held: Round, slot_id: str, point_id: str) -> Round:
    """The round with a point's words as those of the stretches that make it now."""
    blocks = next(one for one in held.speeches if one.slot == slot_id).blocks
    words = " ".join(one.text for one in blocks if one.point == point_id)
    points = (replace(one, text=words) if one.id == point_id and words else one for one in held.points)
    return replace(held, points=tuple(points))
