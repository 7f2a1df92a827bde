"""Fits the fitness of a sentence on the suites' own questions of fact: ``python -m evals fit fitness``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.answering.chain import Turn
from bot.answering.constraints import strangers
from bot.answering.facts import grade
from bot.answering.fitness import features
from bot.answering.gate import probability
from bot.bot import Bot
from evals.suites import Case, Suite

KEPT = 0.96
"""The share of answerable questions that the threshold lets through."""
_OTHER = ("supported", "contradicted", "not_addressed", "small_talk", "debate")


@dataclass(frozen=True, slots=True)
class Sample:
    """One question of fact: the numbers of its best candidate, and whether the brief answers it."""

    id: str
    answerable: bool
    values: dict[str, float]


def samples(bot: Bot, suites: Iterable[Suite]) -> list[Sample]:
    """A sample for each case of the suites that is a question of fact and that no plain rule settles."""
    found = []
    for suite in suites:
        for case in suite.cases:
            values = _values(bot, case) if case.expect not in _OTHER else None
            if values is not None and not case.must_if_answered:
                found.append(Sample(case.id, case.expect == "answered", values))
    return found


def fit(rows: Sequence[Sample]) -> dict[str, Any]:
    """The numbers of the fitness, with the cross-validated AUROC and the share refused at the threshold."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    names = list(rows[0].values)
    data = np.clip(np.array([[row.values[name] for name in names] for row in rows]), -12, 12)
    labels = np.array([row.answerable for row in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, class_weight="balanced", max_iter=5000))
    folds = StratifiedKFold(10, shuffle=True, random_state=1)
    scores = cross_val_predict(model, data, labels, cv=folds, method="predict_proba")[:, 1]
    model.fit(data, labels)
    scaler, logistic = model[0], model[-1]
    threshold = float(np.quantile(scores[labels], 1 - KEPT))
    return {
        "signals": [
            {"name": n, "centre": round(float(c), 6), "scale": round(float(s), 6), "weight": round(float(w), 6)}
            for n, c, s, w in zip(names, scaler.mean_, scaler.scale_, logistic.coef_[0], strict=True)
        ],
        "bias": round(float(logistic.intercept_[0]), 6),
        "threshold": round(threshold, 4),
        "fitted": date.today().isoformat(),
        "data": f"evals/suites: {int(labels.sum())} answerable, {int((~labels).sum())} not",
        "auroc": round(float(roc_auc_score(labels, scores)), 4),
        "refused": round(float((scores[~labels] < threshold).mean()), 4),
    }


def write(numbers: dict[str, Any], path: Path) -> None:
    """Writes the file that :mod:`bot.answering.fitness` reads."""
    path.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


def _values(bot: Bot, case: Case) -> dict[str, float] | None:
    history: list[tuple[str, str]] = []
    for turn in case.turns[:-1]:
        history.append((turn, bot.ask(turn, history, case.side).text))
    query = bot.answerer.query_of_fact(Turn(case.turns[-1], tuple(history), case.side))
    if query is None:
        return None
    reader = bot.reader
    ranking = reader.rank(query)
    asked, _, graded = grade(query, ranking, reader)
    fitting = [one for one in graded if one.lack is None]
    if strangers(asked, reader) or not fitting:
        return None
    best = fitting[0].scored
    return features(probability(ranking, reader), asked, reader.met(asked, best), best)
