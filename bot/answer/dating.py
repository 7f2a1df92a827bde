"""The sentences of the documents that give a year, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.lexicon import figures
from bot.model import Passage, Sentence, Source
from bot.search.content import Content


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence that gives a year: its earliest year, and the spans of all of them in its text."""

    year: int
    marks: tuple[tuple[int, int], ...]
    sentence: Sentence
    passage: Passage

    @property
    def shown(self) -> str:
        """The earliest year as it is written: "2000", "1990s"."""
        text = self.sentence.text
        start, end = next(mark for mark in self.marks if text[slice(*mark)] == str(self.year))
        return text[start:end] + "s" * text.startswith("s", end)


def dated(content: Content, sources: Sequence[Source], most: int) -> list[Dated]:
    """The dated sentences of some sources, the earliest first; of more than ``most`` some, spread over all."""
    found = []
    for source in sources:
        for passage in content.passages_of(source.id):
            for sentence in passage.sentences:
                years = [(value, start, end) for value, start, end, kind in figures(sentence.text) if kind == "year"]
                if years:
                    marks = tuple((start, end) for _, start, end in years)
                    found.append(Dated(min(int(value) for value, _, _ in years), marks, sentence, passage))
    found.sort(key=lambda one: one.year)
    return found[:: max(1, -(-len(found) // most))]
