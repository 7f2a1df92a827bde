"""How a person's debating changes over the rounds that they kept: each line of the rubric, round after round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.debate.ballot import judge
from bot.debate.model import STANCES, Round, Stance
from bot.debate.rubric import LINES

MOST = 40
"""So many rounds are looked at, the latest."""


@dataclass(frozen=True, slots=True)
class Result:
    """A finished round of a person's: what each line of the rubric gave, as a share of what it can give."""

    title: str
    created: str
    stance: Stance
    won: bool
    points: float
    shares: tuple[float, ...]


def results(rounds: Iterable[Round]) -> list[Result]:
    """The finished rounds that a person debated against Lectern, the earliest first."""
    finished = [held for held in rounds if held.next_slot is None and set(held.players) == {"user", "bot"}]
    latest = sorted(finished, key=lambda held: held.created)[-MOST:]
    return [_result(held) for held in latest]


def weakest(there: list[Result]) -> str:
    """The line of the rubric that gave least over the last three rounds: its name."""
    last = there[-3:]
    sums = [sum(one.shares[at] for one in last) for at in range(len(LINES))]
    return LINES[sums.index(min(sums))][0]


def _result(held: Round) -> Result:
    stance = STANCES[held.players.index("user")]
    ballot = judge(held)
    mine = next(one for one in ballot.points if one.stance == stance)
    shares = tuple(given / most for _, given, most in mine.lines)
    return Result(held.title, held.created, stance, ballot.winner == stance, mine.total, shares)
