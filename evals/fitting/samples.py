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
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.answer.confidence import signals
from bot.answer.pipeline import Answerer, Turn
from bot.answer.reader import Reader
from bot.bot import Bot
from bot.learned.encoder import Embedder
from bot.model import Answer
from bot.search.retriever import SIGNALS, Scored
from bot.settings import Settings
from bot.sources.document import Document
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_path
from evals.judging import faults
from evals.outside.clapnq import read_clapnq
from evals.outside.fairytales import read_fairytales
from evals.outside.indexing import index_documents
from evals.outside.sets import OutsideSet, Question, halved
from evals.outside.squad import read_squad
from evals.outside.strangers import shows
from evals.suites import Case, read_suites

STRANGERS = Path(__file__).parents[1] / "strangers"
"""Our own articles of invented facts, of which the open half of the questions may be learned from."""
BUNDLED = "bundled"
"""The group of the samples of the bundled topic: they try what is fitted, and nothing is fitted on them."""
ASKED = ("both-sides", "facts", "follow-ups", "refusals", "sides", "wording")
"""Suites about the bundled topic that ask what its article says."""
STORIES = 30
"""Stories of FairytaleQA."""
EACH = 40
"""Questions of a document, at most."""
MANY = 400
"""Questions of CLAP-NQ, at most, whose short passages are one corpus."""
CHARS = 2_000
CONDITIONS = ("answerable", "fact_absent", "topic_absent")


@dataclass(frozen=True, slots=True)
class Sample:
    """One question asked of one corpus.

    ``condition`` is one of :data:`CONDITIONS`: the fact may be gone, or never have been there, or the question is of
    another text. ``rows`` are what was measured of each sentence, in the order of :data:`bot.search.retriever.SIGNALS`,
    ``right`` which of them answer, ``values`` the signals of confidence; ``found`` says whether all that was asked for
    stands in what is shown, where the set tells what that is.
    """

    style: str
    group: str
    condition: str
    rows: tuple[tuple[float, ...], ...]
    right: tuple[bool, ...]
    values: dict[str, float]
    found: bool | None = None


Holds = Callable[[Scored], bool]


def all_samples(data: Path, folder: Path, embedder: Embedder) -> Iterator[Sample]:
    """The samples of every style that is in the folder of data."""
    yield from _each(halved(read_squad(data / "squad2.jsonl"), "fits"), folder, embedder)
    yield from _each(read_fairytales(data / "training" / "fairytaleqa.jsonl", STORIES), folder, embedder)
    yield from _together(halved(read_clapnq(data / "clapnq_answerable.jsonl"), "fits"), folder, embedder)
    for path in sorted((data / "articles").glob("*.md")):
        yield from _article(path, path.with_suffix(".json"), folder, embedder)
    for path in sorted(STRANGERS.glob("*.md")):
        yield from _article(path, STRANGERS / "open" / f"{path.stem}.json", folder, embedder)
    yield from _bundled(folder, embedder)


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

        yield _sample(
            "articles",
            path.stem,
            condition,
            case["turns"],
            answerer,
            _never if absent else holds,
            shows=partial(shows, case),
        )


def _bundled(folder: Path, embedder: Embedder) -> Iterator[Sample]:
    """The suites about the bundled topic, for how people ask and what they ask that is not there."""
    with closing(
        Bot.open(Settings(data_dir=folder / "bundled", embedding_model=embedder.name), embedder=embedder)
    ) as bot:
        for suite in read_suites(ASKED):
            for case in suite.cases:
                if case.side is not None or (case.why_not is None and case.expect != "answered"):
                    continue
                condition = {None: "answerable", "topic_absent": "topic_absent"}.get(case.why_not, "fact_absent")
                answerer = bot.answerer

                def right(answer: Answer, case: Case = case) -> bool:
                    return not faults(case, answer)

                yield _sample("articles", BUNDLED, condition, case.turns, answerer, _never, shows=right)


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
    shows: Callable[[Answer], bool] | None = None,
) -> Sample:
    history: list[tuple[str, str]] = []
    for earlier in turns[:-1]:
        history.append((earlier, answerer.ask(earlier, history).text))
    asked = answerer.understanding.read(turns[-1], history)
    found = None
    if without:
        scored = answerer.reader.ranker.rank(asked.query, without=without).scored
    else:
        turn = answerer.run(Turn(turns[-1], tuple(history)))
        scored = turn.scored
        if shows is not None:
            found = condition == "answerable" and shows(answerer.answer_of(turn))
    values = signals(asked, scored, answerer.reader)
    rows = tuple(tuple(getattr(one, name) for name in SIGNALS) for one in scored)
    return Sample(style, group, condition, rows, tuple(map(holds, scored)), values, found)


def _never(_one: Scored) -> bool:
    return False
