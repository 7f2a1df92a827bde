"""The gate: how likely it is that the corpus answers a question at all.

A logistic regression over :mod:`bot.answering.signals`. Its numbers are fitted by ``python -m evals
fit`` and stand in ``gate.json`` with the data, the date and the score of the fit.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.answering.evidence import Reader
from bot.answering.signals import signals
from bot.index.retriever import Ranking

PATH = Path(__file__).with_name("gate.json")


@dataclass(frozen=True, slots=True)
class Gate:
    """The fitted numbers, by signal; a signal's value is centred and scaled before it is weighed."""

    names: tuple[str, ...]
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, values: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that a question with these signals can be answered."""
        total = self.bias
        for name, centre, scale, weight in zip(self.names, self.centre, self.scale, self.weights, strict=True):
            total += weight * (values[name] - centre) / scale
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


def probability(ranking: Ranking, reader: Reader) -> float:
    """The gate's probability that the corpus answers the ranking's question."""
    return load_gate().probability(signals(ranking, reader))


@cache
def load_gate(path: Path = PATH) -> Gate:
    """The gate as fitted."""
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = data["signals"]
    return Gate(
        names=tuple(row["name"] for row in rows),
        centre=tuple(row["centre"] for row in rows),
        scale=tuple(row["scale"] for row in rows),
        weights=tuple(row["weight"] for row in rows),
        bias=data["bias"],
        threshold=data["threshold"],
    )
