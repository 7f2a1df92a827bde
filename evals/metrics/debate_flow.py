"""Debate: flow as labelled: typed units laid on the flow as a judge would."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_FLOW = Metric(
    "debate_flow",
    "Debate: flow as labelled",
    "Typed units laid on the flow as a judge would",
    measure("flow"),
    rows=DEBATES,
)
