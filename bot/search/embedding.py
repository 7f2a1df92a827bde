"""Embeds what has no vector yet: in batches of like length, stored as it goes, so that a kill loses one batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.learned.encoder import BATCH, Embedder
from bot.search.content import Content, text_hash
from bot.search.sentences import Texts
from bot.sources.vectors import VectorCache

Progress = Callable[[Iterable[list[str]], int, str], Iterable[list[str]]]
"""Wraps batches of texts with a progress bar: (batches, how many texts in all, what is being done)."""
BATCHES = 4
"""Batches of the model that are embedded and stored at a time."""
WINDOW = 8_192
"""Texts that are sorted by length together: enough that little is padded, and no more in memory than that."""


def silent(batches: Iterable[list[str]], _total: int, _what: str) -> Iterable[list[str]]:
    """A progress bar that shows nothing."""
    return batches


def embed_missing(
    content: Content,
    cache: VectorCache,
    embedder: Embedder,
    progress: Progress = silent,
    only: Sequence[str] | None = None,
) -> int:
    """Embeds the texts without a vector of all sources or of ``only`` some; returns how many there were."""
    source_ids = list(content.packed) if only is None else list(only)
    total = sum(len(window) for window in _missing(content, cache, source_ids))

    def batches() -> Iterator[list[str]]:
        for window in _missing(content, cache, source_ids):
            texts = sorted(window, key=lambda text: (-len(text), text))
            size = BATCH * BATCHES
            yield from (texts[at : at + size] for at in range(0, len(texts), size))

    for batch in progress(batches(), total, "Embedding"):
        cache.add(dict(zip(map(text_hash, batch), embedder.vectors(batch), strict=True)))
    return total


def _missing(content: Content, cache: VectorCache, source_ids: Iterable[str]) -> Iterator[list[str]]:
    """The texts to embed, a window at a time."""
    window: dict[str, None] = {}
    for source_id in source_ids:
        for passage in content.packed[source_id].all_passages():
            window.update(dict.fromkeys(Texts.of(content, passage)))
        if len(window) >= WINDOW:
            yield _without_known(window, cache)
            window = {}
    if window:
        yield _without_known(window, cache)


def _without_known(window: Iterable[str], cache: VectorCache) -> list[str]:
    hashes = {text: text_hash(text) for text in window}
    known = cache.known(hashes.values())
    return [text for text in hashes if hashes[text] not in known]
