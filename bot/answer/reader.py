"""What the answerers read from: one open index, its content, and the words of its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.model import BOTH, NEUTRAL, Sentence
from bot.search.retriever import Query, Ranker, Ranking, Scored
from bot.search.terms import keys_of


class Reader:
    """Reads questions against one index."""

    def __init__(self, ranker: Ranker) -> None:
        self.ranker = ranker
        self.content = ranker.index.content
        self.vocabulary = self.content.vocabulary
        self.keys = lru_cache(maxsize=65536)(self._keys)

    def rank(self, query: Query | str, sides: Sequence[str] = (), sources: Sequence[str] = ()) -> Ranking:
        """As the ranker's own, the same words in several places put together where they came first."""
        found = self.ranker.rank(query, sides, sources)
        return replace(found, scored=_once(found.scored))

    def before(self, one: Scored) -> Sentence | None:
        """The sentence before in the same passage."""
        return one.passage.sentences[one.sentence.ordinal - 1] if one.sentence.ordinal else None

    def after(self, one: Scored) -> Sentence | None:
        """The sentence after in the same passage."""
        at = one.sentence.ordinal + 1
        return one.passage.sentences[at] if at < len(one.passage.sentences) else None

    def sides_named(self, text: str) -> tuple[str, ...]:
        """The ids of the sides that a text names, themselves or by somebody of theirs, in order."""
        found = (unit.side for unit in self.vocabulary.units(text) if unit.side not in (NEUTRAL, BOTH, ""))
        return tuple(side for side in dict.fromkeys(found) if self.content.topic.side(side))

    def _keys(self, text: str) -> frozenset[str]:
        return keys_of(self.vocabulary.units(text))


def _once(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    kept: dict[str, list[Scored]] = {}
    for one in scored:
        kept.setdefault(" ".join(one.sentence.text.casefold().split()), []).append(one)
    return tuple(replace(first, copies=tuple(rest)) if rest else first for first, *rest in kept.values())
