"""``python -m evals``: run suites, compare runs, report them, keep a baseline, measure on outside data, fit."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from bot.errors import LecternError
from bot.learned.encoder import Embedder
from bot.settings import BUNDLED_MODEL, EXTRACTIVE, Settings
from bot.sources.document import Document
from bot.threads import one_for_blas
from evals import baselines
from evals.comparing import compare
from evals.debate.command import debate
from evals.engines import engines
from evals.errors import DataError, RunError
from evals.evaluation import LEXICAL, Evaluation
from evals.fitting.command import fits
from evals.library import folder_of
from evals.outside import figures as outside_figures
from evals.outside import strangers
from evals.outside.beir import read_beir
from evals.outside.clapnq import read_clapnq
from evals.outside.fairytales import read_fairytales
from evals.outside.sets import OutsideSet, halved
from evals.outside.squad import read_squad
from evals.outside.strangers import FOLDER as STRANGERS
from evals.outside.strangers import Half, ask_strangers
from evals.reading.measuring import MAKES, OTHERS, readings
from evals.reports import beside, html, junit, markdown, terminal
from evals.runs import Run, load
from evals.suites import suites_of
from evals.training.command import trains
from evals.verification.command import measure as measure_verification

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure Lectern's answers.")
app.add_typer(fits, name="fit")
app.add_typer(trains, name="train")
app.command("verification")(measure_verification)
app.command("debate")(debate)
out = Console()

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
Models = Annotated[list[str], typer.Option(help="An embedding model; give it again for another.")]
Data = Annotated[Path, typer.Option(help="The folder of squad2.jsonl and clapnq_*.jsonl.")]


@app.command("run")
def run_suites(
    suite: Annotated[list[str] | None, typer.Option(help="A suite by name or file; may be given repeatedly.")] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(help="What answers: 'extractive' or provider:name; give several to set them side by side."),
    ] = None,
    judge: Annotated[str, typer.Option(help="What says whether a passage supports a statement.")] = LEXICAL,
    repeats: Annotated[int, typer.Option(min=1, help="How often each case is asked, for models that vary.")] = 1,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Cases asked at the same time.")] = 1,
    to: Annotated[
        Path | None, typer.Option("--out", help="Where to write the run, a .json file; one begun there goes on.")
    ] = None,
    baseline: Annotated[bool, typer.Option(help="Compare with the engine's baseline where there is one.")] = True,
    keep: Annotated[bool, typer.Option(help="Make this run the engine's baseline.")] = False,
) -> None:
    """Ask every case of the suites, score the answers, write the run; 1 below a floor or the baseline."""
    settings = Settings.load()
    bots = engines(model or [settings.model], settings)
    suites = suites_of(bots[0].topic, suite or (), bots[0].settings.data_dir)
    if to is not None and to.suffix == ".json" and len(bots) > 1:
        raise RunError("Several models make several runs: give --out a folder.")
    runs = []
    failed = False
    for bot in bots:
        evaluation = Evaluation(bot, suites, to or folder_of(settings), judge, repeats, at_once)
        _watch(evaluation)
        run = evaluation.finish()
        runs.append((evaluation.out, run))
        terminal.show(run, out)
        out.print(f"Written to {evaluation.out}.", highlight=False)
        failed = _held(run, baseline, keep) or failed
    if len(runs) > 1:
        beside.show([run for _, run in runs], out)
        written = runs[-1][0].with_suffix(".beside.md")
        html.write(beside.markdown([run for _, run in runs]), written)
        out.print(f"Written to {written}.", highlight=False)
    if failed:
        raise typer.Exit(1)


def _held(run: Run, baseline: bool, keep: bool) -> bool:
    """Whether a run is below a floor, or worse than its engine's baseline where that is to count."""
    kept = baselines.path_of(run.made.engine)
    worse: list[str] = []
    if keep:
        out.print(f"Kept as the baseline: {baselines.keep(run)}.", highlight=False)
    elif baseline and kept.exists() and load(kept).made.topic == run.made.topic:
        found = compare(load(kept), run)
        terminal.show_comparison(found, out)
        worse = found.regressions
    return bool(run.broken or worse)


@app.command("compare")
def compare_runs(
    base: Path,
    new: Path,
    html_to: Annotated[Path | None, typer.Option("--html", help="Also write an HTML page.")] = None,
) -> None:
    """Show what changed between two runs and which cases flipped; 1 where something got worse."""
    before, after = load(base), load(new)
    found = compare(before, after)
    terminal.show_comparison(found, out)
    if html_to is not None:
        html.write(html.comparison_page(found, before, after), html_to)
        out.print(f"Written to {html_to}.", highlight=False)
    if found.regressions:
        raise typer.Exit(1)


@app.command("report")
def report(
    run: Path,
    base: Annotated[Path | None, typer.Option(help="An earlier run to compare with, in the HTML page.")] = None,
    html_to: Annotated[Path | None, typer.Option("--html", help="Write one self-contained HTML page.")] = None,
    markdown_to: Annotated[Path | None, typer.Option("--markdown", help="Write Markdown.")] = None,
    junit_to: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML.")] = None,
) -> None:
    """Show a run in the terminal and write it in other forms."""
    found = load(run)
    terminal.show(found, out)
    if html_to is not None:
        comparison = compare(load(base), found) if base else None
        html.write(html.page(found, comparison), html_to)
    if markdown_to is not None:
        html.write(markdown.text_of(found), markdown_to)
    if junit_to is not None:
        html.write(junit.xml(found), junit_to)
    for path in filter(None, (html_to, markdown_to, junit_to)):
        out.print(f"Written to {path}.", highlight=False)


