"""A run: every case with what was answered, the scores, and what it was measured on; one JSON file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.model import Answer, Verdict
from evals.errors import RunError
from evals.suites import Case

FORMAT = 1
Score = float | tuple[float, float] | None
"""What a metric saw in one row: a number, a pair (score, label), or None where it does not apply."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Context(_Data):
    """A passage that the retriever brought for a question, best first by ``score``."""

    passage_id: str
    source_id: str
    paragraph: int
    side: str
    score: float


class Shown(_Data):
    """A passage that an answer cites or the retriever brought: ``source.text[start:end] == text``."""

    text: str
    start: int
    section: str
    paragraph: int
    side: str
    title: str


class Row(_Data):
    """One case, asked once (the ``repeat``-th time, from 0).

    ``found`` is, for each citation, what stands in the stored source where the citation points;
    ``ms`` the time of the judged turn; ``debate`` holds the measures of a debate case, from 0 to 1 (None for
    others); ``unreadable`` names the metrics whose judge gave no verdict.
    """

    suite: str
    case: Case
    repeat: int = 0
    reply: Answer | Verdict
    contexts: tuple[Context, ...] = ()
    found: tuple[str, ...] = ()
    ms: float = 0.0
    faults: tuple[str, ...] = ()
    debate: dict[str, float] | None = None
    scores: dict[str, Score] = {}
    unreadable: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names the case among all suites."""
        return f"{self.suite}/{self.case.id}"

    @property
    def cluster(self) -> str:
        """Cases of one group share what makes them hard: they are resampled together."""
        return f"{self.suite}/{self.case.group}"


class Figure(_Data):
    """A metric over the rows of a suite, or over all ("all"), with its 95% interval (None under two clusters).

    ``counted`` rows are in it; ``unreadable`` ones are not.
    """

    metric: str
    suite: str
    value: float | None
    low: float | None = None
    high: float | None = None
    counted: int = 0
    unreadable: int = 0


class Made(_Data):
    """What a run was made of; two runs with the same ``Made`` but for ``started`` ask the same.

    Texts are named by a short hash; ``changed`` is that of what differs from the ``commit``.
    """

    engine: str
    judge: str
    suites: dict[str, str]
    repeats: int
    topic: str
    corpus: str
    prompts: dict[str, str]
    embedding: str
    commit: str
    changed: str
    versions: dict[str, str]
    settings: dict[str, Any]
    started: str = ""


class Run(_Data):
    """A whole run."""

    format: Literal[1] = 1
    made: Made
    seconds: float
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...] = ()
    broken: tuple[str, ...] = ()
    passages: dict[str, Shown] = {}

    def figure(self, metric: str, suite: str = "all") -> Figure | None:
        """The figure of a metric over a suite, or None."""
        return next((one for one in self.figures if one.metric == metric and one.suite == suite), None)


def save(run: Run, path: Path) -> None:
    """Writes a run whole or not at all: beside its place first, then put there at once.

    Raises:
        RunError: it cannot be written; nothing is left at ``path`` that was not there before.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as file:
            file.write(as_json(run))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise RunError(f"The run cannot be written to {path}: {error.strerror}.") from error


def as_json(run: Run) -> str:
    """A run as JSON with a line for each row, so that two of them can be compared by eye."""
    data = run.model_dump(mode="json", exclude_defaults=True)
    rows = data.pop("rows", [])
    head = json.dumps({"format": FORMAT, **data}, ensure_ascii=False, indent=1)
    body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f'{head[:-2]},\n "rows": [\n{body}\n]}}\n'


def load(path: Path) -> Run:
    """Reads a run.

    Raises:
        RunError: it is missing, is only begun, or is not a run; the message says which.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(f"There is no run at {path}: {error.strerror}.{_begun(path)}") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise RunError(f"{path} is not a whole run: {error}.") from error
    try:
        return Run.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RunError(f"{path} is not a run of this version: {where}: {first['msg']}.") from error


def _begun(path: Path) -> str:
    partial = partial_of(path)
    return f" One is only begun, in {partial}: run it again with --out {path} to go on." if partial.exists() else ""


def partial_of(path: Path) -> Path:
    """Where the rows of a run are kept until it is whole."""
    return path.with_name(f"{path.stem}.partial.jsonl")
