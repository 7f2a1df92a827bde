"""Compares two runs case by case: what changed, whether it is real, and which cases flipped.

A change is real where its paired interval does not hold zero. An interval clustered by group is blind
to a loss that is all in one group, so the flips are also counted by themselves: an exact one-sided sign
test (McNemar 1947) on the cases that went from right to wrong against those that went the other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evals.bootstrap import paired
from evals.errors import RunError, need
from evals.metrics import METRICS, Metric
from evals.metrics.metric import Values
from evals.runs import Row, Run
from evals.scoring import ALL, rounded

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """One metric over one suite in both runs; ``low`` and ``high`` bound the difference (new - old)."""

    metric: str
    suite: str
    old: float | None
    new: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: Literal["better", "worse", "unclear", "same"]
    gates: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that is right in one of the runs only."""

    key: str
    lost: bool
    old: Row
    new: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the cases that both have; ``left_out`` are those that one lacks or asks otherwise."""

    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    chance: float
    left_out: tuple[str, ...]
    cases: int

    @property
    def regressions(self) -> list[str]:
        """What got worse, in words; empty where nothing did."""
        found = [
            f"{one.metric} over {one.suite}: {one.old:.3f} → {one.new:.3f}, "
            f"difference within [{one.low:+.3f}, {one.high:+.3f}]"
            for one in self.changes
            if one.verdict == "worse" and one.gates
        ]
        lost = [flip.key for flip in self.flips if flip.lost]
        won = len(self.flips) - len(lost)
        if len(lost) > won and self.chance < ALPHA:
            found.append(
                f"{len(lost)} cases were right and are wrong, {won} the other way (p = {self.chance:.3f}): "
                f"{', '.join(lost)}"
            )
        return found


def compare(old: Run, new: Run) -> Comparison:
    """Both runs over the cases that they share.

    Raises:
        RunError: they share none.
        ExtraError: what counts chances is not installed.
    """
    need("scipy")
    mine, theirs = _by_case(old), _by_case(new)
    shared = [key for key in theirs if key in mine and mine[key][0].case == theirs[key][0].case]
    left_out = tuple(sorted((set(mine) | set(theirs)) - set(shared)))
    if not shared:
        raise RunError("The two runs share no case, so there is nothing to compare.")
    pairs = [(mine[key], theirs[key]) for key in shared]
    suites = list(dict.fromkeys(rows[0].suite for _, rows in pairs))
    changes = [
        change
        for metric in METRICS
        for suite in (ALL, *suites)
        if (change := _change(metric, suite, [pair for pair in pairs if suite in (ALL, pair[0][0].suite)])) is not None
    ]
    flips = tuple(flip for key, pair in zip(shared, pairs, strict=True) if (flip := _flip(key, *pair)) is not None)
    return Comparison(tuple(changes), flips, _chance(flips), left_out, len(shared))


def _by_case(run: Run) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in run.rows:
        found.setdefault(row.key, []).append(row)
    return found


def _change(metric: Metric, suite: str, pairs: Sequence[tuple[list[Row], list[Row]]]) -> Change | None:
    old, new = (_seen(metric, [pair[at] for pair in pairs]) for at in (0, 1))
    if old is None or new is None:
        return None
    before, after = (rounded(_value(metric, values)) for values in (old, new))
    bounds = paired(new, old, [pair[0][0].cluster for pair in pairs], metric.combine)
    low, high = map(rounded, bounds or (None, None))
    difference = None if before is None or after is None else round(after - before, 4)
    return Change(
        metric.name, suite, before, after, difference, low, high, _verdict(metric, difference, low, high), metric.gates
    )


def _seen(metric: Metric, cases: Sequence[list[Row]]) -> Values | None:
    """What a metric saw of each case, its repeats averaged; NaN where it does not apply; None where nowhere."""
    seen = [[row.scores[metric.name] for row in rows if metric.name in row.scores] for rows in cases]
    width = next((2 if isinstance(each[0], tuple) else 1 for each in seen if each), 0)
    if not width:
        return None
    found: Values = np.full((len(cases), width), np.nan)
    for at, each in enumerate(seen):
        if each:
            found[at] = np.mean(np.array(each, dtype=float), axis=0)
    return found[:, 0] if width == 1 else found


def _value(metric: Metric, values: Values) -> float:
    return metric.combine(values[np.isfinite(values if values.ndim == 1 else values[:, 0])])


def _verdict(
    metric: Metric, difference: float | None, low: float | None, high: float | None
) -> Literal["better", "worse", "unclear", "same"]:
    if not difference:
        return "same"
    if low is None or high is None or low <= 0 <= high:
        return "unclear"
    return "better" if (low > 0) == (metric.better == "higher") else "worse"


def _flip(key: str, old: Sequence[Row], new: Sequence[Row]) -> Flip | None:
    """A case is right where most of its repeats are."""
    before, after = (sum(not row.faults for row in rows) * 2 > len(rows) for rows in (old, new))
    if before == after:
        return None
    return Flip(key, before, _telling(old, before), _telling(new, after))


def _telling(rows: Sequence[Row], right: bool) -> Row:
    return next(row for row in rows if bool(row.faults) != right)


def _chance(flips: Sequence[Flip]) -> float:
    """The chance of so many losses or more if losing and winning were alike; 1 without flips."""
    from scipy.stats import binomtest

    lost = sum(flip.lost for flip in flips)
    return float(binomtest(lost, len(flips), 0.5, alternative="greater").pvalue) if flips else 1.0
