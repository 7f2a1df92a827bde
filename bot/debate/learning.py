"""Answers learnt by spaced repetition: which argument of the other side is due, those dropped in real rounds first.

When an argument comes again is computed by FSRS (the library ``fsrs``, with its own numbers): what is answered well
comes later each time, what is not comes back in minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card as Memory
from fsrs import Rating, Scheduler
from sqlalchemy import ColumnElement, Engine, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.debate.bank import Bank, Node
from bot.debate.flow import counts, status
from bot.debate.model import STANCES, Round, other
from bot.errors import RoundError
from bot.sources.schema import learnt

GRADES = ((0.45, Rating.Again), (0.65, Rating.Hard), (0.95, Rating.Good), (2.0, Rating.Easy))
"""Up to which share of what a coach looks for an answer is of which grade."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An argument to learn the answer to: how often it was dropped in kept rounds, and when it is due.

    ``due`` is None for one that was never tried.
    """

    node: Node
    dropped: int
    due: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be tried now."""
        return self.due is None or self.due <= now


class Learning:
    """What one person learns on one topic; the owner is "" for the local user."""

    def __init__(self, engine: Engine, topic: str, owner: str = "") -> None:
        self._engine = engine
        self._topic = topic
        self._owner = owner
        self._scheduler = Scheduler(enable_fuzzing=False)

    def lessons(self, bank: Bank, side: str, rounds: Iterable[Round]) -> list[Lesson]:
        """What a side must be able to answer, in the order in which it should be tried.

        That is every argument of the other side, and those of its answers that were dropped once.

        What was dropped in a round comes first, the oftenest dropped before the others, as long as it is due; then
        what is due again, then what is new; last what is not due yet, the next one first.
        """
        now = datetime.now(UTC)
        lost, known = dropped(rounds, side), self._known()
        theirs = [node for node in bank.nodes if node.side != side and (node.argument or lost[node.id])]
        there = [node for node in theirs if bank.answers_to(node.id)]
        lessons = [Lesson(node, lost[node.id], known[node.id].due if node.id in known else None) for node in there]
        return sorted(lessons, key=lambda one: _urgency(one, now))

    def graded(self, node: str, share: float) -> datetime:
        """Notes how well an argument was answered, and says when it is due again.

        ``share`` is that of what a coach looks for, from 0 to 1. One that is not due yet stays as it is: a second try
        right after the first says little of what is remembered.

        Raises:
            RoundError: it cannot be kept.
        """
        now = datetime.now(UTC)
        memory = self._known().get(node)
        if memory is not None and memory.due > now:
            return memory.due
        rating = next(grade for most, grade in GRADES if share < most)
        after, _ = self._scheduler.review_card(memory or Memory(), rating, now)
        self._keep(node, after)
        return after.due

    def _known(self) -> dict[str, Memory]:
        query = select(learnt.c.node, learnt.c.data).where(*self._own())
        with self._engine.connect() as connection:
            return {node: Memory.from_json(data) for node, data in connection.execute(query)}

    def _keep(self, node: str, memory: Memory) -> None:
        data = memory.to_json()
        try:
            with self._engine.begin() as connection:
                change = update(learnt).where(*self._own(), learnt.c.node == node).values(data=data)
                if not connection.execute(change).rowcount:
                    row = {"owner": self._owner, "topic": self._topic, "node": node, "data": data}
                    connection.execute(insert(learnt).values(**row))
        except IntegrityError:
            return  # Another window of the same person noted it in the same moment.
        except DBAPIError as error:
            raise RoundError(
                f"What was learnt cannot be kept ({error.orig}). Check that the data folder has room."
            ) from error

    def _own(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return learnt.c.owner == self._owner, learnt.c.topic == self._topic


def dropped(rounds: Iterable[Round], side: str) -> Counter[str]:
    """How often a person who spoke for a side let each argument of the bank go, in rounds that have come so far."""
    lost: Counter[str] = Counter()
    for held in rounds:
        for stance in STANCES:
            if held.side(stance) != side or held.player(stance) != "user":
                continue
            theirs = [one for one in held.points if one.stance == other(stance) and one.node and counts(one)]
            gone = [one for one in theirs if status(held, one) == "dropped"]
            lost.update({one.node for one in gone})
    return lost


def _urgency(lesson: Lesson, now: datetime) -> tuple[int, float]:
    if not lesson.is_due(now):
        return 3, lesson.due.timestamp() if lesson.due else 0.0
    if lesson.dropped:
        return 0, -lesson.dropped
    return (1, lesson.due.timestamp()) if lesson.due else (2, 0.0)
