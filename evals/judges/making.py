"""Makes a judge by its name."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.answer.support import Support
from bot.bot import Bot
from evals.errors import JudgeError
from evals.judges.crossencoder import CrossEncoderJudge
from evals.judges.exact import ExactJudge
from evals.judges.language import LanguageJudge
from evals.judges.lexical import LexicalJudge
from evals.metrics.metric import Judge

NAMES = "exact, lexical, cross-encoder:NAME-OR-FOLDER, language:PROVIDER:MODEL"


def make_judge(name: str, bot: Bot) -> Judge:
    """The judge of that name, remembering its verdicts.

    Raises:
        JudgeError: there is none of that name, or it cannot be made.
    """
    kind, _, rest = name.partition(":")
    if name == "exact":
        return ExactJudge()
    if name == "lexical":
        return Remembering(LexicalJudge(Support(bot.reader.ranker.embedder, bot.reader.content.vocabulary)))
    if kind == "cross-encoder" and rest:
        return Remembering(CrossEncoderJudge(rest))
    if kind == "language" and rest:
        return Remembering(LanguageJudge(rest))
    raise JudgeError(f"There is no judge {name!r}. There: {NAMES}.")


class Remembering:
    """A judge that asks another one only once for the same statement and evidence; NaN is asked again."""

    def __init__(self, judge: Judge) -> None:
        self.id = judge.id
        self._judge = judge
        self._known: dict[tuple[str, ...], float] = {}

    def supports(self, statement: str, evidence: Sequence[str]) -> float:
        """The other judge's verdict."""
        key = (statement, *evidence)
        if key not in self._known:
            verdict = self._judge.supports(statement, evidence)
            if math.isnan(verdict):
                return verdict
            self._known[key] = verdict
        return self._known[key]
