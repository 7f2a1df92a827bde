"""Runs suites over a bot: each case's faults, and how many of each group are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.bot import Bot
from bot.model import Answer, Verdict
from evals.judging import faults
from evals.suites import Case, Suite

LABELS = ("supported", "contradicted", "not_addressed")


@dataclass(frozen=True, slots=True)
class Row:
    """One case with what was answered and what is wrong with it (empty where nothing is)."""

    suite: str
    case: Case
    answer: Answer | Verdict
    faults: tuple[str, ...]

    @property
    def group(self) -> str:
        """The suite, and for what the corpus does not answer, why not."""
        return f"{self.suite}: {self.case.why_not}" if self.case.why_not else self.suite


def run(bot: Bot, suites: Iterable[Suite]) -> Iterator[Row]:
    """Asks every case of the suites, in order."""
    for suite in suites:
        for case in suite.cases:
            answer = answer_to(bot, case)
            yield Row(suite.suite, case, answer, tuple(faults(case, answer)))


def answer_to(bot: Bot, case: Case) -> Answer | Verdict:
    """The answer to a case's last turn, after its earlier ones; a verdict where it is a claim to check."""
    if case.expect in LABELS:
        return bot.check(case.turns[-1])
    history: list[tuple[str, str]] = []
    for turn in case.turns[:-1]:
        history.append((turn, bot.ask(turn, history, case.side).text))
    return bot.ask(case.turns[-1], history, case.side)


def tally(rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """By group: how many are right, of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        right, total = counts.get(row.group, (0, 0))
        counts[row.group] = (right + (not row.faults), total + 1)
    return counts
