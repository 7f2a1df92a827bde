"""``python -m benchmarks start``: how soon a fresh process helps and answers, and what memory the page takes.

Everything is measured in processes of its own and over loopback, the index being there already. ``--other`` names a
second checkout with its own ``.venv``; the two are measured in turn, so that a slow minute of the machine hits both.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Everything is on loopback, where no proxy is to be asked."""
ROOT = Path(__file__).resolve().parents[1]
QUESTION = "How many hectares of coca were there in 2000?"
ANSWER = "163,000"
MEMORY_AFTER = 50
"""Answers after which the page's memory is looked at."""
PATIENCE = 180.0
"""Seconds after which a page that does not answer is given up."""
LOOK = 0.02
"""Seconds between two looks at a page that is starting."""
HELP, ASK, PAGE, FIRST, MEMORY = (
    "lectern --help, s", "lectern ask, s", "app.py to the page, s", "app.py to the first answer, s",
    f"the page's memory after {MEMORY_AFTER} answers, MB",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checkout:
    """Lectern's code in a folder, the Python that runs it, and a data folder of its own."""

    folder: Path
    python: Path
    data: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of the user's settings; the code is the folder's even where another is installed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LECTERN_")}
        return {**kept, "PYTHONPATH": str(self.folder), "LECTERN_DATA_DIR": str(self.data), **more}

    def seconds(self, *arguments: str) -> float:
        """How long the command ``lectern`` takes with these arguments."""
        command = [str(self.python.parent / "lectern"), *arguments]
        started = time.perf_counter()
        subprocess.run(command, cwd=self.folder, env=self.environment(), stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - started


class Page:
    """A served page: its address, its process, and when that was started."""

    def __init__(self, url: str, process: subprocess.Popen[bytes]) -> None:
        self.url = url
        self.process = process
        self.started = time.perf_counter()

    def until(self, done: Callable[[], bool]) -> float:
        """Seconds from the start until something is so; infinite where it does not come to be."""
        while self.process.poll() is None and time.perf_counter() - self.started < PATIENCE:
            if done():
                return time.perf_counter() - self.started
            time.sleep(LOOK)
        return float("inf")

    def is_up(self) -> bool:
        """Whether the page itself is given out."""
        try:
            with DIRECT.open(self.url, timeout=PATIENCE) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    def answers(self) -> bool:
        """Whether the page's public endpoint answers the question."""
        body = json.dumps({"data": [QUESTION, None, None]}).encode()
        begin = urllib.request.Request(f"{self.url}gradio_api/call/ask", body, {"Content-Type": "application/json"})
        try:
            with DIRECT.open(begin, timeout=PATIENCE) as begun:
                event = json.load(begun)["event_id"]
            with DIRECT.open(f"{self.url}gradio_api/call/ask/{event}", timeout=PATIENCE) as told:
                return ANSWER in told.read().decode()
        except OSError:
            return False

    def memory(self) -> float:
        """Megabytes that the process and those that it has started hold; not a number where the system has no /proc."""
        return sum(map(_resident, _family(self.process.pid))) / 1e6 if Path("/proc/self").exists() else float("nan")


@contextmanager
def served(checkout: Checkout, *command: str) -> Iterator[Page]:
    """The page of a checkout while it is served; ``command`` in place of ``app.py`` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = checkout.environment(LECTERN_PORT=str(port), LECTERN_QUESTIONS_PER_MINUTE="0")
    process = subprocess.Popen(
        [str(checkout.python), *(command or ("app.py",))], cwd=checkout.folder, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Page(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.wait(30)


def start(
    other: Annotated[Path | None, typer.Option(help="Another checkout, with its own .venv, measured in turn.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is measured.")] = 5,
) -> None:
    """The start of the commands and of the page, and the page's memory, in fresh processes."""
    with ExitStack() as stack:
        data = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        checkouts = [Checkout(ROOT, Path(sys.executable), data[0])]
        if other is not None:
            checkouts.append(Checkout(other.resolve(), other.resolve() / ".venv" / "bin" / "python", data[1]))
        for checkout in checkouts:
            checkout.seconds("ask", QUESTION)
        measured = [[measure(checkout) for checkout in checkouts] for _ in range(rounds)]
    Console(width=120).print(_table(checkouts, measured))


def measure(checkout: Checkout) -> dict[str, float]:
    """All figures of a checkout once."""
    found = {HELP: checkout.seconds("--help"), ASK: checkout.seconds("ask", QUESTION)}
    with served(checkout) as page:
        found[PAGE] = page.until(page.is_up)
        found[FIRST] = page.until(page.answers)
        answered = sum(page.answers() for _ in range(MEMORY_AFTER - 1))
        found[MEMORY] = page.memory() if answered == MEMORY_AFTER - 1 else float("nan")
    return found


def _table(checkouts: Sequence[Checkout], measured: Sequence[Sequence[dict[str, float]]]) -> Table:
    table = Table("what", *(str(checkout.folder) for checkout in checkouts), *(["ratio"] if len(checkouts) > 1 else []))
    for name in measured[0][0]:
        values = [[found[at][name] for found in measured] for at in range(len(checkouts))]
        middles = [statistics.median(each) for each in values]
        cells = (f"{statistics.median(each):.2f} ({min(each):.2f}–{max(each):.2f})" for each in values)
        table.add_row(name, *cells, *(f"{middles[0] / middle:.2f}" for middle in middles[1:]))
    return table


def _family(process: int) -> Iterator[int]:
    """A process and all that came from it."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _resident(process: int) -> int:
    """Bytes of a process that are in memory, 0 once it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
