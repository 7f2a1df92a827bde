"""How sure Lectern may be: that what is shown answers a question, and that the corpus speaks of it at all.

Two logistic regressions. ``answers`` is the probability that the answer stands in the first sentences; an answer is
called one from a threshold on that is set so that four of five such answers are right on articles left out. ``speaks``
is the probability that the corpus speaks of what is asked; below its threshold nothing is shown. The numbers are fitted
by ``python -m evals fit answering`` and stand in ``confidence.json`` with data, date and scores.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.answer.lexicon import figures, words_of
from bot.answer.reader import Reader
from bot.answer.understand import Understood
from bot.search.retriever import Query, Scored

PATH = Path(__file__).with_name("confidence.json")
LOOKED_AT = 3
"""Sentences, from the best down, that the signals are taken from."""
BESIDE = 20
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Judge:
    """The fitted numbers of one head; a signal's value is centred and scaled before it is weighed."""

    weights: Mapping[str, tuple[float, float, float]]
    """By signal: its centre, its scale, its weight."""
    bias: float
    threshold: float

    def probability(self, values: Mapping[str, float]) -> float:
        """The probability, 0 to 1."""
        total = self.bias
        for name, (centre, scale, weight) in self.weights.items():
            total += weight * (values[name] - centre) / scale
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@dataclass(frozen=True, slots=True)
class Confidence:
    """Both probabilities for one ranking; ``least`` is the one from which an answer is called one, None as fitted."""

    answers: float
    speaks: float
    least: float | None = None

    @property
    def answered(self) -> bool:
        """Whether what is shown may be called an answer."""
        least = load_judges()["answers"].threshold if self.least is None else self.least
        return not self.elsewhere and self.answers >= least

    @property
    def elsewhere(self) -> bool:
        """Whether the corpus does not speak of it."""
        return self.speaks < load_judges()["speaks"].threshold


def confidence(asked: Understood, scored: Sequence[Scored], reader: Reader) -> Confidence:
    """How sure one may be of the first sentences of a ranking."""
    values = signals(asked, scored, reader)
    judges = load_judges()
    return Confidence(judges["answers"].probability(values), judges["speaks"].probability(values))


def signals(asked: Understood, scored: Sequence[Scored], reader: Reader) -> dict[str, float]:
    """What is measured of a question and its ranking, by name, in a fixed order."""
    query, top = asked.query, list(scored[:LOOKED_AT])
    of_question = {
        "unknown": _unknown(query, reader),
        "words": math.log1p(len(query.terms)),
        "open": float(_asks_openly(asked.text)),
        "yes_no": float(asked.kind in ("yesno", "claim")),
        "missing": float(bool(_missing(asked.text, scored[:LOOKED_AT]))),
        "views": float(asked.kind in ("compare", "author", "summary_sides")),
    }
    if not top:
        return {**of_question, **dict.fromkeys(OF_RANKING, 0.0)}
    first, rest = top[0], scored[:BESIDE]
    near = [frozenset(reader.ranker.terms_of(one.passage.text)) for one in top]
    rare = sorted(query.terms, key=lambda term: -query.terms[term])[:2]
    said = " ".join(one.passage.text for one in top)
    of_ranking = (
        max(one.alone for one in rest),
        max(one.passage_cosine for one in rest),
        first.score - sum(one.score for one in rest) / len(rest),
        max(_covered(query, keys) for keys in near),
        sum(any(term in keys for keys in near) for term in rare) / max(1, len(rare)),
        float(sum(name.lower() not in said.lower() for name in _NAME.findall(query.text))),
    )
    return {**of_question, **dict(zip(OF_RANKING, of_ranking, strict=True))}


OF_RANKING = (
    "nearest", "nearest_passage", "peak", "covered", "rarest", "names_missed",
)  # fmt: skip
ANSWERS = ("open", "views", "yes_no", "words", "missing")
"""What ``answers`` weighs: how a question asks, how many words it has, and whether its names and figures are not there.
People ask for what is not there in words as near to the text as for what is, so that the ranking's own signals made it
worse; ``confidence.json`` has what these tell on each article that they were not fitted on."""
SPEAKS = ("unknown", "words", "nearest", "nearest_passage", "peak", "covered", "rarest", "names_missed")
"""What ``speaks`` weighs."""


@cache
def load_judges(path: Path = PATH) -> dict[str, Judge]:
    """Both heads as fitted."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {name: judge_of(data[name]) for name in ("answers", "speaks")}


def judge_of(data: Mapping[str, Any]) -> Judge:
    """A judge as it is written in a file: its signals with centre, scale and weight; bias and threshold."""
    rows = {row["name"]: (row["centre"], row["scale"], row["weight"]) for row in data["signals"]}
    return Judge(rows, data["bias"], data["threshold"])


def _missing(text: str, top: Sequence[Scored]) -> list[str]:
    """The figures and names of a question that none of the first passages has."""
    said = " ".join(one.passage.text for one in top)
    known, lower = {value for value, _, _, _ in figures(said)}, said.lower()
    lost = [value for value, _, _, _ in figures(text) if value not in known]
    return lost + [name for name in _NAME.findall(text) if re.sub(r"['’]s$", "", name.lower()) not in lower]


def _asks_openly(text: str) -> bool:
    """Whether a question asks how, where, or whether something is so, and not for one name, figure, date or reason.

    That one value is what a text most often lacks.
    """
    words = [word.strip("?!.,'’s") for word in text.lower().split()]
    at = next((at for at, word in enumerate(words) if word in words_of("questioning")), None)
    return at is None or (words[at] in words_of("open") and words_of("amount").isdisjoint(words[at + 1 : at + 2]))


def _unknown(query: Query, reader: Reader) -> float:
    """The share of the question's weight in words that no passage has."""
    held = reader.ranker.index.lexical.frequencies(list(query.terms)) if query.terms else {}
    return sum(value for term, value in query.terms.items() if not held[term]) / query.mass


def _covered(query: Query, keys: frozenset[str]) -> float:
    return sum(value for term, value in query.terms.items() if term in keys) / query.mass
