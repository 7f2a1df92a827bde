"""What an index is made from: the topic's passages, and the texts that are embedded for them."""

from __future__ import annotations

import hashlib
import importlib.metadata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain

from bot.model import Passage, Sentence, Source, Topic
from bot.search.terms import Vocabulary, surface_words
from bot.sources.citing import is_brief
from bot.sources.originals import counterparts, originals_of
from bot.sources.packed import PackedSource
from bot.sources.store import Store
from bot.sources.vectors import text_hash

LAYOUT = "4"
"""Raised whenever generations are laid out or filled in another way."""
REMEMBERED = 4096
"""Passages that are kept as objects."""
Place = tuple[int, int]
"""Paragraph and sentence of a source, each counted from 1."""


class Content:
    """The sources of one topic and all their passages, in order, as they were at one moment.

    A brief whose original is there too is ``stored`` and not read from: ``originals`` has the article by the id of
    the brief.
    ``passages``, ``passage_by_id`` and ``sentence_by_id`` make the objects when they are asked for.
    """

    def __init__(
        self, topic: Topic, vocabulary: Vocabulary, packed: Iterable[PackedSource], words: Counter[str] | None = None
    ) -> None:
        self.topic = topic
        self.vocabulary = vocabulary
        self.stored = {one.source.id: one for one in packed}
        self.originals = originals_of(one.source for one in self.stored.values())
        self.packed = {key: one for key, one in self.stored.items() if key not in self.originals}
        self.sources: tuple[Source, ...] = tuple(one.source for one in self.packed.values())
        self.sentence_count = sum(len(one.sentences) for one in self.packed.values())
        self.passage_count = sum(len(one.passages) for one in self.packed.values())
        self._words = words
        self._passage = lru_cache(maxsize=REMEMBERED)(self._make)

    @classmethod
    def read(cls, store: Store, topic: Topic, before: Content | None = None) -> Content:
        """The content as the store has it now; what is unchanged since ``before`` is taken from there."""
        states = store.states(topic.id)
        old = before.stored if before is not None and before.topic == topic else {}
        kept = {key: old[key] for key, state in states.items() if key in old and old[key].state == state}
        if before is not None and len(kept) == len(states) == len(old):
            return before
        fresh = {one.source.id: one for one in store.packed([key for key in states if key not in kept])}
        both = {**kept, **fresh}
        vocabulary = before.vocabulary if before is not None and before.topic == topic else Vocabulary(topic)
        made = cls(topic, vocabulary, (both[key] for key in states if key in both))
        if before is not None and before._words is not None and kept:
            made._words = _changed(before, made)
        return made

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each source among them, by id."""
        return {source.id: at for at, source in enumerate(self.sources)}

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The passages with sentences, source by source."""
        return _Passages(self, [(key, len(one.passages)) for key, one in self.packed.items()], "passages")

    @cached_property
    def heads(self) -> Sequence[Passage]:
        """The passages without sentences: the facts about each source."""
        return _Passages(self, [(key, len(one.heads)) for key, one in self.packed.items()], "heads")

    @cached_property
    def passage_by_id(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return _PassageById(self)

    @cached_property
    def sentence_by_id(self) -> Mapping[str, Sentence]:
        """Sentences by id."""
        return _SentenceById(self)

    @cached_property
    def briefs(self) -> frozenset[str]:
        """The ids of the sources that are briefs, in Lectern's wording."""
        return frozenset(source.id for source in self.sources if is_brief(source.kind))

    @cached_property
    def counterparts(self) -> tuple[tuple[Sentence, Sentence], ...]:
        """Each sentence of a brief whose original is there, with the sentence of the original that it tells."""
        pairs = (counterparts(self.passages_of(key), self.passages_of(one.id)) for key, one in self.originals.items())
        return tuple(chain.from_iterable(pairs))

    @cached_property
    def own_sentences(self) -> dict[Place, Sentence]:
        """The sentences of the topic's first own source, by paragraph and number in it, both from 1.

        Those of a brief whose original is there are the original's sentences that they tell.
        """
        first = self.topic.files[0] if self.topic.files else ""
        own = next((one for one in self.stored.values() if first and one.source.origin == first), None)
        if own is None:
            return {}
        told = {sentence.id: original for sentence, original in self.counterparts}
        found: dict[Place, Sentence] = {}
        for passage in self.passages_of(own.source.id):
            before = sum(1 for place in found if place[0] == passage.paragraph)
            for at, sentence in enumerate(passage.sentences, before + 1):
                found[passage.paragraph, at] = told.get(sentence.id, sentence)
        return found

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of one source, in order."""
        one = self.stored.get(source_id)
        return [] if one is None else [self._passage(source_id, row) for row in range(len(one.passages))]

    def head_of(self, source_id: str) -> Passage | None:
        """The passage that holds the facts about a source."""
        one = self.stored.get(source_id)
        return one.head() if one is not None and len(one.heads) else None

    def sections(self) -> list[str]:
        """The headings, each once, in order."""
        found = (section for one in self.packed.values() for section in one.sections_of_passages())
        return [section for section in dict.fromkeys(found) if section]

    def words(self) -> list[str]:
        """The words of the sources as they are written there, each once."""
        if self._words is None:
            self._words = Counter(word for one in self.packed.values() for word in _words_of(one))
        return [word for word, count in self._words.items() if count > 0]

    def passage(self, source_id: str, row: int) -> Passage:
        """The passage of a source in one of its rows; those looked at lately are remembered."""
        return self._passage(source_id, row)

    def find(self, passage_id: str) -> Passage | None:
        """The passage of that id, a head among them, or None."""
        source_id, ordinal = _parts(passage_id)
        one = self.stored.get(source_id)
        if one is None or ordinal < 0:
            return None
        row = one.row_of(ordinal)
        if row >= 0:
            return self._passage(source_id, row)
        row = one.head_row_of(ordinal)
        return one.head(row) if row >= 0 else None

    def head(self, passage: Passage) -> str:
        """What stands before a text when it is embedded: the section, or the title above the first one."""
        return passage.section or self.source_by_id[passage.source_id].title

    def embedded_text(self, passage: Passage) -> str:
        """The text embedded for a passage."""
        return f"{self.head(passage)}. {passage.text}"

    def base(self, model: str) -> str:
        """Names all that every part of an index depends on: layout, model, libraries, the topic's words."""
        digest = hashlib.sha256()
        digest.update("|".join((LAYOUT, model, importlib.metadata.version("chromadb"), self.topic.id)).encode())
        digest.update(repr((self.topic.sides, self.topic.actors)).encode())
        return digest.hexdigest()

    def states(self) -> dict[str, str]:
        """The state of each source that is read from, by id."""
        return {key: one.state for key, one in self.packed.items()}

    def fingerprint(self, model: str) -> str:
        """Names an index exactly: the same content, model, libraries and layout give the same one."""
        return fingerprint(self.base(model), self.states())

    def _make(self, source_id: str, row: int) -> Passage:
        return self.stored[source_id].passage(row)


def sides_of(passage: Passage) -> list[str]:
    """The sides that a passage's sentences are of, each once: what it is found by where one side is asked for."""
    return sorted({sentence.side for sentence in passage.sentences})


def fingerprint(base: str, states: Mapping[str, str]) -> str:
    """The name of an index with that base over sources in those states."""
    return hashlib.sha256("|".join((base, *(f"{k}{v}" for k, v in sorted(states.items())))).encode()).hexdigest()


def _changed(before: Content, now: Content) -> Counter[str]:
    """How many sources each word is in, from what was known of them and what has changed since."""
    words = Counter(before._words)
    for key, one in before.packed.items():
        if now.packed.get(key) is not one:
            words.subtract(_words_of(one))
    for key, one in now.packed.items():
        if before.packed.get(key) is not one:
            words.update(_words_of(one))
    return words


def _words_of(packed: PackedSource) -> set[str]:
    text = packed.source.text
    return {word for start, end in packed.passages[:, [2, 3]].tolist() for word in surface_words(text[start:end])}


def _parts(passage_id: str) -> tuple[str, int]:
    source_id, _, ordinal = passage_id.rpartition("-")
    return (source_id, int(ordinal)) if ordinal.isdecimal() else (source_id, -1)


class _Passages(Sequence[Passage]):
    """All passages of a content, or all heads, made as they are looked at."""

    def __init__(self, content: Content, sizes: Sequence[tuple[str, int]], kind: str) -> None:
        self._content = content
        self._ids = [key for key, _ in sizes]
        self._ends = list(accumulate(size for _, size in sizes))
        self._kind = kind

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Passage]:
        for one in self._content.packed.values():
            for row in range(len(one.passages if self._kind == "passages" else one.heads)):
                yield one.passage(row) if self._kind == "passages" else one.head(row)

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        number = at + len(self) if at < 0 else at
        if not 0 <= number < len(self):
            raise IndexError(at)
        which = bisect_right(self._ends, number)
        row = number - (self._ends[which - 1] if which else 0)
        if self._kind == "passages":
            return self._content.passage(self._ids[which], row)
        return self._content.packed[self._ids[which]].head(row)


