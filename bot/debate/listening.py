"""A language model that hears too: what a stretch of a speech does, where no name in it says so.

A named label decides, whatever the model says. Elsewhere the model may lay a stretch on another cell of the flow, of
the right side and made before it; what it says beyond that is not heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.debate.correcting import place
from bot.debate.flow import counts, rows
from bot.debate.model import Point, Role, Round, Slot, Speech
from bot.errors import ModelCallError, RoundError
from bot.models import LanguageModel
from bot.prompts import inert

_LINE = re.compile(
    r"^\W*(\d{1,3})\W*\s(answers|concedes|extends|weighs|argues|nothing)\b[ \t:]*\[?([A-Za-z0-9]{1,12}\.\d{1,3})?",
    re.MULTILINE | re.IGNORECASE,
)
_ROLES: dict[str, Role | None] = {
    "answers": "answer", "concedes": "concession", "extends": "extension", "weighs": "weighing", "argues": "argument",
    "nothing": None,
}  # fmt: skip
CELLS = 60
"""Cells of the flow that a model is shown, the newest."""
SHORT = 16
"""A stretch of more words is not taken off the flow because a model makes nothing of it."""
WORDS = 40
"""Words of a cell that a model is shown."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A block of a speech, by its place, with the point that it makes; ``first`` of those that make it."""

    block: int
    text: str
    point: str
    first: bool


class Listener:
    """Hears a person's speech again with one model."""

    def __init__(self, model: LanguageModel) -> None:
        self.model = model

    def heard(self, held: Round, named: Callable[[str], bool], own: Callable[[str], Point]) -> Round:
        """The round with its newest speech laid as the model hears it; as it was where the model fails.

        ``named`` tells whether a stretch names what it is about, ``own`` is the point that one makes by itself.
        """
        speech = held.speeches[-1]
        slot = held.format.slot(speech.slot)
        there = list(_stretches(speech))
        if not there:
            return held
        values = {
            "stance": speech.stance, "cells": "\n".join(_cells(held, slot)),
            "stretches": "\n".join(f"[{number}] {inert(one.text)}" for number, one in enumerate(there, 1)),
        }  # fmt: skip
        try:
            reply = self.model.complete("hear", values).text
        except ModelCallError as error:
            return _remarked(held, f"{error} The speech is heard by the program alone.")
        said: dict[int, tuple[str, str]] = {}
        for number, verb, cell in _LINE.findall(reply):
            said.setdefault(int(number), (verb.lower(), cell))
        moved = 0
        for number, one in enumerate(there, 1):
            if number not in said or named(one.text):
                continue
            verb, cell = said[number]
            after = _laid(held, slot, one, _ROLES[verb], cell, own)
            moved += after is not held
            held = after
        return (
            _remarked(held, f"{self.model.id} placed {moved} of {len(there)} stretches otherwise.") if moved else held
        )


def _stretches(speech: Speech) -> Iterator[_Stretch]:
    """The stretches of a speech, but for those that are off the flow with a remark on why."""
    noted = [words for note in speech.notes if (words := note.about.strip("“”…"))]
    seen: set[str] = set()
    for at, block in enumerate(speech.blocks):
        if block.point or not any(words in block.text for words in noted):
            yield _Stretch(at, block.text, block.point, block.point not in seen)
        seen |= {block.point} - {""}


def _cells(held: Round, slot: Slot) -> Iterator[str]:
    """The cells that a speech may speak of: the other side's points, and the speaker's own arguments."""
    own = {row.id for row in rows(held, slot.stance)}
    there = [
        one for one in held.points
        if one.slot != slot.id and (one.id in own or (one.stance != slot.stance and counts(one)))
    ]  # fmt: skip
    for one in there[-CELLS:]:
        words = " ".join(one.text.split()[:WORDS])
        yield f"{one.id} ({one.stance}, {one.role}) {inert(one.label)}: {inert(words)}"


def _laid(held: Round, slot: Slot, one: _Stretch, role: Role | None, cell: str, own: Callable[[str], Point]) -> Round:
    """The round with a stretch laid otherwise; the same one where it lies so already, or cannot."""
    point = next((each for each in held.points if each.id == one.point), None)
    # What says more of a stretch is parted from it only to speak of something else that is on the flow.
    stays = not one.first or len(one.text.split()) > SHORT
    if role is None and (point is None or stays):
        return held
    if role == "argument" and not (slot.new_arguments and one.first):
        return held
    if point is not None and (point.misquotes or point.copied or point.role == "admission"):
        return held
    known = {each.id for each in held.points}
    if role not in (None, "argument") and cell not in known:
        return held
    same = point is not None and role in (point.role, "answer" if point.role == "comparison" else point.role)
    if point is not None and same and (role == "argument" or cell in (point.answers, point.extends)):
        return held
    try:
        made = place(held, slot.id, one.block, role, cell if role not in (None, "argument") else "", own(one.text))
    except RoundError:
        return held
    return replace(made, corrections=held.corrections)


def _remarked(held: Round, remark: str) -> Round:
    last = held.speeches[-1]
    return replace(held, speeches=(*held.speeches[:-1], replace(last, remarks=(*last.remarks, remark))))
