"""CLAP-NQ (Rosenthal et al. 2024): people's search questions with the sentences that answer them."""

from __future__ import annotations

from pathlib import Path

from bot.sources.document import Document, Paragraph
from evals.outside.files import field, json_lines
from evals.outside.sets import OutsideSet, Question


def read_clapnq(*paths: Path) -> OutsideSet:
    """A passage is a document; ``answers`` are the sentences that annotators selected.

    Raises:
        DataError: a file cannot be read or lacks a field.
    """
    documents: list[Document] = []
    questions: list[Question] = []
    for path in paths:
        for number, item in json_lines(path):
            passage = field(item, "passages", path, number)[0]
            outputs = field(item, "output", path, number)
            chosen = {" ".join(s.split()) for answer in outputs for s in answer.get("selected_sentences") or []}
            if chosen:
                question = field(item, "input", path, number)
                questions.append(Question(str(item["id"]), question, tuple(sorted(chosen)), len(documents), 0))
            documents.append(Document(passage["title"], (Paragraph(" ".join(passage["text"].split())),)))
    return OutsideSet("clapnq", tuple(documents), tuple(questions))
