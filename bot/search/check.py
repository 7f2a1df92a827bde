"""Checks an index generation that was just built: ``python -m bot.search.check FOLDER MODEL FILE_BYTES``.

Runs as a child process, because a damaged Chroma store can crash whoever opens it or write without
end. Prints the fault and exits with 1; exits with 0 where the files hold what they held when it was built, the
ids are the database's and stored vectors find themselves. The database comes on standard input, because its URL may
hold a password.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Collection
from pathlib import Path

import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import LecternError
from bot.model import Topic
from bot.search import generation, sealing
from bot.search.content import Content, text_hash
from bot.search.generation import Generation
from bot.search.lexical import LexicalIndex
from bot.search.putting import stored_ids
from bot.search.vectors import LocalVectors
from bot.sources.store import Store
from bot.sources.vectors import VectorCache

LOOKUPS = 2_000
"""Stored vectors that are looked up."""
FAULTS = (
    LecternError, SQLAlchemyError, OSError, ValueError, KeyError, IndexError, TypeError, RuntimeError, sqlite3.Error,
)  # fmt: skip
"""What reading damaged files raises."""
TWIN = 0.98
"""The cosine to the nearest that the graph finds: among a thousand near-copies it may be another of them."""


class BlindError(LecternError):
    """All is well, but that the graph does not lead to some of its vectors."""


def faults(made: Generation, store: Store, model: str) -> str | None:
    """What is wrong with the generation, or None.

    Raises:
        BlindError: nothing but that the graph does not lead to some vectors.
    """
    content = Content.read(store, Topic(id=made.topic, title="", resolution="", sides=()))
    if content.states() != dict(made.states):
        return "it is of other documents"
    name = sealing.damaged(made.folder, made.files)
    if name is not None:
        return f"its file {name} is missing or not as it was written"
    fault = _differs("lexical index", LexicalIndex(made.lexical).ids(), content.passage_by_id)
    if fault or not made.local:
        return fault
    near = LocalVectors(made.chroma)
    near.open()
    stored = list(stored_ids(content))
    fault = _differs("vector store", near.ids(), set(stored))
    if not fault and not made.blind:
        _look_up(stored, content, VectorCache(store.engine, model), near)
    return fault


def _look_up(stored: list[str], content: Content, cache: VectorCache, near: LocalVectors) -> None:
    """Looks some of the vectors up; each must find itself, or one that is as good as the same.

    Raises:
        BlindError: one does not.
    """
    picked = random.Random(0).sample(stored, min(LOOKUPS, len(stored)))
    if not picked:
        return
    hashes = [text_hash(content.embedded_text(content.passage_by_id[item])) for item in picked]
    held = cache.vectors(set(hashes))
    if (near.best(np.stack([held[key] for key in hashes])) < TWIN).any():
        raise BlindError("a vector of its passages does not find itself")


def _differs(what: str, there: set[str], expected: Collection[str]) -> str | None:
    if len(there) == len(expected) and all(item in there for item in expected):
        return None
    return f"its {what} holds {len(there)} of {len(expected)} passages, or others"


def main(arguments: list[str]) -> int:
    """Runs the check with a bound on how large a file may grow."""
    folder, model, limit = arguments
    database = sys.stdin.read().strip()
    try:
        import resource
    except ImportError:  # not on Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    fault: str | None
    try:
        path = Path(folder)
        url = database if "://" in database else ""
        store = Store(path.parents[1] / "corpus.db" if url else Path(database), url=url)
        fault = faults(generation.of_folder(path), store, model)
    except BlindError as error:
        print(error)
        return generation.BLIND
    except FAULTS as error:
        fault = f"it cannot be read ({error})"
    if fault:
        print(fault)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
