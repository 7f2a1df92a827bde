"""Context precision and recall as RAGAS defines them, over the passages that the retriever brought.

Precision: Σ_k P@k·v_k / Σ v_k, v_k = 1 where the k-th passage is a gold one. Recall: reference statements
found in the context over all; a reference statement is a pattern that the answer must match.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from evals.metrics.metric import Metric, Scene
from evals.metrics.retrieval import searched
from evals.runs import Row

DEPTH = 5
"""Passages that count as the context."""


def context_precision(paragraphs: Sequence[int], gold: Collection[int]) -> float:
    """Of paragraphs best first; 0 where no gold one is among them."""
    hits, total = 0, 0.0
    for rank, paragraph in enumerate(paragraphs, 1):
        if paragraph in gold:
            hits += 1
            total += hits / rank
    return total / hits if hits else 0.0


def context_recall(contexts: Sequence[str], references: Sequence[str]) -> float:
    """The share of the reference patterns that match somewhere in the context; 0 without context."""
    return sum(any(re.search(each, text, re.IGNORECASE) for text in contexts) for each in references) / len(references)


def _precision(row: Row, _scene: Scene) -> float | None:
    if not searched(row):
        return None
    return context_precision([context.paragraph for context in row.contexts[:DEPTH]], row.case.gold)


def _recall(row: Row, scene: Scene) -> float | None:
    if not searched(row) or not row.case.must:
        return None
    return context_recall([scene.passages[one.passage_id].text for one in row.contexts[:DEPTH]], row.case.must)


CONTEXT_PRECISION = Metric(
    "context_precision", "Context precision", "Gold passages early among the first five (RAGAS)", _precision
)
CONTEXT_RECALL = Metric("context_recall", "Context recall", "What must be said is in the first five (RAGAS)", _recall)
