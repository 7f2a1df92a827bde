"""Each deliberately bad answerer is put in its place by the metric that should catch it, and by that one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from bot import Bot
from bot.model import Answer, Citation, Statement
from evals.judges import make_judge
from evals.metrics.metric import Scene
from evals.running import passages, row_of, tasks
from evals.runs import Figure
from evals.scoring import figures, scored
from evals.suites import Case, Suite, read_suites

Twist = Callable[[Bot, Answer], Answer]


class Twisted:
    """A bot whose answers are twisted on their way out."""

    def __init__(self, bot: Bot, twist: Twist) -> None:
        self._bot = bot
        self._twist = twist

    def __getattr__(self, name: str) -> object:
        return getattr(self._bot, name)

    def ask(self, question: str, history: list[tuple[str, str]], side: str | None) -> Answer:
        return self._twist(self._bot, honestly(self._bot, question, tuple(history), side))


@cache
def honestly(bot: Bot, question: str, history: tuple[tuple[str, str], ...], side: str | None) -> Answer:
    """The bot's own answer, which is the same however it is twisted afterwards."""
    return bot.ask(question, history, side)


def sentences(bot: Bot) -> list:
    return [sentence for passage in bot.reader.content.passages for sentence in passage.sentences]


def citing(bot: Bot, number: int, sentence) -> Citation:
    passage = bot.passage(sentence.passage_id)
    return Citation(
        number, passage.id, sentence.source_id, "T", passage.section, passage.paragraph, sentence.side, sentence.voice,
        sentence.text, sentence.start, sentence.end,
    )  # fmt: skip


def honest(_bot: Bot, answer: Answer) -> Answer:
    return answer


def always(bot: Bot, answer: Answer) -> Answer:
    if answer.outcome == "answered":
        return answer
    best = bot.search(answer.question or "coca", k=1)[0].sentence
    cited = citing(bot, 1, best)
    said = Statement(best.text, (1,), "verbatim")
    return replace(answer, outcome="answered", kind="fact", text=best.text, statements=(said,), citations=(cited,))


def never(_bot: Bot, answer: Answer) -> Answer:
    return replace(answer, outcome="no_evidence", text="The sources do not say.", statements=(), citations=())


def at_random(bot: Bot, answer: Answer) -> Answer:
    """The right words, with a citation, exact in itself, of some other passage."""
    everything = sentences(bot)
    moved = []
    for citation in answer.citations:
        others = [each for each in everything if each.passage_id != citation.passage_id]
        moved.append(citing(bot, citation.number, others[(31 * citation.start) % len(others)]))
    return replace(answer, citations=tuple(moved))


def wrong_sentence(bot: Bot, answer: Answer) -> Answer:
    """The right passage, with another of its sentences marked as the quote."""
    moved = []
    for citation in answer.citations:
        passage = bot.passage(citation.passage_id)
        other = next((s for s in passage.sentences if s.start != citation.start), None)
        moved.append(citing(bot, citation.number, other) if other else citation)
    return replace(answer, citations=tuple(moved))


def swapped(bot: Bot, answer: Answer) -> Answer:
    """What one side holds, put into the other's mouth."""
    names = [side.name for side in bot.topic.sides]
    other = dict(zip(names, reversed(names), strict=True))
    parts = tuple(replace(one, part=other.get(one.part, one.part)) for one in answer.statements)
    ids = [side.id for side in bot.topic.sides]
    mirror = dict(zip(ids, reversed(ids), strict=True))
    sides = tuple(replace(one, side=mirror.get(one.side, one.side)) for one in answer.citations)
    return replace(answer, statements=parts, citations=sides if answer.kind == "one_side" else answer.citations)


def misquoting(_bot: Bot, answer: Answer) -> Answer:
    return replace(answer, citations=tuple(replace(one, quote=one.quote.lower()) for one in answer.citations))


def lopsided(bot: Bot, answer: Answer) -> Answer:
    first = bot.topic.sides[0].name
    if answer.kind != "both_sides":
        return answer
    return replace(answer, statements=tuple(one for one in answer.statements if one.part == first))


@pytest.fixture(scope="module")
def measure(bot: Bot) -> Callable[[Twist], dict[str, Figure]]:
    """Figures over a share of the suites, by metric."""
    wanted = read_suites(["facts", "sides", "both-sides", "refusals"])
    some = [Suite(suite=s.suite, description="", cases=tuple(_spread(s.cases))) for s in wanted]
    scene = Scene(make_judge("lexical", bot), bot.topic, passages(bot))
    known: dict[str, dict[str, Figure]] = {}

    def run(twist: Twist) -> dict[str, Figure]:
        if twist.__name__ not in known:
            rows = [scored(row_of(Twisted(bot, twist), task), scene) for task in tasks(some)]
            known[twist.__name__] = {one.metric: one for one in figures(rows) if one.suite == "all"}
        return known[twist.__name__]

    return run


def _spread(cases: tuple[Case, ...]) -> list[Case]:
    return list(cases[:: max(1, len(cases) // 24)])


def test_always_answering_is_caught_by_the_silences_not_by_coverage(measure) -> None:
    good, bad = measure(honest), measure(always)
    assert bad["coverage"].value == 1.0
    for kind in ("topic_absent", "fact_absent"):
        assert good[kind].value >= 0.75
        assert bad[kind].value == 0.0
    assert bad["false_premise"].value < good["false_premise"].value
    assert bad["accuracy"].value < good["accuracy"].value - 0.1
    assert bad["quote_exactness"].value == 1.0


def test_never_answering_is_caught_by_coverage_not_by_the_silences(measure) -> None:
    good, bad = measure(honest), measure(never)
    assert bad["topic_absent"].value == bad["fact_absent"].value == 1.0
    assert good["coverage"].value > 0.9
    assert bad["coverage"].value == 0.0
    assert bad["correctness"].value == 0.0
    assert "accuracy" not in bad
    assert "faithfulness" not in bad


def test_citing_at_random_is_caught_by_citation_recall_and_precision(measure) -> None:
    good, bad = measure(honest), measure(at_random)
    assert good["citation_recall"].value == good["citation_precision"].value == 1.0
    assert bad["citation_recall"].value < 0.3
    assert bad["citation_precision"].value < 0.3
    assert bad["correctness"].value == good["correctness"].value
    assert bad["quote_exactness"].value == 1.0


def test_the_wrong_sentence_of_the_right_passage_is_caught_by_support_alone(measure) -> None:
    good, bad = measure(honest), measure(wrong_sentence)
    assert bad["citation_recall"].value == good["citation_recall"].value == 1.0
    assert bad["quote_exactness"].value == 1.0
    assert good["support"].value == 1.0
    assert bad["support"].value < 0.5


def test_swapped_sides_are_caught_by_side_fidelity(measure) -> None:
    good, bad = measure(honest), measure(swapped)
    assert good["side_fidelity"].value == 1.0
    assert bad["side_fidelity"].value < good["side_fidelity"].value - 0.4
    assert bad["citation_recall"].value == good["citation_recall"].value
    assert bad["quote_exactness"].value == 1.0


def test_a_misquote_is_caught_by_quote_exactness(measure) -> None:
    assert measure(honest)["quote_exactness"].value == 1.0
    assert measure(misquoting)["quote_exactness"].value < 0.05


def test_one_side_alone_is_caught_by_balance(measure) -> None:
    assert measure(honest)["balance"].value > 0.7
    assert measure(lopsided)["balance"].value < 0.4
