"""Figures as all reports write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics import METRICS, named
from evals.metrics.abstention import curve
from evals.runs import Figure, Row, Run
from evals.suites import Case, Expect

ALWAYS, NEVER = "always answers, at best", "never answers"
_WANTED: dict[Expect, str] = {
    "answered": "An answer",
    "no_evidence": "That the sources do not say",
    "small_talk": "A friendly word, and no quotation",
    "supported": "That the claim is supported",
    "contradicted": "That the claim is contradicted",
    "not_addressed": "That the sources do not speak of the claim",
    "debate": "A speech that fits the round",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide when to answer: coverage and accuracy as shares of all questions (None: undefined)."""

    name: str
    coverage: float
    accuracy: float | None
    decided: float


def value(figure: Figure | None) -> str:
    """A figure's value: a share with three places, a time in whole milliseconds, "–" where there is none."""
    if figure is None or figure.value is None:
        return "–"
    return number(figure.metric, figure.value)


def number(metric: str, amount: float | None, sign: bool = False) -> str:
    """An amount in the metric's unit."""
    if amount is None:
        return "–"
    known = named(metric)
    if known is not None and known.unit == "ms":
        return f"{amount:{'+' if sign else ''}.0f} ms"
    return f"{amount:{'+' if sign else ''}.3f}"


def interval(figure: Figure) -> str:
    """The 95% interval, or "–"."""
    if figure.low is None or figure.high is None:
        return "–"
    return f"{number(figure.metric, figure.low)} to {number(figure.metric, figure.high)}"


def title(metric: str) -> str:
    """The metric's name for people."""
    known = named(metric)
    return known.title if known else metric


def about(metric: str) -> str:
    """What the metric says, in a few words."""
    known = named(metric)
    return known.about if known else ""


def overall(run: Run) -> list[Figure]:
    """The figures over all suites, in the order of the metrics."""
    found = (run.figure(metric.name) for metric in METRICS)
    return [one for one in found if one is not None]


def by_suite(run: Run, metric: str = "passed") -> list[Figure]:
    """One metric over each suite."""
    return [one for one in run.figures if one.metric == metric and one.suite != "all"]


def choices(run: Run) -> list[Choice]:
    """The run's coverage and accuracy over all questions, beside always answering and never answering."""
    asked = [row for row in run.rows if "decided" in row.scores]
    if not asked:
        return []
    answered = [row for row in asked if "accuracy" in row.scores]
    right = sum(not row.faults for row in answered)
    answerable = sum(row.case.answerable for row in asked) / len(asked)
    decided = sum(not row.faults for row in asked)
    mine = Choice(
        run.made.engine, len(answered) / len(asked), right / len(answered) if answered else None, decided / len(asked)
    )
    return [mine, Choice(ALWAYS, 1.0, answerable, answerable), Choice(NEVER, 0.0, None, 1 - answerable)]


def gate_curve(run: Run) -> list[tuple[float, float]]:
    """Coverage and accuracy if the gate's score alone decided.

    An answer counts as right where the question is answerable and nothing is wrong with what was
    answered; one that was refused for another reason counts as wrong.
    """
    rows = [row for row in run.rows if "gate_auroc" in row.scores]
    if not rows:
        return []
    pairs = np.array([row.scores["gate_auroc"] for row in rows], dtype=float)
    right = np.array([float(row.case.answerable and not row.faults) for row in rows])
    return curve(pairs, right)


def failures(run: Run) -> list[Row]:
    """The cases that are wrong in at least one repeat, in order, each by its first wrong answer."""
    found: dict[str, Row] = {}
    for row in run.rows:
        if row.faults:
            found.setdefault(row.key, row)
    return list(found.values())


def wanted(case: Case) -> str:
    """What a case wants, in words."""
    words = _WANTED[case.expect]
    if case.gold:
        words += f" from ¶ {', '.join(map(str, case.gold))}"
    if case.must:
        words += f", with {', '.join(f'“{one}”' for one in case.must)}"
    if case.must_not:
        words += f", without {', '.join(f'“{one}”' for one in case.must_not)}"
    return f"{words}."


def thinned(points: Sequence[tuple[float, float]], most: int = 160) -> list[tuple[float, float]]:
    """At most so many points of a curve, the last among them."""
    step = max(1, len(points) // most)
    return [*points[:-1:step], *points[-1:]]
