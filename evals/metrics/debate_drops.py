"""Debate: drops found: f1 against the drops of a hand-labelled flow."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_DROPS = Metric(
    "debate_drops",
    "Debate: drops found",
    "F1 against the drops of a hand-labelled flow",
    measure("drops"),
    rows=DEBATES,
)
