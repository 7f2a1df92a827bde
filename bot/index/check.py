"""Checks one index generation: ``python -m bot.index.check FOLDER DATABASE MODEL FILE_BYTES``.

Runs as a child process, because a damaged Chroma store can crash whoever opens it or write without
end. Prints the fault and exits with 1; exits with 0 where the ids are the database's and stored
vectors find themselves.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from pathlib import Path

import numpy as np

from bot.errors import LecternError
from bot.index.content import Content, text_hash
from bot.index.generation import MANIFEST, Generation
from bot.index.lexical import LexicalIndex
from bot.index.vectors import COLLECTIONS, VectorIndex, client
from bot.model import Topic
from bot.sources.store import Store
from bot.sources.vectors import VectorCache

LOOKUPS = 50
"""Stored vectors looked up in each collection."""
NEAR = 0.999
"""A vector's cosine to its own stored copy, at the least."""


def faults(generation: Generation, database: Path, model: str) -> str | None:
    """What is wrong with the generation, or None."""
    store = Store(database)
    manifest = json.loads((generation.folder / MANIFEST).read_text(encoding="utf-8"))
    content = Content.read(store, Topic(id=manifest["topic"], title="", resolution="", sides=()))
    index = VectorIndex(client(generation.chroma))
    index.open()
    words = LexicalIndex(generation.lexical)
    expected = {"passages": set(content.passage_by_id), "sentences": set(content.sentence_by_id)}
    for name in COLLECTIONS:
        for kind, there in (("vector store", index.ids(name)), ("lexical index", words.ids(name))):
            if there != expected[name]:
                return f"its {kind} holds {len(there)} of {len(expected[name])} {name}, or others"
    np.load(generation.frequencies)
    texts = content.embedded_texts()
    cache = VectorCache(store.engine, model)
    for name in COLLECTIONS:
        ids = sorted(expected[name])
        picked = random.Random(0).sample(ids, min(LOOKUPS, len(ids)))
        held = cache.vectors(text_hash(texts[item]) for item in picked)
        for item in picked:
            near = index.search(name, held[text_hash(texts[item])], 3)
            if max(near.values(), default=0.0) < NEAR:
                return f"a vector of its {name} does not find itself"
    return None


def main(arguments: list[str]) -> int:
    """Runs the check with a bound on how large a file may grow."""
    folder, database, model, limit = arguments
    try:
        import resource
    except ImportError:  # not on Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        fault = faults(Generation(Path(folder), ""), Path(database), model)
    except (LecternError, OSError, ValueError, KeyError, RuntimeError, sqlite3.Error) as error:
        fault = f"it cannot be read ({error})"
    if fault:
        print(fault)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
