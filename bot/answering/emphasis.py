"""Finds the words of a sentence that answer the question most directly: the date, figure, name or place."""

from __future__ import annotations

import re

from bot.answering.expectation import Expectation, spans
from bot.index.terms import Unit, Vocabulary

Span = tuple[int, int]
MOST = 3
"""More spans than this single nothing out, so none is marked."""
_PLATFORM = re.compile(r"\b(?:platform|site|website|network|social|app|medium)\b", re.IGNORECASE)
_COUNTRY = re.compile(r"\bcountr(?:y|ies)\b", re.IGNORECASE)
_KNOWN_KINDS = frozenset({"person", "country", "platform", "side"})


def emphasis(question: str, want: Expectation, sentence: str, vocabulary: Vocabulary) -> tuple[Span, ...]:
    """Spans of the sentence to emphasise, in order and apart; none where nothing stands out."""
    if want.asked == "other":
        return ()
    if want.asked in ("person", "place", "name"):
        found = _names(question, want, sentence, vocabulary)
    else:
        found = _figures(question, want, sentence)
    return tuple(found) if len(found) <= MOST else ()


def _figures(question: str, want: Expectation, sentence: str) -> list[Span]:
    lower = question.lower()
    found = [span for span in spans(want.asked, sentence) if sentence[span[0] : span[1]].lower() not in lower]
    anchors = [match.start() for match in re.finditer(r"\d[\d,]*", sentence) if match.group() in question]
    if anchors and len(found) > 1:
        # A figure stands before its year, and a year after its figure.
        after = want.asked in ("year", "date")
        near = [span for span in found if any((span[0] > at) == after for at in anchors)] or found
        found = [min(near, key=lambda span: min(abs(span[0] - at) for at in anchors))]
    return _apart(found)


def _names(question: str, want: Expectation, sentence: str, vocabulary: Vocabulary) -> list[Span]:
    asked = {unit.actor for unit in vocabulary.units(question) if _by_name(unit)}
    units = [unit for unit in vocabulary.units(sentence) if unit.actor and unit.actor not in asked]
    if not vocabulary.named:
        lower = question.lower()
        return _apart(
            [s for s in spans(want.asked, sentence) if s[0] > 0 and sentence[s[0] : s[1]].lower() not in lower]
        )
    fitting = [unit for unit in units if _fits(unit, question, want)]
    seen: set[str] = set()
    first = [unit for unit in fitting if not (unit.actor in seen or seen.add(unit.actor))]  # type: ignore[func-returns-value]
    if want.asked == "person":
        first = first[:1]  # who acts comes first
    return _apart([(unit.start, unit.end) for unit in first])


def _by_name(unit: Unit) -> bool:
    """Whether the question names an actor, and not only by what it is ("Colombia's leader")."""
    return bool(unit.actor) and not set(unit.text.lower().split()).isdisjoint(unit.actor.lower().split())


def _fits(unit: Unit, question: str, want: Expectation) -> bool:
    if want.asked == "person":
        return unit.kind == "person"
    if _PLATFORM.search(question):
        return unit.kind == "platform"
    if _COUNTRY.search(question):
        return unit.kind == "country"
    return unit.kind not in _KNOWN_KINDS or (want.asked == "place" and unit.kind == "platform")


def _apart(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(found):
        if not kept or start > kept[-1][1]:
            kept.append((start, end))
    return kept
