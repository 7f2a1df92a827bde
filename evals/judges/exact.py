"""The judge that believes only quotations: the statement stands in the evidence word for word."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.support import stands_in


class ExactJudge:
    """White space, quotation marks and dashes aside, a statement is supported where it stands in the evidence."""

    id = "exact"

    def supports(self, statement: str, evidence: Sequence[str]) -> float:
        """1 where the statement stands in one of the texts, 0 where not."""
        return float(stands_in(statement, evidence))
