"""What a metric is: what it sees in one row, and how rows come together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from bot.model import Answer, Citation, Topic, Verdict
from evals.runs import Row, Score, Shown

CHATS: frozenset[str] = frozenset({"chat"})
DEBATES: frozenset[str] = frozenset({"debate"})
"""The kinds of rows that a metric looks at."""

Values = npt.NDArray[np.float64]


class Judge(Protocol):
    """Says whether evidence supports a statement."""

    @property
    def id(self) -> str:
        """What names the judge in a run."""

    def supports(self, statement: str, evidence: Sequence[str]) -> float:
        """1 where the texts together support the statement, 0 where not, NaN where no verdict can be read."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a metric may look at beside the row: the judge, the topic, the passages by id."""

    judge: Judge
    topic: Topic
    passages: Mapping[str, Shown]

    def text_of(self, citation: Citation) -> str:
        """The passage that a citation points into; its bare quote where the passage is not known."""
        shown = self.passages.get(citation.passage_id)
        return shown.text if shown else citation.quote


def mean(values: Values) -> float:
    """The arithmetic mean."""
    return float(values.mean())


@dataclass(frozen=True, slots=True)
class Metric:
    """One number about a run.

    ``observe`` gives what one row shows: None where the metric does not apply, NaN where the judge gave
    no verdict. ``combine`` makes one number of all that was seen, an array of shape (rows,) or, for
    pairs, (rows, 2). Only a metric that ``gates`` can fail a comparison. It looks at the kinds of rows in ``rows``.
    """

    name: str
    title: str
    about: str
    observe: Callable[[Row, Scene], Score]
    combine: Callable[[Values], float] = mean
    better: Literal["higher", "lower"] = "higher"
    unit: Literal["share", "ms"] = "share"
    gates: bool = True
    rows: frozenset[str] = CHATS

    def sees(self, row: Row, scene: Scene) -> Score:
        """What the metric observes in a row; None in a row of a kind that it does not look at."""
        return self.observe(row, scene) if ("chat" if row.debate is None else "debate") in self.rows else None


def measure(name: str) -> Callable[[Row, Scene], float | None]:
    """Observes one measure of a debate, None where the case has it not."""
    return lambda row, _scene: (row.debate or {}).get(name)


def shown(row: Row) -> Answer | None:
    """The row's answer where it shows anything of the sources: not a verdict, not a refusal, not small talk."""
    reply = row.reply
    return reply if isinstance(reply, Answer) and reply.outcome in ("answered", "closest") else None


def answered(row: Row) -> Answer | None:
    """The row's answer where it is called one: not what merely comes closest."""
    reply = shown(row)
    return reply if reply is not None and reply.outcome == "answered" else None


def citations(reply: Answer | Verdict) -> tuple[Citation, ...]:
    """The citations of an answer or a verdict."""
    return reply.citations


def share(values: Sequence[Any]) -> float:
    """The mean of some verdicts; NaN where one of them is."""
    return float(np.mean(np.asarray(values, dtype=float)))
