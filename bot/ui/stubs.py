"""Imports Gradio without the type stubs that it writes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_stubs() -> Iterator[None]:
    """Keeps Gradio, imported within, from making a ``.pyi`` for each of its components and of ours.

    It reads and parses its own source and writes those files at every import, for the editors of those who program
    with it: 1.2 of the 2.7 seconds of processor time that the import takes. It leaves out what it finds no source for.
    """
    found = inspect.getfile

    def nowhere(_made: object) -> str:
        raise OSError("no stubs are written")

    inspect.getfile = nowhere  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = found
