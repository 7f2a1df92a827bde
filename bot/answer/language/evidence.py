"""What a model is given to write from: whole passages between markers, each with its id, cut by rank to a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.answer.reader import Reader
from bot.model import Passage, Side
from bot.search.retriever import Query

MOST = 24
"""Passages that are found for one prompt, at most; ARCHITECTURE.md has how many questions' answers are among them."""
WHOLE = 36_000
"""Characters of a corpus that is given whole where the model's context has room for it, some 9,000 tokens."""
_INSIDE = str.maketrans({"<": "‹", ">": "›"})
"""So that no document can close the markers that it stands between."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """``passages`` in the order of the sources, and how many of those that were found did not fit."""

    passages: tuple[Passage, ...]
    left_out: int = 0

    @property
    def total(self) -> int:
        """How many were found or given."""
        return len(self.passages) + self.left_out


def found(
    queries: Sequence[Query], reader: Reader, first: Sequence[Passage] = (), groups: Sequence[Sequence[str]] = ((),)
) -> tuple[Passage, ...]:
    """Passages for some readings of a question, best first: those known to bear on it, then in turn from each ranking.

    ``groups`` are sets of sides that each get the same room; the empty set is everybody.
    """
    rankings = [_passages(query, reader, sides) for sides in groups for query in queries]
    kept = {passage.id: passage for passage in first}
    for row in zip_longest(*rankings):
        for passage in row:
            if passage is not None and len(kept) < MOST:
                kept.setdefault(passage.id, passage)
    return tuple(kept.values())


def _passages(query: Query, reader: Reader, sides: Sequence[str]) -> Iterator[Passage]:
    seen: set[str] = set()
    for one in reader.rank(query, sides=sides).scored:
        if one.passage.id not in seen:
            seen.add(one.passage.id)
            yield one.passage


def rest(passages: Sequence[Passage], reader: Reader) -> tuple[Passage, ...]:
    """All other passages of a corpus that is small enough to be given whole, in order; none of a larger one."""
    if sum(len(source.text) for source in reader.content.sources) > WHOLE:
        return ()
    there = {passage.id for passage in passages}
    return tuple(passage for passage in reader.content.passages if passage.id not in there)


def fitting(
    passages: Sequence[Passage],
    others: Sequence[Passage],
    tokens: int,
    count: Callable[[str], int],
    show: Callable[[Passage], str],
) -> Evidence:
    """The best passages that fit into so many tokens, none of them cut; in the order of the sources.

    ``passages`` come best first, then ``others``, which nobody misses; ``show`` gives what stands in the prompt.
    """
    kept: list[Passage] = []
    left = tokens
    for passage in (*passages, *others):
        left -= count(show(passage)) + 1
        if left < 0:
            # By rank: a worse passage does not take the place of a better one that is too long.
            break
        kept.append(passage)
    missed = max(0, len(passages) - len(kept))
    kept.sort(key=lambda passage: (passage.source_id, passage.ordinal))
    return Evidence(tuple(kept), missed)


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
