"""Questions with the sentences that answer them, from the sets that are there for training.

SQuAD 1.1's articles that 2.0 does not have (Rajpurkar et al. 2016), FairytaleQA (Xu et al. 2022), QAMR (Michael et al.
2018), the questions of TREC CAsT as people rewrote them to stand alone (Dalton et al. 2020), and pairs of SNLI,
MultiNLI and ConjNLI, whose hypothesis asks for its premise. What is there for measuring is not read here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sources.sentences import sentence_spans
from evals.outside.files import field, json_lines
from evals.outside.squad import read_squad

QAMR, PAIRS = 9_000, 9_000
"""Questions of QAMR and pairs of sentences that are taken, by chance: there are many of one kind."""
HELD_OUT = 12
"""One document in so many, of SQuAD and FairytaleQA, is not trained on but chooses when to stop."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, the sentence that answers it, the one before that (or ""), and one that stands near (or "").

    ``sentence`` is "" where only the question is known. ``group`` says which set it is of; ``held_out`` lessons
    measure and are not learned from.
    """

    question: str
    sentence: str = ""
    before: str = ""
    near: str = ""
    group: str = ""
    held_out: bool = False

    @property
    def both(self) -> str:
        """The sentence with the one before it."""
        return f"{self.before} {self.sentence}".strip()


def read_lessons(folder: Path, seed: int = 0) -> list[Lesson]:
    """All lessons of a folder of training data, in a fixed order.

    Raises:
        DataError: a file is missing or lacks a field.
    """
    chance = random.Random(seed)
    return [
        *_squad(folder / "squad11_extra.jsonl", chance),
        *_fairytales(folder / "fairytaleqa.jsonl", chance),
        *chance.sample(list(_qamr(folder / "qamr.jsonl")), QAMR),
        *_conversations(folder / "followups.jsonl"),
        *chance.sample(list(_pairs(folder / "entailment.jsonl")), PAIRS),
    ]


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph, as Lectern splits them."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _squad(path: Path, chance: random.Random) -> Iterator[Lesson]:
    outside = read_squad(path)
    split = [[sentences_of(paragraph.text) for paragraph in document.paragraphs] for document in outside.documents]
    for question in outside.questions:
        held_out = question.document % HELD_OUT == 0
        sentences = split[question.document][question.paragraph]
        yield from _lesson(question.text, question.answers, sentences, "squad", held_out, chance)


def _fairytales(path: Path, chance: random.Random) -> Iterator[Lesson]:
    for number, story in json_lines(path):
        split = {name: sentences_of(text) for name, text in field(story, "sections", path, number).items()}
        for item in field(story, "questions", path, number):
            sentences = split.get(str(item["section"]), [])
            if item["explicit"] and sentences:
                held_out = number % HELD_OUT == 0
                yield from _lesson(item["question"], item["answers"], sentences, "fairytales", held_out, chance)


def _qamr(path: Path) -> Iterator[Lesson]:
    rows = [(field(row, "sentence", path, number), field(row, "questions", path, number)) for number, row in
            json_lines(path)]  # fmt: skip
    for at, (sentence, questions) in enumerate(rows):
        for item in questions:
            yield Lesson(item["question"], sentence, near=rows[at - 1][0], group="qamr")


def _conversations(path: Path) -> Iterator[Lesson]:
    for number, row in json_lines(path):
        for turn in field(row, "turns", path, number):
            yield Lesson(turn["standalone"], group="conversations")


def _pairs(path: Path) -> Iterator[Lesson]:
    rows = [row for _, row in json_lines(path) if not row["set"].startswith("fever")]
    for at, row in enumerate(rows):
        premise, other = row["premise"], rows[at - 1]["premise"]
        yield Lesson(row["hypothesis"], premise, near="" if other == premise else other, group="pairs")


def _lesson(
    question: str, answers: Sequence[str], sentences: Sequence[str], group: str, held_out: bool, chance: random.Random
) -> Iterator[Lesson]:
    """The lesson of one question, if its answer stands in a sentence of the paragraph."""
    asked = _words(question)
    holding = [at for at, one in enumerate(sentences) if any(answer.lower() in one.lower() for answer in answers)]
    if not holding:
        return
    at = max(holding, key=lambda at: (len(asked & _words(sentences[at])), -at))
    others = [other for other in range(len(sentences)) if other != at]
    near = sentences[chance.choice(others)] if others else ""
    yield Lesson(question, sentences[at], sentences[at - 1] if at else "", near, group, held_out)


def _words(text: str) -> set[Any]:
    return set(re.findall(r"\w+", text.lower()))
