"""What many rounds show together: each check with its instances and violations, times, wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from bot.debate.ballot import judge
from bot.debate.flow import counts, rows, status
from bot.debate.model import SHORT, STANCES
from evals.debate.checking import Ground
from evals.debate.checks import CHECKS, check
from evals.debate.playing import Played


@dataclass(slots=True)
class Figures:
    """The sums over the rounds that were added; times in milliseconds."""

    rounds: Counter[str] = field(default_factory=Counter)
    instances: Counter[str] = field(default_factory=Counter)
    violations: dict[str, list[str]] = field(default_factory=dict)
    speeches: list[float] = field(default_factory=list)
    exchanges: list[float] = field(default_factory=list)
    wins: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    filled: list[float] = field(default_factory=list)
    last_filled: dict[str, list[float]] = field(default_factory=dict)
    cases: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    speaker_points: list[float] = field(default_factory=list)
    by_format: Counter[str] = field(default_factory=Counter)
    weighed: int = 0

    def add(self, played: Played, ground: Ground) -> None:
        """Takes a round in."""
        held = played.held
        self.rounds[held.format.id] += 1
        self.speeches += played.speeches
        self.exchanges += played.exchanges
        for name, found in check(held, ground).items():
            self.instances[name] += found.instances
            self.violations.setdefault(name, []).extend(f"{played.name}: {line}" for line in found.violations)
        ballot = judge(held)
        self.wins[f"{held.side(ballot.winner)} ({ballot.winner})"] += 1
        self.wins["on presumption"] += ballot.presumption
        self.by_format[f"{held.format.id} {ballot.winner[:3].upper()}"] += 1
        self.speaker_points += [points.total for points in ballot.points]
        unweighed = replace(held, points=tuple(one for one in held.points if one.role != "weighing"))
        self.weighed += judge(unweighed).winner != ballot.winner
        last = {slot.id for slot in held.format.slots if slot.kind == "last"}
        self.ends.update(status(held, point) for point in held.points if counts(point))
        slots = {slot.id: slot.words for slot in held.format.slots}
        self.filled += [speech.words / slots[speech.slot] for speech in held.speeches if slots[speech.slot]]
        for speech in held.speeches:
            if speech.slot in last:
                self.last_filled.setdefault(held.format.id, []).append(speech.words / slots[speech.slot])
        for stance in STANCES:
            made = sorted(one.node for one in rows(held, stance))
            self.cases.setdefault(f"{held.format.id} {SHORT[stance]}", set()).add(tuple(made))

    @property
    def broken(self) -> bool:
        """Whether any check is violated."""
        return any(self.violations.values())

    def lines(self) -> Iterable[tuple[str, str, int, int]]:
        """Name, title, instances and violations of each check."""
        for one in CHECKS:
            yield one.name, one.title, self.instances[one.name], len(self.violations.get(one.name, []))


def quantiles(times: Iterable[float]) -> tuple[float, float]:
    """The median and the 95th percentile of some times; NaN where there are none."""
    values = list(times)
    if not values:
        return float("nan"), float("nan")
    return float(np.median(values)), float(np.percentile(values, 95))
