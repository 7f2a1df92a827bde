"""Brings a topic's own files into the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.model import Topic
from bot.sources.document import Document
from bot.sources.labelling import labels_of
from bot.sources.origins import is_own
from bot.sources.passages import CountTokens, make_passages, make_source
from bot.sources.readers import read_file, read_once
from bot.sources.reading.limits import Limits
from bot.sources.store import Store
from bot.topics import read_topic_file


def sync_topic(
    store: Store, topic: Topic, corpus_dir: Path, count_tokens: CountTokens, limits: Limits | None = None
) -> int:
    """Stores the topic's own files where they have changed; returns how many had.

    Raises:
        SourceError: a file cannot be read.
        StoreError: another process is writing and does not end in time.
    """
    data = read_topic_file(corpus_dir, topic.id)
    kept = store.path.parent / "read"
    documents = [
        (entry, read_once(Path(topic.folder) / entry.file, kept, limits or Limits())) for entry in data.sources
    ]
    made = [(make_source(document, topic.id, entry.file), document, entry) for entry, document in documents]
    held = {source.id: source for source in store.sources(topic.id)}
    wanted = {source.id for source, _, _ in made}
    stale = [old for old in held.values() if old.id not in wanted and is_own(old.origin)]
    rows = [
        (source, make_passages(source, document, count_tokens, labels_of(document, topic, entry.paragraphs)))
        for source, document, entry in made
    ]
    changed = [(source, passages) for source, passages in rows if store.differs(source, passages)]
    if not changed and not stale:
        return 0
    with store.writing():
        for source, passages in changed:
            store.put(source, passages)
        for old in stale:
            store.remove(old.id)
    return len(changed) + len(stale)


def named(document: Document, topic: Topic, limits: Limits) -> Document:
    """The document with its publisher by name where only its domain was found and the topic knows whose it is."""
    if "." not in document.publisher:
        return document
    for entry in topic.files:
        if not entry.endswith(".md"):
            continue
        own = read_file(Path(topic.folder) / entry, limits)
        if own.publisher and document.publisher in own.url:
            same = own.title.casefold() == document.title.casefold()
            return replace(document, publisher=own.publisher, url=document.url or (own.url if same else ""))
    return document
