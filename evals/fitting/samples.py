"""Questions of several styles with where their answers stand, over real indexes: ranking and confidence learn of them.

SQuAD 2.0's questions repeat the paragraph's words; CLAP-NQ's are people's searches; FairytaleQA's are educators' own
words; those on articles of invented facts are readers' of one article, follow-ups among them. A number that is good for
one of them alone misleads, so each is left out in turn.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer.confidence import signals
from bot.answer.pipeline import Answerer, Turn
from bot.answer.reader import Reader
from bot.learned.encoder import Embedder
from bot.search.retriever import SIGNALS, Scored
from bot.sources.document import Document, Paragraph
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_path
from evals.outside.clapnq import read_clapnq
from evals.outside.files import field, json_lines
from evals.outside.indexing import index_documents
from evals.outside.sets import OutsideSet, Question
from evals.outside.squad import read_squad

EACH = 40
"""Questions of a document, at most."""
STORIES = 30
"""Stories of FairytaleQA."""
MANY = 400
"""Questions of CLAP-NQ, at most, whose short passages are one corpus."""
CHARS = 2_000
CONDITIONS = ("answerable", "fact_absent", "topic_absent")


@dataclass(frozen=True, slots=True)
class Sample:
    """One question asked of one corpus.

    ``condition`` is one of :data:`CONDITIONS`: the fact may be gone, or never have been there, or the question is of
    another text. ``rows`` are what was measured of each sentence, in the order of :data:`bot.search.retriever.SIGNALS`,
    ``right`` which of them answer, ``values`` the signals of confidence.
    """

    style: str
    group: str
    condition: str
    rows: tuple[tuple[float, ...], ...]
    right: tuple[bool, ...]
    values: dict[str, float]
    wide: bool


Holds = Callable[[Scored], bool]


def all_samples(data: Path, folder: Path, embedder: Embedder) -> Iterator[Sample]:
    """The samples of every style that is in the folder of data."""
    yield from _each(_half(read_squad(data / "squad2.jsonl")), folder, embedder)
    yield from _each(read_fairytales(data / "training" / "fairytaleqa.jsonl"), folder, embedder)
    yield from _together(_half(read_clapnq(data / "clapnq_answerable.jsonl")), folder, embedder)
    for path in sorted((data / "articles").glob("*.md")):
        yield from _article(path, path.with_suffix(".json"), folder, embedder)


def read_fairytales(path: Path) -> OutsideSet:
    """Stories of FairytaleQA (Xu et al. 2022) with the questions whose answers stand in them."""
    documents: list[Document] = []
    questions: list[Question] = []
    for number, story in json_lines(path):
        if len(documents) == STORIES:
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


def _half(outside: OutsideSet) -> OutsideSet:
    """The even documents: the odd ones measure."""
    kept = [at for at in range(len(outside.documents)) if at % 2 == 0]
    place = {old: new for new, old in enumerate(kept)}
    questions = [
        Question(one.id, one.text, one.answers, place[one.document], one.paragraph)
        for one in outside.questions
        if one.document in place
    ]
    return OutsideSet(outside.name, tuple(outside.documents[at] for at in kept), tuple(questions))


def _each(outside: OutsideSet, folder: Path, embedder: Embedder) -> Iterator[Sample]:
    """Each document a corpus of its own, as a reader's article is."""
    chance = random.Random(7)
    for number, document in enumerate(outside.documents):
        answerer = _answerer(folder, f"{outside.name}-{number}", [document], embedder)
        mine = [one for one in outside.questions if one.document == number]
        foreign = [one for one in outside.questions if one.document != number]
        mine = chance.sample(mine, min(EACH, len(mine)))
        for question in mine:
            gone, holds = _holding(question, answerer)
            for condition, without, right in (("answerable", frozenset[str](), holds), ("fact_absent", gone, _never)):
                yield _sample(outside.name, f"{number}", condition, [question.text], answerer, right, without)
        for question in chance.sample(foreign, len(mine)):
            yield _sample(outside.name, f"{number}", "topic_absent", [question.text], answerer, _never)


def _together(outside: OutsideSet, folder: Path, embedder: Embedder) -> Iterator[Sample]:
    """All documents one corpus."""
    answerer = _answerer(folder, outside.name, outside.documents, embedder)
    sources = [source.id for source in answerer.reader.content.sources]
    for question in random.Random(7).sample(outside.questions, min(MANY, len(outside.questions))):

        def holds(one: Scored, question: Question = question) -> bool:
            own = one.sentence.source_id == sources[question.document]
            return own and any(answer in one.sentence.text for answer in question.answers)

        gone = frozenset(one.id for one in answerer.reader.content.passages_of(sources[question.document]))
        yield _sample(outside.name, "", "answerable", [question.text], answerer, holds)
        yield _sample(outside.name, "", "fact_absent", [question.text], answerer, _never, gone)


def _article(path: Path, cases: Path, folder: Path, embedder: Embedder) -> Iterator[Sample]:
    answerer = _answerer(folder, path.stem, [read_path(path, Limits())], embedder)
    for case in json.loads(cases.read_text(encoding="utf-8")):
        absent = case["abstain"] or case["kind"] in ("near", "premise")
        condition = "topic_absent" if case["kind"] == "far" else "fact_absent" if absent else "answerable"

        def holds(one: Scored, golds: Sequence[str] = case["sentences"]) -> bool:
            return any(gold[:60] in one.sentence.text or one.sentence.text in gold for gold in golds)

        yield _sample("articles", path.stem, condition, case["turns"], answerer, _never if absent else holds)


def _answerer(folder: Path, name: str, documents: Sequence[Document], embedder: Embedder) -> Answerer:
    return Answerer(Reader(index_documents(folder, name, documents, embedder)), CHARS)


def _holding(question: Question, answerer: Answerer) -> tuple[frozenset[str], Holds]:
    """The passages in which the answer stands, and whether a sentence of its paragraph holds it."""
    said = re.compile("|".join(map(re.escape, question.answers)), re.IGNORECASE)
    passages = list(answerer.reader.content.passages)
    here = {one.id for one in passages if one.paragraph == question.paragraph + 1}

    def holds(one: Scored) -> bool:
        return one.passage.id in here and said.search(one.sentence.text) is not None

    return frozenset(one.id for one in passages if one.id in here or said.search(one.text)), holds


def _sample(
    style: str,
    group: str,
    condition: str,
    turns: Sequence[str],
    answerer: Answerer,
    holds: Holds,
    without: frozenset[str] = frozenset(),
) -> Sample:
    history: list[tuple[str, str]] = []
    for turn in turns[:-1]:
        history.append((turn, answerer.ask(turn, history).text))
    asked = answerer.understanding.read(turns[-1], history)
    if without:
        scored = answerer.reader.ranker.rank(asked.query, without=without).scored
    else:
        scored = answerer.run(Turn(turns[-1], tuple(history))).scored
    values = signals(asked, scored, answerer.reader)
    rows = tuple(tuple(getattr(one, name) for name in SIGNALS) for one in scored)
    return Sample(style, group, condition, rows, tuple(map(holds, scored)), values, bool(values["view"]))


def _never(_one: Scored) -> bool:
    return False
