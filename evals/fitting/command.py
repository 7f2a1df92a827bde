"""``python -m evals fit``: fits what sentences are ranked by, confidence, lexical support, and the matcher."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.answer import confidence, support
from bot.debate import matching
from bot.learned import weights
from bot.learned.encoder import Embedder
from bot.search import retriever
from bot.search.terms import Vocabulary
from bot.settings import BUNDLED_MODEL
from evals.errors import need
from evals.fitting import answering as answering_fit
from evals.fitting import graph as graph_fit
from evals.fitting import matcher as matcher_fit
from evals.fitting import support as support_fit
from evals.fitting.samples import all_samples
from evals.outside.kpa import read_kpa
from evals.outside.wice import read_wice

fits = typer.Typer(no_args_is_help=True, help="Fit the few learned numbers of the extractive engine.")
out = Console()
File = Annotated[Path, typer.Argument(help="The public data, by path.")]


@fits.callback()
def _with_the_extra() -> None:
    need("sklearn")


@fits.command("answering")
def fit_answering(data: File, model: str = BUNDLED_MODEL) -> None:
    """Fit what sentences are ranked by and how sure an answer may be, on several styles of question at once."""
    with tempfile.TemporaryDirectory() as folder:
        samples = list(all_samples(data, Path(folder), Embedder(model)))
    told = "SQuAD 2.0 and CLAP-NQ (even documents), FairytaleQA, four articles of invented facts"
    ranking = answering_fit.fit_ranking(samples)
    sure = answering_fit.fit_confidence(samples)
    answering_fit.write(retriever.PATH, ranking, told)
    answering_fit.write(confidence.PATH, sure, told)
    out.print(ranking, sure)


@fits.command("graph")
def fit_graph() -> None:
    """Write the bundled embedding model's computation, which the program loads its weights into."""
    graph_fit.write(weights.GRAPH)
    out.print(f"{weights.GRAPH}: {weights.GRAPH.stat().st_size:,} bytes")


@fits.command("support")
def fit_support(wice: File) -> None:
    """Fit lexical support on WiCE."""
    numbers = support_fit.fit(read_wice(wice), Embedder())
    support_fit.write(numbers, support.PATH)
    out.print({name: numbers[name] for name in ("threshold", "data", "auroc", "balanced_accuracy")})


@fits.command("matcher")
def fit_matcher(
    data: Annotated[Path, typer.Option(help="The folder of KPA-2021's files.")],
    keep: Annotated[bool, typer.Option(help="Write the numbers; without, only print the figures.")] = True,
) -> None:
    """Fit the matcher on KPA-2021, and on answers written by hand; print its figures beside BM25's and the cosine's."""
    embedder, vocabulary = Embedder(), Vocabulary()
    parts = matcher_fit.fit(read_kpa(data, "train"), read_kpa(data, "dev"), embedder, vocabulary)
    out.print({name: part["figures"] for name, part in parts.items()})
    if keep:
        matcher_fit.write(parts, matching.PATH)
