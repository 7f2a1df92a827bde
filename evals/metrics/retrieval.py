"""Recall@k, MRR@10 and nDCG@10 over paragraphs, by ``ir-measures`` (trec_eval's definitions).

A question whose ranking is empty scores 0. Only questions of fact are counted: what a summary or a
side's view rests on is not found by a search for the question.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from bot.model import Answer
from evals.metrics.metric import Metric, Scene
from evals.runs import Row

SUITES = ("facts", "wording", "follow-ups")
RECALL_AT = 3


def measured(ranking: Sequence[str], gold: Collection[str]) -> dict[str, float]:
    """The three measures of one question: document ids best first, and the relevant ones."""
    import ir_measures

    qrels = [ir_measures.Qrel("q", document, 1) for document in gold]
    run = [ir_measures.ScoredDoc("q", document, float(-rank)) for rank, document in enumerate(ranking)]
    found = {str(metric): 0.0 for metric in _measures()}
    for one in ir_measures.iter_calc(list(_measures()), qrels, run):
        found[str(one.measure)] = float(one.value)
    return found


def searched(row: Row) -> bool:
    """Whether the row is a question of fact that one search should find the gold paragraphs for."""
    mine = row.suite in SUITES and row.case.expect == "answered" and 0 not in row.case.gold
    return mine and isinstance(row.reply, Answer) and not (row.case.speaker or row.case.side)


@cache
def _measures() -> tuple[Any, ...]:
    import ir_measures

    return (ir_measures.R @ RECALL_AT, ir_measures.RR @ 10, ir_measures.nDCG @ 10)


def _metric(name: str, title: str, about: str, measure: str) -> Metric:
    def observe(row: Row, _scene: Scene) -> float | None:
        if not searched(row):
            return None
        paragraphs = [str(context.paragraph) for context in row.contexts]
        return measured(list(dict.fromkeys(paragraphs)), {str(each) for each in row.case.gold})[measure]

    return Metric(name, title, about, observe)


RECALL = _metric(
    f"recall@{RECALL_AT}", f"Recall@{RECALL_AT}", "Gold paragraphs among the first three", f"R@{RECALL_AT}"
)
MRR = _metric("mrr@10", "MRR@10", "How early the first gold paragraph comes", "RR@10")
NDCG = _metric("ndcg@10", "nDCG@10", "How early all gold paragraphs come", "nDCG@10")
