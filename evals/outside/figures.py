"""Retrieval figures on outside data: sentences that hold the answer, or documents by their judgements."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer.language import evidence
from bot.answer.reader import Reader
from bot.learned.encoder import Embedder
from bot.search.retriever import Ranker
from bot.sources.document import Document
from evals.errors import need
from evals.outside.indexing import index_documents
from evals.outside.sets import OutsideSet

FIRST = 3
CHARS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """``hits[k]`` is the share of questions whose answer stands in the first k + 1 sentences.

    ``prompted`` is the share of which it stands in a passage that a language model is given, ``tokens`` what those
    passages are at the mean, at four characters a token.
    """

    name: str
    questions: int
    hits: tuple[float, ...]
    median_ms: float
    prompted: float
    tokens: int


def measure(outside: OutsideSet, folder: Path, embedder: Embedder, others: Sequence[Document] = ()) -> Figures:
    """Ranks every question of a set over all its documents, and others among them."""
    ranker = index_documents(folder, outside.name, (*outside.documents, *others), embedder)
    reader = Reader(ranker)
    found, times, given, size = [0] * FIRST, [], 0, 0
    for question in outside.questions:
        started = time.perf_counter()
        best = _best(ranker, question.text)
        times.append(1000 * (time.perf_counter() - started))
        for k in range(FIRST):
            found[k] += any(answer in text for text in best[: k + 1] for answer in question.answers)
        passages = evidence.found([ranker.query(question.text)], reader)
        given += any(answer in passage.text for passage in passages for answer in question.answers)
        size += sum(len(passage.text) for passage in passages)
    total = len(outside.questions)
    hits = tuple(round(count / total, 4) for count in found)
    tokens = round(size / total / CHARS_A_TOKEN)
    return Figures(outside.name, total, hits, round(statistics.median(times), 1), round(given / total, 4), tokens)


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
