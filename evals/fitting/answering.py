"""Fits what sentences are ranked by, and how sure an answer may be: ``python -m evals fit answering``.

Both are fitted on samples of :mod:`evals.fitting.samples`, and measured on each style or article with that left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answer.confidence import ANSWERS, SPEAKS
from bot.search.retriever import SIGNALS
from evals.fitting.samples import BUNDLED, Sample

TRIED = 400
"""Weights that are drawn and compared."""
RIGHT = 0.8
"""How many of the answers that are called so must show all that was asked for, on articles left out: four of five."""
REFUSED = 0.01
"""The share of questions on an article that speaks of their matter which may be refused."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Samples as arrays: signals (n, signals), what is to be told, weights, and the style (or article) of each."""

    values: Floats
    wanted: npt.NDArray[np.bool_]
    weights: Floats
    groups: npt.NDArray[np.str_]


def fit_ranking(samples: Sequence[Sample]) -> dict[str, Any]:
    """The weights that find most, and the shares found in the first, two and three sentences, each style left out."""
    asked = [one for one in samples if one.condition == "answerable" and any(one.right)]
    styles = sorted({one.style for one in asked})
    drawn = [np.array([1.0, 1.0, 0.0, 0.0, 0.0]), *_drawn()]
    found = [_found(asked, weights) for weights in drawn]

    def best(but: str = "") -> int:
        kept = [style for style in styles if style != but]
        return max(range(len(drawn)), key=lambda at: np.mean([found[at][s][0] / 2 + found[at][s][2] for s in kept]))

    chosen = drawn[best()]
    return {
        "weights": {name: round(float(value), 3) for name, value in zip(SIGNALS, chosen, strict=True)},
        "fitted": date.today().isoformat(),
        "questions": dict(Counter(one.style for one in asked)),
        "plain cosines": {style: _rounded(found[0][style]) for style in styles},
        "left out": {style: _rounded(found[best(style)][style]) for style in styles},
    }


def fit_confidence(samples: Sequence[Sample]) -> dict[str, Any]:
    """Both heads with their thresholds, and what they tell on each article, or style, left out."""
    from sklearn.metrics import roc_auc_score

    # What people ask of one article, and what they ask that is not in it: only there does the question's form tell.
    near = [one for one in samples if one.found is not None and one.condition != "topic_absent" and one.rows]
    learned, tried = ([one for one in near if (one.group == BUNDLED) is bundled] for bundled in (False, True))
    answers = _rows(learned, ANSWERS, lambda one: bool(one.found), by_article=True)
    suites = _rows(tried, ANSWERS, lambda one: bool(one.found), by_article=True)
    speaks = _rows([one for one in samples if one.rows], SPEAKS, lambda one: one.condition != "topic_absent")
    out: dict[str, Any] = {"fitted": date.today().isoformat(), "samples": dict(Counter(one.style for one in samples))}
    held = _left_out(answers)
    threshold = _least(held, answers.wanted, RIGHT)
    out["answers"] = {
        **_written(_logistic(answers), ANSWERS), "threshold": threshold, "questions": len(learned),
        "left out": {
            group: _told(held[mine], answers.wanted[mine], threshold) for group, mine in _groups(answers)
        },
        BUNDLED: _told(_probabilities(_logistic(answers), suites.values), suites.wanted, threshold),
    }  # fmt: skip
    held = _left_out(speaks)
    own = _probabilities(_logistic(speaks), speaks.values)
    threshold = round(float(np.quantile(own[speaks.wanted & (speaks.groups == "articles")], REFUSED)), 4)
    out["speaks"] = {
        **_written(_logistic(speaks), SPEAKS), "threshold": threshold,
        "left out": {
            group: {
                "auroc": round(float(roc_auc_score(speaks.wanted[mine], held[mine])), 4),
                "refused of what it speaks of": round(float((held[mine & speaks.wanted] < threshold).mean()), 4),
                "refused of the rest": round(float((held[mine & ~speaks.wanted] < threshold).mean()), 4),
            }
            for group, mine in _groups(speaks)
            if not speaks.wanted[mine].all()
        },
    }  # fmt: skip
    return out


def write(path: Path, numbers: dict[str, Any], data: str) -> None:
    """Writes a file of fitted numbers, with what they were fitted on."""
    path.write_text(json.dumps({"data": data, **numbers}, indent=1) + "\n", encoding="utf-8")


