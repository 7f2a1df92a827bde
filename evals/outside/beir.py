"""BEIR's layout (Thakur et al. 2021): ``corpus.jsonl``, ``queries.jsonl``, ``qrels/<split>.tsv`` in a folder."""

from __future__ import annotations

from pathlib import Path

from bot.sources.document import Document, Paragraph
from evals.errors import DataError
from evals.outside.files import field, json_lines, rows
from evals.outside.sets import OutsideSet, Question


def read_beir(folder: Path, split: str = "test") -> OutsideSet:
    """The documents and the queries that the split judges; a judged document that is missing is an error.

    Raises:
        DataError: a file is missing or lacks a field, or a judgement names a query that is not there.
    """
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    documents, ids = [], []
    for number, item in json_lines(corpus):
        ids.append(str(field(item, "_id", corpus, number)))
        body = " ".join(field(item, "text", corpus, number).split())
        documents.append(Document(item.get("title") or ids[-1], (Paragraph(body),)))
    texts = {
        str(field(item, "_id", queries, number)): field(item, "text", queries, number)
        for number, item in json_lines(queries)
    }
    relevant: dict[str, list[tuple[str, int]]] = {}
    qrels = folder / "qrels" / f"{split}.tsv"
    for number, row in rows(qrels, ("query-id", "corpus-id", "score"), "\t"):
        if row["query-id"] not in texts:
            raise DataError(f"{qrels}, line {number}: there is no query {row['query-id']!r} in {queries}.")
        relevant.setdefault(row["query-id"], []).append((row["corpus-id"], int(row["score"])))
    questions = tuple(Question(key, texts[key], relevant=tuple(found)) for key, found in relevant.items())
    return OutsideSet(folder.name, tuple(documents), questions, tuple(ids))
