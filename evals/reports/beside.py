"""Several engines side by side: a figure a row, an engine a column, and what changed against the first one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from evals.comparing import compare
from evals.metrics import METRICS
from evals.reports import figures as text
from evals.runs import Run

_WORDS = {"better": "better", "worse": "worse", "unclear": "not clear", "same": ""}


def rows(runs: Sequence[Run]) -> list[list[str]]:
    """The heading and the lines of the table."""
    first, *others = runs
    found = [compare(first, run) for run in others]
    heading = ["metric", *(run.made.engine for run in runs)]
    lines = [heading]
    for metric in METRICS:
        values = [run.figure(metric.name) for run in runs]
        if not any(values):
            continue
        line = [metric.title, text.value(values[0])]
        for value, comparison in zip(values[1:], found, strict=True):
            change = next((c for c in comparison.changes if (c.metric, c.suite) == (metric.name, "all")), None)
            word = _WORDS[change.verdict] if change else ""
            line.append(f"{text.value(value)} {f'({word})' if word else ''}".strip())
        lines.append(line)
    lines.append(["Cases won and lost", "–", *(_flips(one.flips) for one in found)])
    for name, unit in (("input_tokens", "Tokens read"), ("output_tokens", "Tokens written"), ("cost", "US dollars")):
        spent = [_spent(run, name) for run in runs]
        if any(spent):
            lines.append([unit, *(f"{each:,.4f}".rstrip("0").rstrip(".") if each else "–" for each in spent)])
    return lines


def show(runs: Sequence[Run], out: Console) -> None:
    """The table in the terminal."""
    heading, *lines = rows(runs)
    table = Table(*heading, title="Side by side; in brackets, against the first")
    for line in lines:
        table.add_row(*line)
    out.print(table)


def markdown(runs: Sequence[Run]) -> str:
    """The table as Markdown."""
    heading, *lines = rows(runs)
    out = ["# Engines side by side", "", _line(heading), _line(["---"] * len(heading)), *map(_line, lines), ""]
    asked = ", ".join(runs[0].made.suites)
    return "\n".join([*out, f"Suites: {asked}. In brackets: against the first engine, by a paired 95% interval.", ""])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _flips(flips: Sequence[object]) -> str:
    lost = sum(bool(getattr(flip, "lost", False)) for flip in flips)
    return f"{len(flips) - lost} won, {lost} lost"


def _spent(run: Run, name: str) -> float:
    return sum(getattr(row.reply.usage, name) or 0 for row in run.rows if row.reply.usage is not None)
