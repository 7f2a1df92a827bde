"""How strong each point stands at the end: the DF-QuAD semantics over the attacks on the flow.

Rago, Toni, Aurisicchio and Baroni, "Discontinuity-Free Decision Support with Quantitative Argumentation Debates"
(KR 2016): attackers combine as 1 − Π(1 − s), and a base score v falls to v·(1 − attack). A point's base
score is a checklist, the same for both sides: evidence, its kind, a warrant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.debate.card import Card
from bot.debate.flow import answers_to, meets
from bot.debate.model import Point, Round

BARE, EVIDENCE, WARRANT = 0.25, 0.35, 0.2
KINDS = {"statistic": 0.15, "named authority": 0.1, "example": 0.08, "assertion": 0.0}
REPORTED = 0.1
"""What a card loses whose words are a side's view as reported, not a finding."""
ANSWER = 0.7
"""What an answer takes of what it meets, at most: an argument is seldom beaten to nothing."""


def base(point: Point, cards: Mapping[str, Card]) -> float:
    """The checklist score of a point, 0 to 1, whatever was said against it."""
    score = BARE + WARRANT * point.warrant
    held = [cards[key] for key in point.cards if key in cards]
    if point.evidence:
        score += EVIDENCE
        if held:
            score += max(KINDS[card.kind] - REPORTED * (card.voice != "author") for card in held)
    return max(0.0, min(1.0, score))


def strengths(held: Round) -> dict[str, float]:
    """The strength of every argument and answer at the end of the flow, 0 to 1, by its id.

    A conceded point keeps all it had; one that its own side made too late counts nothing.
    """
    cards = read_cards(held)
    by_id = {one.id: one for one in held.points}

    @cache
    def strength(point_id: str) -> float:
        point = by_id[point_id]
        value = base(point, cards)
        left = 1.0
        for attacker in answers_to(held, point):
            if meets(attacker):
                left *= 1 - ANSWER * strength(attacker.id)
        return value * left

    return {one.id: strength(one.id) for one in held.points if meets(one)}


def read_cards(held: Round) -> dict[str, Card]:
    """Every card of a round by its id."""
    return {block.card.id: block.card for speech in held.speeches for block in speech.blocks if block.card is not None}
