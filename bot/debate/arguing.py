"""New arguments for a constructive: which to choose, and how each is spoken."""

from __future__ import annotations

import random
from dataclasses import replace

from bot.debate import phrases
from bot.debate.bank import Node
from bot.debate.budget import Item, cost
from bot.debate.model import Block, Point
from bot.debate.opponent import SKILLS
from bot.debate.standing import Standing

DEPTH = 125
"""Words that an argument with all its cards takes: a speech makes as many arguments as it can make so well."""
FEWEST = 2
ROOM = 80
"""Words left over that make room for one more argument."""


def choose(standing: Standing, budget: int, seed: int) -> list[Node]:
    """The arguments of a constructive of so many words, in the bank's order: for seed 0 its first, else drawn."""
    there = [node for node in standing.bank.arguments(standing.side) if node.id not in standing.used]
    ranked = list(there)
    if seed:
        random.Random(f"{seed} {standing.slot.id} {standing.side}").shuffle(ranked)
    wanted = max(FEWEST, budget // DEPTH)
    while wanted < len(ranked) and budget - _words(ranked[:wanted], standing) >= ROOM:
        wanted += 1
    wanted = min(wanted, SKILLS[standing.held.opponent].arguments)
    return [node for node in there if node in ranked[:wanted]]


def _words(nodes: list[Node], standing: Standing) -> int:
    """The words that some arguments take when all is said of them."""
    return sum(cost(argument_item(node, 0, standing).versions[-1]) for node in nodes)


def argument_item(node: Node, number: int, standing: Standing) -> Item:
    """An argument as it is first made, from tag and card to warrant, impact and further cards."""
    # What is mined claims just what its card reads; it is not said twice.
    claim = "" if standing.bank.mined else f" {node.claim}"
    tag = f"{phrases.ordinal(number)}, {node.label}.{claim}"
    short, whole = standing.cards(node), standing.cards(node, whole=True)
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="argument", label=node.label, text=node.claim,
        row="", node=node.id, cards=tuple(card.id for card in short[:1]), evidence=bool(short),
        warrant=bool(node.warrant), offence=node.offence,
    )  # fmt: skip
    card = short[0] if short else None
    after = [node.warrant, f"{node.warrant} {node.impact}".strip()]
    versions: list[tuple[Block, ...]] = [
        (Block("argument", tag, card),),
        (Block("argument", tag, card, after[0]),),
        (Block("argument", tag, card, after[1]),),
    ]
    if short:
        versions.append((Block("argument", tag, whole[0], after[1]),))
    if whole[1:]:
        first = replace(versions[-1][0], after=node.warrant)
        more = [Block("argument", "", each) for each in whole[1:]]
        more[-1] = replace(more[-1], after=node.impact)
        versions.append((first, *more))
    return Item(tuple(versions), value=2.0 - number / 10, point=point)
