"""Warns where the words read aloud of a card would mislead: a denial, a limit or a hedge nearby that is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.sources.sentences import sentence_spans

_LIMITS = re.compile(
    r"\b(?:not|no|never|nor|neither|without|hardly|however|nevertheless|nonetheless|yet|but|although|though|unless|"
    r"except|only|over|under|above|below|(?:more|fewer|less) than|at (?:least|most)|almost|nearly|about|up to|"
    r"may|might|could|would|reportedly|allegedly|perhaps|possibly|likely|some|several|if|as long as)\b",
    re.IGNORECASE,
)
"""Words that turn, bound or soften what stands beside them."""
_TURNS = re.compile(r"^(?:yet|but|however|nevertheless|nonetheless|still|even so|in contrast|instead)\b", re.IGNORECASE)
"""A next sentence that opens so takes back something of the one before it."""

Span = tuple[int, int]


def misquotes(body: str, read: Sequence[Span]) -> list[str]:
    """A warning for each limiting word of ``body`` that ``read`` leaves out beside what it reads."""
    found: list[str] = []
    sentences = sentence_spans(body)
    for at, (start, end) in enumerate(sentences):
        inside = [span for span in read if span[0] < end and span[1] > start]
        if not inside:
            continue
        for match in _LIMITS.finditer(body, start, end):
            if not any(a <= match.start() and match.end() <= b for a, b in read):
                found.append(f"The cut leaves out “{match.group()}”: {_around(body, match.span())}")
        following = sentences[at + 1] if at + 1 < len(sentences) else None
        if following and not any(a < following[1] and b > following[0] for a, b in read):
            turn = _TURNS.match(body[following[0] : following[1]])
            if turn:
                opening = _around(body, (following[0], following[0] + turn.end()))
                found.append(f"The next sentence turns with “{turn.group()}”: {opening}")
    return found


def voice_warning(voice: str, side_name: str) -> str:
    """What to say where the words read aloud are the author reporting the other side."""
    how = "quotes" if voice == "quoted" else "reports" if voice == "reported" else "describes"
    return f"Here the author {how} {side_name}, the other side: read it as theirs, not as the author's judgement."


def _around(body: str, span: Span) -> str:
    start, end = max(0, span[0] - 30), min(len(body), span[1] + 50)
    return f"{'…' if start else ''}{body[start:end].strip()}{'…' if end < len(body) else ''}"
