"""The teacher's vectors of all texts of the lessons, worked out once and kept in a file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
BATCH = 64
SAVED = 60.0
"""Seconds after which what was worked out is saved."""


class Teacher:
    """Vectors of a sentence-transformers model by text; what is known already is not worked out again."""

    def __init__(self, model: str, kept: Path) -> None:
        """``kept`` is the file of the vectors, an ``.npz``; it goes on where an earlier one stopped."""
        self._name = model
        self._kept = kept
        self._vectors: dict[str, npt.NDArray[np.float16]] = {}
        if kept.is_file():
            with np.load(kept) as held:
                self._vectors = dict(zip(held["keys"].tolist(), held["vectors"], strict=True))

    def learn(self, texts: Sequence[str], told: Callable[[int, int], None]) -> None:
        """Works out the vectors of texts that have none; ``told`` hears how many are done, and of how many."""
        wanted = sorted({text for text in texts if _key(text) not in self._vectors}, key=len)
        if not wanted:
            return
        import torch
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(self._name, device="cpu")
        saved = time.monotonic()
        for at in range(0, len(wanted), BATCH):
            batch = wanted[at : at + BATCH]
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
                found = model.encode(batch, batch_size=BATCH, convert_to_numpy=True, normalize_embeddings=True)
            self._vectors |= {_key(text): row.astype(np.float16) for text, row in zip(batch, found, strict=True)}
            told(min(at + BATCH, len(wanted)), len(wanted))
            if time.monotonic() - saved > SAVED:
                self._save()
                saved = time.monotonic()
        self._save()

    def of(self, texts: Sequence[str]) -> Floats:
        """The vectors of texts that were learned, (texts, dimensions)."""
        return np.stack([self._vectors[_key(text)] for text in texts]).astype(np.float32)

    def _save(self) -> None:
        part = self._kept.with_suffix(".part.npz")
        np.savez(part, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values())))
        part.replace(self._kept)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
