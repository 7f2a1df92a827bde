"""``python -m benchmarks load``: many people at once over loopback, half of them in a round; then a rush of questions.

Each visitor speaks the page's own protocol: it joins the queue for the same events that a browser would, and reads the
same stream. The bundled topic is filled up with made-up reports to so many passages. Printed are how long first words
and replies take, what went wrong, and the server's memory, files and threads over the time.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import PASSAGES, documents
from benchmarks.start import ROOT, Checkout, served
from bot.bot import Bot
from bot.settings import Settings
from bot.sources.passages import make_passages, make_source
from evals.suites import read_suites

PAUSE = (4.0, 12.0)
"""Seconds that a person reads before they go on."""
LOOKS = 4.0
"""Seconds between two looks of an open page at whether the topic was switched."""
SPEECH = (
    "On the first of their arguments: no link, because it would be so under either policy. Coca production fell from "
    "more than 163,000 hectares to fewer than 50,000, and nothing that they offer has a figure."
)
TARGETS = {"first words, p95": 2.0, "memory at most": 700.0, "memory grows by": 5.0}


@dataclass
class Seen:
    """What all visitors saw; lists only grow, so that threads may share them."""

    words: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Page:
    """What a page knows of the server's events: their numbers, by the part that sets them off."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._events = config["dependencies"]
        self._parts = {one["id"]: one for one in config["components"]}
        self._ids = {one["props"].get("elem_id"): one["id"] for one in config["components"]}

    def event(self, part: str, name: str) -> dict[str, Any]:
        """The event that a part sets off."""
        key = self._ids[part]
        return next(one for one in self._events if [key, name] in [list(each) for each in one["targets"]])

    def after(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event that follows another."""
        return next(one for one in self._events if one.get("trigger_after") == event["id"])

    def value(self, part: int) -> Any:
        """What a part holds when the page is opened."""
        return self._parts[part]["props"].get("value")

    def named(self, part: str) -> int:
        """The number of a part."""
        return int(self._ids[part])


class Visitor:
    """One open page."""

    def __init__(self, url: str, seen: Seen, number: int) -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        self._page = Page(self._client.get("config").json())
        self._session = f"load{number:04d}{random.randrange(10**6):06d}"
        self._seen = seen
        self._chance = random.Random(number)
        self._looked = 0.0

    def close(self) -> None:
        """Leaves the page."""
        self._client.close()

    def ask(self, question: str) -> None:
        """Asks a question, and notes when the first words of its answer are there."""
        submit = self._page.event("question", "submit")
        begun = time.perf_counter()
        sent = {self._page.named("question"): question}
        done = list(self._run(submit, sent))
        if not done:
            return
        shown = dict(zip(submit["outputs"], done[-1], strict=True))
        told = False
        for _ in self._run(self._page.after(submit), {key: value for key, value in shown.items() if value is not None}):
            if not told:
                self._seen.words.append(time.perf_counter() - begun)
                told = True

    def debate(self) -> Iterator[None]:
        """A round, move by move."""
        for part, values in (
            ("debate-begin", {}), ("debate-skip", {}), ("debate-deliver", {"debate-box": SPEECH}), ("debate-step", {}),
            *(("debate-deliver", {"debate-box": f"No, and that is answer {number}."}) for number in range(3)),
            ("debate-deliver", {"debate-box": SPEECH}), ("debate-step", {}),
        ):  # fmt: skip
            begun = time.perf_counter()
            event = self._page.after(self._page.event(part, "click"))
            sent = {self._page.named(name): value for name, value in values.items()}
            if any(True for _ in self._run(event, sent)):
                self._seen.moves.append(time.perf_counter() - begun)
            yield

    def rest(self, until: float) -> None:
        """Reads for a while, the page looking at the topic meanwhile."""
        end = min(until, time.monotonic() + self._chance.uniform(*PAUSE))
        while time.monotonic() < end:
            if time.monotonic() - self._looked > LOOKS:
                self._looked = time.monotonic()
                if self._client.post("gradio_api/run/mark", json={"data": []}).status_code != 200:
                    self._seen.errors.append("the mark of the topic")
            time.sleep(0.2)

    def _run(self, event: dict[str, Any], sent: dict[int, Any]) -> Iterator[list[Any]]:
        """What an event sends, piece by piece; a refusal or a fault is noted."""
        data = [sent.get(part, self._page.value(part)) for part in event["inputs"]]
        body = {"data": data, "fn_index": event["id"], "session_hash": self._session, "event_data": None}
        try:
            joined = self._client.post("gradio_api/queue/join", json=body)
            if joined.status_code == 503:
                self._seen.busy.append(joined.text)
                return
            joined.raise_for_status()
            with self._client.stream("GET", "gradio_api/queue/data", params={"session_hash": self._session}) as stream:
                for line in stream.iter_lines():
                    if not line.startswith("data:"):
                        continue
                    message = json.loads(line[5:])
                    output = message.get("output") or {}
                    if message["msg"] in ("process_generating", "process_completed") and output.get("data"):
                        yield output["data"]
                    if message["msg"] == "process_completed" and not message.get("success", True):
                        self._seen.errors.append(str(output.get("error")))
                    if message["msg"] in ("process_completed", "close_stream"):
                        return
        except (httpx.HTTPError, KeyError, ValueError) as error:
            self._seen.errors.append(f"{type(error).__name__}: {error}")


def load(
    people: Annotated[int, typer.Option(min=1, help="People at once.")] = 25,
    minutes: Annotated[float, typer.Option(min=0.1, help="For how long.")] = 10.0,
    passages: Annotated[int, typer.Option(min=0, help="Made-up passages beside the bundled ones.")] = 10_000,
    rush: Annotated[int, typer.Option(min=0, help="Questions all at one moment, at the end.")] = 100,
) -> None:
    """Many people at once, half of them in a round: first words, errors, memory; then a rush of questions."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        _fill(data, passages)
        with served(Checkout(ROOT, Path(sys.executable), data)) as warm:
            warm.until(warm.answers)
            seen, watched = _lived(warm.url, warm.process.pid, people, minutes)
            rushed = _rushed(warm.url, rush)
    failed = _print(seen, watched, rushed)
    raise typer.Exit(int(failed))


def _fill(data: Path, passages: int) -> None:
    """The bundled topic with so many made-up passages beside it, its index built."""
    settings = Settings(data_dir=data)
    bot = Bot.open(settings)
    with bot.store.writing():
        for number, document in enumerate(documents(passages // PASSAGES)):
            source = make_source(document, bot.topic.id, f"/made-up/{number:06d}")
            bot.store.put(source, make_passages(source, document, bot.embedder.count_tokens))
    bot.refresh()
    bot.close()


def _questions() -> list[str]:
    return [case.turns[-1] for suite in read_suites(("facts", "sides", "refusals")) for case in suite.cases]


def _lived(url: str, pid: int, people: int, minutes: float) -> tuple[Seen, list[tuple[float, int, int]]]:
    """What the visitors saw, and memory (MB), files and threads of the server every five seconds."""
    seen, until = Seen(), time.monotonic() + 60 * minutes
    watched: list[tuple[float, int, int]] = []
    lives = [threading.Thread(target=_live, args=(url, seen, number, until)) for number in range(people)]
    for life in lives:
        life.start()
        time.sleep(0.2)
    while any(life.is_alive() for life in lives):
        watched.append(_state(pid))
        time.sleep(5)
    return seen, watched


def _live(url: str, seen: Seen, number: int, until: float) -> None:
    visitor = Visitor(url, seen, number)
    asked = itertools.cycle(random.Random(number).sample(_questions(), 20))
    try:
        while time.monotonic() < until:
            if number % 2:
                for _ in visitor.debate():
                    visitor.rest(until)
                    if time.monotonic() > until:
                        return
            else:
                visitor.ask(next(asked))
                visitor.rest(until)
    except Exception as error:  # noqa: BLE001 - whatever ends a visit is a fault of the server's or of this script
        seen.errors.append(f"{type(error).__name__}: {error}")
    finally:
        visitor.close()


def _rushed(url: str, count: int) -> Seen:
    """So many questions at one moment, each from a page of its own."""
    seen = Seen()
    visitors = [Visitor(url, seen, number) for number in range(1000, 1000 + count)]
    gate = threading.Barrier(max(1, count))

    def rush(visitor: Visitor) -> None:
        gate.wait()
        visitor.ask("By how much did coca production fall?")
        visitor.close()

    threads = [threading.Thread(target=rush, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _state(pid: int) -> tuple[float, int, int]:
    status = Path(f"/proc/{pid}/status").read_text()
    find: Callable[[str], int] = lambda name: int(status.split(f"{name}:")[1].split()[0])  # noqa: E731
    return find("VmRSS") / 1024, sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()), find("Threads")


def _print(seen: Seen, watched: list[tuple[float, int, int]], rushed: Seen) -> bool:
    memory = [one[0] for one in watched]
    quarter = max(1, len(memory) // 4)
    early, late = statistics.median(memory[quarter : 2 * quarter]), statistics.median(memory[-quarter:])
    growth = 100 * (late - early) / early
    p95 = _p95(seen.words)
    rows = [
        ("questions; first words, median", f"{len(seen.words)}; {statistics.median(seen.words):.2f} s", ""),
        ("first words, p95", f"{p95:.2f} s", f"{TARGETS['first words, p95']:g} s"),
        ("moves in rounds; p95", f"{len(seen.moves)}; {_p95(seen.moves):.2f} s", ""),
        ("errors", str(len(seen.errors)), "0"),
        ("memory at most", f"{max(memory):.0f} MB", f"{TARGETS['memory at most']:g} MB"),
        ("memory, last quarter over second", f"{growth:+.1f}%", f"{TARGETS['memory grows by']:g}%"),
        ("files, threads: first and last", f"{watched[0][1:]} {watched[-1][1:]}", ""),
        ("a rush: answered; told that it is busy; errors",
         f"{len(rushed.words)}; {len(rushed.busy)}; {len(rushed.errors)}", "errors 0"),
        ("a rush: first words, p95", f"{_p95(rushed.words):.2f} s", ""),
    ]  # fmt: skip
    table = Table("what", "measured", "at most")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    for error in dict.fromkeys([*seen.errors, *rushed.errors, *rushed.busy[:1]]):
        Console().print(error[:300])
    late_words = p95 > TARGETS["first words, p95"]
    return bool(late_words or seen.errors or rushed.errors or max(memory) > TARGETS["memory at most"] or growth > 5)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))] if values else 0.0
