"""MaxSim-IDF: how well each word piece of a question is met by some word piece of a sentence.

Σ_t idf(t)·max_j cos(q_t, s_j) / Σ_t idf(t), the late interaction of ColBERT (Khattab and Zaharia,
2020) with the question's pieces weighted by their inverse document frequency in the corpus.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def pack(tokens: Floats) -> bytes:
    """Token vectors (n, d) as bytes: one float32 scale, then n·d signed bytes."""
    scale = float(np.abs(tokens).max()) / 127 if tokens.size else 1.0
    return np.float32(scale).tobytes() + np.round(tokens / scale).astype(np.int8).tobytes()


def unpack(packed: bytes, dimensions: int) -> Floats:
    """The token vectors (n, d) that :func:`pack` packed, to within half a step of its scale."""
    scale = np.frombuffer(packed[:4], dtype=np.float32)[0]
    steps: Floats = np.frombuffer(packed[4:], dtype=np.int8).reshape(-1, dimensions).astype(np.float32)
    return np.asarray(steps * scale, dtype=np.float32)


def inverse_document_frequency(document_frequency: Ints, documents: int) -> Floats:
    """ln(1 + (N - df + ½) / (df + ½)), never below zero."""
    rest = documents - document_frequency + 0.5
    return np.asarray(np.log1p(np.maximum(rest, 0.0) / (document_frequency + 0.5)), dtype=np.float32)


def best_matches(question: Floats, sentence: Floats) -> Floats:
    """For each piece of the question (n, d), the cosine to the nearest piece of the sentence; shape (n,)."""
    if not len(sentence):
        return np.zeros(len(question), dtype=np.float32)
    return np.asarray((question @ sentence.T).max(axis=1), dtype=np.float32)


def maxsim(question: Floats, weights: Floats, sentence: Floats) -> float:
    """The weighted mean of :func:`best_matches`; 0 for a question without pieces."""
    total = float(weights.sum())
    return float((weights * best_matches(question, sentence)).sum() / total) if total > 0 else 0.0
