"""New topics made from a document: asking, sides and evals work on them as on the bundled one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.intake import Given
from bot.sources.mining.making import draft_topic, open_draft
from evals.evaluation import Evaluation
from evals.suites import suites_of

SAMPLES = Path(__file__).parents[1] / "data" / "topics"


@pytest.fixture(scope="module", params=["river", "wards"])
def made(request: pytest.FixtureRequest, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A topic proposed from a sample article, opened as it was proposed."""
    data = tmp_path_factory.mktemp(request.param)
    settings = Settings(data_dir=data, topic=request.param)
    open_draft(
        settings, draft_topic(settings, [Given(str(SAMPLES / request.param / "article.md"))], topic_id=request.param)
    )
    return Bot.open(settings, embedder=embedder)


def test_each_side_is_asked_for_its_own_view(made: Bot) -> None:
    for side in made.topic.sides:
        answer = made.ask("What does this side want?", side=side.id)
        assert answer.outcome == "answered"
        assert {citation.side for citation in answer.citations} <= {side.id, "both"}
    both = made.ask("How do the two sides differ?")
    assert both.kind == "both_sides"
    assert {citation.side for citation in both.citations} >= {side.id for side in made.topic.sides}


def test_the_topics_own_suite_runs_on_it(made: Bot, tmp_path: Path) -> None:
    suites = suites_of(made.topic, [str(SAMPLES / made.topic.id / "suites" / "questions.yaml")])
    evaluation = Evaluation(made, suites, tmp_path / "run.json")
    rows = list(evaluation.rows())
    run = evaluation.finish()
    wrong = {row.case.id: row.faults for row in run.rows if row.faults}
    assert len(rows) == sum(len(suite.cases) for suite in suites) >= 12
    assert len(wrong) <= 1, wrong
    assert all(figure.value == 1.0 for figure in run.figures if figure.metric == "quote_exactness")
