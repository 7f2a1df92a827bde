"""How much of a question one sentence, with its paragraph, meets: word by word, exactly and in meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.index.content import text_hash
from bot.index.maxsim import best_matches, unpack
from bot.index.retriever import Ranker, Ranking, Scored
from bot.index.terms import Unit, keys_of
from bot.learned.batches import Floats
from bot.model import Passage, Sentence

MET = 0.62
"""A word of the question counts as met by a sentence's words from this cosine of word pieces on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its content words: ``idf`` by position in ``units``, ``pieces`` likewise."""

    text: str
    units: tuple[Unit, ...]
    idf: tuple[float, ...]
    known: tuple[bool, ...]
    pieces: tuple[tuple[int, ...], ...]

    @property
    def mass(self) -> float:
        """The sum of the words' weights."""
        return sum(self.idf)


@dataclass(frozen=True, slots=True)
class Met:
    """Which of the question's words a sentence meets, by position.

    ``own`` (0 to 1) by the sentence itself, 1 for the same word and otherwise the cosine of its
    pieces; ``around`` whether its paragraph or heading has the same word.
    """

    own: tuple[float, ...]
    around: tuple[bool, ...]


class Reader:
    """Reads questions against one index."""

    def __init__(self, ranker: Ranker) -> None:
        self.ranker = ranker
        self.content = ranker.index.content
        self.vocabulary = self.content.vocabulary
        self.keys = lru_cache(maxsize=65536)(self._keys)

    def stored_tokens(self, texts: Sequence[str]) -> dict[str, Floats]:
        """The token vectors of those texts that are sentences of the corpus, by text."""
        hashes = {text_hash(text): text for text in texts}
        packed = self.ranker.index.cache.tokens(list(hashes))
        size = self.ranker.embedder.dimensions
        return {hashes[key]: unpack(each, size) for key, each in packed.items()}

    def asked(self, ranking: Ranking) -> Asked:
        """The content words of the ranking's question."""
        return self._asked(ranking.question, ranking.encoded.offsets, ranking.without)

    def _asked(self, text: str, offsets: Sequence[tuple[int, int]], without: frozenset[str] = frozenset()) -> Asked:
        units = tuple(unit for unit in self.content.vocabulary.units(text) if not unit.stop)
        terms = sorted({key for unit in units for key in unit.keys})
        held = self.ranker.index.lexical.document_frequency(terms) if terms else {}
        total = max(1, self.content.sentence_count)
        gone = [self.keys(s.text) for item in without for s in self.content.passage_by_id[item].sentences]
        held = {key: max(0, count - sum(key in keys for keys in gone)) for key, count in held.items()}
        counts = [max((held.get(key, 0) for key in unit.keys), default=0) for unit in units]
        return Asked(
            text=text,
            units=units,
            idf=tuple(math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in counts),
            known=tuple(n > 0 for n in counts),
            pieces=tuple(_inside(offsets, unit) for unit in units),
        )

    def met(self, asked: Asked, scored: Scored) -> Met:
        """How a sentence, reranked in the same ranking, meets the question."""
        keys = self.keys(scored.sentence.text)
        nearby = self.keys(scored.passage.text) | self.keys(self.content.head(scored.passage))
        own = []
        for unit, pieces in zip(asked.units, asked.pieces, strict=True):
            if unit.keys & keys:
                own.append(1.0)
            elif pieces and len(scored.matches):
                own.append(max(0.0, float(scored.matches[list(pieces)].mean())))
            else:
                own.append(0.0)
        return Met(tuple(own), tuple(bool(unit.keys & nearby) for unit in asked.units))

    def rank(self, question: str, sides: Sequence[str] = (), sources: Sequence[str] = ()) -> Ranking:
        """As the ranker's own, within this reader."""
        return self.ranker.rank(question, sides, sources)

    def asked_of(self, text: str) -> Asked:
        """The content words of a few words that were not ranked."""
        return self._asked(text, self.ranker.embedder.query(text).offsets)

    def met_without(self, asked: Asked, sentence: Sentence) -> tuple[float, ...]:
        """How a sentence meets words that were not ranked with it: 1 for the same word, else its pieces' cosine."""
        encoded = self.ranker.embedder.query(asked.text)
        matches = best_matches(encoded.tokens, self.ranker.index.tokens.of([sentence])[0])
        keys = self.keys(sentence.text)
        return tuple(
            1.0 if unit.keys & keys else max(0.0, float(matches[list(pieces)].mean())) if pieces else 0.0
            for unit, pieces in zip(asked.units, asked.pieces, strict=True)
        )

    def knows(self, unit: Unit) -> bool:
        """Whether the word stands anywhere in the corpus."""
        held = self.ranker.index.lexical.document_frequency(sorted(unit.keys))
        return any(count > 0 for count in held.values())

    def passage_keys(self, passage: Passage) -> frozenset[str]:
        """All keys of a passage and of what stands above it."""
        return self.keys(passage.text) | self.keys(self.content.head(passage))

    def _keys(self, text: str) -> frozenset[str]:
        terms = self.content.vocabulary.index_terms(text)
        return keys_of(self.content.vocabulary.units(text)) | frozenset(terms)


def weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted mean; 0 where there is no weight."""
    total = sum(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / total if total else 0.0


def _inside(offsets: Sequence[tuple[int, int]], unit: Unit) -> tuple[int, ...]:
    return tuple(at for at, (start, end) in enumerate(offsets) if start < unit.end and end > unit.start)
