"""Keeps near-copies, and one document among many, from crowding out the rest of a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SAME = 0.95
"""Two sentences are near-copies from this cosine on."""
PER_CLUSTER = 3
"""Near-copies of one sentence that may stand before the rest."""
PER_DOCUMENT = 14
"""Sentences of one document that may stand before the rest, out of the twenty that are ranked again."""


def spread(vectors: Floats, sources: Sequence[str], documents: bool) -> tuple[list[int], list[int]]:
    """Rows in order: those within the caps, and those beyond; ``vectors`` (n, d) come best first.

    Each row joins the first earlier one that it is a near-copy of. ``documents`` says whether the cap on
    documents applies, which makes no sense where there is only one.
    """
    first: list[int] = []
    later: list[int] = []
    leaders: list[int] = []
    sizes: list[int] = []
    held: Counter[str] = Counter()
    # Not by BLAS: for a matrix as small as this its threads cost more than they bring, most of all on a busy machine.
    alike = np.einsum("id,jd->ij", vectors, vectors) >= SAME
    for row, source in enumerate(sources):
        near = alike[row, leaders] if leaders else np.zeros(0, dtype=bool)
        cluster = int(near.argmax()) if near.any() else len(leaders)
        if cluster == len(leaders):
            leaders.append(row)
            sizes.append(0)
        sizes[cluster] += 1
        held[source] += 1
        beyond = sizes[cluster] > PER_CLUSTER or (documents and held[source] > PER_DOCUMENT)
        (later if beyond else first).append(row)
    return first, later
