"""Reproduces the retrieval figures on outside data: ``python -m evals squad``."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from bot.index.embeddings import Embedder
from bot.index.retriever import Ranker
from evals.corpora import OutsideSet, index_documents

FIRST = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """``hits[k]`` is the share of questions whose answer stands in the first k + 1 sentences."""

    name: str
    questions: int
    hits: tuple[float, ...]
    median_ms: float


def measure(outside: OutsideSet, folder: Path, embedder: Embedder) -> Figures:
    """Ranks every question of a set over all its documents."""
    ranker = index_documents(folder, outside.name, outside.documents, embedder)
    found, times = [0] * FIRST, []
    for question in outside.questions:
        started = time.perf_counter()
        best = _best(ranker, question.text)
        times.append(1000 * (time.perf_counter() - started))
        for k in range(FIRST):
            found[k] += any(answer in text for text in best[: k + 1] for answer in question.answers)
    total = len(outside.questions)
    hits = tuple(round(count / total, 4) for count in found)
    return Figures(outside.name, total, hits, round(statistics.median(times), 1))


def _best(ranker: Ranker, question: str) -> list[str]:
    return [one.sentence.text for one in ranker.rank(question).scored[:FIRST]]
