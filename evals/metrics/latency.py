"""Latency: the median and the 95th percentile of the time that an answer takes, in milliseconds."""

from __future__ import annotations

import numpy as np

from evals.metrics.metric import Metric, Scene, Values
from evals.runs import Row


def latency(row: Row, _scene: Scene) -> float:
    """Milliseconds of the judged turn."""
    return row.ms


def percentile(values: Values, at: float) -> float:
    """The percentile ``at`` (0 to 100), linear between two values."""
    return float(np.percentile(values, at))


# Another machine or a busy one is not a worse answer: the benchmarks hold the speed.
MEDIAN = Metric(
    "latency_p50",
    "Median time",
    "Half of the answers come sooner",
    latency,
    lambda v: percentile(v, 50),
    "lower",
    "ms",
    False,
)
P95 = Metric(
    "latency_p95",
    "95th percentile",
    "All but one in twenty come sooner",
    latency,
    lambda v: percentile(v, 95),
    "lower",
    "ms",
    False,
)
