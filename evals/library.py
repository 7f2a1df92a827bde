"""The runs of a folder: which are there, which is the newest, which is begun."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from bot.settings import Settings
from evals import baselines
from evals.errors import RunError
from evals.journal import same
from evals.runs import Made, Run, load

MOST = 40
"""Runs that are looked at, the newest."""


def folder_of(settings: Settings) -> Path:
    """Where runs are kept unless the user says otherwise."""
    return settings.data_dir / "runs"


def runs(folder: Path) -> Iterator[tuple[Path, Run]]:
    """The whole runs of a folder, newest first, then the baselines; what is not a run is passed over."""
    there = (
        sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []
    )
    for path in [*there[:MOST], *sorted(baselines.FOLDER.glob("*.json"))]:
        try:
            yield path, read(path)
        except RunError:
            continue


def newest(folder: Path, engine: str, topic: str) -> Run | None:
    """The newest run of an engine over a topic, the baseline where there is no other."""
    mine = [run for _, run in runs(folder) if (run.made.engine, run.made.topic) == (engine, topic)]
    return max(mine, key=lambda run: run.made.started, default=None)


def begun(folder: Path, made: Made) -> Path | None:
    """Where a run made of the same was begun and not ended: the path that it is to be written to."""
    for path in sorted(folder.glob("*.partial.jsonl")) if folder.is_dir() else []:
        try:
            with path.open("rb") as file:
                if same(Made.model_validate_json(file.readline()), made):
                    return path.with_name(path.name.removesuffix(".partial.jsonl") + ".json")
        except (ValidationError, OSError):
            continue
    return None


def read(path: Path) -> Run:
    """As :func:`evals.runs.load`; a file that has not changed is read once.

    Raises:
        RunError: there is no run there.
    """
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise RunError(f"There is no run at {path}: {error.strerror}.") from error


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Run:
    return load(path)
