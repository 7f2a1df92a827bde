"""``python -m benchmarks quality``: what the embedding models and their faster forms find on SQuAD 2.0."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.learned.encoder import Embedder
from evals.__main__ import DATA
from evals.outside.figures import measure
from evals.outside.sets import OutsideSet
from evals.outside.squad import read_squad

MODELS = (("bundled", False), ("bundled", True), ("minilm", False), ("minilm", True))
"""Lectern's own and the original, in full precision and with weights of eight bits."""
TIMED = 40


def quality(
    data: Annotated[Path, typer.Option(help="The folder of squad2.jsonl.")] = DATA,
    articles: Annotated[int, typer.Option(min=1, help="How many of its articles.")] = 19,
) -> None:
    """Retrieval figures for each embedding model, and how long a question takes to embed."""
    outside = _first(read_squad(data / "squad2.jsonl"), articles)
    table = Table("model", "weights", "questions", "first", "first two", "first three", "ms to embed a question")
    with tempfile.TemporaryDirectory() as folder:
        for model, small in MODELS:
            embedder = Embedder(model, small)
            found = measure(outside, Path(folder) / f"{model}-{small}", embedder)
            hits = (f"{hit:.4f}" for hit in found.hits)
            table.add_row(
                model,
                "eight bits" if small else "full",
                str(found.questions),
                *hits,
                f"{_embedding(embedder, outside):.1f}",
            )
    Console(width=120).print(table)


def _embedding(embedder: Embedder, outside: OutsideSet) -> float:
    """Milliseconds to embed a question, the best of those timed."""
    times = []
    for question in outside.questions[:TIMED]:
        begun = time.perf_counter()
        embedder.encode([question.text])
        times.append(1000 * (time.perf_counter() - begun))
    return min(times)


def _first(outside: OutsideSet, articles: int) -> OutsideSet:
    asked = tuple(question for question in outside.questions if question.document < articles)
    return replace(outside, documents=outside.documents[:articles], questions=asked)
