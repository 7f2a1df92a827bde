"""Sentence boundaries, by the ``sentencex`` library, as offsets into the text."""

from __future__ import annotations

from collections.abc import Iterator

import sentencex

WINDOW = 2_000
"""Letters that are looked at together, and the most that a sentence may have.

The library's time grows with the square of a text full of quotation marks, and memory with what is split into word
pieces at a time.
"""


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Start and end of each sentence of ``text``, without the white space around it; over ``WINDOW`` it is cut."""
    spans: list[tuple[int, int]] = []
    for start, end in _boundaries(text, language):
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start < end:
            spans.append((start, end))
    return spans


def _boundaries(text: str, language: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        window = text[at : at + WINDOW]
        whole = at + len(window) == len(text)
        if not whole:
            window = window[: window.rfind(" ") + 1] or window
        ends = [at + found["end_index"] for found in sentencex.get_sentence_boundaries(language, window)]
        if not whole and len(ends) > 1:
            # The last one may go on: it is looked at again, from its start.
            ends.pop()
        elif not whole:
            ends = [at + len(window)]
        for end in ends:
            yield at, end
            at = end
        if whole:
            return
