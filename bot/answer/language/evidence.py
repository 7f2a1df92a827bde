"""What a model is given to write from: whole passages between markers, each with its id, cut by rank to a budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answer.reader import Reader
from bot.answer.understand import Understood
from bot.model import Passage, Side

MOST = 12
"""Passages in one prompt, at most."""
_INSIDE = str.maketrans({"<": "‹", ">": "›"})
"""So that no document can close the markers that it stands between."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """``passages`` in the order of the sources, and how many more there were that did not fit."""

    passages: tuple[Passage, ...]
    left_out: int = 0

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self.passages) + self.left_out


def ranked(
    asked: Understood, reader: Reader, first: Sequence[Passage] = (), sides: Sequence[str] = ()
) -> list[Passage]:
    """Passages for a question, best first: those that are known to answer it, then by the ranking."""
    found = {passage.id: passage for passage in first}
    for scored in reader.rank(asked.query, sides=sides).scored:
        if len(found) >= MOST:
            break
        found.setdefault(scored.passage.id, scored.passage)
    return list(found.values())


def fitting(
    passages: Sequence[Passage], tokens: int, count: Callable[[str], int], show: Callable[[Passage], str]
) -> Evidence:
    """The best passages that fit into so many tokens, none of them cut; in the order of the sources.

    ``passages`` come best first, ``show`` gives what stands in the prompt for one.
    """
    kept: list[Passage] = []
    left = tokens
    for passage in passages:
        size = count(show(passage)) + 1
        if size > left:
            # By rank: a worse passage does not take the place of a better one that is too long.
            break
        kept.append(passage)
        left -= size
    kept.sort(key=lambda passage: (passage.source_id, passage.ordinal))
    return Evidence(tuple(kept), len(passages) - len(kept))


def block(passage: Passage, title: str, sides: Sequence[Side]) -> str:
    """A passage as the prompt shows it: its id, where it stands, whose view it reports, its text."""
    names = {side.id: side.name for side in sides}
    speaking = sorted({names[sentence.side] for sentence in passage.sentences if sentence.side in names})
    views = f" views={_quoted(' and '.join(speaking))}" if speaking else ""
    return (
        f"<passage id=[{passage.id}] source={_quoted(title)} section={_quoted(passage.section or 'Opening')}{views}>\n"
        f"{passage.text.translate(_INSIDE)}\n</passage>"
    )


def _quoted(text: str) -> str:
    return '"' + text.translate(_INSIDE).replace('"', "”") + '"'
