"""The parts of the index by themselves: packed sources, rows of vectors, token vectors, near-copies, words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.index import lexical, matrix
from bot.index.content import Content
from bot.index.crowding import PER_CLUSTER, PER_DOCUMENT, spread
from bot.index.lexical import LexicalIndex, LexicalWriter
from bot.index.maxsim import BITS, EXACT, pack, unpack
from bot.index.server import collection_name
from bot.index.terms import Vocabulary
from bot.index.tokens import form_of
from bot.model import Topic
from bot.sources.document import Document, Paragraph
from bot.sources.passages import make_passages, make_source
from bot.sources.store import Store

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


class TestRows:
    @pytest.fixture
    def content(self, store: Store) -> Content:
        for at in range(12):
            put(store, f"house {at}", at % 4 + 1)
        return Content.read(store, TOPIC)

    def rows(self, content: Content, folder: Path, kind: str) -> tuple[matrix.VectorRows, dict[str, np.ndarray]]:
        order = tuple((key, len(one.passages), len(one.sentences)) for key, one in content.packed.items())
        matrix.Places(order).write(folder)
        ids = list(content.passage_by_id if kind == "passages" else content.sentence_by_id)
        vectors = units(len(ids))
        matrix.path_of(folder, kind).write_bytes(vectors.astype(np.float16).tobytes())
        return matrix.VectorRows(folder, kind, content, DIMENSIONS), dict(zip(ids, vectors, strict=True))

    @pytest.mark.parametrize("kind", matrix.KINDS)
    @pytest.mark.parametrize("exact", [0, 100_000])
    def test_every_row_finds_itself_by_signs_and_exactly(
        self, content: Content, tmp_path: Path, kind: str, exact: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(matrix, "EXACT", exact)
        rows, vectors = self.rows(content, tmp_path, kind)
        assert len(rows) == len(vectors)
        for item, vector in vectors.items():
            found = rows.search(vector, 2)
            assert next(iter(found)) == item
            assert found[item] == pytest.approx(1, abs=1e-3)
            assert rows.id_of(rows.row_of(item)) == item
        np.testing.assert_allclose(rows.vectors(vectors), np.stack(list(vectors.values())), atol=1e-3)

    @pytest.mark.parametrize("exact", [0, 100_000])
    def test_filters_leave_only_what_is_allowed(
        self, content: Content, tmp_path: Path, exact: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows, _ = self.rows(content, tmp_path, "sentences")
        monkeypatch.setattr(matrix, "EXACT", exact)
        wanted = list(content.packed)[3]
        found = rows.search(units(1, 5)[0], 50, sources=(wanted,))
        assert found
        assert {item.rpartition("-")[0] for item in found} == {wanted}
        assert rows.search(units(1, 5)[0], 50, sides=("nobody",)) == {}

    def test_signs_find_most_of_what_is_nearest(self) -> None:
        cloud = units(4_000) + 2 * units(40, 1).repeat(100, axis=0)
        cloud /= np.linalg.norm(cloud, axis=1, keepdims=True)
        wanted = cloud[17] + 0.3 * units(1, 9)[0]
        exact = set(np.argsort(-(cloud @ wanted))[:20])
        words = matrix.sign_words(cloud)
        gaps = np.bitwise_count(words ^ matrix.sign_words(wanted[None])[0]).sum(axis=1)
        assert len(exact & set(np.argsort(gaps)[: 12 * 20])) >= 19


class TestTokens:
    @given(st.integers(0, 20), st.integers(0, 99))
    def test_bytes_keep_each_number(self, count: int, seed: int) -> None:
        tokens = units(count, seed)
        assert np.abs(unpack(pack(tokens, EXACT), DIMENSIONS) - tokens).max(initial=0) < 0.002

    def test_bits_take_fifty_bytes_a_piece_and_keep_cosines(self) -> None:
        tokens, questions = units(200), units(50, 1)
        near = (questions + 2 * tokens[:50]) / np.sqrt(5)
        packed = pack(tokens, BITS)
        assert len(packed) == 1 + 200 * (2 + DIMENSIONS // 8)
        error = near @ unpack(packed, DIMENSIONS).T - near @ tokens.T
        assert abs(float(error.mean())) < 0.01
        assert float(error.std()) < 0.06

    def test_small_corpora_keep_bytes(self) -> None:
        assert form_of("auto", 100) == form_of("exact", 10**6) == EXACT
        assert form_of("auto", 10**6) == form_of("bits", 1) == BITS


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
        pieces = np.array([[1, 2]], dtype=np.int32)

        def build(path: Path, extra: bool) -> LexicalIndex:
            content = Content.read(store, TOPIC)
            writer = LexicalWriter(path, Vocabulary(TOPIC))
            for one in content.packed.values():
                writer.add(one.source, one.all_passages(), pieces)
            if extra:
                gone = next(iter(content.packed.values()))
                writer.remove([gone.source.id])
                assert writer.frequencies(4).tolist() == [0, 4, 0, 0]
                writer.add(gone.source, gone.all_passages(), pieces)
            writer.close()
            return LexicalIndex(path)

        anew, changed = build(tmp_path / "a.db", False), build(tmp_path / "b.db", True)
        for table in ("passages", "sentences"):
            assert changed.ids(table) == anew.ids(table)
            found, wanted = changed.search(table, ["room", "quay"], 50), anew.search(table, ["room", "quay"], 50)
            assert found == pytest.approx(wanted)
        assert changed.document_frequency(["room", "nowher"]) == {"room": 9}
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
            writer.add(one.source, one.all_passages(), np.zeros((0, 2), dtype=np.int32))
        writer.close()
        index = LexicalIndex(tmp_path / "words.db")
        for table in ("passages", "sentences"):
            terms = ["room", "open", "quay7", "1991"]
            whole = index.search(table, terms, 1_000)
            monkeypatch.setattr(lexical, "MATCHED", 20)
            monkeypatch.setattr(lexical, "POOL", 40)
            some = index.search(table, terms, 5)
            monkeypatch.undo()
            # FTS5's own scores, from formula and counts: each row that is weighed has the very same.
            assert {item: whole[item] for item in some} == pytest.approx(some, rel=1e-6)
            assert list(some.values()) == pytest.approx(list(whole.values())[:5], rel=1e-6)
        index.close()


def test_collections_are_named_by_topic_and_model() -> None:
    names = {collection_name("a b", "m", "1"), collection_name("a-b", "m", "1"), collection_name("a b", "n", "1")}
    assert len(names) == 3
    assert all(name.startswith("lectern-a-b-") for name in names)
