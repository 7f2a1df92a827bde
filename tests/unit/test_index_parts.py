"""The parts of the index by themselves: packed sources, stored vectors, near-copies, words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.errors import StoreError
from bot.model import Topic
from bot.search import lexical
from bot.search.content import Content, text_hash
from bot.search.crowding import PER_CLUSTER, PER_DOCUMENT, spread
from bot.search.lexical import LexicalIndex, LexicalWriter
from bot.search.sentences import StoredVectors, Texts
from bot.search.server import collection_name
from bot.search.terms import Vocabulary
from bot.search.vectors import ExactVectors, Metadata, side_key
from bot.sources.document import Document, Paragraph
from bot.sources.passages import make_passages, make_source
from bot.sources.store import Store
from bot.sources.vectors import VectorCache

TOPIC = Topic(id="t", title="", resolution="", sides=())
DIMENSIONS = 384


def document(name: str, paragraphs: int = 3) -> Document:
    texts = (f"The {name} opened in {1990 + at}. It has {at + 2} rooms." for at in range(paragraphs))
    return Document(name, tuple(Paragraph(text, f"Part {at // 2}") for at, text in enumerate(texts)))


def put(store: Store, name: str, paragraphs: int = 3, origin: str = "") -> str:
    made = document(name, paragraphs)
    source = make_source(made, "t", origin or name)
    store.put(source, make_passages(source, made, len))
    return source.id


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "corpus.db")


def units(rows: int, seed: int = 0) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(rows, DIMENSIONS)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


class TestContent:
    def test_it_is_what_was_stored(self, store: Store) -> None:
        for name in ("mill", "quay", "barn"):
            put(store, name)
        content = Content.read(store, TOPIC)
        stored = [passage for source in store.sources("t") for passage in store.passages(source)]
        assert list(content.passages) == [passage for passage in stored if passage.sentences]
        assert list(content.heads) == [passage for passage in stored if not passage.sentences]
        assert content.passages[-1] == list(content.passages)[-1]
        assert content.passages[2:5] == list(content.passages)[2:5]
        for passage in stored:
            assert content.find(passage.id) == passage
            for sentence in passage.sentences:
                assert content.sentence_by_id[sentence.id] == sentence
        assert list(content.sentence_by_id) == [s.id for passage in content.passages for s in passage.sentences]

    def test_what_is_unchanged_is_taken_over(self, store: Store) -> None:
        put(store, "mill")
        gone = put(store, "quay")
        first = Content.read(store, TOPIC)
        assert "quay" in first.words()
        assert Content.read(store, TOPIC, first) is first
        put(store, "barn")
        store.remove(gone)
        second = Content.read(store, TOPIC, first)
        kept = next(iter(first.packed))
        assert second.packed[kept] is first.packed[kept]
        assert sorted(second.words()) == sorted(Content.read(store, TOPIC).words())
        assert "quay" not in second.words()
        assert second.fingerprint("m") == Content.read(store, TOPIC).fingerprint("m") != first.fingerprint("m")

    @pytest.mark.parametrize("wrong", ["", "x", "x-1", "x-1.0", "-", "-1", "nope-0.x"])
    def test_what_is_not_there_is_not_found(self, store: Store, wrong: str) -> None:
        put(store, "mill")
        content = Content.read(store, TOPIC)
        assert wrong not in content.passage_by_id
        assert wrong not in content.sentence_by_id
        assert content.find(wrong) is None


class TestExactVectors:
    IDS = tuple(f"a-{at}" for at in range(12))

    def vectors(self) -> tuple[ExactVectors, np.ndarray]:
        rows = units(12)
        held: list[Metadata] = [
            {"source": "a" if at < 6 else "b", side_key("x" if at % 2 else "y"): True} for at in range(12)
        ]
        return ExactVectors(self.IDS, rows, held), rows

    def test_every_row_finds_itself(self) -> None:
        exact, rows = self.vectors()
        for item, vector in zip(self.IDS, rows, strict=True):
            found = exact.search(vector, 2)
            assert next(iter(found)) == item
            assert found[item] == pytest.approx(1, abs=1e-3)

    def test_filters_leave_only_what_is_allowed(self) -> None:
        exact, rows = self.vectors()
        assert set(exact.search(rows[0], 50, sources=("b",))) == set(self.IDS[6:])
        assert set(exact.search(rows[0], 50, sides=("x",))) == set(self.IDS[1::2])
        assert set(exact.search(rows[0], 50, sides=("x",), sources=("b",))) == set(self.IDS[7::2])
        assert exact.search(rows[0], 50, sides=("nobody",)) == {}


class TestStoredVectors:
    def test_a_sentence_has_a_vector_alone_and_one_with_the_sentence_before(self, store: Store) -> None:
        put(store, "mill", 2)
        content = Content.read(store, TOPIC)
        passage = content.passages[0]
        texts = Texts.of(content, passage)
        one, two = (sentence.text for sentence in passage.sentences)
        assert (texts.alone, texts.around) == ((one, two), (f"Part 0. {one}", f"{one} {two}"))
        made = {text: units(1, seed)[0] for seed, text in enumerate(texts)}
        cache = VectorCache(store.engine, "m")
        cache.add({text_hash(text): vector for text, vector in made.items()})
        held = StoredVectors(content, cache).of([passage])[0]
        np.testing.assert_allclose(held.whole, made[texts.whole], atol=1e-3)
        np.testing.assert_allclose(held.around[1], made[texts.around[1]], atol=1e-3)

    def test_lost_vectors_are_said_to_be_lost(self, store: Store) -> None:
        put(store, "mill", 2)
        content = Content.read(store, TOPIC)
        with pytest.raises(StoreError, match="lectern corpus rebuild"):
            StoredVectors(content, VectorCache(store.engine, "m")).of([content.passages[0]])


class TestCrowding:
    def test_near_copies_come_after_the_rest(self) -> None:
        copies = np.tile(units(1), (50, 1)) + 0.005 * units(50, 2)
        copies /= np.linalg.norm(copies, axis=1, keepdims=True)
        first, later = spread(np.concatenate((copies, units(10, 3))), ["a"] * 60, documents=False)
        assert first == [0, 1, 2, *range(50, 60)]
        assert len(later) == 50 - PER_CLUSTER

    def test_one_document_of_several_leaves_room(self) -> None:
        sources = ["a"] * 30 + ["b"] * 5
        first, later = spread(units(35), sources, documents=True)
        assert [sources[at] for at in first] == ["a"] * PER_DOCUMENT + ["b"] * 5
        assert sorted((*first, *later)) == list(range(35))
        assert spread(units(35), sources, documents=False)[1] == []


class TestLexical:
    def test_what_is_replaced_ranks_as_if_built_anew(self, store: Store, tmp_path: Path) -> None:
        for name in ("mill", "quay", "barn"):
            put(store, name)

        def build(path: Path, extra: bool) -> LexicalIndex:
            content = Content.read(store, TOPIC)
            writer = LexicalWriter(path, Vocabulary(TOPIC))
            for one in content.packed.values():
                writer.add(one.source, one.all_passages())
            if extra:
                gone = next(iter(content.packed.values()))
                writer.remove([gone.source.id])
                writer.add(gone.source, gone.all_passages())
            writer.close()
            return LexicalIndex(path)

        anew, changed = build(tmp_path / "a.db", False), build(tmp_path / "b.db", True)
        assert changed.ids() == anew.ids()
        assert changed.search(["room", "quay"], 50) == pytest.approx(anew.search(["room", "quay"], 50))
        assert changed.frequencies(["room", "nowher"]) == {"room": 9, "nowher": 0}
        anew.close()
        changed.close()

    def test_where_much_matches_the_rare_words_lead_and_all_are_weighed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = Store(tmp_path / "corpus.db")
        for at in range(30):
            put(store, f"quay{at} harbour", paragraphs=2 + at % 4)
        content = Content.read(store, TOPIC)
        writer = LexicalWriter(tmp_path / "words.db", Vocabulary(TOPIC))
        for one in content.packed.values():
            writer.add(one.source, one.all_passages())
        writer.close()
        index = LexicalIndex(tmp_path / "words.db")
        terms = ["room", "open", "quay7", "1991"]
        whole = index.search(terms, 1_000)
        monkeypatch.setattr(lexical, "MATCHED", 20)
        monkeypatch.setattr(lexical, "POOL", 40)
        some = index.search(terms, 5)
        # FTS5's own scores, from formula and counts: each row that is weighed has the very same.
        assert {item: whole[item] for item in some} == pytest.approx(some, rel=1e-6)
        assert list(some.values()) == pytest.approx(list(whole.values())[:5], rel=1e-6)
        index.close()


def test_collections_are_named_by_topic_and_model() -> None:
    names = {collection_name("a b", "m", "1"), collection_name("a-b", "m", "1"), collection_name("a b", "n", "1")}
    assert len(names) == 3
    assert all(name.startswith("lectern-a-b-") for name in names)
