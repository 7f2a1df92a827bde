"""How well an embedding model finds the sentence that answers, on what nobody trained on: plain cosines, nothing else.

A sentence scores its cosine and that of it with the one before; a follow-up's vector is ``LAST`` of its own question
and the rest of the last two joined. Articles of invented facts with their questions (``data/articles``) and SQuAD 2.0's
measuring half, forty questions over each of its articles.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.learned.encoder import Embedder
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_path
from evals.outside.squad import read_squad
from evals.training.lessons import sentences_of

Floats = npt.NDArray[np.float32]
LAST = 0.35
FIRST = (1, 2, 3, 5)
OWN, HALVES = Path(__file__).parents[1] / "strangers", ("open", "held")
"""Articles of Lectern's own with questions, half of which nobody who tunes may look at."""
SAMPLED = 40
"""Questions of each of SQuAD's articles."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions over the sentences of one text; the places of those that answer, for each question."""

    sentences: tuple[str, ...]
    starts: frozenset[int]
    """Places of sentences that begin a paragraph."""
    turns: tuple[tuple[str, ...], ...]
    answers: tuple[frozenset[int], ...]


def hits(asked: Sequence[Asked], embedder: Embedder) -> dict[str, float]:
    """The share of questions for which an answering sentence is among the first ones, by how many."""
    ranks = np.concatenate([_ranks(one, embedder) for one in asked])
    return {"questions": len(ranks), **{f"@{k}": round(float((ranks < k).mean()), 3) for k in FIRST}}


def sets(data: Path) -> Iterator[tuple[str, list[Asked]]]:
    """Every set that is there, by name."""
    for path in sorted((data / "articles").glob("*.json")):
        for name, follow_ups in (("single", False), ("follow-ups", True)):
            yield f"{path.stem}, {name}", [article(path, follow_ups)]
    for path in sorted(OWN.glob("*.md")):
        for half in HALVES:
            cases = OWN / half / f"{path.stem}.json"
            yield f"{path.stem}, {half} half, single", [article(cases, False, path)]
    yield "SQuAD, measuring half", list(_squad(data / "squad2.jsonl"))


def article(path: Path, follow_ups: bool, text: Path | None = None) -> Asked:
    """The answerable questions of an article: those that stand alone, or those with a turn before them."""
    document = read_path(text or path.with_suffix(".md"), Limits())
    paragraphs = [sentences_of(paragraph.text) for paragraph in document.paragraphs]
    cases = [
        case
        for case in json.loads(path.read_text(encoding="utf-8"))
        if case["sentences"] and not case["abstain"] and case["kind"] not in ("near", "far", "premise")
        and (len(case["turns"]) > 1) is follow_ups
    ]  # fmt: skip
    return _asked(
        paragraphs,
        [tuple(case["turns"]) for case in cases],
        [partial(_holds_gold, case["sentences"]) for case in cases],
    )


def _squad(path: Path) -> Iterator[Asked]:
    outside, chance = read_squad(path), random.Random(0)
    for number, document in enumerate(outside.documents):
        mine = [question for question in outside.questions if question.document == number]
        mine = chance.sample(mine, min(SAMPLED, len(mine)))
        yield _asked(
            [sentences_of(paragraph.text) for paragraph in document.paragraphs],
            [(question.text,) for question in mine],
            [partial(_holds_answer, question.answers) for question in mine],
        )


def _holds_gold(golds: Sequence[str], text: str) -> bool:
    return any(gold[:60] in text or text in gold for gold in golds)


def _holds_answer(answers: Sequence[str], text: str) -> bool:
    return any(answer in text for answer in answers)


def _asked(
    paragraphs: Sequence[Sequence[str]], turns: Sequence[tuple[str, ...]], right: Sequence[Callable[[str], bool]]
) -> Asked:
    sentences = tuple(sentence for paragraph in paragraphs for sentence in paragraph)
    lengths = [len(paragraph) for paragraph in paragraphs]
    starts = frozenset(sum(lengths[:at]) for at in range(len(lengths)))
    answers = tuple(frozenset(at for at, text in enumerate(sentences) if answers(text)) for answers in right)
    return Asked(sentences, starts, tuple(turns), answers)


def _ranks(asked: Asked, embedder: Embedder) -> npt.NDArray[np.int64]:
    """How many sentences stand before the first that answers, for each question; all where none does."""
    both = [
        text if at in asked.starts else f"{asked.sentences[at - 1]} {text}" for at, text in enumerate(asked.sentences)
    ]
    alone, around = _vectors(asked.sentences, embedder), _vectors(both, embedder)
    last = _vectors([turns[-1] for turns in asked.turns], embedder)
    joined = _vectors([" ".join(turns[-2:]) for turns in asked.turns], embedder)
    several = np.array([len(turns) > 1 for turns in asked.turns])[:, None]
    questions = np.where(several, LAST * last + (1 - LAST) * joined, last)
    scores = questions @ (alone + around).T
    best = np.array(
        [max((row[at] for at in answers), default=-np.inf) for row, answers in zip(scores, asked.answers, strict=True)]
    )
    return np.asarray((scores > best[:, None]).sum(axis=1), dtype=np.int64)


def _vectors(texts: Sequence[str], embedder: Embedder) -> Floats:
    return np.stack([one.vector for one in embedder.encode(texts)])
