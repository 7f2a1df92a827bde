"""Reads the statements: correct ones, and those with one planted fault each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from evals.errors import DataError

FOLDER = Path(__file__).parent
CORRECT = "correct"
Half = Literal["all", "tuned", "held-out"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A statement, the paragraphs that it cites, and the kind of its fault ("correct" for none)."""

    text: str
    paragraphs: tuple[int, ...]
    kind: str


def read_statements(topic: str, half: Half = "all") -> list[Planted]:
    """The statements about a topic; of each kind the first, third … are those that the checks were tuned on.

    Raises:
        DataError: a file is not what it should be, or there is none about the topic.
    """
    good, bad = _file("correct.yaml"), _file("faulty.yaml")
    if topic not in (good.get("topic"), bad.get("topic")):
        raise DataError(f"There are no statements about the topic {topic!r}; those here are about {good.get('topic')}.")
    found: list[Planted] = []
    for kind, rows in {CORRECT: good["statements"], **bad["faults"]}.items():
        found += [Planted(text, tuple(paragraphs), kind) for paragraphs, text in _half(rows, half)]
    return found


def _file(name: str) -> dict[str, Any]:
    try:
        data = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{FOLDER / name} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise DataError(f"{FOLDER / name} is no mapping.")
    return data


def _half(rows: Sequence[Any], half: Half) -> Sequence[Any]:
    return rows if half == "all" else rows[half == "held-out" :: 2]
