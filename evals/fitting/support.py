"""Fits lexical support on WiCE: ``python -m evals fit support``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.answer.support import Support
from bot.learned.encoder import Embedder
from bot.model import Topic
from bot.search.terms import Vocabulary
from evals.outside.wice import Claim

FOLDS = 10


def fit(claims: Sequence[Claim], embedder: Embedder) -> dict[str, Any]:
    """The numbers, with the cross-validated AUROC of supported against the rest.

    The threshold is where the cross-validated balanced accuracy is best. Each claim is judged against all
    sentences of its page, which is more than a citation has.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score, roc_curve
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    support = Support(embedder, Vocabulary(Topic(id="", title="", resolution="", sides=())))
    rows = [support.signals(claim.text, claim.evidence) for claim in claims]
    names = list(rows[0])
    data = np.array([[row[name] for name in names] for row in rows])
    labels = np.array([claim.supported for claim in claims])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, class_weight="balanced", max_iter=5000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    scores = cross_val_predict(model, data, labels, cv=folds, method="predict_proba")[:, 1]
    model.fit(data, labels)
    scaler, logistic = model[0], model[-1]
    wrong, right, thresholds = roc_curve(labels, scores)
    best = int(np.argmax(right - wrong))
    return {
        "signals": [
            {"name": n, "centre": round(float(c), 6), "scale": round(float(s), 6), "weight": round(float(w), 6)}
            for n, c, s, w in zip(names, scaler.mean_, scaler.scale_, logistic.coef_[0], strict=True)
        ],
        "bias": round(float(logistic.intercept_[0]), 6),
        "threshold": round(float(thresholds[best]), 4),
        "fitted": date.today().isoformat(),
        "data": f"WiCE, development: {int(labels.sum())} claims supported, {int((~labels).sum())} not wholly",
        "auroc": round(float(roc_auc_score(labels, scores)), 4),
        "balanced_accuracy": round(float((right[best] + 1 - wrong[best]) / 2), 4),
    }


def write(numbers: dict[str, Any], path: Path) -> None:
    """Writes the file that :mod:`bot.answer.support` reads."""
    path.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
