"""Debate: format kept: slots, questions and turns as the format has them."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_FORMAT = Metric(
    "debate_format",
    "Debate: format kept",
    "Slots, questions and turns as the format has them",
    measure("format"),
    rows=DEBATES,
)
