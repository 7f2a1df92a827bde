"""A run as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.reports import figures as text
from evals.runs import Run


def text_of(run: Run) -> str:
    """The figures, the share right by suite, coverage and accuracy, and each failed case with its answer."""
    made = run.made
    parts = [
        f"# Evals of {made.engine}",
        f"{len(run.rows)} answers on {made.started[:10]}, commit `{made.commit or 'none'}`"
        f"{' with changes' if made.changed else ''}, corpus `{made.corpus}`, embedding `{made.embedding}`, judge "
        f"`{made.judge}`, {run.seconds:.0f} s.",
        *([f"**Below a floor:** {line}" for line in run.broken]),
        "## Figures",
        _table(
            ("metric", "value", "95% interval", "cases", "unreadable", "what it says"),
            (
                (
                    text.title(o.metric),
                    text.value(o),
                    text.interval(o),
                    o.counted,
                    o.unreadable or "",
                    text.about(o.metric),
                )
                for o in text.overall(run)
            ),
        ),
        "## By suite",
        _table(
            ("suite", "right", "95% interval", "cases"),
            ((o.suite, text.value(o), text.interval(o), o.counted) for o in text.by_suite(run)),
        ),
        "## When it answers",
        _table(
            ("", "coverage", "accuracy", "right decisions"),
            (
                (c.name, f"{c.coverage:.3f}", "–" if c.accuracy is None else f"{c.accuracy:.3f}", f"{c.decided:.3f}")
                for c in text.choices(run)
            ),
        ),
        "## What failed",
    ]
    for row in run.rows:
        if row.faults:
            parts.append(f"### {row.key}\n\n" + "\n".join(f"- asked: {_line(turn)}" for turn in row.case.turns))
            parts.append("\n".join(f"- {_line(fault)}" for fault in row.faults))
            parts.append("\n".join(f"> {line}" for line in row.reply.text.splitlines()))
    if not any(row.faults for row in run.rows):
        parts.append("Nothing.")
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_line(str(cell)) for cell in line) + " |" for line in lines)


def _line(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
