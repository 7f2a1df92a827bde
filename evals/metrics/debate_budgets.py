"""Debate: budgets kept: speeches within their budget of words."""

from __future__ import annotations

from evals.metrics.metric import DEBATES, Metric, measure

DEBATE_BUDGETS = Metric(
    "debate_budgets", "Debate: budgets kept", "Speeches within their budget of words", measure("budgets"), rows=DEBATES
)
