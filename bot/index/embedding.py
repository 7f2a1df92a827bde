"""Embeds what has no vector yet: in batches of like length, stored as it goes, so that a kill loses one batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.index.content import Content, text_hash
from bot.index.maxsim import EXACT, pack
from bot.index.tokens import jobs
from bot.learned.batches import Floats
from bot.learned.encoder import BATCH, Embedder
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
    form: bytes = EXACT,
    only: Sequence[str] | None = None,
) -> int:
    """Embeds the texts without a vector of all sources or of ``only`` some; returns how many there were."""
    source_ids = list(content.packed) if only is None else list(only)
    total = sum(len(window) for window in _missing(content, cache, form, source_ids))
    heads: dict[str, str | None] = {}
    lengths: dict[str, int] = {}

    def batches() -> Iterator[list[str]]:
        for window in _missing(content, cache, form, source_ids):
            heads.clear()
            heads.update(window)
            texts = sorted(window, key=lambda text: (-len(text), text))
            size = BATCH * BATCHES
            yield from (texts[at : at + size] for at in range(0, len(texts), size))

    for batch in progress(batches(), total, "Embedding"):
        rows: dict[str, tuple[Floats, bytes | None]] = {}
        for text, one in zip(batch, embedder.encode(batch), strict=True):
            head = heads[text]
            if head is None:
                rows[text_hash(text)] = (one.vector, None)
                continue
            if head not in lengths:
                lengths[head] = len(embedder.token_ids(f"{head}.")) if head else 0
            rows[text_hash(text)] = (one.vector, pack(one.tokens[lengths[head] :], form))
        cache.add(rows)
    return total


def _missing(
    content: Content, cache: VectorCache, form: bytes, source_ids: Iterable[str]
) -> Iterator[dict[str, str | None]]:
    """The texts to embed with the head to leave out of their token vectors, a window at a time."""
    window: dict[str, str | None] = {}
    for source_id in source_ids:
        for text, head in jobs(content, source_id, form):
            if window.get(text) is None:
                window[text] = head
        if len(window) >= WINDOW:
            yield _without_known(window, cache)
            window = {}
    if window:
        yield _without_known(window, cache)


def _without_known(window: dict[str, str | None], cache: VectorCache) -> dict[str, str | None]:
    hashes = {text: text_hash(text) for text in window}
    known = cache.known(hashes.values())
    return {text: head for text, head in window.items() if hashes[text] not in known}
