"""What an embedding model gives for some texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some texts as a model reads them together.

    ``vectors`` (texts, dimensions) have length 1. ``tokens`` (texts, pieces, dimensions) are the last layer's, of any
    length; ``ids`` and ``mask`` (texts, pieces) say which word pieces, end marks among them, and which of them are
    the text's and no padding.
    """

    vectors: Floats
    tokens: Floats
    ids: Ints
    mask: Ints


class Model(Protocol):
    """An embedding model, whatever runs it."""

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""

    @property
    def vocabulary_size(self) -> int:
        """How many word pieces it knows."""

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of all word pieces of each text, end marks left out."""

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Where in the text each word piece begins and ends, in characters."""

    def run(self, texts: Sequence[str]) -> Batch:
        """The vectors of some texts; what is beyond the model's length is not read."""


def unit(vectors: Floats) -> Floats:
    """The vectors along the last axis, brought to length 1; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def best_matches(question: Floats, sentence: Floats) -> Floats:
    """For each word piece of the question (n, d), the cosine to the nearest piece of the sentence; shape (n,)."""
    if not len(sentence):
        return np.zeros(len(question), dtype=np.float32)
    return np.asarray((question @ sentence.T).max(axis=1), dtype=np.float32)


def inverse_document_frequency(document_frequency: Ints, documents: int) -> Floats:
    """ln(1 + (N - df + ½) / (df + ½)), never below zero."""
    rest = documents - document_frequency + 0.5
    return np.asarray(np.log1p(np.maximum(rest, 0.0) / (document_frequency + 0.5)), dtype=np.float32)
