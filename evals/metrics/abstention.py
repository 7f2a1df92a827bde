"""Abstention, always as a pair: coverage, and accuracy where it answers; and each kind of silence by itself.

Accuracy is selective accuracy (El-Yaniv and Wiener 2010): of what was answered, what is right. Always
answering has coverage 1 and at best the share of answerable questions right; always abstaining has
coverage 0. The gate's AUROC is that of its score, answerable questions against the others.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.model import Answer
from evals.metrics.correctness import passed
from evals.metrics.metric import Metric, Scene, Values, answered, shown
from evals.runs import Row
from evals.suites import WhyNot


def coverage(row: Row, _scene: Scene) -> float | None:
    """Of answerable questions: whether anything was shown."""
    return float(shown(row) is not None) if _asked(row) and row.case.answerable else None


def claimed(row: Row, _scene: Scene) -> float | None:
    """Of answerable questions: whether what was shown was called an answer."""
    return float(answered(row) is not None) if _asked(row) and row.case.answerable else None


def accuracy(row: Row, scene: Scene) -> float | None:
    """Of answered questions: whether the answer is right."""
    return passed(row, scene) if _asked(row) and answered(row) is not None else None


def decided(row: Row, scene: Scene) -> float | None:
    """Of all questions: answered right, or refused where the sources do not say."""
    return passed(row, scene) if _asked(row) else None


def refused(kind: WhyNot) -> Callable[[Row, Scene], float | None]:
    """Of questions that the sources do not answer for one reason: whether that was seen."""

    def observe(row: Row, scene: Scene) -> float | None:
        return passed(row, scene) if row.case.why_not == kind else None

    return observe


def gate(row: Row, _scene: Scene) -> tuple[float, float] | None:
    """The gate's score and whether the question is answerable (1 or 0)."""
    reply = row.reply
    score = reply.score if isinstance(reply, Answer) else None
    return None if score is None or not _asked(row) else (score, float(row.case.answerable))


def auroc(pairs: Values) -> float:
    """The chance that an answerable question scores above one that is not; NaN where one kind is missing."""
    from scipy.stats import rankdata

    # By ranks (Mann and Whitney 1947): a thousand resamples are too many for sklearn's curve.
    good = pairs[:, 1] > 0.5
    ours, others = int(good.sum()), int((~good).sum())
    if not ours or not others:
        return float("nan")
    ranks = rankdata(pairs[:, 0])
    return float((ranks[good].sum() - ours * (ours + 1) / 2) / (ours * others))


def curve(pairs: Values, right: Values) -> list[tuple[float, float]]:
    """Coverage and accuracy at each threshold of the score, from strict to lax.

    ``pairs`` are (score, answerable) and ``right`` is 1 where the answer, if given, is right. Coverage
    is of all questions.
    """
    order = np.argsort(-pairs[:, 0], kind="stable")
    running = np.cumsum(right[order])
    count = np.arange(1, len(order) + 1)
    return [(float(n / len(order)), float(good / n)) for n, good in zip(count, running, strict=True)]


def _asked(row: Row) -> bool:
    """A question whose case says that the sources answer it or why not; small talk and claims are neither."""
    return not row.case.is_claim and (row.case.answerable or row.case.why_not is not None)


COVERAGE = Metric("coverage", "Coverage", "Answerable questions for which something is shown", coverage)
CLAIMED = Metric("claimed", "Claimed", "Answerable questions of which an answer is claimed", claimed, gates=False)
ACCURACY = Metric("accuracy", "Trusted", "Of what is called an answer, what is right", accuracy)
DECIDED = Metric("decided", "Right decisions", "Answered right, or refused where the sources do not say", decided)
TOPIC_ABSENT = Metric(
    "topic_absent", "Topic absent", "Refused: nothing on the topic in the sources", refused("topic_absent")
)
FACT_ABSENT = Metric(
    "fact_absent", "Fact absent", "Refused: the topic is there, the fact is not", refused("fact_absent")
)
FALSE_PREMISE = Metric(
    "false_premise", "False premise", "Corrected or refused, never agreed with", refused("false_premise")
)
GATE_AUROC = Metric("gate_auroc", "Gate AUROC", "Answerable above unanswerable by the gate's score", gate, auroc)
