"""Cases that readers write down from the page: an answer that was not good becomes a case of a suite of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.model import Answer
from bot.search.content import Content
from evals.errors import SuiteError
from evals.suites import Case, read_suite

NAME = "noted"
REASONS = {
    "wrong": "It is wrong",
    "beside": "It does not answer what was asked",
    "lacking": "Something is missing",
    "refuse": "It should have said that it does not know",
}
"""What may be wrong with an answer, and how a reader says so."""


def folder_of(data_dir: Path, topic: str) -> Path:
    """Where the suite of a topic is."""
    return data_dir / "suites" / topic


def note(data_dir: Path, topic: str, answers: Sequence[Answer], reason: str, words: str, content: Content) -> Path:
    """Writes a case on the last of some answers; ``words`` are what a right answer has in it.

    The paragraphs that a right answer cites are those with these words.

    Raises:
        SuiteError: words are needed and none are given, or no paragraph has them; or the file cannot be written.
    """
    wanted = " ".join(words.split())
    gold: list[int] = []
    if reason != "refuse":
        if not wanted:
            raise SuiteError("Say what a good answer has in it: a name, a figure or a few words of the article.")
        gold = sorted({one.paragraph for one in content.passages if wanted.casefold() in one.text.casefold()})
        if not gold:
            raise SuiteError(f"No paragraph has the words “{wanted}”: copy a few words from the article.")
    path = folder_of(data_dir, topic) / f"{NAME}.yaml"
    data = _read(path, topic)
    case: dict[str, Any] = {
        "id": f"{NAME}-{len(data['cases']) + 1}", "group": reason, "turns": [answer.question for answer in answers],
        "expect": "no_evidence" if reason == "refuse" else "answered",
    }  # fmt: skip
    case |= {"why_not": "fact_absent"} if reason == "refuse" else {"gold": gold, "must": [re.escape(wanted)]}
    Case.model_validate(case)
    data["cases"].append(case)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise SuiteError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def _read(path: Path, topic: str) -> dict[str, Any]:
    if not path.is_file():
        about = "Answers that a reader found not good, with what a good one has in it."
        return {"suite": NAME, "description": about, "topic": topic, "cases": []}
    read_suite(path)
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
