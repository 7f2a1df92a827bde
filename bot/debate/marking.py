"""Finds the words that somebody copied out of a paragraph, with an ellipsis where they left some out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\])\s*")
_EDGES = " “”\"'"


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the copied words stand, in order, or ``lacking``, the first piece that stands nowhere so."""

    spans: tuple[tuple[int, int], ...]
    lacking: str = ""

    @property
    def exact(self) -> bool:
        """Whether every word is there, and in its order."""
        return bool(self.spans) and not self.lacking


def copied(words: str, paragraph: str) -> Copied:
    """Where some words stand in a paragraph, white space and the form of quotation marks aside; whole words only."""
    pieces = [piece.strip(_EDGES) for piece in _LEFT_OUT.split(words) if any(char.isalnum() for char in piece)]
    spans: list[tuple[int, int]] = []
    for piece in pieces:
        span = _found(piece, paragraph, spans[-1][1] if spans else 0)
        if span is None:
            return Copied((), piece)
        spans.append(span)
    return Copied(tuple(spans), "" if spans else words)


def _found(piece: str, paragraph: str, after: int) -> tuple[int, int] | None:
    pattern = r"\s+".join(re.escape(word) for word in piece.strip(" .").split())
    pattern = re.sub("[’']", "['’]", pattern)
    pattern = re.sub('[“”"]', '[“”"]', pattern)
    found = re.compile(rf"(?<!\w){pattern}(?!\w)").search(paragraph, after)
    return found.span() if found else None
