"""Finds names in a statement that the cited passages do not have."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import NEUTRAL
from bot.search.terms import Unit, Vocabulary, keys_of

_STANDS_FOR = frozenset({"country", "side", "organization"})
"""Kinds of actor that may stand for their side: Bogotá for Colombia, Washington for the United States."""


def strange_name(statement: str, texts: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The first name of the statement that is in none of the texts under any of its names, or None."""
    there = [unit for text in texts for unit in vocabulary.units(text)]
    keys = keys_of(there)
    actors = {unit.actor for unit in there if unit.actor}
    sides = {unit.side for unit in there if unit.actor and unit.side != NEUTRAL}
    for unit in vocabulary.units(statement):
        if unit.actor:
            # By the actor, not by the words: "the Samper administration" is not the Santos administration.
            known = unit.actor in actors or (unit.kind in _STANDS_FOR and unit.side in sides)
        else:
            known = not _is_name(unit) or bool(unit.keys & keys)
        if not known and unit.kind != "author":
            return unit.text
    return None


def _is_name(unit: Unit) -> bool:
    return unit.text[:1].isupper() and unit.start > 0 and not unit.stop