@app.command("reading")
def measure_reading() -> None:
    """Reading quality: true paragraphs found and furniture kept, on the documents readers were tuned on, and more."""
    for told, makes in (("tuned on these", MAKES), ("written afterwards", OTHERS)):
        found = list(readings(makes))
        table = Table("document", "paragraphs found", "headings found", "furniture kept", "other", title=told)
        for one in found:
            counts = (
                f"{one.found} of {one.true}",
                f"{one.headings_found} of {one.headings}",
                f"{one.kept}",
                f"{one.extra}",
            )
            table.add_row(one.make, *(("refused: " + one.refused[:60], "", "", "") if one.refused else counts))
        out.print(table)
        true, furniture = sum(one.true for one in found), sum(one.furniture for one in found)
        out.print(
            f"{sum(one.found for one in found) / true:.1%} of {true} true paragraphs found, "
            f"{sum(one.kept for one in found) / furniture:.1%} of the lines of furniture kept.",
            highlight=False,
        )


@app.command("keep")
def keep_baseline(run: Path) -> None:
    """Make a run the baseline of its engine."""
    out.print(f"Kept as the baseline: {baselines.keep(load(run))}.", highlight=False)


@app.command("outside")
def measure_outside(
    data: Data = DATA,
    beir: Annotated[Path | None, typer.Option(help="A folder in BEIR's layout, in place of the others.")] = None,
    model: Models = [BUNDLED_MODEL],  # noqa: B006
    crowded: Annotated[bool, typer.Option(help="Among all stories of FairytaleQA, some 3,400 passages more.")] = False,
) -> None:
    """Retrieval on the halves that fitted nothing: how often the answer is in the first sentences; BEIR's measures."""
    among = _others(data) if crowded else ()
    for name in model:
        embedder = Embedder(name)
        if beir is not None:
            with tempfile.TemporaryDirectory() as folder:
                figures = outside_figures.judged(read_beir(beir), Path(folder), embedder)
            out.print(name, {measure: round(value, 4) for measure, value in figures.items()})
            continue
        table = Table(
            "set",
            "questions",
            "first",
            "first two",
            "first three",
            "ms a question",
            "given to a model",
            "tokens",
            title=name,
        )
        for outside in _outside(data):
            with tempfile.TemporaryDirectory() as folder:
                found = outside_figures.measure(outside, Path(folder), embedder, among)
            shares = (f"{hit:.3f}" for hit in found.hits)
            table.add_row(
                found.name, str(found.questions), *shares, f"{found.median_ms}", f"{found.prompted:.3f}",
                f"{found.tokens:,}",
            )  # fmt: skip
        out.print(table)


@app.command("strangers")
def measure_strangers(
    folder: Annotated[Path, typer.Argument(help="Articles with their cases: NAME.md, NAME.json.")] = STRANGERS,
    model: Annotated[list[str], typer.Option(help="What answers; give it again to set several side by side.")] = [  # noqa: B006
        EXTRACTIVE
    ],
    half: Annotated[
        Half, typer.Option(help="Which half of Lectern's own articles; nobody tunes on the held one.")
    ] = "open",
    keep: Annotated[bool, typer.Option(help="Keep the figures; the page shows them beside the engine.")] = False,
) -> None:
    """Ask about articles that Lectern was not written for; what each engine finds, calls answered, and costs."""
    table = Table("engine", "found", "answered", "right", "held back", "refused", "seconds", "dollars")
    with tempfile.TemporaryDirectory() as place:
        settings = Settings.load().model_copy(update={"data_dir": Path(place)})
        figures = ask_strangers(model, settings, half, folder)
        for one in figures:
            shares = (one.found, one.claimed, one.trusted, one.held, one.refused)
            counts = (f"{sum(each)} of {len(each)}" for each in shares)
            table.add_row(
                one.engine, *counts, f"{one.median:.2f}", "" if one.cost is None else f"{one.cost:.4f}"
            )  # fmt: skip
    out.print(table)
    if keep:
        strangers.keep(figures, half)
        out.print(f"Kept in {strangers.KEPT}, from which the page tells what each engine is good for.", highlight=False)


def _watch(evaluation: Evaluation) -> None:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Asking", total=evaluation.total)
        for _ in evaluation.rows():
            bar.advance(task)


def _others(data: Path) -> tuple[Document, ...]:
    return read_fairytales(data / "training" / "fairytaleqa.jsonl", stories=None).documents


def _outside(data: Path) -> list[OutsideSet]:
    files = [data / name for name in ("squad2.jsonl", "clapnq_answerable.jsonl", "clapnq_unanswerable.jsonl")]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise DataError(f"The outside data is not there: {', '.join(missing)}. Name its folder with --data.")
    return [halved(read_squad(files[0]), "measures"), halved(read_clapnq(*files[1:]), "measures")]


def main() -> None:
    """Runs the command; 2 where it could not run."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    one_for_blas()
    try:
        app()
    except LecternError as error:
        print(f"evals: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("evals: stopped; the same command with --out goes on from here.", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
