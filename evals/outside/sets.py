"""An outside set of questions over documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

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


def halved(outside: OutsideSet, half: Literal["fits", "measures"]) -> OutsideSet:
    """Every other document with its questions: what fits numbers (the even ones) never measures."""
    kept = [at for at in range(len(outside.documents)) if at % 2 == (half == "measures")]
    place = {old: new for new, old in enumerate(kept)}
    return OutsideSet(
        outside.name,
        tuple(outside.documents[at] for at in kept),
        tuple(replace(one, document=place[one.document]) for one in outside.questions if one.document in place),
        tuple(outside.ids[at] for at in kept) if outside.ids else (),
    )
