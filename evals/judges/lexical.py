"""The judge that needs no further model: :mod:`bot.answer.support` at its fitted threshold."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.support import Support


class LexicalJudge:
    """Supported where the fitted probability reaches its threshold."""

    id = "lexical"

    def __init__(self, support: Support) -> None:
        self._support = support

    def supports(self, statement: str, evidence: Sequence[str]) -> float:
        """1 or 0."""
        return float(self._support.bears_out(statement, evidence))
