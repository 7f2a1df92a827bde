"""A person's corrections of the flow: another label, another link, or a point that is none."""

from __future__ import annotations

from dataclasses import replace

from bot.debate.model import Point, Round
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
