"""The flow as a table: a row for each argument, a column for each speech, and what became of every cell."""

from __future__ import annotations

from dataclasses import dataclass

from bot.debate.flow import counts, order, row_points, rows, status
from bot.debate.model import Point, Round, Slot


@dataclass(frozen=True, slots=True)
class Entry:
    """A point in its cell, with marks in words: what it answers or extends, whether it was dropped, and so on."""

    point: Point
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the flow: the argument that opens it, and for each column what was said there."""

    argument: Point
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A flow. ``off`` are the points that it does not take: new arguments too late, and copies."""

    columns: tuple[Slot, ...]
    lines: tuple[Line, ...]
    off: tuple[Entry, ...]


def grid(held: Round) -> Grid:
    """The flow of a round as far as it has come.

    What was granted in cross-examination stands in the column of the speech before it.
    """
    given = {speech.slot for speech in held.speeches}
    columns = tuple(slot for slot in held.format.slots if slot.speech and slot.id in given)
    home = _homes(held)
    lines = tuple(
        Line(
            row,
            tuple(
                tuple(Entry(one, marks(held, one)) for one in row_points(held, row.id) if home.get(one.slot) == slot.id)
                for slot in columns
            ),
        )
        for row in rows(held)
    )
    shown = {entry.point.id for line in lines for cell in line.cells for entry in cell}
    off = tuple(Entry(one, marks(held, one)) for one in held.points if one.id not in shown)
    return Grid(columns, lines, off)


def marks(held: Round, point: Point) -> tuple[str, ...]:
    """What there is to say of a point besides its label."""
    found: list[str] = []
    if point.role == "admission":
        found.append(f"granted in {point.slot}")
    elif point.answers:
        verb = {"concession": "concedes", "comparison": "weighs against"}.get(point.role, "answers")
        found.append(f"{verb} {point.answers}")
    if point.extends and point.role == "answer":
        found.append(f"uses {point.extends}")
    elif point.extends:
        found.append(f"{'weighs' if point.role == 'weighing' else 'extends'} {point.extends}")
    if point.turn:
        found.append(f"{point.turn} turn")
    if point.role in ("argument", "answer"):
        found += [] if point.evidence else ["analytic"]
    found += ["new in a rebuttal"] if point.late else []
    found += ["copied"] if point.copied else []
    found += [f"not in the source: “{words}”" for words in point.misquotes]
    state = status(held, point) if counts(point) else ""
    return (*found, state) if state in ("dropped", "conceded") else tuple(found)


def _homes(held: Round) -> dict[str, str]:
    """For each slot the column in which its points stand."""
    at = order(held)
    speeches = [slot for slot in held.format.slots if slot.speech]
    homes = {}
    for slot in held.format.slots:
        before = [one for one in speeches if at[one.id] <= at[slot.id]]
        homes[slot.id] = (before[-1] if before else speeches[0]).id
    return homes
