"""Debate: keeps its side: what the bot says is its side's, in its turn, attributed."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_FIDELITY = Metric(
    "debate_fidelity",
    "Debate: keeps its side",
    "What the bot says is its side's, in its turn, attributed",
    measure("fidelity"),
    rows=DEBATES,
)
