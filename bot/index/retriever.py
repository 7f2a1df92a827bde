"""Hybrid retrieval: dense and BM25 over sentences and passages, then MaxSim-IDF over the best.

score(sentence) = h(sentence; .6) + h(its passage; .7), with h = α·cosine + (1 − α)·bm25 / max bm25;
the twenty best are ranked again with 4 × MaxSim-IDF added. On SQuAD 2.0 this puts the answer into
the first sentence for about four questions of five (``python -m evals outside``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.index.crowding import spread
from bot.index.matrix import EXACT
from bot.index.maxsim import best_matches
from bot.index.opening import OpenIndex
from bot.learned.encoder import Embedder, Encoded
from bot.model import Hit, Passage, Sentence

Floats = npt.NDArray[np.float32]

ALPHA_SENTENCE = 0.6
ALPHA_PASSAGE = 0.7
PASSAGE_WEIGHT = 1.0
MAXSIM_WEIGHT = 4.0
RERANKED = 20
CANDIDATES = 60
"""How many sentences, and how many passages, each half brings."""
BESIDE = 4
"""Searches by words that run beside those by meaning, two for each question."""
LOOKED_OVER = 60
"""Sentences, from the best down, among which near-copies are looked for."""
WIDER = (8, 64)
"""How many times as many sentences each half is asked for where most are near-copies of each other."""

Where = tuple[tuple[str, ...], tuple[str, ...]]
"""The only sides and the only sources allowed; all where empty."""
Halves = dict[str, dict[str, float]]
"""Scores by id, of sentences and of passages."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with all that was measured of it against one question."""

    sentence: Sentence
    passage: Passage
    score: float
    cosine: float
    bm25: float
    passage_cosine: float
    passage_bm25: float
    maxsim: float = 0.0
    matches: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32), repr=False)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one question found: sentences best first, and the question's own measures."""

    question: str
    encoded: Encoded
    weights: Floats
    scored: tuple[Scored, ...]
    without: frozenset[str] = frozenset()


