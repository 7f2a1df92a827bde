"""From rows to figures: each metric on each row, then over each suite and over all, with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from evals.bootstrap import interval
from evals.metrics import METRICS, Metric
from evals.metrics.metric import Scene, Values
from evals.runs import Figure, Row, Score

ALL = "all"


def scored(row: Row, scene: Scene) -> Row:
    """The row with what each metric saw in it.

    Raises:
        JudgeError: the judge cannot be reached.
    """
    scores: dict[str, Score] = {}
    unreadable = []
    for metric in METRICS:
        seen = metric.sees(row, scene)
        if isinstance(seen, float) and math.isnan(seen):
            unreadable.append(metric.name)
        elif seen is not None:
            scores[metric.name] = seen if isinstance(seen, tuple) else round(float(seen), 4)
    return row.model_copy(update={"scores": scores, "unreadable": tuple(unreadable)})


def figures(rows: Sequence[Row]) -> list[Figure]:
    """Every metric over all rows and over each suite in which it is seen."""
    suites = list(dict.fromkeys(row.suite for row in rows))
    found = []
    for metric in METRICS:
        for suite in (ALL, *suites):
            one = figure(metric, suite, rows)
            if one.counted or one.unreadable:
                found.append(one)
    return found


def figure(metric: Metric, suite: str, rows: Iterable[Row]) -> Figure:
    """One metric over the rows of one suite, or over all."""
    mine = [row for row in rows if suite in (ALL, row.suite)]
    unreadable = sum(metric.name in row.unreadable for row in mine)
    mine = [row for row in mine if metric.name in row.scores]
    if not mine:
        return Figure(metric=metric.name, suite=suite, value=None, unreadable=unreadable)
    values = array(metric, mine)
    value = metric.combine(values)
    bounds = interval(values, [row.cluster for row in mine], metric.combine)
    low, high = bounds or (None, None)
    return Figure(
        metric=metric.name, suite=suite, value=rounded(value), low=rounded(low), high=rounded(high),
        counted=len(mine), unreadable=unreadable,
    )  # fmt: skip


def array(metric: Metric, rows: Sequence[Row]) -> Values:
    """What a metric saw in rows that it applies to: shape (rows,), or (rows, 2) for pairs."""
    return np.array([row.scores[metric.name] for row in rows], dtype=float)


def rounded(value: float | None) -> float | None:
    """Four places; None for what is no number."""
    return None if value is None or not math.isfinite(value) else round(value, 4)
