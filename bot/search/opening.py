"""Brings the index up to date with the corpus database and opens it."""

from __future__ import annotations

import logging
import random
import shutil
import sqlite3
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.errors import BrokenIndexError, StoreError
from bot.learned.encoder import Embedder
from bot.model import Topic
from bot.search import generation, leases, sealing
from bot.search.building import Builder
from bot.search.content import LAYOUT, Content, fingerprint, text_hash
from bot.search.embedding import Progress, embed_missing, silent
from bot.search.generation import Generation
from bot.search.lexical import LexicalIndex
from bot.search.putting import passage_rows, stored_ids
from bot.search.sentences import StoredVectors
from bot.search.server import Server, ServerVectors, collection_name
from bot.search.vectors import ExactVectors, LocalVectors, PassageVectors
from bot.settings import Settings
from bot.sources.store import Store
from bot.sources.vectors import VectorCache

log = logging.getLogger("lectern")

EMPTY_BYTES = 2_000_000
ROW_BYTES = 16_000
"""What an index takes on disk without passages, and for each, generously."""
LOOKED_UP = 16
"""Passages whose vectors are looked for in the database when an index is opened."""


@dataclass(frozen=True, eq=False)
class OpenIndex:
    """An index that can be searched.

    ``passages`` finds passages by meaning, in Chroma, and ``lexical`` by words; ``vectors`` are theirs and their
    sentences', from the store.
    """

    content: Content
    passages: PassageVectors
    lexical: LexicalIndex
    vectors: StoredVectors
    generation: Generation | None = None

    def close(self) -> None:
        """Lets go of the store or the server; nothing can be searched afterwards."""
        self.passages.close()
        if isinstance(self.passages, ServerVectors):
            self.passages.disconnect()
        self.lexical.close()

    def close_when_unused(self, then: Callable[[], None]) -> None:
        """As :meth:`close`, once nobody refers to the index any more; ``then`` is called after it."""
        weakref.finalize(self, _disconnect, self.passages, then)


def open_index(
    settings: Settings,
    store: Store,
    topic: Topic,
    embedder: Embedder,
    progress: Progress = silent,
    before: OpenIndex | None = None,
) -> OpenIndex:
    """Opens the index of what the store holds, building it first where it is missing, broken or old.

    ``before`` is an index that was open already: what has not changed since is taken from it.

    Raises:
        StoreError: another process is building and does not end in time.
        ServerError: the Chroma server does not answer.
        BrokenIndexError: even a fresh build does not pass its check.
    """
    content = Content.read(store, topic, before.content if before else None)
    if before is not None and content is before.content:
        if isinstance(before.passages, ServerVectors) and before.generation is not None:
            bring_server(settings, store, content, embedder, before)
        return before
    wanted = content.fingerprint(embedder.id)
    cache = VectorCache(store.engine, embedder.id)
    local = not settings.chroma_url
    ready, reason = _usable(settings, wanted, local)
    if ready is None:
        with store.writing():
            # Another process may have built it, or changed what there is to build, while this one waited.
            content = Content.read(store, topic, content)
            wanted = content.fingerprint(embedder.id)
            ready, again = _usable(settings, wanted, local)
            if ready is None:
                log.warning("Building the index: %s.", again or reason)
                builder = Builder(settings.index_dir, content, cache, embedder, local)
                ready = _rebuild(settings, content, cache, embedder, builder, progress)
    if _lost(content, cache):
        # The database was made anew, and the index is of the same documents.
        with store.writing():
            embed_missing(content, cache, embedder, progress)
    passages: PassageVectors | None = None
    if not local:
        old = before.passages if before is not None and isinstance(before.passages, ServerVectors) else None
        passages = bring_server(settings, store, content, embedder, before if old else None)
    return assemble(content, ready, cache, passages)


def _lost(content: Content, cache: VectorCache) -> bool:
    """Whether the database lacks vectors that the index was built with, by a few passages."""
    count = content.passage_count
    picked = random.Random(0).sample(range(count), min(LOOKED_UP, count))
    hashes = {text_hash(content.embedded_text(content.passages[at])) for at in picked}
    return len(cache.known(hashes)) < len(hashes)


def assemble(
    content: Content, ready: Generation, cache: VectorCache, passages: PassageVectors | None = None
) -> OpenIndex:
    """Opens a finished generation of the content.

    Raises:
        StoreError: its folder cannot be read, or not be written.
    """
    if passages is None:
        passages = _exact(content, cache) if ready.blind else _opened(ready)
    index = OpenIndex(content, passages, LexicalIndex(ready.lexical), StoredVectors(content, cache), ready)
    weakref.finalize(index, _let_go, passages, index.lexical, leases.take(ready.folder))
    return index