def _drawn() -> list[Floats]:
    chance = np.random.default_rng(0)
    return [
        np.array(
            [1.0, chance.uniform(0, 1.5), chance.uniform(0, 1.2),
             chance.uniform(0, 0.5) * chance.integers(0, 2), chance.uniform(0, 0.6) * chance.integers(0, 2)]
        )
        for _ in range(TRIED)
    ]  # fmt: skip


def _found(samples: Sequence[Sample], weights: Floats) -> dict[str, tuple[float, float, float]]:
    ranks: dict[str, list[int]] = {}
    for one in samples:
        scores = np.array(one.rows) @ weights
        ranks.setdefault(one.style, []).append(int((scores > scores[np.array(one.right)].max()).sum()))
    return {
        style: (float(np.mean(at < 1)), float(np.mean(at < 2)), float(np.mean(at < 3)))
        for style, mine in ranks.items()
        for at in (np.array(mine),)
    }


def _rows(samples: Sequence[Sample], names: Sequence[str], wanted: Any, by_article: bool = False) -> Rows:
    counts = Counter((one.group, "") if by_article else (one.style, wanted(one)) for one in samples)
    return Rows(
        np.array([[one.values[name] for name in names] for one in samples]),
        np.array([wanted(one) for one in samples]),
        np.array([1000 / counts[(one.group, "") if by_article else (one.style, wanted(one))] for one in samples]),
        np.array([one.group if by_article else one.style for one in samples]),
    )


def _groups(rows: Rows) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    return [(str(group), rows.groups == group) for group in np.unique(rows.groups)]


def _logistic(rows: Rows, but: str = "") -> tuple[Any, Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    kept = rows.groups != but
    centre, scale = rows.values[kept].mean(axis=0), np.maximum(rows.values[kept].std(axis=0), 1e-6)
    model = LogisticRegression(C=0.05, max_iter=5000)
    model.fit((rows.values[kept] - centre) / scale, rows.wanted[kept], sample_weight=rows.weights[kept])
    return model, centre, scale


def _left_out(rows: Rows) -> Floats:
    """The probability of each sample by a head that its style, or article, was left out of."""
    out = np.zeros(len(rows.values))
    for group, mine in _groups(rows):
        out[mine] = _probabilities(_logistic(rows, group), rows.values[mine])
    return out


def _probabilities(fitted: tuple[Any, Floats, Floats], values: Floats) -> Floats:
    model, centre, scale = fitted
    return np.asarray(model.predict_proba((values - centre) / scale)[:, 1])


def _least(held: Floats, wanted: npt.NDArray[np.bool_], right: float) -> float:
    """The least probability from which on so many are right."""
    order = np.argsort(-held, kind="stable")
    values, wanted = held[order], wanted[order]
    share = np.cumsum(wanted) / np.arange(1, len(wanted) + 1)
    # Many have the same probability: only where the next is another one can a threshold be set.
    ends = np.flatnonzero(np.append(values[:-1] > values[1:], True))
    enough = [at for at in ends if share[at] >= right]
    return round(float(values[enough[-1]]) - 1e-4, 4) if enough else 1.0


def _written(fitted: tuple[Any, Floats, Floats], names: Sequence[str]) -> dict[str, Any]:
    model, centre, scale = fitted
    rows = zip(names, centre, scale, model.coef_[0], strict=True)
    return {
        "signals": [
            {"name": n, "centre": round(float(c), 5), "scale": round(float(s), 5), "weight": round(float(w), 4)}
            for n, c, s, w in rows
        ],
        "bias": round(float(model.intercept_[0]), 5),
    }


def _told(probabilities: Floats, wanted: npt.NDArray[np.bool_], threshold: float) -> dict[str, float | None]:
    """What the probabilities of some samples tell, and what is claimed from a threshold on and right among that."""
    from sklearn.metrics import roc_auc_score

    claimed = probabilities >= threshold
    return {
        "auroc": round(float(roc_auc_score(wanted, probabilities)), 3),
        "claimed": round(float(claimed.mean()), 3),
        "right": _mean(wanted[claimed]),
    }


def _mean(values: npt.NDArray[np.bool_]) -> float | None:
    return round(float(values.mean()), 3) if len(values) else None


def _rounded(shares: tuple[float, ...]) -> list[float]:
    return [round(value, 3) for value in shares]
