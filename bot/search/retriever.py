"""Finds passages by meaning and by words, then scores each of their sentences exactly.

Chroma and FTS5 bring up to :data:`FOUND` passages (of one article, all). A sentence of theirs scores the weighted sum
of its own cosine, that of it together with the one before it, its passage's, and the BM25 of both; the weights are
fitted on several styles of question at once by ``python -m evals fit answering`` and stand in ``ranking.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from bot.learned.batches import Floats
from bot.learned.encoder import Embedder
from bot.model import Hit, Passage, Sentence
from bot.search.crowding import spread
from bot.search.opening import OpenIndex
from bot.search.sentences import Vectors

PATH = Path(__file__).with_name("ranking.json")
FOUND = 50
"""Passages whose sentences are scored."""
BY_MEANING = 0.7
"""What the cosine of a passage counts beside its BM25 where more are found than are scored."""
LAST = 0.35
"""Of a follow-up read together with what came before, what the follow-up itself counts."""
TWINS = (1, 8, 64)
"""How many times as many passages are asked for while near-copies take the place of others."""
BESIDE = 4
"""Searches by words that run beside those by meaning."""
FIRST = 20
"""Sentences among which near-copies and one document among several may not crowd out the rest."""
K1, B = 1.2, 0.75
"""The constants of BM25 (Robertson and Zaragoza, 2009)."""
SIGNALS = ("alone", "around", "passage_cosine", "words", "passage_words")

Where = tuple[tuple[str, ...], tuple[str, ...]]
"""The only sides and the only sources allowed; all where empty."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: ``vector`` (dimensions,) and ``terms``, each with its rarity in this corpus."""

    text: str
    vector: Floats
    terms: Mapping[str, float]

    @property
    def mass(self) -> float:
        """The rarity of all terms together."""
        return sum(self.terms.values()) or 1.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with all that was measured of it against one query; BM25 as a share of what the query weighs.

    ``copies`` are sentences of other places with the same words, where these have been put together.
    """

    sentence: Sentence
    passage: Passage
    score: float
    alone: float
    around: float
    passage_cosine: float
    words: float
    passage_words: float
    copies: tuple[Scored, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one query found: sentences, best first."""

    query: Query
    scored: tuple[Scored, ...]


