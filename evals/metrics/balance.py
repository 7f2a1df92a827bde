"""Balance: an answer for both sides brings as much evidence for the one as for the other."""

from __future__ import annotations

from collections import Counter

from bot.answer.phrases import no_reply
from evals.metrics.metric import Metric, Scene, shown
from evals.metrics.sides import mouth
from evals.runs import Row


def balance(row: Row, scene: Scene) -> float | None:
    """Statements for the side with the fewest over those for the side with the most, of a both-sides answer.

    A side of which the answer says that the sources give no reply for it is left out; 0 where a side is
    passed over in silence, None where the answer is of another kind.
    """
    answer = shown(row)
    if answer is None or answer.kind != "both_sides":
        return None
    counts = Counter(mouth(statement, answer, row, scene) for statement in answer.statements)
    spoken = [
        counts[side.id] for side in scene.topic.sides if counts[side.id] or no_reply(side.name) not in answer.text
    ]
    return min(spoken) / max(spoken) if any(spoken) else 0.0


BALANCE = Metric("balance", "Balance", "Evidence for each side alike in a both-sides answer", balance)
