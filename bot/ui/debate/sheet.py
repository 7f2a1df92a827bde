"""The flow sheet: a row an argument, a column a speech, in each cell what was said there and what became of it."""

from __future__ import annotations

from html import escape

from bot.debate.flow import row_points, rows, status
from bot.debate.model import STANCES, Point, Round, Slot
from bot.model import Topic
from bot.ui.debate.words import badge, cell, side_class, side_name, with_tips

NOTHING = f'<p class="nothing">{with_tips("The flow is empty until somebody has spoken.")}</p>'
_STATES = {
    "open": "to be answered", "answered": "answered", "dropped": "dropped", "conceded": "conceded",
    "last word": "last word",
}  # fmt: skip
_DONE = {
    "extension": "extended", "concession": "concedes", "comparison": "compares", "weighing": "weighs",
    "admission": "granted in cross-examination",
}  # fmt: skip


def sheet_html(held: Round | None, topic: Topic) -> str:
    """The sheet, each side's own arguments together; what does not count stands below them."""
    if held is None or not held.points:
        return NOTHING
    slots = _columns(held)
    heads = "".join(
        f'<th role="columnheader" scope="col" class="{side_class(slot.stance)}" '
        f'title="{escape(slot.title, quote=True)}">{escape(slot.id)}</th>'
        for slot in slots
    )
    bodies, on_rows = [], set()
    for stance in STANCES:
        own = rows(held, stance)
        if own:
            name = badge(stance, side_name(topic, held.side(stance)))
            span = f'role="rowheader" scope="rowgroup" colspan="{len(slots) + 1}"'
            title = f'<tr role="row" class="case"><th {span}>{name}</th></tr>'
            bodies.append(f'<tbody role="rowgroup">{title}{"".join(_row(held, row, slots) for row in own)}</tbody>')
            on_rows |= {point.id for row in own for point in row_points(held, row.id)}
    aside = [point for point in held.points if point.id not in on_rows]
    table = (
        '<div class="sheet" tabindex="0" role="region" aria-label="Flow sheet"><table role="table">'
        f'<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Argument</th>{heads}</tr></thead>'
        f"{''.join(bodies)}</table></div>"
    )
    return table + _aside(held, aside) + _corrections(held)


def label_of(point: Point) -> str:
    """A point in a few words, for a list to choose from."""
    return f"{point.id}: {point.label}"


def _columns(held: Round) -> list[Slot]:
    """Every speech, and the cross-examinations in which something was granted."""
    used = {point.slot for point in held.points}
    return [slot for slot in held.format.slots if slot.speech or slot.id in used]


def _row(held: Round, row: Point, slots: list[Slot]) -> str:
    there = row_points(held, row.id)
    cells = []
    for slot in slots:
        said = "".join(_point(held, point) for point in there if point.slot == slot.id)
        name = escape(slot.id, quote=True)
        cells.append(f'<td role="cell" data-slot="{name}" class="{side_class(slot.stance)}">{said}</td>')
    return (
        f'<tr role="row"><th role="rowheader" scope="row" class="{side_class(row.stance)}">{escape(row.label)}</th>'
        f"{''.join(cells)}</tr>"
    )


def _point(held: Round, point: Point) -> str:
    states = "".join(f'<span class="state {kind}">{escape(words)}</span>' for kind, words in _states(held, point))
    aim = f'<span class="aim">on {cell(point.answers)}</span>' if point.answers and point.answers != point.row else ""
    name = escape(point.id, quote=True)
    return (
        f'<div class="point {side_class(point.stance)}" id="cell-{name}" tabindex="-1">'
        f'<button type="button" data-point="{name}" aria-label="Correct {name}">{name}</button>'
        f'<span class="label">{escape(point.label)}</span>{aim}<span class="states">{states}</span></div>'
    )


def _states(held: Round, point: Point) -> list[tuple[str, str]]:
    """What is to be said of a point: kind and words."""
    found = []
    if point.role in ("argument", "answer"):
        state = status(held, point)
        if not point.late and not point.copied:
            found.append((state.split(" ", maxsplit=1)[0], _STATES[state]))
        if point.turn:
            found.append(("turn", f"{point.turn} turn"))
        if not point.evidence:
            found.append(("analytic", "no evidence"))
    else:
        found.append((point.role, _DONE[point.role]))
    if point.late:
        found.append(("late", "new, too late to count"))
    if point.copied:
        found.append(("late", "the other side's own words"))
    if point.misquotes:
        found.append(("misquote", "quotation not in the source"))
    return found


def _aside(held: Round, points: list[Point]) -> str:
    if not points:
        return ""
    return f'<div class="aside"><h3>Not counted</h3>{"".join(_point(held, point) for point in points)}</div>'


def _corrections(held: Round) -> str:
    if not held.corrections:
        return ""
    made = "".join(f"<li>{escape(one)}</li>" for one in held.corrections)
    return (
        f'<details class="made"><summary>Corrections made: {len(held.corrections)}</summary><ul>{made}</ul></details>'
    )
