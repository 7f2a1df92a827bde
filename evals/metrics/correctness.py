"""Correctness: all that the case requires is in the answer and nothing that it forbids; and the case as a whole."""

from __future__ import annotations

import re

from bot.answer.render import plain
from evals.metrics.metric import CHATS, DEBATES, Metric, Scene
from evals.runs import Row


def correctness(row: Row, _scene: Scene) -> float | None:
    """1 where every required pattern and no forbidden one is in the answer; a refusal of what is answerable is 0."""
    case = row.case
    if not case.answerable or case.is_claim or not (case.must or case.must_not):
        return None
    if getattr(row.reply, "outcome", "answered") not in ("answered", "closest"):
        return 0.0
    text = plain(row.reply.text)
    right = all(re.search(each, text, re.IGNORECASE) for each in case.must)
    return float(right and not any(re.search(each, text, re.IGNORECASE) for each in case.must_not))


def passed(row: Row, _scene: Scene) -> float:
    """1 where nothing is wrong with the answer by its case: outcome, words, paragraphs, length, emphasis."""
    return float(not row.faults)


def verdict(row: Row, _scene: Scene) -> float | None:
    """For a claim that got a verdict: whether it is the right one."""
    label = getattr(row.reply, "label", "")
    return float(label == row.case.expect) if row.case.is_claim and label in ("supported", "contradicted") else None


PASSED = Metric("passed", "Cases right", "Nothing wrong with the answer by its case", passed, rows=CHATS | DEBATES)
CORRECTNESS = Metric("correctness", "Correctness", "All that must be said and nothing that must not", correctness)
VERDICT = Metric("verdict", "Verdicts right", "Of the claims called supported or contradicted, those that are", verdict)
