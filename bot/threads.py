"""How many threads numpy computes with in a program that is Lectern's own."""

from __future__ import annotations

import os

from threadpoolctl import threadpool_limits

_CHOSEN = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "OMP_NUM_THREADS")


def one_for_blas() -> None:
    """Gives numpy's BLAS one thread, where the environment does not say how many.

    Its products here are small, and a second thread spins for the next one while the embedding model and the searches
    by words want its core: with MiniLM an answer took 115 ms with two and 75 ms with one, and half the processor time.
    """
    if any(name in os.environ for name in _CHOSEN):
        return
    # Only a library that is loaded can be told.
    import numpy as np  # noqa: F401

    threadpool_limits(limits=1, user_api="blas")
