"""Checks that a tag claims no more than the body under it: no powertags."""

from __future__ import annotations

import re

from bot.answer.checking.figures import figures
from bot.debate.clauses import Clause, clauses
from bot.search.terms import Vocabulary
from bot.sources.sentences import sentence_spans

_SWEEPING = re.compile(
    r"\b(?:all|always|never|nobody|none|nothing|every\w*|only|completely|entirely|totally|impossible|certain\w*|"
    r"undeniabl[ey]|inevitabl[ey]|prov(?:e[sdn]?|ing)|guarantee\w*|ensures?|must|cannot|destroy\w*|collapse[sd]?|"
    r"solv(?:e[sd]?|ing)|eliminat\w+|end(?:s|ed)?|worst|best|most|largest|single)\b",
    re.IGNORECASE,
)
"""Words that claim the whole of something: a tag may use one only where its body does."""
_HEDGE = re.compile(
    r"\b(?:may|might|could|if|reportedly|allegedly|accuse[sd]?|perhaps|possibly|would)\b", re.IGNORECASE
)
"""What the body hedges the tag must hedge, where it speaks in the same clause."""


def overclaims(tag: str, body: str, vocabulary: Vocabulary) -> list[str]:
    """What the tag says beyond its body, in words; empty where it stays within it.

    Looks at sweeping words, figures, names, the direction of change, and hedges. What a tag says in other words
    than its body's is beyond it.
    """
    found = [f"“{word}” is not in the body" for word in _beyond(tag, body)]
    mine, theirs = figures(tag), figures(body)
    lacking = (mine.numbers - theirs.numbers) | (mine.years - theirs.years) | (mine.shares - theirs.shares)
    found += [f"the figure {number} is not in the body" for number in sorted(lacking)]
    keys = frozenset(key for unit in vocabulary.units(body) for key in unit.keys)
    for unit in vocabulary.units(tag):
        if unit.actor and not unit.keys & keys and not _side_named(unit.side, body, vocabulary):
            found.append(f"“{unit.text}” is not in the body")
    if _against(tag, body, vocabulary):
        found.append("the body goes the other way")
    if _hedges_dropped(tag, body, vocabulary):
        found.append("the body hedges this and the tag does not")
    return found


def _beyond(tag: str, body: str) -> list[str]:
    stems = {match.group().lower()[:5] for match in _SWEEPING.finditer(body)}
    words = [match.group() for match in _SWEEPING.finditer(tag)]
    return [word for word in words if word.lower()[:5] not in stems]


def _side_named(side: str, body: str, vocabulary: Vocabulary) -> bool:
    return any(unit.side == side for unit in vocabulary.units(body) if unit.actor)


def _against(tag: str, body: str, vocabulary: Vocabulary) -> bool:
    """Whether the clause of the body that shares most words with the tag moves the contrary way."""
    said = _clauses(body, vocabulary)
    for part in clauses(tag, vocabulary):
        if part.direction and said:
            nearest = max(said, key=lambda clause: len(clause.keys & part.keys))
            if nearest.direction * part.direction < 0:
                return True
    return False


def _clauses(body: str, vocabulary: Vocabulary) -> list[Clause]:
    return [clause for start, end in sentence_spans(body) for clause in clauses(body[start:end], vocabulary)]


def _hedges_dropped(tag: str, body: str, vocabulary: Vocabulary) -> bool:
    if _HEDGE.search(tag):
        return False
    said = _clauses(body, vocabulary)
    keys = frozenset(key for part in clauses(tag, vocabulary) for key in part.keys)
    if not said or not keys:
        return False
    nearest = max(said, key=lambda clause: len(clause.keys & keys))
    return bool(_HEDGE.search(nearest.text)) and len(nearest.keys & keys) >= 2
