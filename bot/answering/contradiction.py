"""Finds where a sentence of the source says otherwise than a claim does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.answering.clauses import Clause, Figures, clauses, figures, owner
from bot.answering.words import ANTONYM_STEMS
from bot.index.terms import Vocabulary

Ground = Literal["number", "date", "direction", "negation", "who did what", "opposite"]

_OVER = re.compile(
    r"\b(?:over|above|more than|at least|exceed\w*|upwards of|greater than)\s+\d|\bmore than half", re.IGNORECASE
)
_UNDER = re.compile(r"\b(?:under|below|less than|fewer than|at most|up to)\s+\d|\bless than half", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clash:
    """That a claim and a sentence cannot both be true, and on what ground."""

    ground: Ground
    detail: str


def clash(claim: str, sentence: str, vocabulary: Vocabulary) -> Clash | None:
    """The first ground on which the sentence contradicts the claim, or None.

    Call it only for sentences that speak of what the claim speaks of: it takes that for granted.
    """
    said = clauses(sentence, vocabulary)
    for part in clauses(claim, vocabulary):
        found = _clash(part, said, vocabulary)
        if found:
            return found
    return _figures(figures(claim), figures(sentence)) or _bounds(claim, sentence)


def same_agent(question: str, sentence: str, vocabulary: Vocabulary) -> int:
    """1 where who acts in the question acts in the sentence too, -1 where somebody else does, 0 where unknown."""
    asked = [part for part in clauses(question, vocabulary) if part.agents and not part.passive]
    said = [part for part in clauses(sentence, vocabulary) if part.agents and not part.passive]
    if not asked or not said:
        return 0
    return 1 if any(asked[0].agents & part.agents for part in said) else -1


def _clash(claim: Clause, said: list[Clause], vocabulary: Vocabulary) -> Clash | None:
    shared = [(len(claim.keys & clause.keys), at) for at, clause in enumerate(said)]
    if not shared or max(shared)[0] == 0:
        return None
    nearest = said[max(shared, key=lambda pair: (pair[0], -pair[1]))[1]]
    return (
        _direction(claim, nearest)
        or _negation(claim, nearest)
        or _opposite(claim, nearest)
        or _actors(claim, nearest, vocabulary)
        or _people(claim, said)
    )


def _direction(claim: Clause, said: Clause) -> Clash | None:
    if claim.direction * said.direction < 0 and bool(claim.denied) == bool(said.denied):
        word = "rises or gains" if said.direction > 0 else "falls or loses"
        return Clash("direction", f"in the source it {word}")
    return None


def _negation(claim: Clause, said: Clause) -> Clash | None:
    common = claim.keys & said.keys
    ours, theirs = claim.denied & common, said.denied & common
    if bool(ours) != bool(theirs):
        return Clash("negation", "the source denies it" if theirs else "the source affirms it")
    return None


def _opposite(claim: Clause, said: Clause) -> Clash | None:
    if claim.denied or said.denied:
        return None
    for left, right in ANTONYM_STEMS:
        for mine, other in ((left, right), (right, left)):
            if claim.keys & mine and said.keys & other and not (claim.keys & other or said.keys & mine):
                return Clash("opposite", "the source says the opposite")
    return None


def _actors(claim: Clause, said: Clause, vocabulary: Vocabulary) -> Clash | None:
    if not claim.agents or not said.agents or claim.passive != said.passive:
        return None
    if claim.agents & said.agents:
        return None
    action = (claim.keys & said.keys) - _names(claim.text, vocabulary) - _names(said.text, vocabulary)
    return Clash("who did what", "in the source it is somebody else") if action else None


def _people(claim: Clause, said: list[Clause]) -> Clash | None:
    """A person is named in place of another: neither is in the other's sentence."""
    theirs = frozenset(name for clause in said for name in clause.people)
    if claim.people - theirs and theirs - claim.people:
        return Clash("who did what", "the source names somebody else")
    return None


def _names(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(key for unit in vocabulary.units(text) if unit.actor for key in unit.keys | {owner(unit)})


def _figures(claim: Figures, said: Figures) -> Clash | None:
    if claim.years and said.years and not claim.years & said.years:
        return Clash("date", "the source gives another year")
    if claim.months and said.months and not claim.months & said.months:
        return Clash("date", "the source gives another month")
    if claim.numbers - said.numbers and said.numbers - claim.numbers:
        ground: Ground = "date" if claim.months or said.months else "number"
        return Clash(ground, "the source gives another figure")
    if claim.shares and said.shares and not claim.shares & said.shares:
        return Clash("number", "the source gives another share")
    if claim.spans and said.spans and not claim.spans & said.spans:
        return Clash("date", "the source gives another time")
    if claim.years and said.years and claim.years - said.years:
        return Clash("date", "the source gives another year")
    return None


def _bounds(claim: str, sentence: str) -> Clash | None:
    over, under = bool(_OVER.search(claim)), bool(_UNDER.search(claim))
    if (over and not under and not _OVER.search(sentence) and _UNDER.search(sentence)) or (
        under and not over and not _UNDER.search(sentence) and _OVER.search(sentence)
    ):
        return Clash("number", "the source puts the figure on the other side of that bound")
    return None
