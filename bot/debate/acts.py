"""What a stretch of a speech does: attack something said, argue on its own, or only say how the speech goes.

The terms of the trade ("no link", "perm") are looked up in ``attacks.yaml``; what is said in other words is told by a
head learned from ``acts.yaml``. Of its examples, a fifth left out at a time, the head alone tells 56% of 25 kinds
(chance is 4%).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.learned.encoder import Embedder
from bot.learned.fewshot import Head, learned

EXAMPLES = Path(__file__).with_name("acts.yaml")
ATTACKS = Path(__file__).with_name("attacks.yaml")
CLAIM, PROCEDURE, GRANT = "claim", "procedure", "grant"
SURE = 0.35
"""The probability from which the head's kind is taken; below it a stretch is a claim."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Attack:
    """A move: its id, its name in a round, its terms, and whether it opens a row of its own."""

    id: str
    title: str
    terms: tuple[str, ...]
    stands: bool = False


@cache
def attacks() -> dict[str, Attack]:
    """All moves by id."""
    data = yaml.load(ATTACKS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        key: Attack(key, one["title"], tuple(one["terms"]), bool(one.get("stands", False))) for key, one in data.items()
    }


@cache
def positions() -> frozenset[str]:
    """The ids of the moves that open a row of their own."""
    return frozenset(one.id for one in attacks().values() if one.stands)


@dataclass(frozen=True, slots=True)
class Act:
    """What a stretch does: an attack's id, "claim" or "procedure"; ``term`` says that a term of the trade told it."""

    kind: str
    term: bool = False

    @property
    def attacks(self) -> bool:
        """Whether it is an attack on something said."""
        return self.kind in attacks() and not self.stands

    @property
    def stands(self) -> bool:
        """Whether it is a position of its own kind, such as a counterplan or a framework."""
        return self.kind in positions()


class Acts:
    """Tells what stretches do, with one embedding model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._head: Head = learned(EXAMPLES, embedder)
        self._known: dict[str, Act] = {}

    def of(self, text: str) -> Act:
        """What some words do."""
        if len(self._known) > 2000:
            self._known.clear()
        if text not in self._known:
            self._known[text] = self._told(text)
        return self._known[text]

    def _told(self, text: str) -> Act:
        words = f" {' '.join(_WORD.findall(text.lower().replace('’', chr(39))))} "
        named = [(words.find(f" {term} "), one.id) for one in attacks().values() for term in one.terms]
        found = [place for place in named if place[0] >= 0]
        if found:
            return Act(min(found)[1], term=True)
        if not words.strip():
            return Act(PROCEDURE)
        chances = self._head.probabilities(text, self._embedder.vectors([text])[0])
        best = max(chances, key=chances.__getitem__)
        return Act(best if chances[best] >= SURE else CLAIM)
