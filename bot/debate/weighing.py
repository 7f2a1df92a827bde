"""The end of a last speech: what decides the round, own row against theirs."""

from __future__ import annotations

from bot.debate.budget import Item
from bot.debate.flow import alive
from bot.debate.model import Block, Point
from bot.debate.standing import Standing, referred


def weighing_item(standing: Standing, carried: list[Point]) -> Item | None:
    """Why the best own row outweighs the best of theirs; None where no row is left."""
    mine = best(carried, standing)
    if mine is None:
        return None
    node = standing.node(mine)
    theirs = best([row for row in standing.their_rows if alive(standing.held, row)], standing)
    vote = f"That is a ballot for the {standing.stance}."
    reason = standing.fresh(node.weighing) if node else ""
    against = f"Set {mine.label} against {theirs.label}." if theirs else f"The round comes down to {mine.label}."
    cards = standing.cards(node) if node else []
    pointer = referred(cards[0]) if cards else None
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="weighing", label=f"weighing {mine.label}",
        text=reason or against, row=mine.id, extends=mine.id, node=mine.node,
    )  # fmt: skip
    said = f"{against} {reason}".strip()
    return Item(((Block("weighing", said, pointer, vote),),), value=3.0, point=point, group="weighing")


def best(rows: list[Point], standing: Standing) -> Point | None:
    """The strongest of some rows as the flow stands, the first made of equals."""
    return max(rows, key=lambda row: standing.strength.get(row.id, 0.0), default=None)
