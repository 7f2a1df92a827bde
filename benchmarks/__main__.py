"""``python -m benchmarks``: how long an answer takes, how soon the page is up; ``scale``, ``page``, ``start``…"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.dependencies import dependencies
from benchmarks.hyphens import hyphens
from benchmarks.load import load
from benchmarks.page import page
from benchmarks.plain import plain_chain
from benchmarks.quality import quality
from benchmarks.scale import scale
from benchmarks.start import start
from bot.bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.threads import one_for_blas
from evals.suites import read_suites

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3


app = typer.Typer(add_completion=False, help="Measure Lectern's speed.")
app.command()(scale)
app.command()(quality)
app.command()(start)
app.command()(dependencies)
app.command()(hyphens)
app.command()(load)
app.command()(page)


@app.callback(invoke_without_command=True)
def small(context: typer.Context) -> None:
    """Without a command: an answer and the start, over the bundled topic."""
    one_for_blas()
    if context.invoked_subcommand is None:
        raise typer.Exit(main())


def main() -> int:
    """Prints the figures beside their targets; 1 where one is missed."""
    rows = [*_answers(), *_start()]
    table = Table("what", "measured", "target")
    for name, value, target, _ in rows:
        table.add_row(name, value, target)
    Console().print(table)
    return int(not all(met for *_, met in rows))


def _answers() -> list[tuple[str, str, str, bool]]:
    questions = [case.turns[-1] for suite in read_suites(("facts", "sides", "refusals")) for case in suite.cases]
    with tempfile.TemporaryDirectory() as folder:
        bot = Bot.open(Settings(data_dir=Path(folder)))
        bot.warm()
        # A fresh embedder, so that neither remembers the other's questions.
        plain = plain_chain(bot.sources()[0].text, Path(folder) / "plain", Embedder())
        ours, theirs = _in_turn(questions, [lambda q: bot.answerer.ask(q), plain.invoke], bot)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    p95 = sorted(ours)[int(0.95 * len(ours))]
    median = statistics.median(ours)
    return [
        ("an answer, median", f"{median:.1f} ms", "60 ms", median <= 60),
        ("an answer, 95th percentile", f"{p95:.1f} ms", "", True),
        ("plain LangChain + Chroma chain, median", f"{statistics.median(theirs):.1f} ms", "", True),
        ("an answer over the plain chain, median of ratios", f"{ratio:.2f}", "", True),
    ]


def _in_turn(questions: list[str], ways: list[Callable[[str], object]], bot: Bot) -> list[list[float]]:
    """Milliseconds by way; each question is put to every way in turn, its embedding never remembered."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for question in questions:
            for way, found in zip(ways, times, strict=True):
                bot.reader.ranker.embedder.forget_questions()
                started = time.perf_counter()
                way(question)
                found.append(1000 * (time.perf_counter() - started))
    return times


def _start() -> list[tuple[str, str, str, bool]]:
    """From ``python app.py`` to the first page and to the first answer, the index being there already."""
    with tempfile.TemporaryDirectory() as folder:
        Bot.open(Settings(data_dir=Path(folder)))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = {**os.environ, "LECTERN_DATA_DIR": folder, "LECTERN_PORT": str(port)}
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            page = _until(started, lambda: _get(f"http://127.0.0.1:{port}/"))
            answer = _until(started, lambda: _ask(f"http://127.0.0.1:{port}/"))
        finally:
            process.terminate()
            process.wait(10)
    return [
        ("python app.py to the first page", f"{page:.1f} s", "4 s", page <= 4),
        ("python app.py to the first answer", f"{answer:.1f} s", "15 s", answer <= 15),
    ]


def _until(started: float, done: Callable[[], bool]) -> float:
    while time.perf_counter() - started < 60:
        if done():
            return time.perf_counter() - started
        time.sleep(0.05)
    return float("inf")


def _get(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def _ask(url: str) -> bool:
    """Whether the page's own public endpoint answers a question."""
    from gradio_client import Client

    client = Client(url, verbose=False)
    return "163,000" in str(client.predict("How many hectares of coca were there in 2000?", api_name="/ask"))


if __name__ == "__main__":
    app()
