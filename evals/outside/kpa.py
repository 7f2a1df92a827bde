"""Key point analysis 2021 (Friedman et al. 2021): arguments on a motion, key points, and which match."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evals.outside.files import rows


@dataclass(frozen=True, slots=True)
class Motion:
    """A topic with its arguments and key points: id, text and stance (1 for, -1 against) each.

    ``matches`` says of (argument id, key point id) whether the argument makes the point.
    """

    topic: str
    arguments: tuple[tuple[str, str, int], ...]
    key_points: tuple[tuple[str, str, int], ...]
    matches: dict[tuple[str, str], bool]


def read_kpa(folder: Path, split: str = "dev") -> list[Motion]:
    """The motions of a split, in the order of the files.

    Raises:
        DataError: a file is missing or lacks a column.
    """
    arguments = _texts(folder / f"arguments_{split}.csv", "arg_id", "argument")
    points = _texts(folder / f"key_points_{split}.csv", "key_point_id", "key_point")
    labels = {
        (row["arg_id"], row["key_point_id"]): row["label"] == "1"
        for _, row in rows(folder / f"labels_{split}.csv", ("arg_id", "key_point_id", "label"))
    }
    motions = []
    for topic in dict.fromkeys(row[3] for row in arguments):
        mine = tuple(row[:3] for row in arguments if row[3] == topic)
        ids = {row[0] for row in mine}
        known = {pair: label for pair, label in labels.items() if pair[0] in ids}
        motions.append(Motion(topic, mine, tuple(row[:3] for row in points if row[3] == topic), known))
    return motions


def _texts(path: Path, key: str, text: str) -> list[tuple[str, str, int, str]]:
    return [
        (row[key], row[text], int(row["stance"]), row["topic"]) for _, row in rows(path, (key, text, "topic", "stance"))
    ]
