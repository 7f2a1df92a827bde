"""Finds the place of a unit on the flow: the argument it makes, the point it answers, the row it takes up again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.debate.bank import Bank, Node
from bot.debate.flow import must_answer, rows
from bot.debate.matching import Matcher
from bot.debate.model import Point, Round, Slot, Stance, other
from bot.debate.splitting import Unit
from bot.search.stopwords import STOPWORDS
from bot.search.terms import fold, stem

SAME = 0.2
"""A unit makes a known point from this probability on: unrelated ones stay under .06 on the bundled topic."""
AIMED = 0.08
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
        made = self._made(unit.text, ground.side)
        nodes = [node for node in self._bank.of(ground.side) if made[node.id] >= AIMED]
        known = {target: made[node.id] for node in nodes for target in node.to}
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
        cued = extends or unit.cue == "weighing"
        named = _named(unit.refers_words or unit.text, ground.mine) if cued else None
        if named is not None:
            return named
        texts = [f"{one.label}. {one.text}" for one in ground.mine]
        scores = (self._matcher.about if cued else self._matcher.same)([unit.text], texts)[0]
        best = int(scores.argmax())
        # What says of itself that it extends or weighs is never a new argument: the nearest own row is meant.
        return ground.mine[best] if cued or scores[best] >= SAME else None

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
        made = self._made(text, nodes[0].side)
        best = max(nodes, key=lambda node: made[node.id])
        return best if made[best.id] >= least else None

    def _made(self, text: str, side: str) -> dict[str, float]:
        """How likely a text makes each entry of a side, by id; all are scored together, since scores are relative."""
        nodes = self._bank.of(side)
        if not nodes:
            return {}
        scores = self._matcher.same([text], [_said(node) for node in nodes])[0]
        return {node.id: float(score) for node, score in zip(nodes, scores, strict=True)}

    def _about(self, text: str, points: Sequence[Point]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scores = self._matcher.about([text], [f"{one.label}. {one.text}" for one in points])[0]
        return np.asarray(scores, dtype=np.float64)


def _said(node: Node) -> str:
    return f"{node.claim} {node.warrant}"


def _named(words: str, points: Sequence[Point]) -> Point | None:
    """The point whose label shares most words with some words, or None where none shares any."""
    said = _stems(words)
    shared = [len(_stems(point.label) & said) for point in points]
    best = max(range(len(points)), key=shared.__getitem__)
    return points[best] if shared[best] else None


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"[^\W\d_]{3,}", fold(text)) if word not in STOPWORDS)


def _numbered(number: int | None, points: Sequence[Point]) -> Point | None:
    """The n-th of some points, counted from the end for a negative number; None where there is none."""
    if number is None or not points:
        return None
    at = number - 1 if number > 0 else number
    return points[at] if -len(points) <= at < len(points) else None
