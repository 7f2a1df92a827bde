"""Checks an index generation that was just built: ``python -m bot.index.check FOLDER MODEL FILE_BYTES``.

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
from bot.index import generation, matrix, sealing
from bot.index.content import Content, text_hash
from bot.index.generation import Generation
from bot.index.lexical import LexicalIndex
from bot.index.putting import stored_ids
from bot.index.vectors import LocalVectors
from bot.model import Topic
from bot.sources.store import Store
from bot.sources.vectors import VectorCache

LOOKUPS = 2_000
"""Stored vectors that are looked up, of passages and of sentences."""
FAULTS = (
    LecternError, SQLAlchemyError, OSError, ValueError, KeyError, IndexError, TypeError, RuntimeError, sqlite3.Error,
)  # fmt: skip
"""What reading damaged files raises."""
NEAR = 0.999
"""A vector's cosine to its own stored copy, at the least."""
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
    words = LexicalIndex(made.lexical)
    np.load(made.frequencies)
    expected = {"passages": content.passage_by_id, "sentences": content.sentence_by_id}
    for kind in matrix.KINDS:
        fault = _differs("lexical index", kind, words.ids(kind), expected[kind])
        if fault:
            return fault
    near = None
    if made.local:
        near = LocalVectors(made.chroma)
        near.open()
        fault = _differs("vector store", "passages", near.ids(), set(stored_ids(made, content)))
        if fault:
            return fault
    return _looked_up(made, content, VectorCache(store.engine, model), None if made.blind else near)


def _looked_up(made: Generation, content: Content, cache: VectorCache, near: LocalVectors | None) -> str | None:
    """What is wrong with some of the vectors; those of passages must also find themselves ``near``."""
    blind = False
    for kind in matrix.KINDS:
        rows = matrix.VectorRows(made.folder, kind, content, made.dimensions)
        ids = list(content.passage_by_id if kind == "passages" else content.sentence_by_id)
        picked = random.Random(0).sample(ids, min(LOOKUPS, len(ids)))
        if not picked:
            continue
        texts = {item: text_hash(_text(content, item)) for item in picked}
        held = cache.vectors(texts.values())
        wanted = np.stack([held[texts[item]] for item in picked])
        lengths = (wanted * wanted).sum(axis=1)
        if ((rows.vectors(picked) * wanted).sum(axis=1) < NEAR * lengths).any():
            return f"a vector of its {kind} is another one"
        if kind == "passages" and near is not None:
            blind = bool((near.best(wanted) < TWIN).any())
    if blind:
        raise BlindError("a vector of its passages does not find itself")
    return None


def _differs(what: str, kind: str, there: set[str], expected: Collection[str]) -> str | None:
    if len(there) == len(expected) and all(item in there for item in expected):
        return None
    return f"its {what} holds {len(there)} of {len(expected)} {kind}, or others"


def _text(content: Content, item: str) -> str:
    passage = content.passage_by_id[item.partition(".")[0]]
    return content.embedded_text(passage, content.sentence_by_id[item] if "." in item else None)


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
