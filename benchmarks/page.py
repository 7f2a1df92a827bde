"""``python -m benchmarks page``: how soon the page is seen, can be typed in and answers, and how much it jumps.

A real Chromium over loopback and a page that is warm. Each load is in a window of its own, so that nothing is cached.
The first words are timed in the page, from the key that sends a question to the first word of the answer, and beside
it what the bot alone takes for the same question.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.start import ROOT, Checkout, served
from bot.bot import Bot
from bot.settings import Settings
from evals.suites import read_suites

TURNS = 10
_SHIFTS = """window.shifts = []; new PerformanceObserver((list) => { for (const one of list.getEntries())
if (!one.hadRecentInput) window.shifts.push([one.startTime, one.value]); })
  .observe({ type: "layout-shift", buffered: true });"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_FIRST = """() => {
  const before = document.querySelectorAll("#chat .bot-row").length;
  let from = 0;
  document.addEventListener("keydown", () => { from = performance.now(); }, { capture: true, once: true });
  window.firstWords = new Promise((done) => {
    const look = new MutationObserver(() => {
      const rows = document.querySelectorAll("#chat .bot-row");
      const words = rows.length > before && rows[rows.length - 1].querySelector(".md");
      if (words && words.textContent.trim()) { look.disconnect(); done(performance.now() - from); }
    });
    look.observe(document.querySelector("#pages"), { subtree: true, childList: true, characterData: true });
  });
}"""
TARGETS = {
    "first paint, ms": 1000.0, "typing possible, ms": 2000.0, "first words after the bot's, ms": 150.0,
    f"layout shift over {TURNS} turns": 0.1,
}  # fmt: skip


def page(loads: Annotated[int, typer.Option(min=1, help="Loads of the page.")] = 5) -> None:
    """The page in a browser: paint, typing, first words, layout shift."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with served(Checkout(ROOT, Path(sys.executable), data)) as warm:
            warm.until(warm.answers)
            measured = _measured(warm.url, loads, _bot_alone())
    table = Table("what", "measured", "at most")
    for name, values in measured.items():
        table.add_row(name, f"{statistics.median(values):.3g}", f"{TARGETS[name]:g}" if name in TARGETS else "")
    Console().print(table)
    missed = [name for name, most in TARGETS.items() if statistics.median(measured[name]) > most]
    raise typer.Exit(int(bool(missed)))


def _questions() -> list[str]:
    return [case.turns[-1] for suite in read_suites(("facts",)) for case in suite.cases][:TURNS]


def _bot_alone() -> list[float]:
    """Milliseconds that the bot takes for each question, beside a page that rests."""
    with tempfile.TemporaryDirectory() as folder:
        bot = Bot.open(Settings(data_dir=Path(folder)))
        bot.warm()
        taken = []
        for question in _questions():
            begun = time.perf_counter()
            bot.ask(question)
            taken.append(1000 * (time.perf_counter() - begun))
        return taken


def _measured(url: str, loads: int, alone: list[float]) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    painted, typing = [], []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(loads):
            window = chromium.new_context(viewport={"width": 1280, "height": 900})
            window.add_init_script(_SHIFTS)
            one = window.new_page()
            one.goto(url, wait_until="commit")
            one.wait_for_selector("#question textarea:not([disabled])")
            typing.append(one.evaluate("performance.now()"))
            painted.append(one.evaluate(_PAINTED))
            one.wait_for_timeout(1500)
            if len(typing) < loads:
                window.close()
        words = []
        for question in _questions():
            box = one.locator("#question textarea")
            box.fill(question)
            one.evaluate(_FIRST)
            # A real key: what moves within half a second of one is what its presser asked for.
            box.press("Enter")
            words.append(one.evaluate("window.firstWords"))
            # Nobody reads an answer faster.
            one.wait_for_timeout(1500)
        shifts = one.evaluate("window.shifts")
        chromium.close()
    return {
        "first paint, ms": painted,
        "typing possible, ms": typing,
        "first words, ms": words,
        "the bot alone, ms": alone,
        "first words after the bot's, ms": [there - here for there, here in zip(words, alone, strict=True)],
        f"layout shift over {TURNS} turns": [_largest(shifts)],
    }


def _largest(shifts: Sequence[tuple[float, float]]) -> float:
    """The cumulative layout shift as the Web's vitals count it: the largest sum within one burst of shifts.

    A burst ends after a second without one, and after five seconds in all (https://web.dev/articles/cls).
    """
    largest = total = 0.0
    began = last = float("-inf")
    for at, value in shifts:
        fresh = at - last > 1000 or at - began > 5000
        began, total = (at, value) if fresh else (began, total + value)
        last = at
        largest = max(largest, total)
    return largest
