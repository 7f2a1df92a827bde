"""Answers over the bundled topic: suites, exact quotes, hostile input, the shape of the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import Bot
from bot.answering.render import plain
from bot.errors import TopicError
from bot.model import Answer, Citations, Final, Token
from evals.runs import Run
from evals.suites import LABELS

FACTS = Path(__file__).parents[1] / "data" / "facts.yaml"


def test_every_quote_is_in_its_source_exactly(bot: Bot, bundled_run: Run) -> None:
    for row in bundled_run.rows:
        answer = row.reply
        quotes = {citation.number: citation.quote for citation in answer.citations}
        assert list(quotes) == list(range(1, len(quotes) + 1))
        for citation in answer.citations:
            source = bot.source(citation.source_id)
            assert source is not None
            assert source.text[citation.start : citation.end] == citation.quote
            assert bot.passage(citation.passage_id) is not None
        for statement in answer.statements if isinstance(answer, Answer) else ():
            assert statement.status == "verbatim"
            assert statement.text in [quotes[number] for number in statement.citations]


def test_the_brief_keeps_every_fact(bot: Bot) -> None:
    facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["facts"]
    assert len(facts) >= 70
    brief = (Path(bot.topic.folder) / "brief.md").read_text(encoding="utf-8")
    head = " ".join(brief.split("---")[1].split())
    texts = {0: head} | {passage.paragraph: passage.text for passage in bot.reader.content.passages}
    missing = [
        (fact["paragraph"], fact["fact"], string)
        for fact in facts
        for string in fact["must"]
        if " ".join(string.split()).casefold() not in texts[fact["paragraph"]].casefold()
    ]
    assert not missing


def test_the_brief_is_ten_paragraphs_in_three_sections(bot: Bot) -> None:
    passages = bot.reader.content.passages
    assert [passage.paragraph for passage in passages] == list(range(1, 11))
    assert len(dict.fromkeys(passage.section for passage in passages if passage.section)) == 3
    assert {passage.section for passage in passages[:2]} == {""}
    assert {sentence.side for passage in passages for sentence in passage.sentences} >= {"bogota", "washington"}


def test_both_sides_get_equal_evidence(bot: Bot) -> None:
    answer = bot.ask("How do the two sides differ?")
    parts = [statement.part for statement in answer.statements]
    assert parts.count("Bogotá") == parts.count("Washington") > 0
    sides = {citation.number: citation.side for citation in answer.citations}
    for statement in answer.statements:
        expected = "bogota" if statement.part == "Bogotá" else "washington"
        assert {sides[number] for number in statement.citations} == {expected}


def test_an_answer_has_no_sentence_twice_and_follows_the_source(bot: Bot) -> None:
    for question in ("Summarize the article.", "What did Trump announce?", "What is the Clinton List?"):
        starts = [citation.start for citation in bot.ask(question).citations]
        assert starts == sorted(set(starts))


def test_streaming_gives_the_same_answer(bot: Bot) -> None:
    events = list(bot.stream("When did Plan Colombia begin?"))
    assert isinstance(events[0], Citations)
    assert isinstance(events[-1], Final)
    text = "".join(event.text for event in events if isinstance(event, Token))
    assert text == events[-1].answer.text


def test_follow_ups_offered_are_answerable(bot: Bot) -> None:
    for question in ("When did Plan Colombia begin?", "What does Bogotá want?", "What is the capital of Mongolia?"):
        offered = bot.ask(question).follow_ups
        assert offered
        for follow_up in offered:
            assert bot.ask(follow_up).outcome == "answered"


def test_the_rewritten_question_is_told(bot: Bot) -> None:
    first = bot.ask("What does Bogotá want?")
    second = bot.ask("And Washington's?", [("What does Bogotá want?", first.text)])
    assert second.rewritten == "What does Washington want?"
    assert bot.ask("When did Plan Colombia begin?").rewritten is None


def test_an_answer_is_plain_data(bot: Bot) -> None:
    data = json.loads(json.dumps(bot.ask("What did Trump call Petro?").to_dict()))
    assert data["outcome"] == "answered"
    assert set(data["citations"][0]) >= {
        "number", "passage_id", "source_id", "title", "section", "paragraph", "side", "voice", "quote", "start", "end",
    }  # fmt: skip


def test_an_unknown_side_is_refused_by_name(bot: Bot) -> None:
    with pytest.raises(TopicError, match=r"no side 'moscow'.*bogota, washington, both"):
        bot.ask("What?", side="moscow")


@pytest.mark.parametrize("text", ["x" * 100_000, "coca " * 20_000, "\x00\x01\x02", "‮" * 50, "a" + "\u0301" * 5000])
def test_monstrous_questions_get_a_clear_reply(bot: Bot, text: str) -> None:
    answer = bot.ask(text)
    assert answer.outcome == "no_evidence"
    assert answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=200), earlier=st.text(max_size=80))
def test_no_question_breaks_it(bot: Bot, question: str, earlier: str) -> None:
    answer = bot.ask(question, [(earlier, "An answer. [1]")])
    assert answer.text
    verdict = bot.check(question)
    assert verdict.label in LABELS


def test_search_filters_by_side(bot: Bot) -> None:
    hits = bot.search("coca", k=5, side="bogota")
    assert hits
    assert {hit.sentence.side for hit in hits} == {"bogota"}
    documents = bot.retriever(k=3).invoke("coca production hectares")
    assert "163,000" in documents[0].page_content


def test_plain_text_of_an_answer_has_no_markers(bot: Bot) -> None:
    assert "[1]" not in plain(bot.ask("When did Plan Colombia begin?").text)
