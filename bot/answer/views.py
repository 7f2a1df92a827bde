"""Answers on whose view it is: one side's, both sides beside each other, the author's own, or a case for a side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import phrases
from bot.answer.confidence import Confidence
from bot.answer.draft import Argument, Draft, Line, Part
from bot.answer.facts import MOST, WIDE, closest, refusal
from bot.answer.reader import Reader
from bot.answer.understand import Understood
from bot.model import BOTH, NEUTRAL, Kind, Side
from bot.search.retriever import Query, Scored

FAR = 0.45
"""How far a side's best sentence may be behind the best of all and still be on the subject; set by hand."""
OWN = 0.15
"""What a sentence gains that is in the voice that is asked for; set by hand."""


def answer_side(asked: Understood, side: Side, scored: Sequence[Scored], sure: Confidence, reader: Reader) -> Draft:
    """What one side holds: its own sentences in a part of its own, then what else is near."""
    if asked.general:
        own = reader.rank(_query(asked, (side,), reader), sides=(side.id, BOTH)).scored[:MOST]
        return _of_sides((side,), own, "one_side", True)
    if sure.elsewhere:
        return refusal("nothing in them speaks of it", "one_side")
    others = {each.id for each in reader.content.topic.sides} - {side.id}
    near = [one for one in scored if one.sentence.side not in others]
    return _of_sides((side,), _with_own(near, (side,)), "one_side", sure.answered)


def answer_both(asked: Understood, scored: Sequence[Scored], sure: Confidence, reader: Reader) -> Draft:
    """A part for each side on the subject asked, then what else is near, whoever holds it."""
    sides = reader.content.topic.sides
    if len(sides) < 2:
        return closest(scored, "both_sides")
    if asked.general:
        own = [list(reader.rank(_query(asked, (side,), reader), sides=(side.id, BOTH)).scored[:MOST]) for side in sides]
        even = min((len(mine) for mine in own if mine), default=0)
        return _of_sides(sides, [one for mine in own for one in mine[:even]], "both_sides", True)
    if sure.elsewhere:
        return refusal("nothing in them speaks of it", "both_sides")
    return _of_sides(sides, _with_own(scored, sides), "both_sides", sure.answered)


def answer_author(asked: Understood, scored: Sequence[Scored], sure: Confidence) -> Draft:
    """The author's own judgement: sentences in the author's voice that take no side's, then what else is near."""
    if sure.elsewhere and not asked.general:
        return refusal("nothing in them speaks of it", "author")
    chosen = sorted(scored, key=lambda one: -(one.score + OWN * _judges(one)))[:WIDE]
    own, near = [one for one in chosen if _judges(one)], [one for one in chosen if not _judges(one)]
    parts = [Part(_lines(own), label=phrases.THE_AUTHOR)] if own else []
    parts += [Part(_lines(near), label=phrases.ALSO_NEAR)] if near else []
    return Draft("author", "answered" if sure.answered else "closest", tuple(parts))


def answer_worth(scored: Sequence[Scored], sure: Confidence) -> Draft:
    """A question of worth, which no text settles: what comes nearest, by whose it is, and no verdict."""
    if sure.elsewhere:
        return refusal("nothing in them speaks of it", "evaluative")
    draft = closest(scored, "evaluative", phrases.NO_JUDGE)
    return replace(draft, reason="no text settles what a thing is worth")


def _with_own(scored: Sequence[Scored], sides: Sequence[Side]) -> list[Scored]:
    """The best few, with the best of each side's own among them where it is not far behind."""
    chosen = list(scored[:WIDE])
    for side in sides:
        if not any(_of(one, side) for one in chosen):
            own = next((one for one in scored if _of(one, side) and one.score >= scored[0].score - FAR), None)
            if own is not None:
                chosen = [*chosen[: WIDE - 1], own]
    return chosen


def _of(one: Scored, side: Side) -> bool:
    return one.sentence.side in (side.id, BOTH)


def _of_sides(sides: Sequence[Side], chosen: Sequence[Scored], kind: Kind, sure: bool) -> Draft:
    """The chosen sentences by whose they are: as many of each side's under its name, all others below."""
    parts, used = [], set[str]()
    counts = [sum(_of(one, side) for one in chosen) for side in sides]
    even = min((count for count in counts if count), default=0)
    for side in sides:
        own = [one for one in chosen if _of(one, side) and one.sentence.id not in used][:even]
        used |= {one.sentence.id for one in own}
        parts.append(
            Part(_lines(own), label=side.name) if own else Part(lead=phrases.no_reply(side.name), label=side.name)
        )
    rest = [one for one in chosen if one.sentence.id not in used]
    if rest:
        parts.append(Part(_lines(rest), label=phrases.ALSO_NEAR))
    return Draft(kind, "answered" if sure and used else "closest", tuple(parts))


def answer_case(side: Side | None, bank: Sequence[Argument], reader: Reader) -> Draft:
    """The case for a side, or for each: the topic's arguments, each with the sentence that carries it.

    Where the topic has none, the side's own sentences that are nearest to what it stands for.
    """
    parts: list[Part] = []
    for each in (side,) if side is not None else reader.content.topic.sides:
        mine = [one for one in bank if one.side == each.id]
        if mine:
            label = each.name
            for one in mine:
                parts.append(Part((one.line,), one.claim, label))
                label = ""
        else:
            query = reader.ranker.query(_stance(each))
            own = list(reader.rank(query, sides=(each.id, BOTH)).scored[:WIDE])
            parts.append(Part(_lines(own), label=each.name))
    return Draft("arguments", "answered" if any(part.lines for part in parts) else "no_evidence", tuple(parts))


def _judges(one: Scored) -> bool:
    return one.sentence.voice == "author" and one.sentence.side == NEUTRAL


def _query(asked: Understood, sides: Sequence[Side], reader: Reader) -> Query:
    """The question's own query, or what the sides stand for where it names no subject beside them."""
    return reader.ranker.query(" ".join(map(_stance, sides))) if asked.general else asked.query


def _stance(side: Side) -> str:
    return f"{side.name}: {side.paradigm}. {side.statement}"


def _lines(scored: Sequence[Scored]) -> tuple[Line, ...]:
    return tuple(Line.found(one) for one in scored)
