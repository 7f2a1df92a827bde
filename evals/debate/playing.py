"""Plays rounds with the bot on both sides: every format, either side first where it may be, several seeds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from bot.debate.debating import Debating
from bot.debate.formats import formats, load_format
from bot.debate.model import STANCES, Format, Opponent, Round


@dataclass(frozen=True, slots=True)
class Played:
    """A finished round, and the milliseconds that each of its speeches, and each question or answer, took."""

    held: Round
    speeches: tuple[float, ...]
    exchanges: tuple[float, ...]

    @property
    def name(self) -> str:
        """What tells it from others: format, who opens, seed."""
        opens = self.held.format.slots[0].stance
        return f"{self.held.format.id}, {opens} first, seed {self.held.seed}"


def play(debating: Debating, form: Format, seed: int, opponent: Opponent = "strong") -> Played:
    """One round from its first speech to its last, both sides of one strength."""
    held = debating.begin(form, None, seed, opponent=opponent)
    speeches: list[float] = []
    exchanges: list[float] = []
    while (slot := held.next_slot) is not None:
        started = time.perf_counter()
        held = debating.step(held)
        (speeches if slot.speech else exchanges).append(1000 * (time.perf_counter() - started))
    return Played(held, tuple(speeches), tuple(exchanges))


def plan(first: int = 0) -> Iterator[tuple[Format, int]]:
    """Formats and seeds without end: each bundled format with one seed, then with the next."""
    there = [form for name in formats() for form in _openings(name)]
    return ((form, seed) for seed in count(first) for form in there)


def play_all(debating: Debating, rounds: int, first: int = 0, opponent: Opponent = "strong") -> Iterator[Played]:
    """So many rounds of the plan, from a first seed on."""
    return (play(debating, form, seed, opponent) for form, seed in islice(plan(first), rounds))


def _openings(name: str) -> list[Format]:
    """A format as it is, and with the other side first where its questions are crossfire, which binds no side."""
    form = load_format(name)
    if not any(slot.crossfire for slot in form.slots):
        return [form]
    return [load_format(name, opens=stance) for stance in STANCES]
