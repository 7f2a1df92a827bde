"""Fits the matcher: ``python -m evals fit matcher --data FOLDER``.

``same`` on key-point matching (KPA-2021, Friedman et al. 2021), scored by the official mean average precision with
whole topics left out; ``about`` on answers written by hand, scored by how many find their argument.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from bot.debate.matching import ABOUT, SIGNALS, Matcher, judge_of
from bot.learned.encoder import Embedder
from bot.search.terms import Vocabulary
from evals.outside.kpa import Motion

ANSWERS = Path(__file__).with_name("answers.yaml")
FOLDS = 7
Floats = NDArray[np.float64]
Ints = NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Group:
    """One side of one topic: signals ``labels`` (texts, points): 1, 0, or -1 where
    nobody labelled; ``late``: it is of the development set."""

    topic: str
    signals: Floats
    labels: Ints
    bm25: Floats
    late: bool


def fit(train: Sequence[Motion], dev: Sequence[Motion], embedder: Embedder, vocabulary: Vocabulary) -> dict[str, Any]:
    """Both parts of the file, each with its data and its figures."""
    matcher = Matcher(embedder, vocabulary)
    rows = [*groups(train, matcher, vocabulary, False), *groups(dev, matcher, vocabulary, True)]
    labelled = sum(int((row.labels >= 0).sum()) for row in rows)
    same, same_figures = fit_same(rows)
    about, about_figures = fit_about(embedder, vocabulary)
    data = f"KPA-2021, training and development: {len(train) + len(dev)} topics, {labelled} labelled pairs"
    return {
        "same": {**same, "data": data, "figures": same_figures},
        "about": {**about, "data": f"evals/fitting/{ANSWERS.name}, written by hand", "figures": about_figures},
    }


def groups(motions: Sequence[Motion], matcher: Matcher, vocabulary: Vocabulary, late: bool) -> Iterator[Group]:
    """The groups of key-point matching: an argument is matched with the key points of its topic and stance."""
    for motion in motions:
        for stance in (1, -1):
            arguments = [row for row in motion.arguments if row[2] == stance]
            points = [row for row in motion.key_points if row[2] == stance]
            if not arguments or not points:
                continue
            texts, wanted = [row[1] for row in arguments], [row[1] for row in points]
            known = [[motion.matches.get((a[0], p[0])) for p in points] for a in arguments]
            labels = np.array([[-1 if one is None else int(one) for one in row] for row in known])
            yield Group(
                motion.topic,
                matcher.signals(texts, wanted),
                labels,
                bm25(texts, wanted, vocabulary),
                late,
            )


def bm25(texts: Sequence[str], points: Sequence[str], vocabulary: Vocabulary) -> Floats:
    """Okapi BM25 (k1 = 1.2, b = .75) of the texts for each point as a query, on stems without stop words."""
    documents = [Counter(key for unit in vocabulary.units(t) if not unit.stop for key in unit.keys) for t in texts]
    held = Counter(key for document in documents for key in document)
    mean = sum(map(len, documents)) / len(documents) or 1.0
    out = np.zeros((len(texts), len(points)))
    for column, point in enumerate(points):
        for key in vocabulary.query_terms(point):
            idf = math.log(1 + (len(texts) - held[key] + 0.5) / (held[key] + 0.5))
            for row, document in enumerate(documents):
                count = document[key]
                out[row, column] += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(document) / mean))
    return out


def average_precision(scores: Floats, labels: Ints, unlabelled: int) -> float:
    """The official figure of one group: each text's best point, the better half of them, AP times their precision.

    ``unlabelled`` is what a pair counts for that nobody labelled: 0 in the strict figure, 1 in the relaxed one.
    """
    from sklearn.metrics import average_precision_score

    best = scores.argmax(axis=1)
    found = labels[np.arange(len(labels)), best]
    found = np.where(found < 0, unlabelled, found)
    kept = np.argsort(-scores.max(axis=1), kind="stable")[: len(scores) // 2]
    right = found[kept]
    if not right.sum():
        return 0.0
    return float(average_precision_score(right, scores.max(axis=1)[kept]) * right.mean())


def figures(scores: Sequence[Floats], rows: Sequence[Group]) -> dict[str, float]:
    """Strict and relaxed mean average precision over the groups."""
    return {
        name: round(float(np.mean([average_precision(s, g.labels, n) for s, g in zip(scores, rows, strict=True)])), 3)
        for name, n in (("strict", 0), ("relaxed", 1))
    }


def fit_same(rows: Sequence[Group]) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """The numbers of ``same``, fitted on all topics, and the figures with each seventh of the topics left out."""
    topics = list(dict.fromkeys(row.topic for row in rows))
    scores: list[Floats] = [row.bm25 for row in rows]
    for fold in range(FOLDS):
        out = set(topics[fold::FOLDS])
        judge = judge_of(**_logistic([row for row in rows if row.topic not in out]))
        for at, row in enumerate(rows):
            if row.topic in out:
                scores[at] = judge.probability(row.signals)
    late = sum(row.late for row in rows)
    found = {
        "fitted, topics left out": figures(scores, rows),
        "the same, development topics": figures(scores[-late:], rows[-late:]),
        "BM25, development topics": figures([row.bm25 for row in rows[-late:]], rows[-late:]),
        "cosine": figures([row.signals[:, :, 0] for row in rows], rows),
        "BM25": figures([row.bm25 for row in rows], rows),
    }
    return _logistic(rows), found


def fit_about(embedder: Embedder, vocabulary: Vocabulary) -> tuple[dict[str, Any], dict[str, float]]:
    """The numbers of ``about``, and how many answers find their argument: its topic left out, and by plain cosine."""
    from sklearn.linear_model import LogisticRegression

    matcher = Matcher(embedder, vocabulary)
    data = [
        list(zip(*group["pairs"], strict=True))
        for group in yaml.load(ANSWERS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    measured = [matcher.signals(a, p)[:, :, [SIGNALS.index(name) for name in ABOUT]] for p, a in data]

    def fitted(held_out: int) -> Any:
        some = [one for at, one in enumerate(measured) if at != held_out]
        own = np.concatenate([np.eye(len(one)).ravel() for one in some])
        return LogisticRegression(C=10).fit(np.concatenate([one.reshape(-1, len(ABOUT)) for one in some]), own)

    right = plain = 0
    for at, one in enumerate(measured):
        own = np.arange(len(one))
        right += int(((one @ fitted(at).coef_[0]).argmax(axis=1) == own).sum())
        plain += int((one[:, :, 0].argmax(axis=1) == own).sum())
    pairs = sum(map(len, measured))
    model = fitted(-1)
    numbers = {"weights": _named(ABOUT, model.coef_[0]), "bias": round(float(model.intercept_[0]), 4)}
    return numbers, {
        "pairs": pairs,
        "top_1, topic left out": round(right / pairs, 3),
        "cosine": round(plain / pairs, 3),
    }


def write(parts: dict[str, Any], path: Path) -> None:
    """Writes the file that :mod:`bot.debate.matching` reads, with the date."""
    path.write_text(json.dumps({**parts, "fitted": date.today().isoformat()}, indent=1) + "\n", encoding="utf-8")


def _logistic(rows: Sequence[Group]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    signals = np.concatenate([row.signals[row.labels >= 0] for row in rows])
    labels = np.concatenate([row.labels[row.labels >= 0] for row in rows])
    centre, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=1000).fit((signals - centre) / scale, labels)
    weights = model.coef_[0] / scale
    return {"weights": _named(SIGNALS, weights), "bias": round(float(model.intercept_[0] - weights @ centre), 4)}


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
