"""Side fidelity: what stands in one side's mouth is that side's own."""

from __future__ import annotations

from bot.model import BOTH, Answer, Citation, Statement
from evals.metrics.metric import Metric, Scene, shown
from evals.runs import Row


def side_fidelity(row: Row, scene: Scene) -> float | None:
    """The share of statements in one side's mouth whose evidence is that side's, or a concession named as such.

    A statement is in a side's mouth where its part of the answer bears the side's name, or the answer is
    for the one side that was asked for. None where no statement is; evidence that is missing is not the side's.
    """
    answer = shown(row)
    if answer is None:
        return None
    cited = {citation.number: citation for citation in answer.citations}
    judged = []
    for statement in answer.statements:
        side = mouth(statement, answer, row, scene)
        if side is not None:
            judged.append(_own(statement, cited, side))
    return sum(judged) / len(judged) if judged else None


def mouth(statement: Statement, answer: Answer, row: Row, scene: Scene) -> str | None:
    """The id of the side into whose mouth a statement is put, or None."""
    for side in scene.topic.sides:
        if statement.part and statement.part.split(":")[0] == side.name:
            return side.id
    if statement.part:
        return None
    asked = row.case.side if row.case.side not in (None, BOTH) else row.case.speaker
    return asked if answer.kind == "one_side" else None


def _own(statement: Statement, cited: dict[int, Citation], side: str) -> bool:
    if "concession" in statement.part.lower():
        return True
    evidence = [cited[number] for number in statement.citations if number in cited]
    return bool(evidence) and all(each.side in (side, BOTH) for each in evidence)


SIDE_FIDELITY = Metric(
    "side_fidelity", "Side fidelity", "Statements in a side's mouth that are that side's own", side_fidelity
)
