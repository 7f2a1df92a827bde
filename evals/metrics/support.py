"""Support: a statement follows from the very words that it quotes, not only from the passage around them."""

from __future__ import annotations

from evals.metrics.metric import Metric, Scene, share, shown
from evals.runs import Row


def support(row: Row, scene: Scene) -> float | None:
    """The share of an answer's statements that their quotes together support; 0 for one with no quote."""
    answer = shown(row)
    if answer is None:
        return None
    quotes = {citation.number: citation.quote for citation in answer.citations}
    verdicts = []
    for statement in answer.statements:
        evidence = [quotes[number] for number in statement.citations if number in quotes]
        verdicts.append(scene.judge.supports(statement.text, evidence) if evidence else 0.0)
    return share(verdicts) if verdicts else 0.0


SUPPORT = Metric("support", "Support", "Statements that their own quotes support", support)
