"""A person's speech as it was heard, before Lectern replies: each stretch can be put right in one choice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from bot.debate.correcting import divide, place
from bot.debate.flow import rows
from bot.debate.model import Block, Point, Role, Round, Speech, other
from bot.errors import RoundError
from bot.sources.sentences import sentence_spans
from bot.ui.debate.words import cell

if TYPE_CHECKING:
    from bot.debate.hearing import Hearer

OFF = "off"
_AIMED: tuple[tuple[Role, str, str], ...] = (
    ("answer", "An answer", "answers"), ("concession", "A concession", "grants"),
    ("extension", "An extension", "carries on"), ("weighing", "A weighing", "weighs"),
)  # fmt: skip


def just_heard(held: Round | None) -> Speech | None:
    """The speech that a person has just given, with something in it, where nothing was said after it; or None."""
    last = held.speeches[-1] if held is not None and held.speeches else None
    return last if last is not None and last.by == "user" and last.blocks else None


def heard_html(held: Round, speech: Speech) -> str:
    """The stretches of a speech, each with what it was taken for and a choice of what it may be instead."""
    points = {point.id: point for point in held.points}
    known = [one for one in held.points if one.slot != speech.slot]
    own = [one.id for one in rows(held, speech.stance)]
    aims = {
        "answer": [one for one in known if one.stance == other(speech.stance)],
        "extension": [one for one in known if one.stance == speech.stance and one.id in own],
    }
    aims |= {"concession": aims["answer"], "weighing": aims["extension"]}
    seen: set[str] = set()
    parts = []
    for number, block in enumerate(speech.blocks):
        parts.append(_stretch(number, block, points.get(block.point), block.point in seen, aims))
        seen.add(block.point)
    return f'<div class="heard">{"".join(parts)}</div>'


def _stretch(number: int, block: Block, point: Point | None, again: bool, aims: dict[str, list[Point]]) -> str:
    """One stretch; ``again`` says that one before it makes the same point."""
    name = cell(point.id) if point else '<span class="off">off the flow</span>'
    said = f"also {name}" if again else name
    number_of = f'data-block="{number}"'
    return (
        f'<div class="block typed{"" if point else " unflowed"}"><p class="lead">{_cuttable(block.text, number_of)}</p>'
        f'<p class="what">{said} <label>taken as <select {number_of}>{_choices(point, again, aims)}</select></label>'
        f"</p></div>"
    )


def _cuttable(text: str, number_of: str) -> str:
    """The sentences of a stretch, with a button between two that makes two stretches of it."""
    spans = sentence_spans(text)
    if len(spans) < 2:
        return escape(text)
    cut = '<button type="button" class="cut" {number} data-at="{at}" title="Make two of it here">split</button>'
    parts = [escape(text[: spans[1][0]].rstrip())]
    for at, (start, _) in enumerate(spans[1:], 2):
        end = spans[at][0] if at < len(spans) else len(text)
        parts += [cut.format(number=number_of, at=start), escape(text[start:end].strip())]
    return " ".join(parts)


def _choices(point: Point | None, again: bool, aims: dict[str, list[Point]]) -> str:
    now = OFF if point is None else _value(point)
    first = [("also", f"the reason of {point.id}")] if point and again else []
    options = _options([*first, (OFF, "nothing: off the flow"), ("argument", "an argument of its own")], now, again)
    for role, name, does in _AIMED:
        there = [(f"{role}:{one.id}", f"{does} {one.id}, {one.label}"[:70]) for one in aims[role]]
        if there:
            options += f'<optgroup label="{name}">{_options(there, now, again)}</optgroup>'
    if point is not None and point.role not in ("argument", *aims):
        options += _options([(now, point.role)], now, again)
    return options


def _options(choices: Iterable[tuple[str, str]], now: str, again: bool) -> str:
    chosen = "also" if again else now
    return "".join(
        f'<option value="{escape(value, quote=True)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in choices
    )


def _value(point: Point) -> str:
    aim = point.answers or point.extends
    return f"{point.role}:{aim}" if aim and point.role != "argument" else "argument"


def put_right(held: Round | None, asked: str, hearer: Hearer) -> Round:
    """The round after a choice made on the page: JSON with "block", and "value" (what it is) or "at" (where to part).

    Raises:
        RoundError: no speech waits to be put right, or the choice is none.
    """
    speech = just_heard(held)
    if held is None or speech is None:
        raise RoundError("Lectern has replied already: correct the flow under “Correct the flow”.")
    number, value, at = _read(asked)
    blocks: Sequence[Block] = speech.blocks
    if not 0 <= number < len(blocks):
        raise RoundError("That part of the speech is not there any more.")
    slot = held.format.slot(speech.slot)
    if at:
        return divide(held, slot.id, number, at, hearer.point(held, slot, blocks[number].text[at:].strip()))
    role, _, target = value.partition(":")
    if role == "also":
        return held
    roles: dict[str, Role] = {"argument": "argument", **{one: one for one, *_ in _AIMED}}
    if role != OFF and role not in roles:
        raise RoundError(f"A part of a speech cannot be {role!r}.")
    heard = hearer.point(held, slot, blocks[number].text)
    return place(held, slot.id, number, roles.get(role), target, heard)


def _read(asked: str) -> tuple[int, str, int]:
    try:
        data = json.loads(asked)
        return int(data["block"]), str(data.get("value", "")), int(data.get("at", 0))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RoundError("That choice could not be read: load the page again.") from error
