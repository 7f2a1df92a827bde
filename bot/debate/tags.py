"""Checks that a tag claims no more than the body under it: no powertags."""

from __future__ import annotations

import re

from bot.answer.checking.figures import figures
from bot.debate.clauses import Clause, clauses
from bot.search.terms import Unit, Vocabulary
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

_NAME = re.compile(r"(?<!\w)(?!I\b)[A-ZÀ-Þ][\w’'-]+")
"""A word that is written large within a sentence."""


def overclaims(tag: str, body: str, vocabulary: Vocabulary) -> list[str]:
    """What the tag says beyond its body, in words; empty where it stays within it.

    Looks at sweeping words, figures, names, the direction of change, and hedges. What a tag says in other words
    than its body's is beyond it.
    """
    found = [f"“{word}” is not in the body" for word in _beyond(tag, body)]
    found += _lacking_figures(tag, body)
    found += [f"“{unit.text}” is not in the body" for unit in _strange_actors(tag, body, vocabulary)]
    if _against(tag, body, vocabulary):
        found.append("the body goes the other way")
    if _hedges_dropped(tag, body, vocabulary):
        found.append("the body hedges this and the tag does not")
    return found


def strange_facts(words: str, ground: str, vocabulary: Vocabulary) -> list[str]:
    """The figures and names in some words that their ground does not have, in words; a reason of one's own has none."""
    found = _lacking_figures(words, ground)
    found += [f"“{unit.text}” is not in the body" for unit in _strange_actors(words, ground, vocabulary)]
    known = ground.casefold()
    for start, end in sentence_spans(words):
        inner = _NAME.findall(words[start:end].lstrip()[1:])
        found += [f"“{name}” is not in the body" for name in inner if name.casefold() not in known]
    return list(dict.fromkeys(found))


def _lacking_figures(words: str, ground: str) -> list[str]:
    mine, theirs = figures(words), figures(ground)
    lacking = (mine.numbers - theirs.numbers) | (mine.years - theirs.years) | (mine.shares - theirs.shares)
    return [f"the figure {number} is not in the body" for number in sorted(lacking)]


def _strange_actors(words: str, ground: str, vocabulary: Vocabulary) -> list[Unit]:
    keys = frozenset(key for unit in vocabulary.units(ground) for key in unit.keys)
    return [
        unit for unit in vocabulary.units(words)
        if unit.actor and not unit.keys & keys and not _side_named(unit.side, ground, vocabulary)
    ]  # fmt: skip


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