class _PassageById(Mapping[str, Passage]):
    def __init__(self, content: Content) -> None:
        self._content = content

    def __len__(self) -> int:
        return self._content.passage_count

    def __iter__(self) -> Iterator[str]:
        for key, one in self._content.packed.items():
            yield from (f"{key}-{ordinal}" for ordinal in one.passages[:, 0].tolist())

    def __getitem__(self, passage_id: str) -> Passage:
        source_id, ordinal = _parts(passage_id)
        one = self._content.packed.get(source_id)
        row = one.row_of(ordinal) if one is not None else -1
        if row < 0:
            raise KeyError(passage_id)
        return self._content.passage(source_id, row)


class _SentenceById(Mapping[str, Sentence]):
    def __init__(self, content: Content) -> None:
        self._content = content

    def __len__(self) -> int:
        return self._content.sentence_count

    def __iter__(self) -> Iterator[str]:
        for key, one in self._content.packed.items():
            for ordinal, count in one.passages[:, [0, 7]].tolist():
                yield from (f"{key}-{ordinal}.{at}" for at in range(count))

    def __getitem__(self, sentence_id: str) -> Sentence:
        passage_id, _, at = sentence_id.rpartition(".")
        passage = self._content.passage_by_id.get(passage_id)
        if passage is None or not at.isdecimal() or int(at) >= len(passage.sentences):
            raise KeyError(sentence_id)
        return passage.sentences[int(at)]


__all__ = ["LAYOUT", "Content", "fingerprint", "sides_of", "text_hash"]
