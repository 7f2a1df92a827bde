"""The end of a last speech: what decides the round, own row against theirs."""

from __future__ import annotations

from bot.debate.budget import Item
from bot.debate.flow import alive, answers_to, counts, status
from bot.debate.model import Block, Point
from bot.debate.standing import Standing, referred, sentences_of
from bot.debate.strength import read_cards


def weighing_item(standing: Standing, carried: list[Point], taken: set[str]) -> Item | None:
    """Why the best own row outweighs the best of theirs; None where no row is left.

    ``taken`` are the sentences that the speech has used; those used here are added.
    """
    mine = best(carried, standing)
    if mine is None:
        return None
    node = standing.node(mine)
    theirs = best([row for row in standing.their_rows if alive(standing.held, row)], standing)
    vote = f"That is a ballot for the {standing.stance}."
    reason = (standing.fresh(node.weighing) if node else "") or _on_the_flow(mine, theirs, standing)
    taken.update(sentences_of(reason))
    against = f"Set {mine.label} against {theirs.label}." if theirs else f"The round comes down to {mine.label}."
    cards = standing.cards(node) if node else []
    pointer = referred(cards[0]) if cards else None
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="weighing", label=f"weighing {mine.label}",
        text=reason or against, row=mine.id, extends=mine.id, node=mine.node,
        warrant=bool(reason),
    )  # fmt: skip
    said = f"{against} {reason}".strip()
    return Item(((Block("weighing", said, pointer, vote),),), value=3.0, point=point, group="weighing")


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
