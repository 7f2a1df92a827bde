"""MaxSim-IDF: how well each word piece of a question is met by some word piece of a sentence.

Σ_t idf(t)·max_j cos(q_t, s_j) / Σ_t idf(t), the late interaction of ColBERT (Khattab and Zaharia,
2020) with the question's pieces weighted by their inverse document frequency in the corpus.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


EXACT, BITS = b"\x01", b"\x02"
"""What a packed text begins with: a signed byte for each number, or a bit for each number."""


def pack(tokens: Floats, form: bytes = EXACT) -> bytes:
    """Token vectors (n, d) of length 1 as bytes.

    ``EXACT`` takes n·d bytes and keeps each number to within half a step of the text's scale. ``BITS`` takes
    n·(2 + d/8): the signs, and with each vector what makes the estimate of a cosine unbiased (Gao and Long,
    RaBitQ, 2024).
    """
    if form == BITS:
        lengths = np.abs(tokens).sum(axis=1).astype(np.float16)
        return b"".join((BITS, lengths.tobytes(), np.packbits(tokens > 0, axis=1).tobytes()))
    scale = float(np.abs(tokens).max()) / 127 if tokens.size else 1.0
    return b"".join((EXACT, np.float32(scale).tobytes(), np.round(tokens / scale).astype(np.int8).tobytes()))


def unpack(packed: bytes, dimensions: int) -> Floats:
    """Vectors (n, d) whose products with unit vectors are the cosines that :func:`pack` kept."""
    if packed[:1] == BITS:
        width = (dimensions + 7) // 8
        count = (len(packed) - 1) // (2 + width)
        lengths = np.frombuffer(packed, dtype=np.float16, count=count, offset=1).astype(np.float32)
        bits = np.frombuffer(packed, dtype=np.uint8, offset=1 + 2 * count).reshape(count, width)
        signs = np.unpackbits(bits, axis=1, count=dimensions).astype(np.float32) * 2 - 1
        return np.asarray(signs / np.maximum(lengths, 1e-6)[:, None], dtype=np.float32)
    scale = np.frombuffer(packed, dtype=np.float32, count=1, offset=1)[0]
    steps: Floats = np.frombuffer(packed, dtype=np.int8, offset=5).reshape(-1, dimensions).astype(np.float32)
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
