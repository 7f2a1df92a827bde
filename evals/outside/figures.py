"""Retrieval figures on outside data: sentences that hold the answer, or documents by their judgements."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.learned.encoder import Embedder
from bot.search.retriever import Ranker
from evals.errors import need
from evals.outside.indexing import index_documents
from evals.outside.sets import OutsideSet

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


def judged(outside: OutsideSet, folder: Path, embedder: Embedder) -> dict[str, float]:
    """nDCG@10, recall@10 and MRR@10 over documents by ``ir-measures``; a query without a ranking scores 0.

    Raises:
        ExtraError: ``ir-measures`` is not installed.
    """
    need("ir_measures")
    import ir_measures

    ranker = index_documents(folder, outside.name, outside.documents, embedder)
    ids = {source.id: outside.ids[int(source.origin)] for source in ranker.index.content.sources}
    run: dict[str, dict[str, float]] = {}
    for question in outside.questions:
        best: dict[str, float] = {}
        for one in ranker.rank(question.text).scored:
            best.setdefault(ids[one.sentence.source_id], one.score)
        run[question.id] = best
    qrels = {question.id: dict(question.relevant) for question in outside.questions}
    wanted: list[Any] = [ir_measures.nDCG @ 10, ir_measures.R @ 10, ir_measures.RR @ 10]
    return {str(name): float(value) for name, value in ir_measures.calc_aggregate(wanted, qrels, run).items()}


def _best(ranker: Ranker, question: str) -> list[str]:
    return [one.sentence.text for one in ranker.rank(question).scored[:FIRST]]
