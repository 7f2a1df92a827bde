"""Fits the gate on SQuAD 2.0: ``python -m evals fit gate``.

Each answerable question is put three times: as it is; with its whole article gone (topic absent);
and with only the paragraphs gone that hold its answer (fact absent). Once over all articles together, and once over
single articles of ten paragraphs, which is what a reader's corpus often is.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answering.evidence import Reader
from bot.answering.signals import signals
from bot.index.retriever import Ranker
from bot.learned.encoder import Embedder
from evals.outside.indexing import index_documents
from evals.outside.sets import OutsideSet, Question, cut

CONDITIONS = ("answerable", "topic_absent", "fact_absent")
KEPT = 0.95
"""The share of answerable questions that the threshold lets through."""
PARAGRAPHS = 10
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One question under one condition: ``scale`` is "many" or "one" (articles), ``group`` the article."""

    scale: str
    group: int
    condition: str
    values: dict[str, float]


def samples(outside: OutsideSet, folder: Path, embedder: Embedder, many: int, one: int) -> Iterator[Sample]:
    """Samples of ``many`` questions over all articles and of ``one`` over single ones, drawn with a fixed seed."""
    chance = random.Random(7)
    ranker = index_documents(folder, "many", outside.documents, embedder)
    sources = [source.id for source in ranker.index.content.sources]
    reader = Reader(ranker)
    for question in chance.sample(outside.questions, min(many, len(outside.questions))):
        others = [source for at, source in enumerate(sources) if at != question.document]
        gone = _paragraphs(ranker, sources[question.document], question)
        whole = frozenset(p.id for p in ranker.index.content.passages if p.source_id == sources[question.document])
        for condition, ranking in (
            ("answerable", ranker.rank(question.text)),
            ("topic_absent", ranker.rank(question.text, sources=others, without=whole)),
            ("fact_absent", ranker.rank(question.text, without=gone)),
        ):
            yield Sample("many", question.document, condition, signals(ranking, reader))
    parts = cut(outside, PARAGRAPHS)
    groups = [int(part.name.split("-")[1]) for part in parts]
    each = max(1, one // len(parts))
    for at, part in enumerate(parts):
        ranker = index_documents(folder, part.name, part.documents, embedder)
        reader = Reader(ranker)
        source = ranker.index.content.sources[0].id
        mine = chance.sample(part.questions, min(each, len(part.questions)))
        for question in mine:
            yield Sample("one", groups[at], "answerable", signals(ranker.rank(question.text), reader))
            gone = _paragraphs(ranker, source, question)
            yield Sample("one", groups[at], "fact_absent", signals(ranker.rank(question.text, without=gone), reader))
        foreign = [
            q for other, group in zip(parts, groups, strict=True) if group != groups[at] for q in other.questions
        ]
        for question in chance.sample(foreign, each):
            yield Sample("one", groups[at], "topic_absent", signals(ranker.rank(question.text), reader))


def fit(rows: Sequence[Sample]) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """The gate's numbers, and by scale its AUROC for each kind of absence, cross-validated over articles."""
    names = list(rows[0].values)
    data = np.array([[row.values[name] for name in names] for row in rows])
    labels = np.array([row.condition == "answerable" for row in rows])
    groups = np.array([row.group for row in rows])
    held_out = _cross_validated(data, labels, groups)
    model, centre, scale = _logistic(data, labels)
    allowed = held_out[labels]
    numbers = {
        "signals": [
            {"name": n, "centre": round(float(c), 6), "scale": round(float(s), 6), "weight": round(float(w), 6)}
            for n, c, s, w in zip(names, centre, scale, model.coef_[0], strict=True)
        ],
        "bias": round(float(model.intercept_[0]), 6),
        "threshold": round(float(np.quantile(allowed, 1 - KEPT)), 4),
        "fitted": date.today().isoformat(),
    }
    return numbers, _figures(rows, held_out)


def write(numbers: dict[str, Any], figures: dict[str, dict[str, float]], data: str, path: Path) -> None:
    """Writes the gate's file, with what it was fitted on and how well it did."""
    path.write_text(json.dumps({**numbers, "data": data, "auroc": figures}, indent=1) + "\n", encoding="utf-8")


def _paragraphs(ranker: Ranker, source: str, question: Question) -> frozenset[str]:
    """The question's paragraph, and those of its article in which the answer stands too: else it is not absent."""
    number = question.paragraph + 1
    answer = re.compile("|".join(rf"(?<!\w){re.escape(answer)}(?!\w)" for answer in question.answers), re.IGNORECASE)
    own = (passage for passage in ranker.index.content.passages if passage.source_id == source)
    return frozenset(passage.id for passage in own if passage.paragraph == number or answer.search(passage.text))


def _logistic(data: Floats, labels: npt.NDArray[np.bool_]) -> tuple[Any, Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    centre, scale = data.mean(axis=0), np.maximum(data.std(axis=0), 1e-9)
    model = LogisticRegression(C=0.3, class_weight="balanced", max_iter=5000)
    return model.fit((data - centre) / scale, labels), centre, scale


def _cross_validated(data: Floats, labels: npt.NDArray[np.bool_], groups: npt.NDArray[np.int_]) -> Floats:
    from sklearn.model_selection import GroupKFold

    out = np.zeros(len(data))
    for train, test in GroupKFold(n_splits=5).split(data, labels, groups):
        model, centre, scale = _logistic(data[train], labels[train])
        out[test] = model.predict_proba((data[test] - centre) / scale)[:, 1]
    return out


def _figures(rows: Sequence[Sample], scores: Floats) -> dict[str, dict[str, float]]:
    from sklearn.metrics import roc_auc_score

    found: dict[str, dict[str, float]] = {}
    for scale in ("many", "one"):
        here = np.array([row.scale == scale for row in rows])
        good = np.array([row.condition == "answerable" for row in rows]) & here
        for condition in CONDITIONS[1:]:
            bad = np.array([row.condition == condition for row in rows]) & here
            both = good | bad
            found.setdefault(scale, {})[condition] = round(float(roc_auc_score(good[both], scores[both])), 4)
    return found
