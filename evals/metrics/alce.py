"""Citation recall and precision as ALCE defines them (Gao et al. 2023, arXiv:2305.14627, section 3).

Recall: a statement scores 1 if it has a citation, every number exists, and the cited passages together
support it. Precision: a citation counts unless it alone does not support the statement while the others
still do; where the cited passages together fail, none of their citations counts. A number out of range
counts as a wrong citation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evals.metrics.metric import Judge, Metric, Scene, share, shown
from evals.runs import Row

Cited = tuple[str, Sequence[int]]
"""A statement with the numbers that it cites."""


def citation_recall(statements: Sequence[Cited], passages: Mapping[int, str], judge: Judge) -> float:
    """The mean over statements; 0 without any. ``passages`` are by number."""
    if not statements:
        return 0.0
    return share([_joint(text, list(dict.fromkeys(numbers)), passages, judge) for text, numbers in statements])


def citation_precision(statements: Sequence[Cited], passages: Mapping[int, str], judge: Judge) -> float:
    """Counted citations over all citations; 0 without any."""
    counted: list[float] = []
    for text, given in statements:
        numbers = list(dict.fromkeys(given))
        together = _joint(text, numbers, passages, judge)
        if len(numbers) < 2 or not together or math.isnan(together):
            counted += [together] * len(numbers)
        else:
            counted += [_needed(text, number, numbers, passages, judge) for number in numbers]
    return share(counted) if counted else 0.0


def _joint(text: str, numbers: Sequence[int], passages: Mapping[int, str], judge: Judge) -> float:
    if not numbers or any(number not in passages for number in numbers):
        return 0.0
    return judge.supports(text, [passages[number] for number in numbers])


def _needed(text: str, number: int, numbers: Sequence[int], passages: Mapping[int, str], judge: Judge) -> float:
    alone = judge.supports(text, [passages[number]])
    if alone == 1:
        return 1.0
    others = judge.supports(text, [passages[other] for other in numbers if other != number])
    return math.nan if math.isnan(alone) or math.isnan(others) else 1.0 - others


def _recall(row: Row, scene: Scene) -> float | None:
    parts = _parts(row, scene)
    return None if parts is None else citation_recall(*parts, scene.judge)


def _precision(row: Row, scene: Scene) -> float | None:
    parts = _parts(row, scene)
    return None if parts is None else citation_precision(*parts, scene.judge)


def _parts(row: Row, scene: Scene) -> tuple[list[Cited], dict[int, str]] | None:
    answer = shown(row)
    if answer is None:
        return None
    cited = {citation.number: scene.text_of(citation) for citation in answer.citations}
    return [(statement.text, statement.citations) for statement in answer.statements], cited


CITATION_RECALL = Metric(
    "citation_recall", "Citation recall", "Statements that their cited passages support (ALCE)", _recall
)
CITATION_PRECISION = Metric(
    "citation_precision", "Citation precision", "Citations that their statements need (ALCE)", _precision
)
