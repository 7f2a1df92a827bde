"""Telling the kind of question, rewriting follow-ups, finding contradictions: rules without an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.clauses import clauses, direction
from bot.answering.contradiction import clash
from bot.answering.expectation import expected
from bot.answering.followups import rewrite
from bot.answering.kinds import kind_of
from bot.answering.question import Spelling, bare, is_spanish, tidy, translate
from bot.answering.render import escape, plain
from bot.index.terms import Vocabulary
from bot.topics import load_topic
from bot.ui.render import held_back, linked

TOPIC = load_topic(Path(__file__).parents[2] / "corpus", "us-colombia")
VOCABULARY = Vocabulary(TOPIC)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hello!", "small_talk"),
        ("What can you do?", "small_talk"),
        ("Who wrote the article?", "corpus"),
        ("Summarize the article.", "summary"),
        ("Check: Petro suspended all aid", "claim"),
        ("Did coca production rise?", "claim"),
        ("Coca production rose between 2000 and 2012.", "claim"),
        ("How do the two sides differ?", "both_sides"),
        ("How do Washington and Bogotá see coca?", "both_sides"),
        ("What does Bogotá want?", "one_side"),
        ("What does the U.S. want from Colombia?", "one_side"),
        ("How did Petro respond to Trump?", "fact"),
        ("What lies at the heart of the dispute between Washington and Bogotá?", "fact"),
        ("Who pays the price for the fight between the two governments?", "fact"),
        ("How many hectares in 2012?", "fact"),
    ],
)
def test_kinds(question: str, kind: str) -> None:
    assert kind_of(question, TOPIC, VOCABULARY).kind == kind


@pytest.mark.parametrize(
    ("before", "answer", "question", "standalone"),
    [
        ("What does Washington want?", "…", "And Bogotá's?", "What does Bogotá want?"),
        ("How many hectares in 2000?", "…", "And in 2012?", "How many hectares in 2012?"),
        ("What was Plan Colombia?", "…", "What were its results?", "What were Plan Colombia’s results?"),
        ("What did Petro promise?", "…", "When was he elected?", "When was Gustavo Petro elected?"),
        ("What did Trump call Petro?", "…", "How did he respond?", "How did Gustavo Petro respond?"),
        ("Who wrote the article?", "By Lucía González Camelo.", "Where does she work?",
         "Where does Lucía González Camelo work?"),
        ("Was Petro put on the Clinton List?", "…", "Why?", "Why (Was Petro put on the Clinton List?)"),
        ("What does Bogotá want?", "…", "When did Plan Colombia begin?", "When did Plan Colombia begin?"),
    ],
)  # fmt: skip
def test_follow_ups(before: str, answer: str, question: str, standalone: str) -> None:
    found = rewrite(question, [(before, answer)], TOPIC, VOCABULARY, lambda readings: 0)
    assert found.text == standalone
    assert found.changed == (question != standalone)


@pytest.mark.parametrize(
    ("claim", "sentence", "ground"),
    [
        ("Output rose.", "Output fell sharply.", "direction"),
        ("The treaty was signed in 1999.", "The treaty was signed in 2001.", "date"),
        ("The bridge cost 30 million.", "The bridge cost 45 million.", "number"),
        ("All ministers resigned.", "Half of the ministers resigned.", "number"),
        ("The plan is an isolated case.", "The plan is not an isolated case.", "negation"),
        ("Petro called Trump a liar.", "Trump called Petro a liar.", "who did what"),
        ("Petro was accused by Trump.", "Trump accused Petro of lying.", None),
        ("Output fell.", "Output fell sharply.", None),
        ("The treaty was signed.", "The treaty was signed in 2001.", None),
        ("The tax is over 5%.", "The tax is under 5%.", "number"),
        ("Norvale wants a joint office.", "Norvale rejects a joint office.", "opposite"),
    ],
)
def test_contradictions(claim: str, sentence: str, ground: str | None) -> None:
    found = clash(claim, sentence, VOCABULARY)
    assert (found.ground if found else None) == ground


def test_who_acts_is_read_past_an_introduction() -> None:
    clause = clauses("Hours after Trump spoke, Petro recalled the ambassador.", VOCABULARY)[0]
    assert clause.agents == {"@bogota"}
    assert direction("It grew and then shrank.") == 0


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When did it begin?", "date"),
        ("When does enforcement become symbolic?", "other"),
        ("What percentage tariff?", "percent"),
        ("How much money did it cost?", "money"),
        ("How many hectares in 2012?", "number"),
        ("By which year had it dropped?", "year"),
        ("Who said so?", "person"),
        ("Which platform did he use?", "place"),
        ("Why?", "other"),
    ],
)
def test_what_is_expected(question: str, asked: str) -> None:
    assert expected(question).asked == asked


def test_tidying() -> None:
    assert tidy("  a\x00\u200b\n b\t") == "a b"
    assert tidy("e" + "\u0301" * 50) == "é" + "\u0301" * 3
    assert bare("Could you please tell me, if it is not too much trouble, what happened?") == "What happened?"
    assert bare("When did <b>it</b> begin?") == "When did it begin?"


def test_spanish() -> None:
    assert is_spanish("¿Cuándo llegó Petro al poder?")
    assert not is_spanish("When did Petro come to power?")
    assert "hectares" in translate("¿Cuántas hectáreas?", TOPIC.translations)


def test_spelling_mends_slips_and_leaves_other_words() -> None:
    spelling = Spelling(["power", "eradication", "Petro"], lambda word: 2)
    assert spelling.mend("come to powr") == "come to power"
    assert spelling.mend("extradition") == "extradition"
    assert spelling.mend("power") == "power"


def test_markdown_of_a_source_is_made_plain_and_back() -> None:
    text = "a *b* [1] <i> `c` \\ _d_"
    assert plain(escape(text)).replace("\\", "") == text.replace("\\", "")


def test_links_are_made_only_of_real_citations() -> None:
    assert linked("A [7] and \\[1\\].", (), 0) == "A \\[7\\] and \\[1\\]."
    assert held_back("so it was [1") == "so it was "
    assert held_back("so it was [1]") == "so it was [1]"
