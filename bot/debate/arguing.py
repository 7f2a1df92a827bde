"""New arguments for a constructive: which to choose, and how each is spoken."""

from __future__ import annotations

import random
from dataclasses import replace

from bot.debate import phrases
from bot.debate.acts import positions
from bot.debate.bank import Node
from bot.debate.budget import Item, cost
from bot.debate.model import Block, Point
from bot.debate.opponent import SKILLS
from bot.debate.standing import Standing

DEPTH = 165
"""Words that an argument with all its cards takes: a speech makes as many arguments as it can make so well."""
FEWEST, MOST = 2, 9
"""So many arguments make a case."""
ROOM = 80
"""Words left over that make room for one more argument."""


def choose(standing: Standing, budget: int, seed: int) -> list[Node]:
    """The arguments of a constructive of so many words: those that the seed's strategy leads with, then others.

    The others are the bank's first for seed 0, else drawn. A position that only some formats have is made where a
    strategy leads with it, or frames the whole case.
    """
    form = standing.held.format.id
    there = [node for node in standing.bank.arguments(standing.side, form) if node.id not in standing.used]
    strategy = standing.bank.strategy(standing.side, form, seed)
    leads = strategy.leads if strategy else ()
    first = sorted((node for node in there if node.id in leads), key=lambda node: leads.index(node.id))
    rest = [node for node in there if not node.formats and node not in first]
    if seed:
        random.Random(f"{seed} {standing.slot.id} {standing.side}").shuffle(rest)
    ranked = [*first, *rest]
    wanted = max(FEWEST, budget // DEPTH)
    while wanted < len(ranked) and budget - _words(ranked[:wanted], standing) >= ROOM:
        wanted += 1
    wanted = min(wanted, MOST, SKILLS[standing.held.opponent].arguments)
    chosen = ranked[:wanted]
    return [*(node for node in first if node in chosen), *(node for node in there if node in chosen[len(first) :])]


def _words(nodes: list[Node], standing: Standing) -> int:
    """The words that some arguments take when all is said of them."""
    return sum(cost(argument_item(node, 0, standing).versions[-1]) for node in nodes)


def argument_item(node: Node, number: int, standing: Standing) -> Item:
    """An argument as it is first made, from tag and card to warrant, impact, further cards and what is at stake."""
    claim = "" if node.verbatim else f" {node.claim}"
    tag = f"{phrases.ordinal(number)}, {phrases.position(node.form, node.label)}.{claim}"
    short = standing.cards(node)
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="argument", label=node.label, text=node.claim,
        row="", node=node.id, cards=tuple(card.id for card in short[:1]), evidence=bool(short),
        warrant=bool(node.warrant), offence=node.offence, attack=node.form if node.form in positions() else "",
    )  # fmt: skip
    shell = standing.held.format.shells and node.parts
    versions = _in_parts(node, tag, standing) if shell else _whole(node, tag, standing)
    stakes = phrases.stakes([(one.axis, one.words) for one in sorted(node.stakes, key=lambda one: -one.rank)[:2]])
    if stakes:
        full = versions[-1]
        versions.append((*full[:-1], replace(full[-1], after=f"{full[-1].after} {stakes}".strip())))
    return Item(tuple(versions), value=2.0 - number / 10, point=point)


def _whole(node: Node, tag: str, standing: Standing) -> list[tuple[Block, ...]]:
    """An argument in one piece, from the shortest version to the fullest."""
    short, whole = standing.cards(node), standing.cards(node, whole=True)
    card = short[0] if short else None
    analytic = card is None
    after = [node.warrant, f"{node.warrant} {node.impact}".strip()]
    versions: list[tuple[Block, ...]] = [
        (Block("argument", tag, card, analytic=analytic),),
        (Block("argument", tag, card, after[0], analytic=analytic),),
        (Block("argument", tag, card, after[1], analytic=analytic),),
    ]
    if short:
        versions.append((Block("argument", tag, whole[0], after[1]),))
    if whole[1:]:
        first = replace(versions[-1][0], after=node.warrant)
        more = [Block("argument", "", each) for each in whole[1:]]
        more[-1] = replace(more[-1], after=node.impact)
        versions.append((first, *more))
    return versions


def _in_parts(node: Node, tag: str, standing: Standing) -> list[tuple[Block, ...]]:
    """A position as a policy debater reads it: tag and card, then its parts by name, with their cards or without."""
    cards = standing.cards(node)
    head = Block("argument", tag, cards[0] if cards else None, analytic=not cards)
    read = [(part, standing.part_card(node, at)) for at, part in enumerate(node.parts)]
    bare = replace(head, after=" ".join(f"{part.name}: {part.text}" for part in node.parts))
    carried = bool(cards) or any(card is not None for _, card in read)
    whole = [Block("argument", f"{part.name}: {part.text}", card, analytic=not carried) for part, card in read]
    return [(bare,), (head, *whole)]
