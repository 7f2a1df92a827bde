"""A small classifier over the embedding model, learned in a moment from a file of examples.

Multinomial logistic regression on a text's vector and on which words and pairs of words it has, fitted by gradient
descent with momentum on all examples at once; every kind counts alike, however many examples it has. The fitted numbers
are kept in the user's cache folder by the hash of the examples and the name of the model, so that they are fitted once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from platformdirs import user_cache_path

from bot.learned.batches import Floats
from bot.learned.encoder import Embedder
from bot.learned.weights import made_once

STEPS, RATE, MOMENTUM, DECAY = 400, 6.0, 0.9, 2e-4
"""Of the gradient descent; the decay keeps the weights small."""
WORD, OFTEN = 0.15, 3
"""What a word counts beside the vector, and in how many examples it has to stand. Chosen with the decay on examples
left out, a fifth at a time: with words .80 are told right, without them .78 (19 kinds, our own encoder)."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[?:,.!]|\d+")


@dataclass(frozen=True, slots=True)
class Head:
    """A fitted classifier: ``weights`` (dimensions + words + 1, kinds), the last row of which is the bias."""

    kinds: tuple[str, ...]
    words: Mapping[str, int]
    weights: Floats

    def probabilities(self, text: str, vector: Floats) -> dict[str, float]:
        """The probability of each kind for a text with its vector (dimensions,)."""
        rows = _rows([text], vector[None, :], self.words)
        return dict(zip(self.kinds, _softmax(rows @ self.weights)[0].tolist(), strict=True))


def read_examples(path: Path) -> dict[str, list[str]]:
    """The examples of a YAML file, by kind."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {str(kind): [str(text) for text in texts] for kind, texts in data.items()}


def learned(path: Path, embedder: Embedder) -> Head:
    """The classifier of a file of examples with this model, fitted now if it was not before."""
    stamp = hashlib.sha256(
        "|".join((path.read_text(encoding="utf-8"), embedder.id, repr((STEPS, RATE, DECAY, WORD, OFTEN)))).encode()
    )
    kept = user_cache_path("lectern") / "heads" / f"{path.stem}-{stamp.hexdigest()[:16]}.npz"

    def make(place: Path) -> None:
        head = fitted(read_examples(path), embedder)
        with place.open("wb") as file:
            np.savez(file, weights=head.weights, names=json.dumps([head.kinds, dict(head.words)]))

    file = made_once(kept, make)
    if file is None:
        return fitted(read_examples(path), embedder)
    with np.load(file) as held:
        kinds, words = json.loads(str(held["names"]))
        return Head(tuple(kinds), words, held["weights"])


def fitted(examples: Mapping[str, Sequence[str]], embedder: Embedder) -> Head:
    """A classifier of these examples."""
    texts = [text for mine in examples.values() for text in mine]
    labels = np.repeat(np.arange(len(examples)), [len(mine) for mine in examples.values()])
    return fit(texts, embedder.vectors(texts), labels, tuple(examples))


def fit(texts: Sequence[str], vectors: Floats, labels: npt.NDArray[np.int_], kinds: tuple[str, ...]) -> Head:
    """A classifier of texts with their vectors (n, dimensions) and the numbers of their kinds."""
    counts = Counter(word for text in texts for word in _words(text))
    words = {word: at for at, word in enumerate(sorted(word for word, count in counts.items() if count >= OFTEN))}
    rows = _rows(texts, vectors, words)
    wanted = np.eye(len(kinds), dtype=np.float32)[labels]
    share = (1.0 / np.bincount(labels, minlength=len(kinds))[labels] / len(kinds)).astype(np.float32)[:, None]
    weights: Floats = np.zeros((rows.shape[1], len(kinds)), dtype=np.float32)
    speed: Floats = np.zeros_like(weights)
    for _ in range(STEPS):
        gradient = rows.T @ (share * (_softmax(rows @ weights) - wanted)) + DECAY * weights
        speed = np.asarray(MOMENTUM * speed - RATE * gradient, dtype=np.float32)
        weights = np.asarray(weights + speed, dtype=np.float32)
    return Head(kinds, words, weights)


def _words(text: str) -> set[str]:
    """The words of a text, its pairs of neighbours, its beginning and end, and how long it is."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(text.lower().replace("’", "'"))]
    if not words:
        return set()
    pairs = {" ".join(pair) for pair in pairwise(words)}
    return {*words, *pairs, f"^{words[0]}", f"^{' '.join(words[:2])}", f"{words[-1]}$", f"#{min(6, len(words) // 3)}"}


def _rows(texts: Sequence[str], vectors: Floats, words: Mapping[str, int]) -> Floats:
    held = np.zeros((len(texts), len(words) + 1), dtype=np.float32)
    held[:, -1] = 1.0
    for row, text in enumerate(texts):
        for word in _words(text):
            if word in words:
                held[row, words[word]] = WORD
    return np.concatenate([vectors.astype(np.float32), held], axis=1)


def _softmax(scores: Floats) -> Floats:
    high = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(high / high.sum(axis=1, keepdims=True), dtype=np.float32)
