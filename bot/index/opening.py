"""Brings the index up to date with the corpus database and opens it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import BrokenIndexError
from bot.index import generation, vectors
from bot.index.content import Content, text_hash
from bot.index.embeddings import BATCH, Embedder
from bot.index.generation import Generation
from bot.index.lexical import LexicalIndex
from bot.index.maxsim import inverse_document_frequency, pack
from bot.model import Topic
from bot.settings import Settings
from bot.sources.store import Store
from bot.sources.vectors import VectorCache

log = logging.getLogger("lectern")

Progress = Callable[[Iterable[list[str]], int, str], Iterable[list[str]]]
"""Wraps batches of texts with a progress bar: (batches, how many texts in all, what is being done)."""

EMBED_BATCHES = 4
"""Batches of the model that are embedded and stored at a time."""


@dataclass(frozen=True)
class OpenIndex:
    """An index that can be searched.

    ``idf`` weighs word pieces by their number; ``hashes`` are the keys of the cached vectors of
    passages and sentences, by id.
    """

    content: Content
    vectors: vectors.VectorIndex
    lexical: LexicalIndex
    cache: VectorCache
    idf: npt.NDArray[np.float32]
    hashes: dict[str, str] = field(repr=False)


def silent(batches: Iterable[list[str]], _total: int, _what: str) -> Iterable[list[str]]:
    """A progress bar that shows nothing."""
    return batches


class EarlyCheck:
    """A check of the current generation that runs while the embedding model is still being loaded."""

    def __init__(self, settings: Settings, model: str) -> None:
        self.generation = generation.current(settings.index_dir)
        self._fault: BrokenIndexError | None = None
        self._thread = threading.Thread(target=self._run, args=(settings.database, model), daemon=True)
        if self.generation is not None:
            self._thread.start()

    def result(self) -> None:
        """Waits for the check.

        Raises:
            BrokenIndexError: it found a fault.
        """
        self._thread.join()
        if self._fault is not None:
            raise self._fault

    def _run(self, database: Path, model: str) -> None:
        assert self.generation is not None
        try:
            generation.check(self.generation, database, model)
        except BrokenIndexError as error:
            self._fault = error


def open_index(
    settings: Settings,
    store: Store,
    topic: Topic,
    embedder: Embedder,
    progress: Progress = silent,
    early: EarlyCheck | None = None,
) -> OpenIndex:
    """Opens the index of what the store holds, building it first where it is missing, broken or old.

    ``early`` is a check that was begun before; without it, the check is made now.

    Raises:
        StoreError: another process is building and does not end in time.
        BrokenIndexError: even a fresh build does not pass its check.
    """
    content = Content.read(store, topic)
    cache = VectorCache(store.engine, embedder.id)
    wanted = content.fingerprint(embedder.id)
    ready, reason = _usable(settings, wanted, embedder.id, early)
    if ready is None:
        with store.writing():
            # Another process may have built it while this one waited.
            ready, again = _usable(settings, wanted, embedder.id)
            if ready is None:
                log.warning("Building the index: %s.", again or reason)
                ready = _rebuild(settings, content, cache, embedder, wanted, progress)
    return assemble(content, ready, cache)


def assemble(content: Content, ready: Generation, cache: VectorCache) -> OpenIndex:
    """Opens a finished generation of the content."""
    index = vectors.VectorIndex(vectors.client(ready.chroma))
    index.open()
    frequencies = np.load(ready.frequencies).astype(np.int64)
    idf = inverse_document_frequency(frequencies, max(1, len(content.sentence_by_id)))
    hashes = {item: text_hash(text) for item, text in content.embedded_texts().items()}
    return OpenIndex(content, index, LexicalIndex(ready.lexical), cache, idf, hashes)


def embed_missing(content: Content, cache: VectorCache, embedder: Embedder, progress: Progress) -> int:
    """Embeds what has no vector yet, longest texts first, stored as it goes; returns how many there were."""
    token_texts = set(content.token_texts().values())
    texts = set(content.embedded_texts().values()) | token_texts
    known = cache.known(text_hash(text) for text in texts)
    missing = sorted((text for text in texts if text_hash(text) not in known), key=lambda t: (-len(t), t))
    size = BATCH * EMBED_BATCHES
    batches = [missing[at : at + size] for at in range(0, len(missing), size)]
    for batch in progress(batches, len(missing), "Embedding"):
        encoded = zip(batch, embedder.encode(batch), strict=True)
        cache.add(
            {text_hash(text): (one.vector, pack(one.tokens) if text in token_texts else None) for text, one in encoded}
        )
    return len(missing)


def document_frequencies(content: Content, embedder: Embedder) -> npt.NDArray[np.int32]:
    """In how many sentences each word piece stands; shape (vocabulary,)."""
    counts = np.zeros(embedder.vocabulary_size, dtype=np.int32)
    for text in content.token_texts().values():
        counts[np.unique(embedder.token_ids(text))] += 1
    return counts


def _usable(
    settings: Settings, wanted: str, model: str, early: EarlyCheck | None = None
) -> tuple[Generation | None, str]:
    """The current generation where it can be served; otherwise None and why not."""
    ready = generation.current(settings.index_dir)
    if ready is None:
        return None, "there is none yet"
    if ready.fingerprint != wanted:
        return None, "the documents, the embedding model or a library have changed"
    try:
        if early is not None and early.generation == ready:
            early.result()
        else:
            generation.check(ready, settings.database, model)
    except BrokenIndexError as error:
        return None, f"the one on disk is broken: {error}"
    return ready, ""


def _rebuild(
    settings: Settings,
    content: Content,
    cache: VectorCache,
    embedder: Embedder,
    wanted: str,
    progress: Progress,
) -> Generation:
    broken = generation.current(settings.index_dir)
    if broken is not None and broken.fingerprint == wanted:
        generation.set_aside(settings.index_dir, broken)
    embed_missing(content, cache, embedder, progress)
    frequencies = document_frequencies(content, embedder)
    built = generation.build(settings.index_dir, content, cache, wanted, frequencies)
    generation.check(built, settings.database, embedder.id)
    return built
