"""Debate: arguments answered: the other side's points answered or openly conceded."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_ANSWERED = Metric(
    "debate_answered",
    "Debate: arguments answered",
    "The other side's points answered or openly conceded",
    measure("answered"),
    rows=DEBATES,
)
