"""The end of a last speech: what decides the round, own row against theirs."""

from __future__ import annotations

from bot.debate import phrases
from bot.debate.bank import Stake
from bot.debate.budget import Item
from bot.debate.flow import alive, answers_to, counts, status
from bot.debate.model import Block, Point
from bot.debate.standing import Standing, referred
from bot.debate.strength import read_cards


def weighing_items(standing: Standing, carried: list[Point], taken: set[str]) -> list[Item]:
    """Why own rows outweigh theirs, the best own row last and with the call for the ballot; none where no row is left.

    ``taken`` are the sentences that the speech has used; those used here are added.
    """
    ranked = sorted(carried, key=lambda row: -standing.strength.get(row.id, 0.0))
    rivals = sorted(
        (row for row in standing.their_rows if alive(standing.held, row) and row.attack != "framework"),
        key=lambda row: -standing.strength.get(row.id, 0.0),
    )
    pairs: list[tuple[Point, Point | None]] = [
        (row, rivals[at % len(rivals)] if rivals else None) for at, row in enumerate(ranked)
    ]
    items = [_weighed(mine, theirs, standing, taken, best=at == 0) for at, (mine, theirs) in enumerate(pairs)]
    if ranked:
        items.append(_above(ranked[0], rivals[len(ranked) :], standing))
    return [item for item in reversed(items) if item is not None]


def _above(mine: Point, rest: list[Point], standing: Standing) -> Item | None:
    """The best own row set above those of theirs that no other is set against, on the axis where most are behind."""
    ours = {one.axis: one for one in _stakes(mine, standing)}
    behind: dict[str, list[tuple[str, str]]] = {}
    for row in rest:
        for one in _stakes(row, standing):
            if one.axis in ours and ours[one.axis].rank > one.rank:
                behind.setdefault(one.axis, []).append((row.label, one.words))
    axis = max(behind, key=lambda key: len(behind[key]), default="")
    if len(behind.get(axis, ())) < 2:
        return None
    said = phrases.set_above(axis, (mine.label, ours[axis].words), behind[axis][:3])
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="weighing", label=f"weighing {mine.label}",
        text=said, row=mine.id, extends=mine.id, node=mine.node, warrant=True,
    )  # fmt: skip
    return Item(((Block("weighing", said),),), value=0.6, point=point, must=False, group="weighing")


def _weighed(mine: Point, theirs: Point | None, standing: Standing, taken: set[str], best: bool) -> Item | None:
    """One own row set against one of theirs; None for a further one of which nothing new can be said."""
    node = standing.node(mine)
    reason = standing.first([node.weighing if node else "", _on_the_flow(mine, theirs, standing)], taken)
    beside = _beside(mine, theirs, standing, taken)
    if not best and not (reason or beside):
        return None
    against = f"Set {mine.label} against {theirs.label}." if theirs else f"The round comes down to {mine.label}."
    cards = standing.cards(node) if node else []
    pointer = referred(cards[0]) if cards else None
    vote = f"That is a ballot for the {standing.stance}." if best else ""
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="weighing", label=f"weighing {mine.label}",
        text=reason or beside or against, row=mine.id, extends=mine.id, node=mine.node, warrant=bool(reason or beside),
    )  # fmt: skip
    texts = [" ".join(filter(None, parts)) for parts in ((against,), (against, reason), (against, beside, reason))]
    texts = list(dict.fromkeys(texts))[1 if reason else 0 :]
    versions = tuple((Block("weighing", text, pointer, vote),) for text in texts)
    return Item(versions, value=3.0 if best else 0.8, point=point, must=best, group="weighing")


def _beside(mine: Point, theirs: Point | None, standing: Standing, taken: set[str]) -> str:
    """The axis on which the own row is furthest ahead of theirs, in words; "" where it is ahead on none."""
    ours = {one.axis: one for one in _stakes(mine, standing)}
    ahead = [
        (ours[one.axis].rank - one.rank, ours[one.axis], one)
        for one in (_stakes(theirs, standing) if theirs else ())
        if one.axis in ours and ours[one.axis].rank > one.rank
    ]
    if theirs is None or not ahead:
        return ""
    _, my_stake, their_stake = max(ahead, key=lambda one: one[0])
    said = phrases.set_beside(my_stake.axis, (mine.label, my_stake.words), (theirs.label, their_stake.words))
    return standing.first([said], taken)


def _stakes(row: Point, standing: Standing) -> tuple[Stake, ...]:
    node = standing.node(row)
    return node.stakes if node else ()


def _on_the_flow(mine: Point, theirs: Point | None, standing: Standing) -> str:
    """What the flow itself says for the own row, where nobody has written how it weighs."""
    cards = read_cards(standing.held)
    my_card = next((cards[key] for key in mine.cards if key in cards), None)
    their_card = next((cards[key] for key in theirs.cards if key in cards), None) if theirs else None
    if my_card and their_card and my_card.kind == "statistic" != their_card.kind:
        return f"Mine rests on a figure (¶ {my_card.cite.paragraph}), theirs on none."
    if theirs and mine.warrant and not theirs.warrant:
        return "Mine came with its reason, theirs without one."
    against = [one for one in answers_to(standing.held, mine) if counts(one)]
    if against and all(status(standing.held, one) == "answered" for one in against):
        return "All that was set against mine has been answered."
    return "" if against else "Nothing was set against mine."


def best(rows: list[Point], standing: Standing) -> Point | None:
    """The strongest of some rows as the flow stands, the first made of equals."""
    return max(rows, key=lambda row: standing.strength.get(row.id, 0.0), default=None)