class Ranker:
    """Ranks the sentences of an open index for a question."""

    def __init__(self, index: OpenIndex, embedder: Embedder) -> None:
        self.index = index
        self.embedder = embedder
        # SQLite lets go of the interpreter while it ranks words, which takes longest in a large corpus.
        self._beside = ThreadPoolExecutor(max_workers=BESIDE, thread_name_prefix="lectern-searching")

    def rank(
        self,
        question: str,
        sides: Sequence[str] = (),
        sources: Sequence[str] = (),
        without: frozenset[str] = frozenset(),
    ) -> Ranking:
        """Sentences for the question, best first.

        ``sides`` and ``sources``, where given, are the only ones allowed; ``without`` are passages to
        leave out, as if they were not there.
        """
        content = self.index.content
        encoded = self.embedder.query(question)
        terms = content.vocabulary.query_terms(question)
        near, words, chosen = self._found(encoded.vector, terms, (tuple(sides), tuple(sources)), without)
        self._complete("sentences", encoded.vector, near["sentences"], [sentence.id for sentence in chosen])
        self._complete("passages", encoded.vector, near["passages"], {sentence.passage_id for sentence in chosen})
        tops = {name: max(found.values(), default=0.0) or 1.0 for name, found in words.items()}
        scored = []
        for sentence in chosen:
            passage = content.passage_by_id[sentence.passage_id]
            cosine, bm25 = near["sentences"][sentence.id], words["sentences"].get(sentence.id, 0.0)
            p_cosine, p_bm25 = near["passages"][passage.id], words["passages"].get(passage.id, 0.0)
            own = ALPHA_SENTENCE * cosine + (1 - ALPHA_SENTENCE) * bm25 / tops["sentences"]
            around = ALPHA_PASSAGE * p_cosine + (1 - ALPHA_PASSAGE) * p_bm25 / tops["passages"]
            score = own + PASSAGE_WEIGHT * around
            scored.append(Scored(sentence, passage, score, cosine, bm25, p_cosine, p_bm25))
        scored.sort(key=lambda one: (-one.score, one.sentence.id))
        scored = self._spread(scored)
        weights = self.index.idf[encoded.ids]
        best = self._rerank(encoded, weights, scored[:RERANKED])
        return Ranking(question, encoded, weights, (*best, *scored[RERANKED:]), without)

    def hits(self, query: str, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()) -> list[Hit]:
        """The ``k`` best sentences for a query as the program's own nouns, best first; as :meth:`rank` filters them."""
        known = self.index.content.source_by_id
        best = self.rank(query, sides, sources).scored[:k]
        return [Hit(one.score, one.sentence, one.passage, known[one.sentence.source_id]) for one in best]

    def _found(
        self, vector: Floats, terms: Sequence[str], where: Where, without: frozenset[str]
    ) -> tuple[Halves, Halves, list[Sentence]]:
        """What each half brings, and the sentences to weigh."""
        rows, lexical = self.index.rows["sentences"], self.index.lexical

        def by_words(table: str, count: int) -> dict[str, float]:
            found = lexical.search(table, terms, count, *where)
            return {i: v for i, v in found.items() if i.split(".")[0] not in without}

        by_sentence = self._beside.submit(self._varied, lambda count: by_words("sentences", count))
        by_passage = self._beside.submit(by_words, "passages", CANDIDATES)
        close, closest = self._varied(lambda count: rows.search(vector, count, *where))
        near = {"sentences": close, "passages": self._near_passages(vector, CANDIDATES, where)}
        worded, wordiest = by_sentence.result()
        words = {"sentences": worded, "passages": by_passage.result()}
        chosen = self._candidates(dict.fromkeys((*closest, *wordiest)), near["passages"], words["passages"], where)
        chosen = [sentence for sentence in chosen if sentence.passage_id not in without]
        known = self.index.content.passage_by_id
        near["passages"] = {item: value for item, value in near["passages"].items() if item in known}
        return near, words, chosen

    def _varied(self, search: Callable[[int], dict[str, float]]) -> tuple[dict[str, float], Sequence[str]]:
        """The scores that one half gives, and its best; of more where near-copies crowd out the rest."""
        found = search(CANDIDATES)
        if len(found) < CANDIDATES or len(self._within(list(found), CANDIDATES)) >= CANDIDATES / 2:
            return found, list(found)
        for wider in WIDER:
            pool = search(CANDIDATES * wider)
            kept = self._within(list(pool), CANDIDATES)
            if len(kept) >= CANDIDATES or len(pool) < CANDIDATES * wider:
                break
        return pool, kept

    def _within(self, ids: Sequence[str], enough: int) -> list[str]:
        """Those of some sentences, best first, that are not beyond the cap on near-copies."""
        vectors = self.index.rows["sentences"].vectors(ids)
        kept, _ = spread(vectors, [""] * len(ids), documents=False, enough=enough)
        return [ids[at] for at in kept]

    def _near_passages(self, vector: Floats, count: int, where: Where) -> dict[str, float]:
        """The nearest passages: by Chroma, or by comparing all where filters leave few enough."""
        rows = self.index.rows["passages"]
        if any(where):
            allowed = rows.allowed(*where)
            if allowed is not None and len(allowed) <= EXACT:
                return rows.search(vector, count, *where)
        return self.index.passages.search(vector, min(count, max(1, len(rows))), *where)

    def _spread(self, scored: list[Scored]) -> list[Scored]:
        """The same, but what is too much of one kind or of one document comes after the rest."""
        several = len(self.index.content.sources) > 1
        for count in (LOOKED_OVER, len(scored)):
            some = scored[:count]
            vectors = self.index.rows["sentences"].vectors(one.sentence.id for one in some)
            first, later = spread(vectors, [one.sentence.source_id for one in some], several)
            if len(first) >= RERANKED:
                break
        return [some[at] for at in (*first, *later)] + scored[len(some) :]

    def _candidates(
        self,
        sentences: Collection[str],
        near: dict[str, float],
        words: dict[str, float],
        where: Where,
    ) -> list[Sentence]:
        """The sentences found, and those of the best passages found that pass the filters."""
        content = self.index.content
        sides, sources = where
        found = {item: content.sentence_by_id[item] for item in sentences}
        for passage_id in [*list(near)[:RERANKED], *list(words)[:RERANKED]]:
            # A server that is shared may know of a document that this process has not read yet.
            passage = content.passage_by_id.get(passage_id)
            for sentence in passage.sentences if passage else ():
                kept = (not sides or sentence.side in sides) and (not sources or sentence.source_id in sources)
                if kept:
                    found[sentence.id] = sentence
        return list(found.values())

    def _complete(self, kind: str, vector: Floats, known: dict[str, float], wanted: Collection[str]) -> None:
        """Adds the cosines of those rows that the dense half did not bring."""
        missing = [item for item in wanted if item not in known]
        if missing:
            cosines = self.index.rows[kind].vectors(missing) @ vector
            known.update(zip(missing, cosines.tolist(), strict=True))

    def _rerank(self, encoded: Encoded, weights: Floats, scored: Sequence[Scored]) -> list[Scored]:
        pieces = self.index.tokens.of([one.sentence for one in scored])
        total = float(weights.sum()) or 1.0
        out = []
        for one, own in zip(scored, pieces, strict=True):
            matches = best_matches(encoded.tokens, own)
            value = float((weights * matches).sum()) / total
            out.append(
                Scored(
                    one.sentence, one.passage, one.score + MAXSIM_WEIGHT * value, one.cosine, one.bm25,
                    one.passage_cosine, one.passage_bm25, value, matches,
                )
            )  # fmt: skip
        out.sort(key=lambda one: (-one.score, one.sentence.id))
        return out
