"""Reads FairytaleQA (Xu et al. 2022): stories by section, with questions in educators' own words."""

from __future__ import annotations

from pathlib import Path

from bot.sources.document import Document, Paragraph
from evals.outside.files import field, json_lines
from evals.outside.sets import OutsideSet, Question


def read_fairytales(path: Path, stories: int | None) -> OutsideSet:
    """Stories of FairytaleQA (Xu et al. 2022) with the questions whose answers stand in them: the first ones, or all.

    Raises:
        DataError: the file cannot be read or lacks a field.
    """
    documents: list[Document] = []
    questions: list[Question] = []
    for number, story in json_lines(path):
        if len(documents) == stories:
            break
        sections = field(story, "sections", path, number)
        places = {name: at for at, name in enumerate(sections)}
        texts = tuple(" ".join(text.split()) for text in sections.values())
        for item in field(story, "questions", path, number):
            at = places.get(str(item["section"]), -1)
            there = [answer for answer in item["answers"] if at >= 0 and answer.lower() in texts[at].lower()]
            if item["explicit"] and there:
                key = f"{number}-{len(questions)}"
                questions.append(Question(key, item["question"], tuple(there), len(documents), at))
        title = str(story.get("title") or f"Story {number}")
        documents.append(Document(title, tuple(map(Paragraph, texts))))
    return OutsideSet("fairytales", tuple(documents), tuple(questions))
