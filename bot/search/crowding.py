"""Keeps near-copies, and one document among many, from crowding out the rest of a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SAME = 0.85
"""Two sentences are near-copies from this cosine on."""
PER_CLUSTER = 3
"""Near-copies of one sentence that may stand before the rest."""
PER_DOCUMENT = 14
"""Sentences of one document that may stand before the rest, out of the first twenty."""


def spread(
    vectors: Floats, sources: Sequence[str], documents: bool, enough: int | None = None
) -> tuple[list[int], list[int]]:
    """Rows in order: those within the caps, and those beyond; ``vectors`` (n, d) come best first.

    Each row joins the first earlier one that it is a near-copy of. ``documents`` says whether the cap on
    documents applies, which makes no sense where there is only one. Rows that come after ``enough`` of
    them are within the caps are in neither list.
    """
    first: list[int] = []
    later: list[int] = []
    leaders = np.zeros((16, vectors.shape[1] if vectors.ndim == 2 else 0), dtype=np.float32)
    sizes: list[int] = []
    held: Counter[str] = Counter()
    for row, source in enumerate(sources):
        if enough is not None and len(first) >= enough:
            break
        cluster = len(sizes)
        # Not by BLAS: its threads cost more than they bring to so small a matrix, most of all on a busy machine.
        near = np.einsum("id,d->i", leaders[:cluster], vectors[row]) >= SAME
        if near.any():
            cluster = int(near.argmax())
        else:
            if cluster == len(leaders):
                leaders = np.concatenate((leaders, np.zeros_like(leaders)))
            leaders[cluster] = vectors[row]
            sizes.append(0)
        sizes[cluster] += 1
        held[source] += 1
        beyond = sizes[cluster] > PER_CLUSTER or (documents and held[source] > PER_DOCUMENT)
        (later if beyond else first).append(row)
    return first, later
