"""Faithfulness as RAGAS defines it (Es et al. 2023, arXiv:2309.15217): supported statements over statements.

The context is all that the answerer had: the passages retrieved and those cited. An answer without
statements is not faithful; it scores 0.
"""

from __future__ import annotations

from evals.metrics.metric import Metric, Scene, share, shown
from evals.runs import Row


def faithfulness(row: Row, scene: Scene) -> float | None:
    """The share of an answer's statements that the context supports."""
    answer = shown(row)
    if answer is None:
        return None
    ids = [citation.passage_id for citation in answer.citations] + [context.passage_id for context in row.contexts]
    context = [scene.passages[each].text for each in dict.fromkeys(ids) if each in scene.passages]
    verdicts = [scene.judge.supports(statement.text, context) if context else 0.0 for statement in answer.statements]
    return share(verdicts) if verdicts else 0.0


FAITHFULNESS = Metric("faithfulness", "Faithfulness", "Statements that the context supports (RAGAS)", faithfulness)