def bring_server(
    settings: Settings, store: Store, content: Content, embedder: Embedder, before: OpenIndex | None
) -> ServerVectors:
    """The passages on the Chroma server, brought to the content's state if they are in another.

    Raises:
        ServerError: the server does not answer, or refuses.
        StoreError: another process is writing and does not end in time.
    """
    name = collection_name(content.topic.id, embedder.id, LAYOUT)
    if before is not None:
        assert isinstance(before.passages, ServerVectors)
        found = before.passages
    else:
        found = ServerVectors(Server(settings), name)
    state = fingerprint(name, content.states())
    if found.mark() == state:
        return found
    with store.writing():
        mark = found.mark()
        if mark == state:
            return found
        changed: set[str] | None = None
        if before is not None and mark == fingerprint(name, before.content.states()):
            old, now = before.content.states(), content.states()
            changed = {key for key in (old.keys() | now.keys()) if old.get(key) != now.get(key)}
        states = content.states()
        expected = {item: states[item.rpartition("-")[0]] for item in stored_ids(content)}
        cache = VectorCache(store.engine, embedder.id)
        found.bring(state, lambda wanted: passage_rows(content, cache, wanted), expected, changed)
    return found


def _exact(content: Content, cache: VectorCache) -> ExactVectors:
    """The passages' vectors in memory."""
    rows = list(passage_rows(content, cache, content.packed))
    return ExactVectors(
        [item for ids, _, _ in rows for item in ids],
        np.concatenate([vectors for _, vectors, _ in rows]),
        [one for _, _, metadatas in rows for one in metadatas],
    )


def _opened(ready: Generation) -> LocalVectors:
    """The Chroma store of a generation whose files are whole: where it cannot be opened, the disk is to blame."""
    from chromadb.errors import ChromaError

    try:
        passages = LocalVectors(ready.chroma)
        passages.open()
    except ChromaError as error:
        raise StoreError(
            f"The index in {ready.chroma} cannot be opened ({error}). See that the folder can be read and written: "
            "Chroma writes to it even where it only reads."
        ) from error
    return passages


def _let_go(passages: PassageVectors, words: LexicalIndex, lease: int | None) -> None:
    passages.close()
    words.close()
    leases.release(lease)


def _disconnect(passages: PassageVectors, then: Callable[[], None]) -> None:
    if isinstance(passages, ServerVectors):
        passages.disconnect()
    then()


def _usable(settings: Settings, wanted: str, local: bool) -> tuple[Generation | None, str]:
    """The current generation where it can be served; otherwise None and why not.

    Its files were looked at closely when they were built. Holding what they held then, they need no second look.
    """
    ready = generation.current(settings.index_dir)
    if ready is None:
        return None, "there is none yet"
    if ready.fingerprint != wanted or ready.local != local:
        return None, "the documents, the embedding model or a library have changed"
    name = sealing.damaged(ready.folder, ready.files)
    if name is not None:
        return None, f"the one on disk is broken: its file {name} is missing or not as it was written"
    return ready, ""


def _without_graph(ready: Generation) -> Generation:
    log.warning("So many passages are alike that Chroma does not find all of them: they are searched row by row.")
    return generation.without_graph(ready)


def _rebuild(
    settings: Settings,
    content: Content,
    cache: VectorCache,
    embedder: Embedder,
    builder: Builder,
    progress: Progress,
) -> Generation:
    from chromadb.errors import ChromaError

    last = generation.current(settings.index_dir)
    if last is not None and last.fingerprint == content.fingerprint(embedder.id):
        generation.set_aside(settings.index_dir, last)
        last = None
    _room(settings, content, last)
    try:
        if last is not None and builder.worth_copying(last):
            changed = [key for key, state in content.states().items() if last.states.get(key) != state]
            embed_missing(content, cache, embedder, progress, changed)
            try:
                return _finished(settings, builder.from_last(last), embedder)
            except (BrokenIndexError, OSError, ValueError, sqlite3.Error, ChromaError) as error:
                log.warning("The last index cannot be added to (%s); building it anew.", error)
        embed_missing(content, cache, embedder, progress)
        return _finished(settings, builder.whole(), embedder)
    except (OSError, sqlite3.Error, ChromaError) as error:
        raise StoreError(
            f"The index cannot be written ({error}). Make room in {settings.index_dir}, and see that it can be "
            "written; the documents are stored, and the next start indexes them."
        ) from error
    finally:
        generation.tidy(settings.index_dir)


def _finished(settings: Settings, built: Generation, embedder: Embedder) -> Generation:
    if not generation.check(built, where(settings), embedder.id):
        built = _without_graph(built)
    generation.switch(settings.index_dir, built)
    return built


def _room(settings: Settings, content: Content, last: Generation | None) -> None:
    """Sees that there is room: Chroma takes two minutes a batch to find out that there is none.

    Raises:
        StoreError: there is not.
    """
    needed = EMPTY_BYTES + max(ROW_BYTES * len(content.passages), generation.size(last) if last is not None else 0)
    settings.index_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.index_dir).free
    if free < needed:
        raise StoreError(
            f"The index needs some {needed / 1e6:.0f} MB in {settings.index_dir}, and {free / 1e6:.0f} MB are free. "
            "Make room; the documents are stored, and the next start indexes them."
        )


def where(settings: Settings) -> str:
    """The corpus database as the check takes it: a path or a URL."""
    return settings.database_url.get_secret_value() or str(settings.database)
