"""Debate: cards verbatim: cards and quotations that are word for word."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_VERBATIM = Metric(
    "debate_verbatim",
    "Debate: cards verbatim",
    "Cards and quotations that are word for word",
    measure("verbatim"),
    rows=DEBATES,
)
