"""A run and a comparison in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.comparing import Comparison
from evals.reports import figures as text
from evals.runs import Run

MOST = 40
"""Failed cases that are listed; the reports have all."""


def show(run: Run, out: Console) -> None:
    """What is wrong with which case, the figures over all suites, and the share right by suite."""
    bad = [row for row in run.rows if row.faults]
    for row in bad[:MOST]:
        out.print(f"[red]✗[/red] {escape(row.key)}: {escape(' || '.join(row.case.turns)[:140])}", highlight=False)
        out.print(f"   [dim]{escape('; '.join(row.faults))}[/dim]", highlight=False)
    if len(bad) > MOST:
        out.print(f"… and {len(bad) - MOST} more, in the reports.")
    table = Table("metric", "value", "95% interval", "cases", "unreadable")
    for one in text.overall(run):
        table.add_row(
            text.title(one.metric), text.value(one), text.interval(one), str(one.counted), str(one.unreadable or "")
        )
    out.print(table)
    suites = Table("suite", "right", "95% interval", "cases")
    for one in text.by_suite(run):
        suites.add_row(one.suite, text.value(one), text.interval(one), str(one.counted))
    out.print(suites)
    choices = Table("when it answers", "coverage", "accuracy", "right decisions")
    for choice in text.choices(run):
        accuracy = "–" if choice.accuracy is None else f"{choice.accuracy:.3f}"
        choices.add_row(choice.name, f"{choice.coverage:.3f}", accuracy, f"{choice.decided:.3f}")
    out.print(choices)
    for line in run.broken:
        out.print(f"[red]{escape(line)}[/red]", highlight=False)


def show_comparison(found: Comparison, out: Console) -> None:
    """The metrics that changed, the cases that flipped with both answers, and the word whether it got worse."""
    table = Table("metric", "suite", "old", "new", "difference", "95% interval", "")
    for one in found.changes:
        if one.verdict == "same" or (one.suite != "all" and one.verdict == "unclear"):
            continue
        bounds = (
            "–"
            if one.low is None
            else f"{text.number(one.metric, one.low, True)} to {text.number(one.metric, one.high, True)}"
        )
        table.add_row(
            text.title(one.metric), one.suite, text.number(one.metric, one.old), text.number(one.metric, one.new),
            text.number(one.metric, one.difference, True), bounds, one.verdict,
        )  # fmt: skip
    if table.row_count:
        out.print(table)
    for flip in found.flips:
        word = "[red]lost[/red]" if flip.lost else "[green]won[/green]"
        out.print(f"{word} {escape(flip.key)}: {escape(' || '.join(flip.new.case.turns))}", highlight=False)
        sides = Table("old", "new", show_lines=True, expand=True)
        sides.add_row(escape(flip.old.reply.text), escape(flip.new.reply.text))
        sides.add_row(escape("; ".join(flip.old.faults) or "right"), escape("; ".join(flip.new.faults) or "right"))
        out.print(sides)
    if found.left_out:
        out.print(f"Not compared (in one run only, or asked otherwise): {len(found.left_out)} cases.")
    for line in found.regressions:
        out.print(f"[red]Worse:[/red] {escape(line)}", highlight=False)
    if not found.regressions:
        out.print(f"Compared with the earlier run over {found.cases} cases: nothing got worse.")
