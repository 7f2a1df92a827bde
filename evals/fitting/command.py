"""``python -m evals fit``: fits the gate, the fitness of sentences, lexical support, and the matcher."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.answering import fitness, gate, support
from bot.bot import Bot
from bot.debate import matching
from bot.index.terms import Vocabulary
from bot.learned import weights
from bot.learned.encoder import Embedder
from evals.errors import need
from evals.fitting import fitness as fitness_fit
from evals.fitting import gate as gate_fit
from evals.fitting import graph as graph_fit
from evals.fitting import matcher as matcher_fit
from evals.fitting import support as support_fit
from evals.outside.kpa import read_kpa
from evals.outside.squad import read_squad
from evals.outside.wice import read_wice
from evals.suites import read_suites

fits = typer.Typer(no_args_is_help=True, help="Fit the few learned numbers of the extractive engine.")
out = Console()
File = Annotated[Path, typer.Argument(help="The public data, by path.")]


@fits.callback()
def _with_the_extra() -> None:
    need("sklearn")


@fits.command("gate")
def fit_gate(squad: File, many: int = 2200, one: int = 1600) -> None:
    """Fit the gate on SQuAD 2.0, over ``many`` questions to all articles and ``one`` to single ones."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(gate_fit.samples(read_squad(squad), Path(folder), Embedder(), many, one))
    numbers, figures = gate_fit.fit(rows)
    gate_fit.write(numbers, figures, "SQuAD 2.0, development", gate.PATH)
    out.print(figures)


@fits.command("graph")
def fit_graph() -> None:
    """Write the bundled embedding model's computation, which the program loads its weights into."""
    graph_fit.write(weights.GRAPH)
    out.print(f"{weights.GRAPH}: {weights.GRAPH.stat().st_size:,} bytes")


@fits.command("fitness")
def fit_fitness() -> None:
    """Fit the fitness of a sentence on the suites' questions of fact."""
    numbers = fitness_fit.fit(fitness_fit.samples(Bot.open(), read_suites()))
    fitness_fit.write(numbers, fitness.PATH)
    out.print({name: numbers[name] for name in ("threshold", "data", "auroc", "refused")})


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
