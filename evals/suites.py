"""Reads suites of cases from ``evals/suites/``: data, checked before anything runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from bot.errors import LecternError

FOLDER = Path(__file__).with_name("suites")
Expect = Literal["answered", "no_evidence", "small_talk", "supported", "contradicted", "not_addressed"]
WhyNot = Literal["topic_absent", "fact_absent", "false_premise"]


class SuiteError(LecternError):
    """A suite's file cannot be used."""


class Case(BaseModel):
    """One case: the turns of a chat, the last of which is judged, and what its answer must and must not be.

    ``gold`` are the paragraphs that hold the answer; ``must``, ``must_not`` and ``must_if_answered``
    are regular expressions on the answer's bare text, letter case aside; ``emphasis`` is one for the
    emphasised words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    group: str
    turns: tuple[str, ...]
    expect: Expect
    side: str | None = None
    gold: tuple[int, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    must_if_answered: tuple[str, ...] = ()
    max_statements: int | None = None
    why_not: WhyNot | None = None
    emphasis: str | None = None

    @field_validator("must", "must_not", "must_if_answered")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
        return patterns

    @field_validator("turns")
    @classmethod
    def _some(cls, turns: tuple[str, ...]) -> tuple[str, ...]:
        if not turns:
            raise ValueError("a case needs at least one turn")
        return turns


class Suite(BaseModel):
    """One file of cases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    description: str
    cases: tuple[Case, ...]


def read_suite(path: Path) -> Suite:
    """The suite in a file.

    Raises:
        SuiteError: it is missing, is not YAML, or has a field that is missing or wrong; the message names it.
    """
    try:
        suite = Suite.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SuiteError(f"{path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise SuiteError(f"{path.name} is not valid YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SuiteError(f"{path.name}: {where}: {first['msg']}") from error
    seen: set[str] = set()
    for case in suite.cases:
        if case.id in seen:
            raise SuiteError(f"{path.name}: the id {case.id!r} is used twice.")
        seen.add(case.id)
    return suite


def read_suites(names: tuple[str, ...] = (), folder: Path = FOLDER) -> list[Suite]:
    """All suites of a folder, or those named.

    Raises:
        SuiteError: as :func:`read_suite`, or there is no such suite.
    """
    there = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    for name in names:
        if name not in there:
            raise SuiteError(f"There is no suite {name!r}. There: {', '.join(there) or 'none'}.")
    return [read_suite(path) for name, path in there.items() if not names or name in names]
