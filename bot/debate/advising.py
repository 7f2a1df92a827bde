"""What a side's next speech must answer, with cards that would do it; blocks against an argument; a case."""

from __future__ import annotations

from dataclasses import dataclass

from bot.debate.bank import Bank, Node
from bot.debate.card import Card
from bot.debate.cards import Cutter
from bot.debate.flow import must_answer
from bot.debate.model import Point, Round, Stance
from bot.debate.unknown import Found, Researcher


@dataclass(frozen=True, slots=True)
class Reply:
    """One way to meet a point: a claim, the reason, the card under it (None for an analytic)."""

    claim: str
    warrant: str
    card: Card | None
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A point that must be met, and what would meet it."""

    point: Point
    replies: tuple[Reply, ...]


class Adviser:
    """Advises either side of one topic."""

    def __init__(self, bank: Bank, cutter: Cutter, researcher: Researcher) -> None:
        self._bank = bank
        self._cutter = cutter
        self._researcher = researcher

    def due(self, held: Round, stance: Stance) -> list[Due]:
        """What the next speech of a stance must answer, in the order of the flow."""
        side = held.side(stance)
        used = {one.node for one in held.points if one.stance == stance}
        found = []
        for point in must_answer(held, stance):
            nodes = [node for node in self._bank.answers_to(point.node) if node.side == side]
            nodes.sort(key=lambda node: node.id in used)
            replies = tuple(self.reply(node) for node in nodes[:2])
            found.append(Due(point, replies or (_looked_up(self._researcher.answer(point, side)),)))
        return found

    def case(self, side: str, most: int = 0) -> list[tuple[Node, list[Card]]]:
        """The arguments of a side with their cards cut whole, the bank's first ones first.

        ``most`` are so many of those for every format; 0 is all, with the positions that only some formats have.
        """
        nodes = self._bank.arguments(side)[:most] if most else [one for one in self._bank.of(side) if one.argument]
        return [(node, self._cutter.cards(node, whole=True)) for node in nodes]

    def blocks(self, side: str) -> list[tuple[Node, list[Reply]]]:
        """For each argument of the other side, this side's answers to it."""
        theirs = [node for node in self._bank.nodes if node.argument and node.side != side]
        return [(node, [self.reply(one) for one in self._bank.answers_to(node.id)]) for node in theirs]

    def reply(self, node: Node) -> Reply:
        """A node as a reply."""
        cards = self._cutter.cards(node)
        return Reply(node.claim, node.warrant, cards[0] if cards else None, node.turn is not None)


def _looked_up(found: Found) -> Reply:
    return Reply(found.text[:1].upper() + found.text[1:], "", found.card)
