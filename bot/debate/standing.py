"""Where a side stands before it speaks: what it has used, read and said, and how each of its rows fares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from bot.debate.bank import Bank, Node
from bot.debate.card import Card
from bot.debate.cards import Cutter
from bot.debate.flow import alive, must_answer, rows
from bot.debate.model import Point, Round, Slot, Stance, other
from bot.debate.phrases import KICKS
from bot.debate.strength import strengths


class Standing:
    """One side of one round, about to speak in one slot."""

    def __init__(self, held: Round, slot: Slot, stance: Stance, bank: Bank, cutter: Cutter) -> None:
        self.held = held
        self.slot = slot
        self.stance = stance
        self.bank = bank
        self.side = held.side(stance)
        self._cutter = cutter

    @cached_property
    def used(self) -> frozenset[str]:
        """The nodes of the bank that the side has spoken."""
        return frozenset(one.node for one in self.held.points if one.stance == self.stance and one.node)

    @cached_property
    def read(self) -> frozenset[tuple[str, int]]:
        """The sentences, by passage and start, that the side has read aloud."""
        return frozenset(
            (block.card.passage_id, block.card.start + start)
            for speech in self.held.speeches
            if speech.stance == self.stance
            for block in speech.blocks
            if block.card is not None
            for start, _ in block.card.read
        )

    @cached_property
    def said(self) -> frozenset[str]:
        """Every sentence that the side has spoken in its own words, folded."""
        found: set[str] = set()
        for speech in self.held.speeches:
            if speech.stance == self.stance:
                for block in speech.blocks:
                    found |= sentences_of(block.text) | sentences_of(block.after)
        return frozenset(found)

    @cached_property
    def strength(self) -> dict[str, float]:
        """The strength of each point as the flow stands."""
        return strengths(self.held)

    @cached_property
    def rows(self) -> list[Point]:
        """The side's own rows that it has carried so far, in order."""
        own = [row for row in rows(self.held, self.stance) if alive(self.held, row)]
        return [row for row in own if row.label not in self._let_go]

    @cached_property
    def _let_go(self) -> frozenset[str]:
        """The labels of own rows that the side has said it does not carry any further."""
        said = [
            block.text
            for speech in self.held.speeches if speech.stance == self.stance and speech.by == "bot"
            for block in speech.blocks if block.role == "concession" and block.text.startswith(KICKS)
        ]  # fmt: skip
        return frozenset(row.label for row in rows(self.held, self.stance) if any(row.label in text for text in said))

    @cached_property
    def their_rows(self) -> list[Point]:
        """The other side's rows, in order."""
        return rows(self.held, other(self.stance))

    @cached_property
    def due(self) -> list[Point]:
        """What the speech must answer or concede."""
        return must_answer(self.held, self.stance)

    def fresh(self, text: str) -> str:
        """The text if the side has not said it yet, else nothing."""
        return "" if sentences_of(text) & self.said else text

    def first(self, texts: Iterable[str], taken: set[str]) -> str:
        """The first of some texts that neither the side nor, by ``taken``, this speech has said; it is then taken."""
        for text in texts:
            if text and self.fresh(text) and not sentences_of(text) & taken:
                taken.update(sentences_of(text))
                return text
        return ""

    def node(self, point: Point) -> Node | None:
        """The entry of the bank behind a point."""
        return self.bank.by_id.get(point.node)

    def replies(self, point: Point) -> list[Node]:
        """Entries of the side that meet a point and have not been spoken, best evidence first as the bank has them."""
        return [
            node
            for node in self.bank.answers_to(point.node)
            if node.side == self.side
            and node.id not in self.used
            and (not node.formats or self.held.format.id in node.formats)
        ]

    def cards(self, node: Node, whole: bool = False) -> list[Card]:
        """The cards of a node."""
        return self._cutter.cards(node, whole)

    def part_card(self, node: Node, at: int) -> Card | None:
        """The card of one part of a node's position; None where the part rests on reasoning."""
        sentences = node.parts[at].sentences
        if not sentences:
            return None
        return self._cutter.of_sentence(sentences[0], node.side, mark=f"@{node.id}.{at + 1}")

    def unread(self, card: Card) -> bool:
        """Whether the side has not read these words aloud yet."""
        return not any((card.passage_id, card.start + start) in self.read for start, _ in card.read)


def referred(card: Card) -> Card:
    """The card as a pointer: cited, not read aloud."""
    return replace(card, read=())


def sentences_of(text: str) -> set[str]:
    """The sentences of some words of our own, folded; those of under five words do not count."""
    pieces = re.split(r"(?<=[.!?;:])\s+", text)
    folded = [re.sub(r"\W+", " ", piece).strip().lower() for piece in pieces]
    return {piece for piece in folded if piece.count(" ") >= 4}
