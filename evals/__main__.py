"""``python -m evals``: run the suites, reproduce the retrieval figures, fit the gate."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.answering import fitness, gate
from bot.bot import Bot
from bot.errors import LecternError
from bot.index.embeddings import Embedder
from evals import fitness_fit, gate_fit, squad
from evals.corpora import OutsideSet, read_clapnq, read_squad
from evals.running import Row, run, tally
from evals.suites import read_suites

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure Lectern's answers.")
out = Console()

Data = Annotated[Path, typer.Option(help="The folder of squad2.jsonl and clapnq_*.jsonl.")]
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@app.command("run")
def run_suites(
    suite: Annotated[list[str] | None, typer.Option(help="A suite by name; may be given more than once.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print each case with its faults as JSON.")] = False,
) -> None:
    """Ask every case of the suites and show what is wrong; 1 where any group is below its floor."""
    suites = read_suites(tuple(suite or ()))
    bot = Bot.open()
    rows = list(
        track(
            run(bot, suites),
            total=sum(len(one.cases) for one in suites),
            description="Asking",
            console=Console(stderr=True),
        )
    )
    if as_json:
        print(json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        _show(rows)
    if any(right < 0.9 * total for right, total in tally(rows).values()):
        raise typer.Exit(1)


@app.command("squad")
def reproduce(data: Data = DATA) -> None:
    """Share of questions whose answer is in the first one, two, three sentences, on SQuAD 2.0 and CLAP-NQ."""
    embedder = Embedder()
    table = Table("set", "questions", "first", "first two", "first three", "ms a question")
    for outside in _outside(data):
        with tempfile.TemporaryDirectory() as folder:
            found = squad.measure(outside, Path(folder), embedder)
        table.add_row(found.name, str(found.questions), *(f"{hit:.3f}" for hit in found.hits), f"{found.median_ms}")
    out.print(table)


@app.command("fit")
def fit_gate(data: Data = DATA, many: int = 2200, one: int = 1600) -> None:
    """Fit the gate on SQuAD 2.0, over ``many`` questions to all articles and ``one`` to single ones."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(gate_fit.samples(read_squad(data / "squad2.jsonl"), Path(folder), Embedder(), many, one))
    numbers, figures = gate_fit.fit(rows)
    gate_fit.write(numbers, figures, "SQuAD 2.0, development", gate.PATH)
    out.print(figures)


@app.command("fit-answers")
def fit_answers() -> None:
    """Fit the fitness of a sentence on the suites' questions of fact."""
    numbers = fitness_fit.fit(fitness_fit.samples(Bot.open(), read_suites()))
    fitness_fit.write(numbers, fitness.PATH)
    out.print({name: numbers[name] for name in ("threshold", "data", "auroc", "refused")})


def _outside(data: Path) -> list[OutsideSet]:
    files = [data / name for name in ("squad2.jsonl", "clapnq_answerable.jsonl", "clapnq_unanswerable.jsonl")]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise LecternError(f"The outside data is not there: {', '.join(missing)}. Name its folder with --data.")
    return [read_squad(files[0]), read_clapnq(*files[1:])]


def _show(rows: list[Row]) -> None:
    for row in rows:
        if row.faults:
            out.print(f"[red]✗[/red] {row.suite}/{row.case.id}: {' || '.join(row.case.turns)[:160]!r}", highlight=False)
            out.print(f"   {'; '.join(row.faults)}", highlight=False)
    table = Table("group", "right", "of", "share")
    for group, (right, total) in tally(rows).items():
        table.add_row(group, str(right), str(total), f"{right / total:.3f}")
    out.print(table)


def _plain(row: Row) -> dict[str, object]:
    return {
        "suite": row.suite,
        "id": row.case.id,
        "turns": list(row.case.turns),
        "faults": list(row.faults),
        "answer": row.answer.to_dict(),
    }


def main() -> None:
    """Runs the command; 2 where it could not run."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        app()
    except LecternError as error:
        print(f"evals: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
