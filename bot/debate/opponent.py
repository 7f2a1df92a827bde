"""How hard the bot plays: how much it argues, how much of what it hears it answers, whether it weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.debate.model import Opponent, Point


@dataclass(frozen=True, slots=True)
class Skill:
    """What an opponent can do; the strong one can do all that the bank and the budget allow.

    ``arguments`` is the most that it makes in one constructive. Of each ``misses`` points in a row that it should
    answer it overlooks the last: 2 is every other one, 0 is none. ``weighs`` says whether its last speech does.
    """

    arguments: int = 99
    misses: int = 0
    weighs: bool = True

    def met(self, due: Sequence[Point]) -> list[Point]:
        """The points that it answers, of those that it should."""
        return [point for at, point in enumerate(due, 1) if not self.misses or at % self.misses]


SKILLS: dict[Opponent, Skill] = {
    "gentle": Skill(arguments=2, misses=2, weighs=False),
    "fair": Skill(arguments=3, misses=3),
    "strong": Skill(),
}
