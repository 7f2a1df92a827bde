"""Offers further questions, each of which the corpus is known to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from bot.answer.reader import Reader
from bot.learned.batches import Floats

OFFERED = 3
SECTION = "What is said under “{}”?"


class Suggestions:
    """The topic's own questions and one for each section, checked by asking them."""

    def __init__(self, reader: Reader, answers: Callable[[str], bool]) -> None:
        self._reader = reader
        topic = reader.content.topic
        made = [SECTION.format(section) for section in reader.content.sections()[:20]]
        self._candidates = tuple(dict.fromkeys([*topic.examples, *topic.questions, *made]))
        self._vectors: Floats | None = None
        self._answers = lru_cache(maxsize=512)(answers)

    def check(self) -> Iterator[bool]:
        """Asks every candidate once, one after the other, so that offering is quick later; whether each is answered."""
        return map(self._answers, self._candidates)

    def answered(self, question: str) -> bool:
        """Whether the corpus answers a question."""
        return self._answers(question)

    def offer(self, question: str, asked: Iterable[str]) -> tuple[str, ...]:
        """Questions near to the one just answered and not yet asked, those that the corpus answers."""
        used = {_key(one) for one in (question, *asked)}
        out: list[str] = []
        for candidate in self._nearest(question):
            if _key(candidate) not in used and self._answers(candidate):
                out.append(candidate)
            if len(out) == OFFERED:
                break
        return tuple(out)

    def _nearest(self, question: str) -> Sequence[str]:
        if not self._candidates:
            return ()
        embedder = self._reader.ranker.embedder
        here = embedder.query(question).vector
        if self._vectors is None:
            self._vectors = np.stack([one.vector for one in embedder.encode(self._candidates)])
        nearness = self._vectors @ here
        # What is nearly the same question adds nothing; put it last.
        nearness[nearness > 0.9] -= 2.0
        return [self._candidates[int(at)] for at in np.argsort(-nearness, kind="stable")]


def _key(question: str) -> str:
    return " ".join(question.lower().strip(" ?!.").split())
