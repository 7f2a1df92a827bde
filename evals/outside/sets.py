"""An outside set of questions over documents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.sources.document import Document


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its answer is.

    ``answers`` are strings one of which must stand in the answer; ``document`` and ``paragraph`` count
    from 0; ``relevant`` are the ids of relevant documents, with their grade, where the set judges documents.
    """

    id: str
    text: str
    answers: tuple[str, ...] = ()
    document: int = -1
    paragraph: int = -1
    relevant: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideSet:
    """Documents with their ids, and questions that point into them."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]
    ids: tuple[str, ...] = ()


def cut(outside: OutsideSet, size: int) -> list[OutsideSet]:
    """Each whole run of ``size`` paragraphs of each document as a set of its own, as a single article is."""
    out = []
    for number, document in enumerate(outside.documents):
        for first in range(0, len(document.paragraphs) - size + 1, size):
            part = replace(document, paragraphs=document.paragraphs[first : first + size])
            mine = tuple(
                replace(question, document=0, paragraph=question.paragraph - first)
                for question in outside.questions
                if question.document == number and first <= question.paragraph < first + size
            )
            out.append(OutsideSet(f"{outside.name}-{number}-{first}", (part,), mine))
    return out
