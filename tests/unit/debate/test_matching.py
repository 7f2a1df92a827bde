"""The matcher knows paraphrases, finds what an answer answers, and scores as the official figure does."""

from __future__ import annotations

import numpy as np
import pytest

from bot.debate.matching import Matcher
from bot.learned.encoder import Embedder
from bot.search.terms import Vocabulary
from evals.fitting.matcher import average_precision

POINTS = [
    "Crop substitution gives growers a legal income.",
    "Seizures raise the price of trafficking and starve armed groups of money.",
    "Decertification damages trust between the two governments.",
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Embedder(), Vocabulary())


def test_paraphrases_and_answers_find_their_point(matcher: Matcher) -> None:
    same = matcher.same(
        ["Farmers earn lawful money where other crops replace coca.", "Confiscating cocaine makes smuggling dearer."],
        POINTS,
    )
    assert same.shape == (2, 3)
    assert same.argmax(axis=1).tolist() == [0, 1]
    about = matcher.about(["Samper was decertified twice and the governments stayed friends."], POINTS)
    assert about.argmax() == 2
    assert ((same >= 0) & (same <= 1)).all()


def test_a_point_is_its_own_best_match(matcher: Matcher) -> None:
    for scores in (matcher.same(POINTS, POINTS), matcher.about(POINTS, POINTS)):
        assert scores.argmax(axis=1).tolist() == [0, 1, 2]
        assert scores.diagonal().min() > 0.5


@pytest.mark.parametrize("odd", ["", " ", "🙂", "\u200b", "x" * 5000])
def test_odd_texts_give_finite_scores(matcher: Matcher, odd: str) -> None:
    for scores in (matcher.same([odd], [*POINTS, odd]), matcher.about([*POINTS, odd], [odd])):
        assert np.isfinite(scores).all()


def test_nothing_to_match(matcher: Matcher) -> None:
    assert matcher.same([], POINTS).shape == (0, 3)
    assert matcher.about(POINTS, []).shape == (3, 0)


def test_the_official_figure_counts_the_better_half_and_unlabelled_pairs() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.3], [0.2, 0.1]])
    labels = np.array([[1, 0], [-1, 1], [1, 0], [0, 0]])
    assert average_precision(scores, labels, 0) == pytest.approx(0.5)
    assert average_precision(scores, labels, 1) == pytest.approx(1.0)
