"""Answers over the bundled topic: suites, exact quotes, hostile input, the shape of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import Bot
from bot.answer.phrases import CLOSEST, NO_JUDGE
from bot.answer.render import plain
from bot.errors import TopicError
from bot.model import Answer, Citations, Final, Label, Token
from evals.runs import Run

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


def test_an_answer_has_no_sentence_twice_and_a_summary_follows_the_source(bot: Bot) -> None:
    starts = [citation.start for citation in bot.ask("Summarize the article.").citations]
    assert starts == sorted(set(starts))
    for question in ("What did Trump announce?", "What is the Clinton List?"):
        starts = [citation.start for citation in bot.ask(question).citations]
        assert len(starts) == len(set(starts))


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
            assert bot.ask(follow_up).outcome in ("answered", "closest")


def test_a_follow_up_is_read_with_what_came_before(bot: Bot) -> None:
    first = bot.ask("What does Bogotá want?")
    history = [("What does Bogotá want?", first.text)]
    for question in ("And Washington's?", "and the other side?"):
        second = bot.ask(question, history)
        assert second.read_with == "What does Bogotá want?"
        assert {one.side for one in second.citations} <= {"washington", "both"}
    assert bot.ask("When did Plan Colombia begin?").read_with == ""


def test_a_courtesy_between_is_passed_over_and_a_new_topic_stands_alone(bot: Bot) -> None:
    asked = "How many hectares of coca were there in 2000?"
    history = [(asked, bot.ask(asked).text), ("thanks", bot.ask("thanks").text)]
    later = bot.ask("And in 2012?", history)
    assert later.read_with == asked
    assert "50,000" in later.text
    assert bot.ask("Who led the government in Bogotá when Petro recalled the ambassador?", history).read_with == ""


def test_going_on_brings_what_was_not_told(bot: Bot) -> None:
    first = bot.ask("When did Plan Colombia begin?")
    more = bot.ask("tell me more", [(first.question, first.text)])
    assert more.read_with == first.question
    assert more.citations
    assert not {one.quote for one in more.citations} & {one.quote for one in first.citations}


def test_lists_of_who_and_when(bot: Bot) -> None:
    players = bot.ask("Who are the key players?")
    assert players.kind == "players"
    assert "Petro" in players.text
    timeline = bot.ask("Give me a timeline of events")
    assert timeline.kind == "timeline"
    years = [int(one.text[a:b]) for one in timeline.statements for a, b in one.emphasis[:1]]
    assert years == sorted(years)
    assert len(years) > 3


def test_a_case_for_a_side_is_made_of_the_bank(bot: Bot) -> None:
    answer = bot.ask("Make the strongest case for Washington.")
    assert (answer.kind, answer.outcome) == ("arguments", "answered")
    claims = [one.claim for one in bot.answerer.arguments if one.side == "washington"]
    assert len(claims) > 2
    assert all(claim in plain(answer.text) for claim in claims)


def test_a_question_of_worth_gets_no_verdict(bot: Bot) -> None:
    answer = bot.ask("Is eradication a good idea?")
    assert (answer.kind, answer.outcome) == ("evaluative", "closest")
    assert answer.text.startswith(NO_JUDGE)


def test_what_is_elsewhere_altogether_is_refused(bot: Bot) -> None:
    for question in ("What is the capital of Mongolia?", "How do I reset my Wi-Fi router?", "Who won the cup in 1998?"):
        answer = bot.ask(question)
        assert (answer.outcome, answer.citations) == ("no_evidence", ())


def test_closest_passages_are_at_most_three(bot: Bot) -> None:
    answer = bot.ask("What did Petro promise about visas for students?")
    assert answer.outcome == "closest"
    assert answer.text.startswith(CLOSEST)
    assert len({one.passage_id for one in answer.citations}) <= 3


def test_an_answer_is_plain_data(bot: Bot) -> None:
    data = json.loads(json.dumps(bot.ask("What did Trump call Petro?").to_dict()))
    assert data["outcome"] == "closest"
    assert set(data["citations"][0]) >= {
        "number", "passage_id", "source_id", "title", "section", "paragraph", "side", "voice", "quote", "start", "end",
    }  # fmt: skip


def test_an_unknown_side_is_refused_by_name(bot: Bot) -> None:
    with pytest.raises(TopicError, match=r"no side 'moscow'.*bogota, washington, both"):
        bot.ask("What?", side="moscow")


@pytest.mark.parametrize("text", ["x" * 100_000, "coca " * 20_000, "\x00\x01\x02", "‮" * 50, "a" + "\u0301" * 5000])
def test_monstrous_questions_get_a_clear_reply(bot: Bot, text: str) -> None:
    answer = bot.ask(text)
    assert answer.outcome in ("no_evidence", "small_talk", "closest")
    assert len(answer.text) < 3_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=200), earlier=st.text(max_size=80))
def test_no_question_breaks_it(bot: Bot, question: str, earlier: str) -> None:
    answer = bot.ask(question, [(earlier, "An answer. [1]")])
    assert answer.text
    verdict = bot.check(question)
    assert verdict.label in get_args(Label)


def test_search_filters_by_side(bot: Bot) -> None:
    hits = bot.search("coca", k=5, side="bogota")
    assert hits
    assert {hit.sentence.side for hit in hits} == {"bogota"}
    documents = bot.retriever(k=3).invoke("coca production hectares")
    assert "163,000" in documents[0].page_content


def test_plain_text_of_an_answer_has_no_markers(bot: Bot) -> None:
    assert "[1]" not in plain(bot.ask("When did Plan Colombia begin?").text)


def test_a_view_asked_of_both_sides_by_name_is_answered_for_each(bot: Bot) -> None:
    answer = bot.ask("What do the U.S. and Colombia each want?")
    assert answer.kind == "both_sides"
    assert "**Bogotá**" in answer.text
    assert "**Washington**" in answer.text
