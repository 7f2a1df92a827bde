"""How strong each point stands at the end, by what was said for it and against it.

Attackers combine as in the DF-QuAD semantics (Rago, Toni, Aurisicchio and Baroni, "Discontinuity-Free Decision Support
with Quantitative Argumentation Debates", KR 2016): a base score v falls to v·Π(1 − t·s) over the attackers' strengths.
What an attack takes, t, depends on its kind and on the judge: a broken link takes more than a doubt about the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from bot.debate.card import Card
from bot.debate.flow import meets, reply_slots
from bot.debate.model import Point, Round
from bot.debate.paradigms import Paradigm, paradigms

REPORTED_VIEW = "reported"
"""The kind of what a person says of a side's view that the source only reports."""
KINDS = {"statistic": 0.1, "named authority": 0.06, "example": 0.05, "assertion": 0.0}
REPORTED = 0.06
"""What a card loses whose words are a side's view as reported, not a finding."""
TAKE_OUTS = frozenset({"no_link", "no_internal_link", "non_unique", "no_solvency", "perm", "not_ours"})
DOUBTS = frozenset({"date", "indict", "no_evidence", "misread", "outweigh", "no_warrant", "compare"})


def base(point: Point, cards: Mapping[str, Card], judge: Paradigm | None = None) -> float:
    """What a point is worth before anything is said against it, 0 to 1."""
    by = judge or paradigms()["flow"]
    score = by.claim + by.warrant * point.warrant
    held = [cards[key] for key in point.cards if key in cards]
    if point.evidence:
        score += by.evidence
        read = [KINDS[card.kind] - REPORTED * (card.voice != "author") for card in held]
        score += by.kind * max(read, default=-REPORTED if point.kind == REPORTED_VIEW else KINDS.get(point.kind, 0.0))
    return max(0.0, min(1.0, score))


def strengths(held: Round, judge: Paradigm | None = None) -> dict[str, float]:
    """The strength of every argument and answer at the end of the flow, 0 to 1, by its id.

    A conceded point keeps all it had; one that its own side made too late counts nothing.
    """
    by = judge or paradigms()["flow"]
    cards = read_cards(held)
    by_id = {one.id: one for one in held.points}
    against: dict[str, list[Point]] = defaultdict(list)
    for one in held.points:
        if one.answers in by_id and one.stance != by_id[one.answers].stance and meets(one):
            against[one.answers].append(one)

    @cache
    def strength(point_id: str) -> float:
        point = by_id[point_id]
        value = base(point, cards, by)
        owed = {slot.id for slot in reply_slots(held, point)} if against[point_id] else set()
        for attacker in against[point_id]:
            taken = _takes(attacker, by) * strength(attacker.id)
            value *= 1 - taken * _in_time(held, attacker, owed, by)
        return value

    return {one.id: strength(one.id) for one in held.points if meets(one)}


def _in_time(held: Round, attacker: Point, owed: set[str], by: Paradigm) -> float:
    """What is left of an attack by when it came: after the speeches that owed it, or where nobody can reply."""
    if attacker.slot not in owed:
        return by.late
    return 1.0 if reply_slots(held, attacker) else by.last_word


def _takes(attacker: Point, by: Paradigm) -> float:
    if attacker.attack in TAKE_OUTS:
        return by.take_out
    # What was admitted is held against a side, and seldom ends the matter.
    doubt = attacker.attack in DOUBTS or attacker.role == "comparison" or bool(attacker.extends)
    return by.mitigation if doubt else by.answer


def read_cards(held: Round) -> dict[str, Card]:
    """Every card of a round by its id."""
    return {block.card.id: block.card for speech in held.speeches for block in speech.blocks if block.card is not None}
