"""What a check is, and the parts of a round that checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.debate.bank import Bank
from bot.debate.card import Card
from bot.debate.model import Block, Round, Speech, Stance, other
from bot.search.content import Content


@dataclass(frozen=True, slots=True)
class Ground:
    """What a round is held against: the stored sources and the argument bank."""

    content: Content
    bank: Bank


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check saw in a round: how many instances, and what breaks it, each with its place."""

    instances: int
    violations: tuple[str, ...]


Found = Iterator[str | None]
"""An instance each: None where it is right, what is wrong where it is not."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that every round must keep."""

    name: str
    title: str
    look: Callable[[Round, Ground], Found]

    def __call__(self, held: Round, ground: Ground) -> Checked:
        """The check over a round."""
        seen = list(self.look(held, ground))
        return Checked(len(seen), tuple(one for one in seen if one is not None))


def bot_speeches(held: Round) -> Iterator[Speech]:
    """The bot's own speeches."""
    return (speech for speech in held.speeches if speech.by == "bot" and held.format.slot(speech.slot).speech)


def by_bot(held: Round, slot_id: str) -> bool:
    """Whether a slot is a speech of the bot's."""
    return held.player(held.format.slot(slot_id).stance) == "bot" and held.format.slot(slot_id).speech


def placed(speech: Speech) -> Iterator[tuple[str, Block]]:
    """The blocks of a speech with their places, "1AR block 3"."""
    return ((f"{speech.slot} block {at}", block) for at, block in enumerate(speech.blocks, 1))


def bot_cards(held: Round) -> Iterator[tuple[str, Stance, Card]]:
    """Every card of the bot with its place and who reads it."""
    for speech in held.speeches:
        for place, block in placed(speech):
            if block.card is not None:
                yield place, speech.stance, block.card
        for number, one in enumerate(speech.exchanges, 1):
            if one.card is not None:
                yield f"{speech.slot} answer {number}", other(one.asker), one.card
