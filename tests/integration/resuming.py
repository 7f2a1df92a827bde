"""Brings an index up to its corpus: ``python resuming.py DATA_DIR QUESTION``; says how many texts the model embedded.

Prints one JSON line: ``embedded`` are texts that went through the model for the index, ``answer`` is the answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.bot import Bot
from bot.learned.batches import Floats
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.store import Store
from bot.topics import load_topic


class Counting(Embedder):
    """The bundled model; counts what is embedded for an index, not for questions."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded = 0
        self._indexing = False

    def vectors(self, texts: Sequence[str]) -> Floats:
        found = super().vectors(texts)
        self.embedded += len(texts) if self._indexing else 0
        return found

    def progress(self, batches: Iterable[list[str]], _total: int, _what: str) -> Iterator[list[str]]:
        self._indexing = True
        yield from batches
        self._indexing = False


def main(folder: str, question: str) -> None:
    settings, embedder = Settings(data_dir=Path(folder)), Counting()
    topic = load_topic(settings.corpus_dir, settings.topic)
    bot = Bot(settings, topic, Store.of(settings), embedder, embedder.progress)
    print(json.dumps({"embedded": embedder.embedded, "answer": bot.ask(question).text}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
