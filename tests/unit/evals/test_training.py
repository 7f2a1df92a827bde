"""What the embedding model is trained on and how: lessons from the sets' own forms, a teacher asked once, a student."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from bot.learned import weights
from evals.errors import DataError
from evals.training import lessons
from evals.training.encoder import QUESTIONS, step_of, texts_of, train
from evals.training.lessons import Lesson, read_lessons
from evals.training.teacher import Teacher

CONTEXT = "The weir was built in 1961. It was paid for by the dockers. Nobody crossed it in winter."
ARTICLE = {
    "title": "Weir",
    "paragraphs": [{"context": CONTEXT, "qas": [{"question": "Who paid for the weir?", "answers": ["the dockers"]}]}],
}
STORY = {
    "title": "Crane",
    "sections": {"1": "A crane stood on one leg. The miller asked why."},
    "questions": [
        {"question": "Who asked?", "section": "1", "answers": ["The miller"], "explicit": True},
        {"question": "What did the miller feel?", "section": "1", "answers": ["wonder"], "explicit": False},
    ],
}
QAMR = [
    {"sentence": f"Sentence {number}.", "questions": [{"question": f"Question {number}?", "answer": "x"}]}
    for number in range(4)
]
TALK = {"turns": [{"question": "And its cost?", "standalone": "What did the weir cost?"}]}
PAIRS = [
    {"premise": "It rained.", "hypothesis": "It was wet.", "label": "entailment", "set": "snli-dev"},
    {"premise": "It snowed.", "hypothesis": "It was hot.", "label": "contradiction", "set": "snli-dev"},
    {"premise": "Measured.", "hypothesis": "Left out.", "label": "entailment", "set": "fever-symmetric-test"},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lessons, "QAMR", 3)
    monkeypatch.setattr(lessons, "PAIRS", 2)
    for name, rows in {
        "squad11_extra": [ARTICLE], "fairytaleqa": [STORY], "qamr": QAMR, "followups": [TALK], "entailment": PAIRS,
    }.items():  # fmt: skip
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def test_lessons_have_the_sentence_that_answers_and_the_one_before(folder: Path) -> None:
    found = {lesson.question: lesson for lesson in read_lessons(folder)}
    weir = found["Who paid for the weir?"]
    assert weir.sentence == "It was paid for by the dockers."
    assert weir.both == "The weir was built in 1961. It was paid for by the dockers."
    assert weir.near in ("The weir was built in 1961.", "Nobody crossed it in winter.")
    assert found["Who asked?"].sentence == "The miller asked why."
    assert "What did the miller feel?" not in found
    assert found["What did the weir cost?"].sentence == ""
    assert found["It was wet."].sentence == "It rained."
    assert "Left out." not in found
    assert sum(lesson.group == "qamr" for lesson in found.values()) == 3


def test_lessons_are_the_same_each_time_and_some_documents_are_held_out(folder: Path) -> None:
    assert read_lessons(folder) == read_lessons(folder)
    assert {lesson.group for lesson in read_lessons(folder) if lesson.held_out} == {"squad"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="squad11_extra"):
        read_lessons(tmp_path)


def test_a_step_holds_each_question_s_sentence_at_its_own_place() -> None:
    some = [Lesson(f"q{at}", f"s{at}" if at % 3 else "", f"b{at}", f"n{at % 5}") for at in range(12)]
    step = step_of(some, random.Random(1))
    assert sorted(step.questions) == sorted(lesson.question for lesson in some)
    assert len(set(step.sentences)) == len(step.sentences)
    for at in step.answered:
        number = step.questions[at][1:]
        assert step.sentences[at] in (f"s{number}", f"b{number} s{number}")
    assert set(step.questions) | set(step.sentences) <= set(texts_of(some))


@pytest.mark.long
def test_a_student_learns_and_the_teacher_is_asked_once(tmp_path: Path) -> None:
    some = [
        Lesson(f"Who keeps gate number {at}?", f"Gate {at} is kept by man {at % 7}.", "", f"It is {at} too.", "gates",
               held_out=at % 8 == 0)
        for at in range(2 * QUESTIONS)
    ]  # fmt: skip
    told: list[int] = []
    kept = tmp_path / "teacher.npz"
    teacher = Teacher(str(weights.bundled_folder()), kept)
    teacher.learn(texts_of(some), lambda done, _of: told.append(done))
    assert told[-1] == len(texts_of(some))
    again = Teacher("a model that is not there", kept)
    again.learn(texts_of(some), lambda done, _of: told.append(-1))
    assert told[-1] > 0
    assert np.allclose(np.linalg.norm(again.of(texts_of(some)), axis=1), 1, atol=1e-2)
    said: list[str] = []
    best = train(some, again, tmp_path / "student", 6, said.append)
    assert said[0].startswith("before")
    assert 0 <= best["first"] <= best["three"] <= 1
    assert (tmp_path / "student" / "model.safetensors").is_file()
    assert json.loads((tmp_path / "student" / "trained.json").read_text())["held_out"]["step"] >= 1
