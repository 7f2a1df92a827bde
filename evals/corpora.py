"""Outside question sets as corpora that can be indexed: SQuAD 2.0 and CLAP-NQ."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.index import generation
from bot.index.content import Content
from bot.index.embeddings import Embedder
from bot.index.opening import Progress, assemble, document_frequencies, embed_missing, silent
from bot.index.retriever import Ranker
from bot.model import Topic
from bot.settings import Settings
from bot.sources.document import Document, Paragraph
from bot.sources.passages import make_passages, make_source
from bot.sources.store import Store
from bot.sources.vectors import VectorCache


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an outside set, the strings of which one must stand in the answer, and its paragraph."""

    id: str
    text: str
    answers: tuple[str, ...]
    document: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class OutsideSet:
    """Documents, and questions that point into them (by document and paragraph, from 0)."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


def read_squad(path: Path) -> OutsideSet:
    """SQuAD 2.0, an article a line; only the answerable questions are taken."""
    documents, questions = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        article = json.loads(line)
        texts = [" ".join(paragraph["context"].split()) for paragraph in article["paragraphs"]]
        documents.append(Document(article["title"].replace("_", " "), tuple(map(Paragraph, texts))))
        for at, paragraph in enumerate(article["paragraphs"]):
            for item in paragraph["qas"]:
                if not item["is_impossible"]:
                    answers = tuple(" ".join(answer.split()) for answer in item["answers"])
                    questions.append(Question(item["id"], item["question"].strip(), answers, number, at))
    return OutsideSet("squad2", tuple(documents), tuple(questions))


def read_clapnq(*paths: Path) -> OutsideSet:
    """CLAP-NQ: a passage is a document; ``answers`` are the sentences that annotators selected."""
    documents: list[Document] = []
    questions: list[Question] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            passage = item["passages"][0]
            chosen = {" ".join(s.split()) for answer in item["output"] for s in answer.get("selected_sentences") or []}
            if chosen:
                questions.append(Question(item["id"], item["input"], tuple(sorted(chosen)), len(documents), 0))
            documents.append(Document(passage["title"], (Paragraph(" ".join(passage["text"].split())),)))
    return OutsideSet("clapnq", tuple(documents), tuple(questions))


def index_documents(
    folder: Path, name: str, documents: Iterable[Document], embedder: Embedder, progress: Progress = silent
) -> Ranker:
    """A ranker over the documents as a topic of that name, through the real store and index in ``folder``.

    Texts embedded once are taken from the store. The generation is not checked in a child process,
    so that many small corpora can be made.
    """
    settings = Settings(data_dir=folder, topic=name)
    store = Store(settings.database)
    for number, document in enumerate(documents):
        source = make_source(document, name, f"{number:05d}")
        store.put(source, make_passages(source, document, embedder.count_tokens))
    content = Content.read(store, Topic(id=name, title=name, resolution="", sides=()))
    cache = VectorCache(store.engine, embedder.id)
    embed_missing(content, cache, embedder, progress)
    frequencies = document_frequencies(content, embedder)
    built = generation.build(settings.index_dir / name, content, cache, content.fingerprint(embedder.id), frequencies)
    return Ranker(assemble(content, built, cache), embedder)


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
