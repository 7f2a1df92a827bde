"""A source with its passages and sentences as numbers; the objects are made when they are looked at.

A hundred thousand passages as objects take half a gigabyte and seconds to make; as offsets into the
text of their source they take some megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from bot.model import Passage, Sentence, Source, Voice

Ints = npt.NDArray[np.int32]
Label = tuple[str, str]
ORDINAL, PARAGRAPH, START, END, LABEL, SECTION, FIRST, COUNT = range(8)
"""The columns of :attr:`PackedSource.passages`; FIRST and COUNT say which sentences are a passage's."""


@dataclass(frozen=True, slots=True, eq=False)
class PackedSource:
    """One source.

    ``passages`` (n, 8) are those with sentences, ``heads`` (m, 8) those without, both by ordinal;
    ``sentences`` (s, 3) hold start, end and label. ``state`` changes whenever anything of it does.
    """

    source: Source
    state: str
    passages: Ints
    heads: Ints
    sentences: Ints
    labels: tuple[Label, ...]
    sections: tuple[str, ...]

    def passage(self, row: int) -> Passage:
        """The passage in that row, with its sentences."""
        return self._made(self.passages[row])

    def head(self, row: int = 0) -> Passage:
        """The passage without sentences in that row."""
        return self._made(self.heads[row])

    def row_of(self, ordinal: int) -> int:
        """The row of the passage with that ordinal, or -1."""
        return _row(self.passages, ordinal)

    def head_row_of(self, ordinal: int) -> int:
        """The row of the head with that ordinal, or -1."""
        return _row(self.heads, ordinal)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs it has."""
        return int(self.passages[-1, PARAGRAPH]) if len(self.passages) else 0

    def all_passages(self) -> Iterator[Passage]:
        """Every passage with sentences, in order."""
        return (self.passage(row) for row in range(len(self.passages)))

    def sections_of_passages(self) -> list[str]:
        """The sections that passages stand in, each once, in order."""
        return [self.sections[at] for at in dict.fromkeys(self.passages[:, SECTION].tolist())]

    def sentence_spans(self, row: int) -> list[tuple[int, int]]:
        """Start and end of each sentence of a passage."""
        first, count = int(self.passages[row, FIRST]), int(self.passages[row, COUNT])
        return [(int(a), int(b)) for a, b in self.sentences[first : first + count, :2]]

    def _made(self, numbers: Ints) -> Passage:
        ordinal, paragraph, start, end, label, section, first, count = (int(n) for n in numbers)
        text, passage_id = self.source.text, f"{self.source.id}-{ordinal}"
        sentences = []
        for at, (a, b, own) in enumerate(self.sentences[first : first + count].tolist()):
            side, voice = self.labels[own]
            sentences.append(
                Sentence(
                    f"{passage_id}.{at}", passage_id, self.source.id, at, a, b, text[a:b], side, cast(Voice, voice)
                )
            )
        side, voice = self.labels[label]
        return Passage(
            passage_id, self.source.id, ordinal, self.sections[section], paragraph, start, end, text[start:end], side,
            cast(Voice, voice), tuple(sentences),
        )  # fmt: skip


def pack(source: Source, state: str, passages: Sequence[Any], sentences: Sequence[Any]) -> PackedSource:
    """Packs rows of the tables: passages by ordinal, sentences in any order."""
    labels: dict[Label, int] = {}
    sections: dict[str, int] = {}
    by_passage: dict[str, list[Any]] = {row.id: [] for row in passages}
    for row in sentences:
        by_passage[row.passage_id].append(row)
    kept: list[tuple[int, ...]] = []
    heads: list[tuple[int, ...]] = []
    spans: list[tuple[int, int, int]] = []
    for row in passages:
        own = sorted(by_passage[row.id], key=lambda line: line.ordinal)
        label = labels.setdefault((row.side, row.voice), len(labels))
        section = sections.setdefault(row.section, len(sections))
        numbers = (row.ordinal, row.paragraph, row.start, row.end, label, section, len(spans), len(own))
        (kept if own else heads).append(numbers)
        spans.extend((line.start, line.end, labels.setdefault((line.side, line.voice), len(labels))) for line in own)
    return PackedSource(
        source, state, _array(kept, 8), _array(heads, 8), _array(spans, 3), tuple(labels), tuple(sections)
    )


def _array(rows: list[Any], columns: int) -> Ints:
    return np.array(rows, dtype=np.int32).reshape(-1, columns)


def _row(passages: Ints, ordinal: int) -> int:
    # As a rule they are numbered without gaps, and then no search is needed.
    row = ordinal - int(passages.item(0, ORDINAL)) if len(passages) else 0
    if 0 <= row < len(passages) and passages.item(row, ORDINAL) == ordinal:
        return row
    row = int(np.searchsorted(passages[:, ORDINAL], ordinal))
    return row if row < len(passages) and passages[row, ORDINAL] == ordinal else -1