class Ranker:
    """Ranks the sentences of an open index for a question."""

    def __init__(self, index: OpenIndex, embedder: Embedder) -> None:
        self.index = index
        self.embedder = embedder
        self.terms_of = lru_cache(maxsize=65_536)(index.content.vocabulary.index_terms)
        # SQLite lets go of the interpreter while it ranks words, which takes longest in a large corpus.
        self._beside = ThreadPoolExecutor(max_workers=BESIDE, thread_name_prefix="lectern-searching")

    def query(self, text: str, before: str = "") -> Query:
        """A question as it is searched for, read together with what came ``before`` it, where that is given."""
        both = f"{before} {text}".strip()
        vector = self.embedder.query(text).vector
        if before:
            vector = LAST * vector + (1 - LAST) * self.embedder.query(both).vector
        return Query(text, vector, self.rarity(self.index.content.vocabulary.query_terms(both)))

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """ln(1 + (N − n + ½) / (n + ½)) of each term, which stands in n of N passages."""
        total = max(1, self.index.content.passage_count)
        held = self.index.lexical.frequencies(terms) if terms else {}
        return {term: math.log1p(max(0.0, total - n + 0.5) / (n + 0.5)) for term, n in held.items()}

    def rank(
        self,
        query: Query | str,
        sides: Sequence[str] = (),
        sources: Sequence[str] = (),
        without: frozenset[str] = frozenset(),
    ) -> Ranking:
        """Sentences for the query, best first.

        ``sides`` and ``sources``, where given, are the only ones allowed; ``without`` are passages to
        leave out, as if they were not there.
        """
        asked = self.query(query) if isinstance(query, str) else query
        where = (tuple(sides), tuple(sources))
        passages, worded = self._found(asked, where, without)
        scored = self._scored(asked, passages, worded, where)
        return Ranking(asked, tuple(self._spread(scored)))

    def hits(self, query: str, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()) -> list[Hit]:
        """The ``k`` best sentences for a query as the program's own nouns, best first; as :meth:`rank` filters them."""
        known = self.index.content.source_by_id
        best = self.rank(query, sides, sources).scored[:k]
        return [Hit(one.score, one.sentence, one.passage, known[one.sentence.source_id]) for one in best]

    def _found(
        self, query: Query, where: Where, without: frozenset[str]
    ) -> tuple[list[tuple[Passage, Vectors]], dict[str, float]]:
        """The passages to look into with their vectors, and the BM25 of those that words found, by id."""
        content = self.index.content
        by_words = self._beside.submit(self.index.lexical.search, list(query.terms), FOUND + len(without), *where)
        unit = query.vector / max(1e-9, float(np.linalg.norm(query.vector)))
        near = self._near(unit, where, without)
        words = by_words.result()
        top = max(words.values(), default=0.0) or 1.0
        # A server that is shared may know of a document that this process has not read yet.
        known = {
            item: content.passage_by_id.get(item) for item in dict.fromkeys((*near, *words)) if item not in without
        }
        passages = [passage for passage in known.values() if passage is not None]
        held = dict(zip((one.id for one in passages), self.index.vectors.of(passages), strict=True))
        passages.sort(
            key=lambda one: (
                -(BY_MEANING * float(held[one.id].whole @ unit) + (1 - BY_MEANING) * words.get(one.id, 0.0) / top)
            )
        )
        rows = np.array([held[one.id].whole for one in passages])
        first, later = spread(rows, [""] * len(passages), documents=False)
        passages = [passages[at] for at in (*first, *later)]
        return [(one, held[one.id]) for one in passages[:FOUND]], words

    def _near(self, vector: Floats, where: Where, without: frozenset[str]) -> list[str]:
        """The nearest passages by meaning, more of them where near-copies crowd out the rest."""
        there = self.index.content.passage_count
        kept: list[str] = []
        for times in TWINS:
            count = min(there, FOUND * times + len(without))
            if not count:
                break
            found = [item for item in self.index.passages.search(vector, count, *where) if item not in without]
            known = [self.index.content.passage_by_id.get(item) for item in found]
            passages = [passage for passage in known if passage is not None]
            rows = [one.whole for one in self.index.vectors.of(passages)]
            first, _ = spread(np.array(rows), [""] * len(rows), documents=False, enough=FOUND)
            kept = [passages[at].id for at in first]
            if len(kept) >= FOUND / 2 or len(found) < count - len(without) or count == there:
                break
        return kept

    def _scored(
        self, query: Query, passages: Sequence[tuple[Passage, Vectors]], worded: Mapping[str, float], where: Where
    ) -> list[Scored]:
        """Every sentence of the passages that passes the filters, best first."""
        weights = load_weights()
        sides, sources = where
        out = []
        lengths = [len(self.terms_of(one.text)) for passage, _ in passages for one in passage.sentences]
        usual = sum(lengths) / len(lengths) if lengths else 1.0
        for passage, held in passages:
            if sources and passage.source_id not in sources:
                continue
            near = float(held.whole @ query.vector)
            near_words = worded.get(passage.id, 0.0) / query.mass
            alone, around = (held.alone @ query.vector).tolist(), (held.around @ query.vector).tolist()
            for sentence in passage.sentences:
                if sides and sentence.side not in sides:
                    continue
                own = (
                    alone[sentence.ordinal], around[sentence.ordinal], near,
                    self._bm25(query, sentence.text, usual) / query.mass, near_words,
                )  # fmt: skip
                score = sum(weight * value for weight, value in zip(weights, own, strict=True))
                out.append(Scored(sentence, passage, score, *own))
        out.sort(key=lambda one: (-one.score, one.sentence.id))
        return out

    def _bm25(self, query: Query, text: str, usual: float) -> float:
        words = self.terms_of(text)
        total = 0.0
        for term, rarity in query.terms.items():
            often = words.count(term)
            if often:
                total += rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * len(words) / usual))
        return total

    def _spread(self, scored: list[Scored]) -> list[Scored]:
        """The same, but what is too much of one kind or of one document comes after the rest."""
        several = len(self.index.content.sources) > 1
        for count in (3 * FIRST, len(scored)):
            some = scored[:count]
            held = self.index.vectors.of([one.passage for one in some])
            rows = np.array([each.alone[one.sentence.ordinal] for one, each in zip(some, held, strict=True)])
            first, later = spread(rows, [one.sentence.source_id for one in some], several)
            if len(first) >= FIRST:
                break
        return [some[at] for at in (*first, *later)] + scored[len(some) :]


@cache
def load_weights() -> tuple[float, ...]:
    """What each of :data:`SIGNALS` counts, as fitted."""
    data = json.loads(PATH.read_text(encoding="utf-8"))
    return tuple(float(data["weights"][name]) for name in SIGNALS)
