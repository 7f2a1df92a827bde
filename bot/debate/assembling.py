"""A speech put together from blocks: the bank's arguments and answers, and what a person brought or cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.debate.advising import Adviser, Reply
from bot.debate.bank import Node
from bot.debate.brought import Brought
from bot.debate.card import Card, count_words
from bot.debate.phrases import capital


@dataclass(frozen=True, slots=True)
class Piece:
    """A block that may be ticked: under a heading, a name to be picked by, and what is said of it.

    ``before`` is said first ("On leverage:"), then the tag with its card or what was brought, then ``after``.
    """

    key: str
    heading: str
    name: str
    before: str
    tag: str
    card: Card | None = None
    brought: Brought | None = None
    after: str = ""

    @property
    def spoken(self) -> str:
        """All that is said aloud."""
        if self.brought is not None:
            return self.brought.spoken
        card = self.card.spoken if self.card else ""
        return " ".join(part for part in (self.before, self.tag, card, self.after) if part)

    @property
    def words(self) -> int:
        """How many words are spoken."""
        return count_words(self.spoken)


def pieces_of(adviser: Adviser, side: str, own: Iterable[Brought]) -> list[Piece]:
    """All that a side may put into a speech: what is a person's own first, then its case, then its answers."""
    found = [_brought(one) for one in own]
    found += [_argument(node, cards) for node, cards in adviser.case(side)]
    for node, replies in adviser.blocks(side):
        found += [_answer(node, reply, number) for number, reply in enumerate(replies, 1)]
    return found


def spoken(pieces: Sequence[Piece]) -> str:
    """The speech as it is read aloud, a paragraph for each block."""
    return "\n\n".join(one.spoken for one in pieces)


def _brought(one: Brought) -> Piece:
    heading = " › ".join(one.path) or "Brought by you"
    return Piece(f"own:{one.id}", heading, one.tag, "", one.tag, brought=one)


def _argument(node: Node, cards: Sequence[Card]) -> Piece:
    after = " ".join(part for part in (node.warrant, node.impact) if part)
    return Piece(
        f"case:{node.id}", "Our case", node.label, f"{capital(node.label)}.", node.claim, next(iter(cards), None),
        after=after,
    )  # fmt: skip


def _answer(node: Node, reply: Reply, number: int) -> Piece:
    return Piece(
        f"against:{node.id}:{number}", f"Against {node.label}", reply.claim, f"On {node.label}:", reply.claim,
        reply.card, after=reply.warrant,
    )  # fmt: skip
