"""Finds words in quotation marks that do not stand in the cited passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.support import folded

_QUOTED = re.compile(r'"([^"]+)"')
_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")
_EDGES = " .,;:!?'"


def misquoted(statement: str, passages: Sequence[str]) -> str | None:
    """The first quotation that is in none of the passages, or None.

    White space, the form of quotation marks and dashes, a capital at the beginning and the punctuation at the
    ends do not count; what is left out must be shown by an ellipsis.
    """
    texts = [folded(text).replace('"', "") for text in passages]
    for match in _QUOTED.finditer(folded(statement)):
        pieces = [piece.strip(_EDGES) for piece in _LEFT_OUT.split(match.group(1))]
        pieces = [piece for piece in pieces if any(char.isalnum() for char in piece)]
        if pieces and not any(_in_order(pieces, text) for text in texts):
            return match.group(1)
    return None


def quotations(text: str) -> str:
    """The words of a text that stand in quotation marks there, a line each."""
    return "\n".join(_QUOTED.findall(folded(text)))


def _in_order(pieces: Sequence[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = re.compile(rf"(?<!\w)(?i:{re.escape(piece[0])}){re.escape(piece[1:])}(?!\w)").search(text, at)
        if found is None:
            return False
        at = found.end()
    return True
