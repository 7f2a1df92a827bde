"""Runs the checks over the statements and counts what they say, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.checking import Check, Verifier
from bot.bot import Bot
from bot.model import Passage
from evals.verification.statements import CORRECT, Planted


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with its check."""

    planted: Planted
    check: Check

    @property
    def right(self) -> bool:
        """Whether the check says what it should."""
        return self.check.holds == (self.planted.kind == CORRECT)


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many statements of a kind, how many the checks flagged."""

    kind: str
    count: int
    flagged: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.flagged / self.count if self.count else 0.0


def judge(bot: Bot, statements: Sequence[Planted]) -> list[Judged]:
    """Every statement checked against the paragraphs that it cites, all others being there to be cited."""
    verifier = Verifier(bot.answerer.support, bot.reader.vocabulary)
    passages = bot.reader.content.passages
    return [Judged(one, verifier.check(one.text, _cited(passages, one.paragraphs), passages)) for one in statements]


def shares(judged: Sequence[Judged]) -> list[Share]:
    """The share flagged of each kind, in the order of the files."""
    kinds = dict.fromkeys(one.planted.kind for one in judged)
    return [
        Share(
            kind,
            sum(one.planted.kind == kind for one in judged),
            sum(one.planted.kind == kind and not one.check.holds for one in judged),
        )
        for kind in kinds
    ]


def _cited(passages: Sequence[Passage], paragraphs: Sequence[int]) -> list[Passage]:
    return [passage for passage in passages if passage.paragraph in paragraphs]
