"""The baseline of an engine: a run that is kept in the repository, without what only a report needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.model import Answer, Verdict
from evals.errors import RunError
from evals.runs import Row, Run, save

FOLDER = Path(__file__).with_name("baselines")


def path_of(engine: str) -> Path:
    """Where the baseline of an engine is kept."""
    safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in engine)
    return FOLDER / f"{safe}.json"


def keep(run: Run) -> Path:
    """Makes a run the baseline of its engine; the file's path.

    Raises:
        RunError: the run has a broken floor, or cannot be written.
    """
    if run.broken:
        raise RunError(f"A run below a floor is no baseline: {run.broken[0]}.")
    path = path_of(run.made.engine)
    save(run.model_copy(update={"rows": tuple(map(_slim, run.rows)), "passages": {}}), path)
    return path


def _slim(row: Row) -> Row:
    """The row with the words of its reply and its scores: what a comparison shows and counts."""
    reply = row.reply
    if isinstance(reply, Answer):
        less: Answer | Verdict = replace(reply, statements=(), citations=(), follow_ups=(), timings={})
    else:
        less = replace(reply, citations=())
    return row.model_copy(update={"reply": less, "contexts": (), "found": ()})
