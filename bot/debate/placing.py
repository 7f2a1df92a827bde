"""Finds the place of a unit on the flow: the argument it makes, the point it answers, the row it takes up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.debate.bank import Bank, Node
from bot.debate.flow import must_answer, rows
from bot.debate.matching import Matcher
from bot.debate.model import Point, Round, Slot, Stance, other
from bot.debate.splitting import Unit

SAME = 0.5
"""A unit makes a known point from this probability on."""
AIMED = 0.3
"""The same where the known point would answer just what the unit answers."""
ABOUT = 0.5
"""A unit speaks of a point of the other side from this score on; less where its words say that it answers."""
ABOUT_CUED = 0.25
KNOWN_ANSWER = 0.4
"""What it adds that a unit makes an answer which the bank has to that very point."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The flow as a speaker finds it: the other side's points, open ones first, and their own rows."""

    held: Round
    slot: Slot
    theirs: tuple[Point, ...]
    their_rows: tuple[Point, ...]
    mine: tuple[Point, ...]

    @classmethod
    def of(cls, held: Round, slot: Slot) -> Ground:
        """The ground of the side that speaks in a slot."""
        against = rows(held, other(slot.stance))
        due = must_answer(held, slot.stance)
        theirs = (*due, *(row for row in against if row not in due))
        return cls(held, slot, theirs, tuple(against), tuple(rows(held, slot.stance)))

    @property
    def stance(self) -> Stance:
        """Who speaks."""
        return self.slot.stance

    @property
    def side(self) -> str:
        """The id of the side that speaks."""
        return self.held.side(self.slot.stance)


class Placer:
    """Places units by number, by name, and by what they say."""

    def __init__(self, bank: Bank, matcher: Matcher) -> None:
        self._bank = bank
        self._matcher = matcher

    def target(self, unit: Unit, ground: Ground) -> Point | None:
        """The point of the other side that a unit answers, or None."""
        if not ground.theirs or unit.cue == "extension":
            return None
        numbered = _numbered(unit.refers_to, ground.their_rows)
        if numbered is not None:
            return next((one for one in ground.theirs if one.row == numbered.id), numbered)
        cued = unit.cue in ("answer", "concession", "question") or unit.denies or unit.turns or bool(unit.refers_words)
        scores = self._about(unit.refers_words or unit.text, ground.theirs)
        nodes = self._bank.of(ground.side)
        if nodes:
            made = self._matcher.same([unit.text], [_said(node) for node in nodes])[0]
            known = {target: made[at] for at, node in enumerate(nodes) for target in node.to if made[at] >= AIMED}
            scores = scores + KNOWN_ANSWER * np.array([known.get(one.node, 0.0) for one in ground.theirs])
        best = int(scores.argmax())
        return ground.theirs[best] if scores[best] >= (ABOUT_CUED if cued else ABOUT) else None

    def own(self, unit: Unit, ground: Ground) -> Point | None:
        """The own row that a unit takes up again, or None."""
        if not ground.mine:
            return None
        extends = unit.cue == "extension"
        numbered = _numbered(unit.refers_to, ground.mine) if extends else None
        if numbered is not None:
            return numbered
        words = unit.refers_words if extends and unit.refers_words else unit.text
        texts = [f"{one.label}. {one.text}" for one in ground.mine]
        loose = extends or unit.cue == "weighing"
        scores = (self._matcher.about if loose else self._matcher.same)([words], texts)[0]
        best = int(scores.argmax())
        return ground.mine[best] if scores[best] >= (ABOUT_CUED if loose else SAME) else None

    def argument(self, text: str, side: str) -> Node | None:
        """The argument of the bank that a text makes, or None."""
        return self._known(text, self._bank.arguments(side), SAME)

    def answer(self, text: str, side: str, target: Point) -> Node | None:
        """The answer of the bank that a text makes to a point, or None."""
        aimed = [node for node in self._bank.answers_to(target.node) if node.side == side]
        return self._known(text, aimed, AIMED) or self._known(text, self._bank.of(side), SAME)

    def nearest(self, text: str, points: Sequence[Point]) -> Point | None:
        """The point that a text says most nearly, or None where there are none."""
        if not points:
            return None
        best: int = self._matcher.same([text], [one.text for one in points])[0].argmax()
        return points[int(best)]

    def relevance(self, text: str) -> float:
        """How far a text speaks of anything that either side can argue, 0 to 1."""
        nodes = self._bank.nodes
        return float(self._matcher.about([text], [_said(node) for node in nodes]).max()) if nodes else 1.0

    def _known(self, text: str, nodes: Sequence[Node], least: float) -> Node | None:
        if not nodes:
            return None
        scores = self._matcher.same([text], [_said(node) for node in nodes])[0]
        best = int(scores.argmax())
        return nodes[best] if scores[best] >= least else None

    def _about(self, text: str, points: Sequence[Point]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scores = self._matcher.about([text], [f"{one.label}. {one.text}" for one in points])[0]
        return np.asarray(scores, dtype=np.float64)


def _said(node: Node) -> str:
    return f"{node.claim} {node.warrant}"


def _numbered(number: int | None, points: Sequence[Point]) -> Point | None:
    """The n-th of some points, counted from the end for a negative number; None where there is none."""
    if number is None or not points:
        return None
    at = number - 1 if number > 0 else number
    return points[at] if -len(points) <= at < len(points) else None
