"""Finds whom a pronoun stands for, by the pronouns that the topic gives its actors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.index.terms import Vocabulary
from bot.model import NEUTRAL, Topic

Choose = Callable[[Sequence[str]], int]
"""Which of several readings of a question the corpus answers best."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was asked just before (as it was searched for), what was answered, and how to read both.

    Where a pronoun may stand for several people, ``choose`` decides between the readings.
    """

    query: str
    answer: str
    topic: Topic
    vocabulary: Vocabulary
    choose: Choose


_HE = re.compile(r"\b(he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
_IT = re.compile(r"\b(it|its|itself)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(they|them|their|theirs|themselves)\b", re.IGNORECASE)
_REACTS = re.compile(r"\b(?:respond|react|reply|retaliat|answer|counter)\w*", re.IGNORECASE)
_POSSESSIVE = frozenset({"his", "its", "their", "hers", "theirs", "her"})


def resolve(text: str, past: Past) -> str:
    """The question with its pronouns replaced by the names that they stand for, where one is found."""
    for rule, words in ((_HE, "he"), (_SHE, "she"), (_IT, "it"), (_THEY, "they")):
        match = rule.search(text)
        if match is None or _expletive(text, match):
            continue
        names = _antecedents(words, text[: match.start()], text, past)
        if names:
            readings = [_named(text, match, name) for name in names]
            text = readings[past.choose(readings) if len(readings) > 1 else 0]
    return text


def has_pronoun(piece: str) -> bool:
    """Whether there is a pronoun to resolve."""
    return any(rule.search(piece) for rule in (_HE, _SHE, _IT, _THEY))


def _named(text: str, match: re.Match[str], name: str) -> str:
    """The text with a name in place of a pronoun."""
    pronoun = match.group().lower()
    possessive = pronoun in _POSSESSIVE and not (pronoun == "her" and not re.match(r"\s+\w", text[match.end() :]))
    return text[: match.start()] + (f"{name}’s" if possessive else name) + text[match.end() :]


def _expletive(text: str, match: re.Match[str]) -> bool:
    """Whether "it" only fills a place: "Is it true that …", "why is it important to …"."""
    return match.group().lower() == "it" and bool(
        re.match(
            r"\s+(?:true|right|correct|possible|important|necessary|matter|mean to|take)\b",
            text[match.end() :],
            re.IGNORECASE,
        )
    )


def _antecedents(pronoun: str, head: str, text: str, past: Past) -> list[str]:
    """The names that a pronoun may stand for, the likeliest first: from the question before, or its answer."""
    allowed = {actor.name for actor in past.topic.actors if pronoun in actor.pronouns}
    if pronoun in ("it", "they"):
        allowed |= {side.name for side in past.topic.sides}
    if pronoun != "they" and any(unit.actor in allowed for unit in past.vocabulary.units(head)):
        return []  # it is named in the same question
    asked = list(dict.fromkeys(u.actor for u in past.vocabulary.units(past.query) if u.actor in allowed))
    told = list(dict.fromkeys(u.actor for u in past.vocabulary.units(past.answer) if u.actor in allowed))
    if pronoun == "they":
        return _they(asked, told, past)
    if pronoun == "it":
        things = [name for name in asked if _is_thing(name, past.topic)]
        found = (things or asked or [_object(past)])[:1]
        return [name for name in found if name]
    if _REACTS.search(text) and asked:
        # Who reacts is the one that something was done to: the last of two, or the other one in the answer.
        others = [name for name in told if name != asked[0]]
        return [asked[-1]] if len(asked) > 1 else (others or asked)[:1]
    return asked or told


def _they(asked: list[str], told: list[str], past: Past) -> list[str]:
    sides = {
        unit.side for text in (past.query, past.answer) for unit in past.vocabulary.units(text) if unit.side != NEUTRAL
    }
    subject = re.search(r"\b(?:did|do|does|have|has|had|would|will) (?:the )?", past.query, re.IGNORECASE)
    acting = [u.actor for u in past.vocabulary.units(past.query) if subject and u.actor and u.start == subject.end()]
    if acting and len(asked) > 1 and not re.search(r"\b(?:both|each other|two)\b", past.query):
        return acting
    if len(asked) == 1:
        return asked
    if len(sides) > 1:
        return [" and ".join(side.name for side in past.topic.sides)]
    return [name for name in (asked or told or [_object(past)])[:1] if name]


def _is_thing(name: str, topic: Topic) -> bool:
    return any(actor.name == name and actor.kind not in ("person", "author", "country") for actor in topic.actors)


def _object(past: Past) -> str:
    """What the earlier question was about: its last run of content words."""
    units = [unit for unit in past.vocabulary.units(past.query) if not unit.stop]
    return " ".join(unit.text for unit in units[-2:])
