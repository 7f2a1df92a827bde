"""A brief and the article that it tells: which is whose, and which sentence of the one is which of the other.

A brief goes through its article in order and keeps its figures and names, so that shared words, weighed by how rare
they are, find the counterpart: first of each paragraph, then of each sentence within its paragraph, never back past
the counterpart of the one before (dynamic programming over the sums of cosines).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.model import Passage, Sentence, Source
from bot.sources.citing import is_brief
from bot.sources.document import Document

STEM = 5
"""Letters of a word that count: enough to tell words apart, few enough for their endings not to."""
Paragraphs = Sequence[Sequence[str]]
"""The sentences of each paragraph."""
Counterparts = list[list[tuple[int, int]]]
"""For each sentence of each paragraph of a brief, paragraph and sentence of the original, from 0."""
_WORD = re.compile(r"[^\W_]+")
_Weights = dict[str, float]


def tells(brief: Source | Document, other: Source | Document) -> bool:
    """Whether ``other`` is the article that ``brief`` is a brief of: it has its address, or its title."""
    if not is_brief(brief.kind) or is_brief(other.kind):
        return False
    same_title = _folded(brief.title) == _folded(other.title) != ""
    return same_title or (bool(brief.url) and brief.url == other.url)


def originals_of(sources: Iterable[Source]) -> dict[str, Source]:
    """For each brief among the sources whose article is among them too: its id, and the article."""
    all_of = list(sources)
    pairs = ((brief, next((one for one in all_of if tells(brief, one)), None)) for brief in all_of)
    return {brief.id: original for brief, original in pairs if original is not None}


def aligned(brief: Paragraphs, original: Paragraphs) -> Counterparts:
    """The counterpart of each sentence of a brief in its original; none at all where either has no sentence."""
    held = Counter(word for paragraphs in (brief, original) for one in paragraphs for s in one for word in _words(s))
    total = sum(map(len, brief)) + sum(map(len, original))
    rarity = {word: math.log1p(total / count) for word, count in held.items()}
    there = [at for at, paragraph in enumerate(original) if paragraph]
    told = [at for at, paragraph in enumerate(brief) if paragraph]
    if not there or not told:
        return [[] for _ in brief]
    whole = [" ".join(original[at]) for at in there]
    found: Counterparts = [[] for _ in brief]
    steps = _path(_likeness([" ".join(brief[at]) for at in told], whole, rarity))
    for at, step in zip(told, steps, strict=True):
        paragraph = there[step]
        sentences = _path(_likeness(brief[at], original[paragraph], rarity))
        found[at] = [(paragraph, sentence) for sentence in sentences]
    return found


def counterparts(brief: Sequence[Passage], original: Sequence[Passage]) -> list[tuple[Sentence, Sentence]]:
    """Each sentence of a stored brief with the sentence of the stored original that it tells."""
    own, others = _by_paragraph(brief), _by_paragraph(original)
    pairs = aligned([[s.text for s in one] for one in own], [[s.text for s in one] for one in others])
    return [
        (sentence, others[paragraph][at])
        for sentences, places in zip(own, pairs, strict=True)
        for sentence, (paragraph, at) in zip(sentences, places, strict=False)
    ]


def _by_paragraph(passages: Sequence[Passage]) -> list[list[Sentence]]:
    found: dict[int, list[Sentence]] = {}
    for passage in passages:
        found.setdefault(passage.paragraph, []).extend(passage.sentences)
    return list(found.values())


def _likeness(texts: Sequence[str], others: Sequence[str], rarity: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """The cosines of the texts' words with the others', shape (texts, others)."""
    rows, columns = ([{word: rarity[word] for word in _words(text)} for text in each] for each in (texts, others))
    return np.array([[_cosine(one, other) for other in columns] for one in rows])


def _cosine(one: _Weights, other: _Weights) -> float:
    product = sum(weight * other[word] for word, weight in one.items() if word in other)
    sizes = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return product / sizes if sizes else 0.0


def _path(likeness: npt.NDArray[np.float64]) -> list[int]:
    """A column for each row, never one before that of the row above, with the largest sum."""
    sums = likeness[:1].copy()
    came: list[npt.NDArray[np.int_]] = []
    for row in likeness[1:]:
        best = np.array([int(sums[-1, : at + 1].argmax()) for at in range(len(row))])
        came.append(best)
        sums = np.vstack([sums, row + sums[-1][best]])
    path = [int(sums[-1].argmax())]
    for best in reversed(came):
        path.append(int(best[path[-1]]))
    return path[::-1]


def _words(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(text.casefold())}


def _folded(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))
