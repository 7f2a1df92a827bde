"""Indexes outside documents through the real store, Chroma and FTS5."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.learned.encoder import Embedder
from bot.model import Topic
from bot.search.building import Builder
from bot.search.content import Content
from bot.search.embedding import Progress, embed_missing, silent
from bot.search.opening import assemble
from bot.search.retriever import Ranker
from bot.settings import Settings
from bot.sources.document import Document
from bot.sources.passages import make_passages, make_source
from bot.sources.store import Store
from bot.sources.vectors import VectorCache


def index_documents(
    folder: Path, name: str, documents: Iterable[Document], embedder: Embedder, progress: Progress = silent
) -> Ranker:
    """A ranker over the documents as a topic of that name, with its data in ``folder``.

    The ``n``-th document's source has the origin ``n`` in five digits. Texts embedded once are taken from
    the store. The generation is not checked in a child process, so that many small corpora can be made.
    """
    settings = Settings(data_dir=folder, topic=name)
    store = Store(settings.database)
    for number, document in enumerate(documents):
        source = make_source(document, name, f"{number:05d}")
        store.put(source, make_passages(source, document, embedder.count_tokens))
    content = Content.read(store, Topic(id=name, title=name, resolution="", sides=()))
    cache = VectorCache(store.engine, embedder.id)
    embed_missing(content, cache, embedder, progress)
    built = Builder(settings.index_dir / name, content, cache, embedder, local=True).whole()
    return Ranker(assemble(content, built, cache), embedder)
