"""Distils the bundled embedding model from a larger one: ``python -m evals train encoder``.

Each step takes questions with their sentences and with sentences that stand near them, half of the time each with the
sentence before it. The student learns the teacher's cosines between them, as a softmax over the step's sentences and
as they are, and the sentence that answers. Word vectors stay as they were, so that what is learned is small.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.learned.bundled import bundled_folder
from evals.training.lessons import Lesson
from evals.training.teacher import Teacher

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

QUESTIONS = 48
"""Questions of a step."""
TEMPERATURE = 0.05
"""Of the softmax over a step's cosines."""
COSINES, ANSWERS = 20.0, 0.3
"""What the squared error of the cosines, and the answering sentence, count beside the softmax."""
RATE, WARMING, LENGTH = 4e-5, 0.05, 128
"""The highest learning rate, the share of the time in which it rises, and the word pieces read of a text."""
TOGETHER = 24
"""Texts that go through the student together."""
MEASURED = 100
"""Steps after which the held-out lessons are measured and the student is saved if it is the best so far."""


@dataclass(frozen=True, slots=True)
class Step:
    """Texts that are compared with each other: the answer to a question stands at the question's own place."""

    questions: list[str]
    sentences: list[str]
    answered: list[int]
    """The places of questions whose sentence is known."""


def steps(lessons: Sequence[Lesson], chance: random.Random) -> Iterator[Step]:
    """Steps without end, each lesson once before any comes again."""
    while True:
        order = chance.sample(list(lessons), len(lessons))
        for at in range(0, len(order) - QUESTIONS + 1, QUESTIONS):
            yield step_of(order[at : at + QUESTIONS], chance)


def step_of(lessons: Sequence[Lesson], chance: random.Random) -> Step:
    """One step; a lesson without a sentence is compared with those of the others."""
    known = [lesson for lesson in lessons if lesson.sentence]
    known += [lesson for lesson in lessons if not lesson.sentence]
    sentences = [lesson.both if chance.random() < 0.5 else lesson.sentence for lesson in known if lesson.sentence]
    answered = list(range(len(sentences)))
    near = [lesson.near for lesson in known if lesson.near]
    seen = set(sentences)
    sentences += [text for text in dict.fromkeys(near) if text not in seen]
    return Step([lesson.question for lesson in known], sentences, answered)


def texts_of(lessons: Sequence[Lesson]) -> list[str]:
    """All that a step may hold of these lessons."""
    texts = {text for one in lessons for text in (one.question, one.sentence, one.both, one.near)}
    return sorted(texts - {""})


def train(
    lessons: Sequence[Lesson],
    teacher: Teacher,
    folder: Path,
    seconds: float,
    told: Callable[[str], None],
    seed: int = 0,
) -> dict[str, Any]:
    """Trains for so many seconds; keeps in ``folder`` the student that is best on the held-out lessons."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    student = SentenceTransformer(str(bundled_folder()), device="cpu")
    learned = [value for name, value in student.named_parameters() if "word_embeddings" not in name]
    for name, value in student.named_parameters():
        value.requires_grad = "word_embeddings" not in name
    optimizer = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
    held_out = [lesson for lesson in lessons if lesson.held_out]
    taught = steps([lesson for lesson in lessons if not lesson.held_out], random.Random(seed))
    best = {"step": 0, **measured(student, held_out)}
    told(f"before: {best}")
    began, number, losses = time.monotonic(), 0, []
    while (spent := time.monotonic() - began) < seconds:
        for group in optimizer.param_groups:
            group["lr"] = RATE * _schedule(spent / seconds)
        step = next(taught)
        loss = _loss(student, step, teacher)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        number += 1
        if number % MEASURED == 0:
            now = {"step": number, **measured(student, held_out)}
            told(f"{spent:5.0f} s: loss {np.mean(losses[-MEASURED:]):.3f}, {now}")
            best = _better(best, now, student, folder, seconds)
    return _better(best, {"step": number, **measured(student, held_out)}, student, folder, seconds)


def _better(
    best: dict[str, Any], now: dict[str, Any], student: SentenceTransformer, folder: Path, seconds: float
) -> dict[str, Any]:
    """The better of two measures; a student that is as good as the best so far is kept with its own beside it."""
    if now["first"] + now["three"] < best["first"] + best["three"]:
        return best
    keep(student, folder)
    told = {"held_out": now, "seconds planned": seconds, "rate": RATE, "questions a step": QUESTIONS}
    (folder / "trained.json").write_text(json.dumps(told, indent=1))
    return now


def keep(student: SentenceTransformer, folder: Path) -> None:
    """Saves the student, whole or not at all."""
    part = folder.with_name(f"{folder.name}.part")
    student.save(str(part))
    for entry in part.rglob("*"):
        if entry.is_file():
            place = folder / entry.relative_to(part)
            place.parent.mkdir(parents=True, exist_ok=True)
            entry.replace(place)


def measured(student: SentenceTransformer, lessons: Sequence[Lesson]) -> dict[str, float]:
    """How often the answering sentence is the first, or among the first three, of all sentences of these lessons."""
    import torch

    with torch.inference_mode():
        sentences = sorted({text for lesson in lessons for text in (lesson.sentence, lesson.near) if text})
        place = {text: at for at, text in enumerate(sentences)}
        asked = student.encode([lesson.question for lesson in lessons], normalize_embeddings=True)
        held = student.encode(sentences, normalize_embeddings=True)
    cosines = asked @ held.T
    own = cosines[np.arange(len(lessons)), [place[lesson.sentence] for lesson in lessons]]
    ranks = (cosines > own[:, None]).sum(axis=1)
    return {"first": round(float((ranks == 0).mean()), 4), "three": round(float((ranks < 3).mean()), 4)}


def _schedule(share: float) -> float:
    """The learning rate's share: rising at first, then falling to nothing."""
    return share / WARMING if share < WARMING else (1 - share) / (1 - WARMING)


def _loss(student: SentenceTransformer, step: Step, teacher: Teacher) -> torch.Tensor:
    import torch
    from torch.nn import functional

    wanted = torch.from_numpy(teacher.of(step.questions) @ teacher.of(step.sentences).T)
    found = _vectors(student, step.questions) @ _vectors(student, step.sentences).T
    spread = functional.kl_div(
        functional.log_softmax(found / TEMPERATURE, dim=1), functional.softmax(wanted / TEMPERATURE, dim=1),
        reduction="batchmean",
    )  # fmt: skip
    answers = torch.tensor(step.answered)
    known = functional.cross_entropy(found[: len(answers)] / TEMPERATURE, answers)
    return spread + COSINES * functional.mse_loss(found, wanted) + ANSWERS * known


def _vectors(student: SentenceTransformer, texts: Sequence[str]) -> torch.Tensor:
    import torch
    from torch.nn import functional

    # Texts of like length together: padded to the longest of all, most of the work would be on padding.
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    found = []
    for part in np.array_split(np.array(order), max(1, len(texts) // TOGETHER)):
        some = [texts[at] for at in part]
        features = student.tokenizer(some, padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found.append(student(dict(features))["sentence_embedding"].float())
    places = torch.from_numpy(np.argsort(order))
    return functional.normalize(torch.cat(found)[places], dim=1)
