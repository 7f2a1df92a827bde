"""Reads suites of cases from ``evals/suites/``: data, checked before anything runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from bot.model import Topic
from evals.debate.labels import Debated
from evals.errors import SuiteError

FOLDER = Path(__file__).with_name("suites")
ENDINGS = (".yaml", ".jsonl")
Expect = Literal["answered", "no_evidence", "small_talk", "supported", "contradicted", "not_addressed", "debate"]
WhyNot = Literal["topic_absent", "fact_absent", "false_premise"]
LABELS = ("supported", "contradicted", "not_addressed")


class Case(BaseModel):
    """One case: the turns of a chat, the last of which is judged, and what its answer must and must not be.

    ``gold`` are the paragraphs that hold the answer (0 is the head of the source); ``must``,
    ``must_not`` and ``must_if_answered`` are regular expressions on the answer's bare text, letter case
    aside; ``emphasis`` is one for the emphasised words; ``side`` is what the reader picked on the page and
    ``speaker`` the side whose view is asked for.

    With ``debate`` the turns are what a person types as their speeches, and ``must`` and ``must_not`` are about the
    bot's speech after the last of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    group: str
    turns: tuple[str, ...]
    expect: Expect
    side: str | None = None
    speaker: str | None = None
    gold: tuple[int, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    must_if_answered: tuple[str, ...] = ()
    max_statements: int | None = None
    why_not: WhyNot | None = None
    emphasis: str | None = None
    debate: Debated | None = None

    @field_validator("must", "must_not", "must_if_answered", "emphasis")
    @classmethod
    def _compiles(cls, given: tuple[str, ...] | str | None) -> tuple[str, ...] | str | None:
        for pattern in (given,) if isinstance(given, str) else given or ():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
        return given

    @field_validator("turns")
    @classmethod
    def _some(cls, turns: tuple[str, ...]) -> tuple[str, ...]:
        if not turns:
            raise ValueError("a case needs at least one turn")
        return turns

    @model_validator(mode="after")
    def _holds_together(self) -> Case:
        if (self.expect == "debate") != (self.debate is not None):
            raise ValueError("debate: a case with expect: debate, and no other, says what round it is")
        if self.expect in ("answered", "supported", "contradicted") and not self.gold:
            raise ValueError("gold: a case that the sources answer names the paragraphs that hold the answer")
        if self.why_not and self.expect != "no_evidence":
            raise ValueError("why_not: only a case with expect: no_evidence has a reason")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the sources answer it."""
        return self.expect in ("answered", "supported", "contradicted")

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim to check, not a question to answer."""
        return self.expect in LABELS


class Suite(BaseModel):
    """One file of cases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    description: str
    topic: str = "us-colombia"
    cases: tuple[Case, ...]


def read_suite(path: Path) -> Suite:
    """The suite in a file: YAML, or JSONL with a case a line and a first line with ``description``.

    Raises:
        SuiteError: it is missing, cannot be parsed, or has a field that is missing or wrong; the message
            names the file, the case and the field.
    """
    data = _parsed(path)
    try:
        suite = Suite.model_validate(data)
    except ValidationError as error:
        raise SuiteError(f"{path.name}: {_first(error, data)}") from error
    seen: set[str] = set()
    for case in suite.cases:
        if case.id in seen:
            raise SuiteError(f"{path.name}: case {case.id!r}: id: it is used twice.")
        seen.add(case.id)
    return suite


def read_suites(names: Iterable[str] = (), folder: Path = FOLDER) -> list[Suite]:
    """All suites of a folder in the order of their names, or those named.

    Raises:
        SuiteError: as :func:`read_suite`, or there is no such suite.
    """
    there = {path.stem: path for path in sorted(folder.glob("*")) if path.suffix in ENDINGS}
    wanted = set(names)
    for name in sorted(wanted - set(there)):
        raise SuiteError(f"There is no suite {name!r} in {folder}. There: {', '.join(there) or 'none'}.")
    return [read_suite(path) for name, path in there.items() if not wanted or name in wanted]


def suites_of(topic: Topic, names: Iterable[str] = (), data_dir: Path | None = None) -> list[Suite]:
    """The suites about a topic, or those named: Lectern's own, those in the topic's folder, and files by their path.

    Those that readers wrote down on the page are in ``data_dir``, where that is given.

    Raises:
        SuiteError: as :func:`read_suites`, or there is none about the topic.
    """
    names = list(names)
    files = [Path(name) for name in names if Path(name).suffix in ENDINGS]
    own = Path(topic.folder) / "suites"
    wanted = {name for name in names if Path(name).suffix not in ENDINGS}
    noted = [data_dir / "suites" / topic.id] if data_dir is not None else []
    there = [suite for folder in (FOLDER, own, *noted) for suite in read_suites(folder=folder)]
    unknown = sorted(wanted - {suite.suite for suite in there})
    if unknown:
        known = ", ".join(suite.suite for suite in there if suite.topic == topic.id)
        raise SuiteError(f"There is no suite {unknown[0]!r}. There, about {topic.id!r}: {known or 'none'}.")
    chosen = [suite for suite in there if suite.suite in wanted or (not names and suite.topic == topic.id)]
    found = [*chosen, *map(read_suite, files)]
    if not found:
        raise SuiteError(
            f"There is no suite about {topic.id!r}: write one into {own} (evals/suites/README.md says how)."
        )
    return found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            lines = [json.loads(line) for line in text.splitlines() if line.strip()]
            head = lines.pop(0) if lines and "id" not in lines[0] else {}
            data = {"suite": path.stem, "description": "", **head, "cases": lines}
        else:
            data = yaml.load(text, Loader=yaml.CSafeLoader)
    except OSError as error:
        raise SuiteError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SuiteError(f"{path.name} is not UTF-8 text: {error.reason} at byte {error.start}.") from error
    except yaml.YAMLError as error:
        raise SuiteError(f"{path.name} is not valid YAML: {error}") from error
    except json.JSONDecodeError as error:
        raise SuiteError(f"{path.name} is not valid JSON lines: {error}") from error
    if not isinstance(data, dict):
        raise SuiteError(f"{path.name}: a suite is a mapping with suite, description and cases.")
    return data


def _first(error: ValidationError, data: dict[str, Any]) -> str:
    """The first fault in words: the case by its id, the field, what is wrong, what was given."""
    first = error.errors()[0]
    where = list(first["loc"])
    named = ""
    if len(where) > 1 and where[0] == "cases":
        number = int(where[1])
        case = data["cases"][number]
        known = case.get("id") if isinstance(case, dict) else None
        named = f"case {known!r}: " if known else f"case number {number + 1}: "
        where = where[2:]
    field = ".".join(str(part) for part in where)
    given = "" if isinstance(first["input"], dict) else f" (got {first['input']!r})"
    return f"{named}{field + ': ' if field else ''}{first['msg'].removeprefix('Value error, ')}{given}"
