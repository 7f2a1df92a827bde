"""The original article beside the brief, where a copy is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.intake import Given
from evals.comparing import compare
from evals.evaluation import Evaluation
from evals.runs import Run
from evals.suites import Suite, read_suites


@pytest.fixture(scope="module")
def both(built_data: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory, article: Path) -> Bot:
    data = tmp_path_factory.mktemp("article") / "data"
    shutil.copytree(built_data, data)
    bot = Bot.open(Settings(data_dir=data), embedder=embedder)
    bot.add(article)
    return bot


def test_the_scrape_is_read_cleanly(both: Bot) -> None:
    source = next(each for each in both.sources() if each.origin.endswith(".txt"))
    own = [passage for passage in both.reader.content.passages if passage.source_id == source.id]
    assert len({passage.paragraph for passage in own}) == 10
    assert source.author == "Lucía González Camelo"
    assert source.publisher == "Diplomatic Courier"
    assert source.date == "2025-11-19"
    assert source.title.endswith("from cooperation to confrontation")
    assert own[0].text.startswith("Once hailed")


def test_which_sentence_of_the_article_the_brief_tells_can_be_looked_through(both: Bot) -> None:
    brief, article = (next(one for one in both.sources() if one.origin.endswith(end)) for end in (".md", ".txt"))
    told_of = both.in_original(brief.id)
    sentences = [sentence for one in both.paragraphs(brief.id) for sentence in one.sentences]
    assert set(told_of) == {sentence.id for sentence in sentences}
    for number, original in told_of.values():
        assert article.text[original.start : original.end] == original.text
        assert original.text in both.paragraphs(article.id)[number - 1].text
    assert both.in_original(article.id) == {}


def test_quotes_from_the_article_are_exact(both: Bot) -> None:
    seen = set()
    for question in (
        "What is at the heart of the dispute?",
        "What happened to coca production by 2012?",
        "Who wrote it?",
    ):
        for citation in both.ask(question).citations:
            source = both.source(citation.source_id)
            assert source is not None
            assert source.text[citation.start : citation.end] == citation.quote
            seen.add(source.origin)
    # The brief stays in the list, and nothing is read from it any more.
    assert [origin[-4:] for origin in seen] == [".txt"]


def test_the_same_sentence_is_said_once(both: Bot) -> None:
    for question in ("What did Trump announce?", "How many hectares of coca were there in 2000?"):
        quotes = [citation.quote for citation in both.ask(question).citations]
        assert len(set(quotes)) == len(quotes)


def test_removing_it_leaves_the_brief(both: Bot) -> None:
    article = next(each for each in both.sources() if each.origin.endswith(".txt"))
    both.remove(article.id)
    assert [source.origin for source in both.sources()] == ["brief.md"]


@pytest.mark.long
def test_the_suites_hold_with_the_article_added(
    built: Settings, embedder: Embedder, tmp_path: Path, article: Path
) -> None:
    bot = Bot.open(built, embedder=embedder)
    suites = read_suites(["facts", "refusals"])
    alone = evaluated(bot, suites, tmp_path / "alone.json")
    (outcome,) = bot.take([Given(str(article))])
    assert (outcome.status, outcome.paragraphs) == ("added", 10)
    assert not bot.originals()
    both = evaluated(bot, suites, tmp_path / "both.json")
    flips = [(flip.key, flip.lost) for flip in compare(alone, both).flips]
    # Other words find other sentences: some cases are lost, others gained, and the sum is as before but for a percent.
    assert sum(1 if lost else -1 for _, lost in flips) <= 0.01 * len(both.rows), flips
    (changed,) = (
        one for one in compare(alone, both).changes if (one.metric, one.suite) == ("quote_exactness", "facts")
    )
    assert changed.new == 1.0


def evaluated(bot: Bot, suites: list[Suite], path: Path) -> Run:
    evaluation = Evaluation(bot, suites, path)
    list(evaluation.rows())
    return evaluation.finish()
