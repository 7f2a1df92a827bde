"""The classifier that is learned from a file of examples: what it tells of those left out, what is kept of it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.answer.understand import ABOUT, INTENTS
from bot.learned import fewshot
from bot.learned.encoder import Embedder
from bot.topics import load_topic

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "lectern" / "heads"


def left_out(path: Path, embedder: Embedder) -> float:
    """The share of examples that are told right, a fifth left out at a time."""
    examples = fewshot.read_examples(path)
    texts = [text for mine in examples.values() for text in mine]
    labels = np.repeat(np.arange(len(examples)), [len(mine) for mine in examples.values()])
    vectors = embedder.vectors(texts)
    fold = np.random.default_rng(0).integers(0, 5, len(texts))
    right = 0
    for each in range(5):
        kept = np.flatnonzero(fold != each)
        head = fewshot.fit([texts[at] for at in kept], vectors[kept], labels[kept], tuple(examples))
        for at in np.flatnonzero(fold == each):
            found = head.probabilities(texts[at], vectors[at])
            right += max(found, key=lambda kind: found[kind]) == head.kinds[labels[at]]
    return right / len(texts)


def test_kinds_of_questions_left_out_are_told(embedder: Embedder) -> None:
    assert left_out(INTENTS, embedder) > 0.75


def test_what_is_asked_of_a_document_is_told(embedder: Embedder) -> None:
    assert left_out(ABOUT, embedder) > 0.75


def test_there_are_enough_examples_and_none_is_there_twice() -> None:
    for path, least in ((INTENTS, 25), (ABOUT, 7)):
        examples = fewshot.read_examples(path)
        texts = [text.lower() for mine in examples.values() for text in mine]
        assert len(texts) == len(set(texts))
        assert min(map(len, examples.values())) >= least


def test_no_example_names_a_topic_that_is_bundled() -> None:
    topic = load_topic(ROOT / "corpus", "us-colombia")
    names = {alias for side in topic.sides for alias in (side.name, *side.aliases)} | {a.name for a in topic.actors}
    texts = " ".join(
        text for path in (INTENTS, ABOUT) for mine in fewshot.read_examples(path).values() for text in mine
    )
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", texts)] == []


def test_what_was_learned_is_kept_and_learned_anew_when_the_examples_change(
    embedder: Embedder, cache: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kinds.yaml"
    path.write_text(yaml.safe_dump({"a": ["open the door", "open it"], "b": ["how many doors", "how many are there"]}))
    first = fewshot.learned(path, embedder)
    (kept,) = cache.glob("*.npz")
    again = fewshot.learned(path, embedder)
    assert (again.kinds, dict(again.words)) == (first.kinds, dict(first.words))
    assert (again.weights == first.weights).all()
    vector = embedder.query("how many").vector
    assert again.probabilities("how many", vector)["b"] > 0.5
    assert sum(again.probabilities("how many", vector).values()) == pytest.approx(1)
    path.write_text(yaml.safe_dump({"a": ["open the door"], "b": ["how many doors"]}))
    fewshot.learned(path, embedder)
    assert len(list(cache.glob("*.npz"))) == 2
    assert kept.exists()
