"""Clusters of sentences that say nearly the same, as scikit-learn makes them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.cluster import AgglomerativeClustering

from bot.bot import Bot
from bot.debate.mining import APART, Vectors, clustered


def theirs(vectors: Vectors) -> npt.NDArray[np.int64]:
    made = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=APART)
    return made.fit_predict(vectors)


@pytest.mark.parametrize("many", [2, 3, 10, 60, 400])
@pytest.mark.parametrize("spread", [0.3, 0.8, 1.2])
def test_vectors_about_some_centres_fall_into_the_same_clusters_of_the_same_numbers(many: int, spread: float) -> None:
    chance = np.random.default_rng(many)
    centres = chance.normal(size=(1 + many // 6, 48))
    around = centres[chance.integers(len(centres), size=many)] + spread * chance.normal(size=(many, 48))
    vectors = around.astype(np.float32)
    assert clustered(vectors).tolist() == theirs(vectors).tolist()


def test_sentences_fall_into_the_same_clusters(bot: Bot) -> None:
    texts = [sentence.text for passage in bot.reader.content.passages for sentence in passage.sentences]
    vectors = np.array([bot.embedder.query(text).vector for text in texts], dtype=np.float32)
    ours = clustered(vectors)
    assert 1 < len(set(ours.tolist())) < len(vectors)
    assert ours.tolist() == theirs(vectors).tolist()


def test_one_vector_and_the_same_one_again_are_one_cluster() -> None:
    assert clustered(np.ones((1, 4), dtype=np.float32)).tolist() == [0]
    assert clustered(np.ones((5, 4), dtype=np.float32)).tolist() == [0] * 5
    assert len(set(clustered(np.eye(5, dtype=np.float32)).tolist())) == 5
