"""How much a model may read, write, cost and keep one waiting."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Usage

CONTEXT = 8192
"""Tokens that a model reads at once where nobody says otherwise: what small local models manage."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """``context`` and ``reply`` in tokens, ``timeout`` (to the next words) and ``deadline`` (of a reply) in seconds.

    ``price`` are US dollars for a million tokens read and a million written.
    """

    context: int | None = None
    reply: int = 2048
    timeout: float = 60.0
    deadline: float = 300.0
    attempts: int = 3
    price: tuple[float, float] | None = None

    def cost(self, read: int | None, written: int | None) -> float | None:
        """What so many tokens cost; None where tokens or prices are not known."""
        if self.price is None or read is None or written is None:
            return None
        return round((read * self.price[0] + written * self.price[1]) / MILLION, 8)

    def usage(self, read: int | None, written: int | None, seconds: float) -> Usage:
        """One call's usage."""
        return Usage(1, read, written, round(seconds, 3), self.cost(read, written))
