"""All metrics, in the order of the reports."""

from __future__ import annotations

from evals.metrics.abstention import (
    ACCURACY,
    CLAIMED,
    COVERAGE,
    DECIDED,
    FACT_ABSENT,
    FALSE_PREMISE,
    GATE_AUROC,
    TOPIC_ABSENT,
)
from evals.metrics.alce import CITATION_PRECISION, CITATION_RECALL
from evals.metrics.balance import BALANCE
from evals.metrics.context import CONTEXT_PRECISION, CONTEXT_RECALL
from evals.metrics.correctness import CORRECTNESS, PASSED, VERDICT
from evals.metrics.debate_answered import DEBATE_ANSWERED
from evals.metrics.debate_budgets import DEBATE_BUDGETS
from evals.metrics.debate_drops import DEBATE_DROPS
from evals.metrics.debate_fidelity import DEBATE_FIDELITY
from evals.metrics.debate_flow import DEBATE_FLOW
from evals.metrics.debate_format import DEBATE_FORMAT
from evals.metrics.debate_verbatim import DEBATE_VERBATIM
from evals.metrics.faithfulness import FAITHFULNESS
from evals.metrics.latency import MEDIAN, P95
from evals.metrics.metric import Metric
from evals.metrics.quotes import QUOTE_EXACTNESS
from evals.metrics.retrieval import MRR, NDCG, RECALL
from evals.metrics.sides import SIDE_FIDELITY
from evals.metrics.support import SUPPORT

METRICS: tuple[Metric, ...] = (
    PASSED, CORRECTNESS, VERDICT, COVERAGE, CLAIMED, ACCURACY, DECIDED, TOPIC_ABSENT, FACT_ABSENT, FALSE_PREMISE,
    GATE_AUROC, QUOTE_EXACTNESS, CITATION_RECALL, CITATION_PRECISION, SUPPORT, FAITHFULNESS, SIDE_FIDELITY, BALANCE,
    RECALL, MRR, NDCG, CONTEXT_PRECISION, CONTEXT_RECALL, DEBATE_FIDELITY, DEBATE_VERBATIM, DEBATE_ANSWERED,
    DEBATE_DROPS, DEBATE_FLOW, DEBATE_FORMAT, DEBATE_BUDGETS, MEDIAN, P95,
)  # fmt: skip
_BY_NAME = {metric.name: metric for metric in METRICS}


def named(name: str) -> Metric | None:
    """The metric of that name, or None."""
    return _BY_NAME.get(name)
