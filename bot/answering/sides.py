"""Answers for one side, or for each side beside the other: only with evidence that is that side's own."""

from __future__ import annotations

import re

from bot.answering.draft import Draft, Line, Part
from bot.answering.evidence import Asked, Reader, weighted
from bot.answering.expectation import Expectation
from bot.answering.facts import Graded, compose, grade, refuse
from bot.answering.gate import probability
from bot.answering.phrases import NOT_SAID, no_reply
from bot.answering.words import COMPARE, VIEW
from bot.index.terms import Unit
from bot.model import BOTH, Side

QUOTA = 2
"""Statements for each side in an answer for both, at most."""
ONE = 3
"""Statements in an answer for one side, at most."""
ON_THE_MATTER = 0.5
"""A side's sentence is on the matter from this share of the matter's weight, met in meaning."""
_GENERAL = frozenset(
    "drug drugs policy policies problem issue issues question matter article side sides country countries war topic "
    "debate dispute conflict main overall general basic core fundamental two opposing different paradigm paradigms "
    "narcotics differ big picture way ways agree work works government governments set lay against".split()
)
_NO_KIND = Expectation("other")


def answer_one(question: str, side: Side, reader: Reader, least: float, chosen: bool = False) -> Draft:
    """What one side holds.

    ``least`` is the gate's threshold for a matter that the question names; ``chosen`` says that the
    reader set the side, so that a question about what nobody treats in those words gets what it holds.
    """
    graded, matter = _for_side(question, side, reader)
    if matter:
        ranking = reader.rank(question, sides=(side.id,))
        on_it = [one for one in graded if _meets(one, matter, reader)]
        if not on_it and chosen and any(map(reader.knows, matter)):
            on_it, matter = _for_side(question, side, reader, general=True)[0], ()
        elif not on_it or (probability(ranking, reader) < least and _best(on_it, matter, reader) < 0.8):
            reason = f"nothing of {side.name}'s there is about it"
            return refuse(graded[:1], reason, "one_side")
        graded = on_it
    if not graded:
        return Draft("one_side", "no_evidence", (Part(lead=f"{NOT_SAID} {no_reply(side.name)}"),), "no evidence")
    lines = compose(graded, question, _NO_KIND, reader, ONE)
    if not matter and len(lines) < ONE:
        lines = _top(graded, ONE, reader)
    return Draft("one_side", "answered", (Part(tuple(lines)),))


def answer_both(question: str, reader: Reader) -> Draft:
    """A part for each side with an equal number of its own sentences, or the word that it gives no reply."""
    found: list[tuple[Side, list[Graded]]] = []
    matter: tuple[Unit, ...] = ()
    for side in reader.content.topic.sides:
        graded, matter = _for_side(question, side, reader)
        found.append((side, [one for one in graded if _meets(one, matter, reader)] if matter else graded))
    if matter and not any(graded for _, graded in found) and any(map(reader.knows, matter)):
        # The words are the corpus's, but neither side speaks of just that: what they hold in general.
        sides_there = reader.content.topic.sides
        found = [(side, _for_side(question, side, reader, general=True)[0]) for side in sides_there]
    elif matter and not any(graded for _, graded in found):
        ranking = reader.rank(question)
        return refuse(grade(question, ranking, reader)[2][:1], "neither side speaks of it there", "both_sides")
    sizes = [len(graded) for _, graded in found if graded]
    quota = min([QUOTA, *sizes])
    parts = [
        Part(tuple(_top(graded, quota, reader)), label=side.name)
        if graded
        else Part(lead=no_reply(side.name), label=side.name)
        for side, graded in found
    ]
    return Draft("both_sides", "answered" if sizes else "no_evidence", tuple(parts))


def _for_side(
    question: str, side: Side, reader: Reader, general: bool = False
) -> tuple[list[Graded], tuple[Unit, ...]]:
    """The side's own sentences, best first, and the words of the question that name a matter."""
    matter = () if general else matter_of(question, reader)
    query = question if matter else f"{side.name}: {side.paradigm}. {side.statement}"
    ranking = reader.rank(query, sides=(side.id,))
    return [one for one in grade(query, ranking, reader)[2] if one.scored.sentence.side in (side.id, BOTH)], matter


def matter_of(question: str, reader: Reader) -> tuple[Unit, ...]:
    """The words of a question for a view that say on what: not the sides, not "view" or "differ" themselves."""
    units = reader.content.vocabulary.units(question)
    dropped = VIEW | COMPARE | _GENERAL
    named = [u for u in units if not u.stop and not u.actor and re.sub(r"['’]s$", "", u.text.lower()) not in dropped]
    known = [unit for unit in named if reader.knows(unit)]
    return tuple(known or named)


def _meets(one: Graded, matter: tuple[Unit, ...], reader: Reader) -> bool:
    return _share(one, matter, reader) >= ON_THE_MATTER


def _best(graded: list[Graded], matter: tuple[Unit, ...], reader: Reader) -> float:
    return max((_share(one, matter, reader) for one in graded), default=0.0)


def _share(one: Graded, matter: tuple[Unit, ...], reader: Reader) -> float:
    asked: Asked = reader.asked_of(" ".join(unit.text for unit in matter))
    met = reader.met_without(asked, one.scored.sentence)
    return weighted([value if value >= 0.55 else 0.0 for value in met], asked.idf)


def _top(graded: list[Graded], count: int, reader: Reader) -> list[Line]:
    """The best few, in the order of the source."""
    order = reader.content.order
    lines = [Line.of(one.scored.sentence, one.scored.passage) for one in graded[:count]]
    return sorted(lines, key=lambda line: (order[line.source_id], line.start))
