"""Token vectors of sentences for the rerank: of which texts they are, and where they are found.

A small corpus keeps them exactly, from the bare sentence. A large one (or ``LECTERN_TOKEN_VECTORS=bits``)
keeps a bit a number, from the text that is embedded for the sentence anyway, so that each sentence goes
through the model once instead of twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bot.index.content import Content, text_hash
from bot.index.maxsim import BITS, EXACT, unpack
from bot.learned.encoder import Embedder
from bot.model import Sentence
from bot.sources.vectors import VectorCache

Floats = npt.NDArray[np.float32]
SMALL = 20_000
"""Sentences up to which "auto" keeps token vectors exactly."""
REMEMBERED = 2_000
"""Sentences whose token vectors are kept in memory."""


def form_of(setting: str, sentences: int) -> bytes:
    """The form in which a corpus of so many sentences keeps its token vectors."""
    if setting == "auto":
        return EXACT if sentences <= SMALL else BITS
    return EXACT if setting == "exact" else BITS


def jobs(content: Content, source_id: str, form: bytes) -> Iterator[tuple[str, str | None]]:
    """Each text to embed for a source, and the head to leave out of its token vectors.

    The head is "" where nothing is left out and None where no token vectors are kept.
    """
    for passage in content.packed[source_id].all_passages():
        yield content.embedded_text(passage), None
        for sentence in passage.sentences:
            yield content.embedded_text(passage, sentence), content.head(passage) if form == BITS else None
            if form == EXACT:
                yield sentence.text, ""


class TokenVectors:
    """Reads token vectors of sentences; what is not kept is made now."""

    def __init__(self, content: Content, cache: VectorCache, embedder: Embedder) -> None:
        self._content = content
        self._cache = cache
        self._embedder = embedder
        self._known: dict[str, Floats] = {}

    def of(self, sentences: Sequence[Sentence]) -> list[Floats]:
        """The vectors of each sentence's word pieces, (pieces, dimensions)."""
        known = self._known if len(self._known) < REMEMBERED else {}
        missing = [sentence for sentence in sentences if sentence.text not in known]
        if missing:
            self._known = known = {**known, **self._read(missing)}
        return [known[sentence.text] for sentence in sentences]

    def _read(self, sentences: Sequence[Sentence]) -> dict[str, Floats]:
        bare = {sentence.text: text_hash(sentence.text) for sentence in sentences}
        headed = {sentence.text: text_hash(self._headed(sentence)) for sentence in sentences}
        held = self._cache.tokens({*bare.values(), *headed.values()})
        found: dict[str, Floats] = {}
        for text in bare:
            packed = held.get(bare[text]) or held.get(headed[text])
            if packed is not None:
                found[text] = unpack(packed, self._embedder.dimensions)
        lost = [text for text in bare if text not in found]
        found.update((text, one.tokens) for text, one in zip(lost, self._embedder.encode(lost), strict=True))
        return found

    def _headed(self, sentence: Sentence) -> str:
        return self._content.embedded_text(self._content.passage_by_id[sentence.passage_id], sentence)
