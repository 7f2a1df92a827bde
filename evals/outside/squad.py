"""SQuAD 2.0 (Rajpurkar et al. 2018): the official JSON, or one article a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.sources.document import Document, Paragraph
from evals.errors import DataError
from evals.outside.files import field, json_lines, text
from evals.outside.sets import OutsideSet, Question


def read_squad(path: Path) -> OutsideSet:
    """The articles with their answerable questions.

    Raises:
        DataError: the file cannot be read or lacks a field.
    """
    documents: list[Document] = []
    questions: list[Question] = []
    for number, (line, article) in enumerate(_articles(path)):
        paragraphs = field(article, "paragraphs", path, line)
        texts = [" ".join(field(paragraph, "context", path, line).split()) for paragraph in paragraphs]
        documents.append(Document(field(article, "title", path, line).replace("_", " "), tuple(map(Paragraph, texts))))
        for at, paragraph in enumerate(paragraphs):
            for item in field(paragraph, "qas", path, line):
                if not item.get("is_impossible"):
                    answers = tuple(dict.fromkeys(_words(answer) for answer in field(item, "answers", path, line)))
                    questions.append(
                        Question(
                            item.get("id", f"{number}-{len(questions)}"), item["question"].strip(), answers, number, at
                        )
                    )
    return OutsideSet("squad2", tuple(documents), tuple(questions))


def _articles(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Articles with their number; the official file is one object with ``data``."""
    whole = text(path)
    if '"data"' in whole[:2000]:
        try:
            return list(enumerate(json.loads(whole)["data"], 1))
        except json.JSONDecodeError as error:
            raise DataError(f"{path} is not valid JSON: {error}.") from error
    return list(json_lines(path))


def _words(answer: str | dict[str, Any]) -> str:
    return " ".join((answer["text"] if isinstance(answer, dict) else answer).split())
