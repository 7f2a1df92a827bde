"""How likely it is that one sentence answers a question, once the gate has looked at the whole ranking.

The gate is fitted on whole paragraphs of many articles; this is fitted on questions to a short brief
(``python -m evals fit fitness``), where nearly everything is near the topic and what counts is
whether the words other than names are met. Its numbers stand in ``fitness.json``.
"""

from __future__ import annotations

import math
from pathlib import Path

from bot.answering.constraints import MEASURES
from bot.answering.evidence import Asked, Met
from bot.answering.gate import Gate, load_gate
from bot.answering.words import VIEW
from bot.index.retriever import Scored

PATH = Path(__file__).with_name("fitness.json")
AROUND = 0.6
"""What a word is worth that stands only in the sentence's paragraph."""


def features(probability: float, asked: Asked, met: Met, scored: Scored) -> dict[str, float]:
    """The numbers that fitness weighs, by name; ``probability`` is the gate's."""
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    plain = [
        at
        for at, unit in enumerate(asked.units)
        if not unit.actor and not unit.number and unit.text.lower() not in MEASURES | VIEW
    ]
    total = sum(asked.idf[at] for at in plain)
    own = _mean([met.own[at] for at in plain], [asked.idf[at] for at in plain])
    soft = _mean([max(met.own[at], AROUND * met.around[at]) for at in plain], [asked.idf[at] for at in plain])
    unknown = sum(asked.idf[at] * (1 - met.own[at]) for at in plain if not asked.known[at])
    return {
        "gate": math.log(bounded / (1 - bounded)),
        "plain": own,
        "plain_around": soft,
        "least": min((max(met.own[at], AROUND * met.around[at]) for at in plain), default=1.0),
        "unknown": unknown / total if total else 0.0,
        "score": scored.score,
        "maxsim": scored.maxsim,
        "cosine": scored.cosine,
        "paragraph": scored.passage_cosine,
    }


def load_fitness() -> Gate:
    """Fitness as fitted: the same form as the gate."""
    return load_gate(PATH)


def _mean(values: list[float], weights: list[float]) -> float:
    total = sum(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / total if total else 1.0
