"""What is read of texts without an index: characters, spelling, figures, claims beside sentences, Markdown."""

from __future__ import annotations

import pytest

from bot.answer.claims import beside
from bot.answer.lexicon import figures, leans
from bot.answer.render import escape, plain
from bot.answer.understand import Spelling, claim_in, tidy
from bot.search.terms import Vocabulary
from bot.ui.render import held_back, linked

WORDS = Vocabulary()
SAID = "Augustin Bray, the chief of the fire company, asked for twelve engines in March 2019 and was turned down twice."


def test_tidying() -> None:
    assert tidy("  a\x00\u200b\n b\t") == "a b"
    assert tidy("e" + "\u0301" * 50) == "é" + "\u0301" * 3


def test_spelling_mends_slips_and_leaves_other_words() -> None:
    spelling = Spelling(["power", "eradication", "Petro"], lambda word: 2)
    assert spelling.mend("come to powr") == "come to power"
    assert spelling.mend("extradition") == "extradition"
    assert spelling.mend("power") == "power"


@pytest.mark.parametrize(
    ("asked", "claim"),
    [
        ("Is it true that the plant leaks?", "the plant leaks"),
        ("Check: the plant leaks.", "the plant leaks"),
        ("The plant leaks, right?", "The plant leaks"),
        ("Does the article say that the plant leaks?", "the plant leaks"),
        ("The plant leaks.", "The plant leaks"),
    ],
)
def test_a_claim_is_taken_out_of_its_request(asked: str, claim: str) -> None:
    assert claim_in(asked) == claim


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It cost 1.9 million crowns in 1996.", ["1900000", "1996"]),
        ("Twenty-one of 1,130 schools closed in March.", ["21", "1130", "march"]),
        ("They may march.", []),
        ("two dozen", ["24"]),
    ],
)
def test_figures_come_to_the_same_however_they_are_written(text: str, values: list[str]) -> None:
    assert [value for value, _, _, _ in figures(text)] == values


def test_what_leans_on_the_sentence_before() -> None:
    assert leans("It was sold.")
    assert leans("“They left,” he said.")
    assert not leans("The ferry was sold.")


@pytest.mark.parametrize(
    ("claim", "verdict", "ground"),
    [
        ("Augustin Bray asked for twelve engines in March 2019.", "supported", ""),
        ("In March 2019 Bray asked for twelve engines.", "supported", ""),
        ("Augustin Bray asked for 21 engines in March 2019.", "contradicted", "number"),
        ("Augustin Bray asked for twelve engines in March 2018.", "contradicted", "date"),
        ("Lena Prideaux, the chief of the fire company, asked for twelve engines.", "contradicted", "name"),
        ("Augustin Bray never asked for twelve engines in March 2019.", "contradicted", "negation"),
        ("Bray wanted a dozen lorries that spring.", "", ""),
        ("The chief resigned.", "", ""),
    ],
)
def test_a_verdict_is_given_only_where_one_value_differs_or_none(claim: str, verdict: str, ground: str) -> None:
    found = beside(claim, SAID, WORDS)
    assert (found.verdict, found.ground) == (verdict, ground)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("The council approved the dam.", "The council almost approved the dam."),
        ("The council approved the dam.", "The council would have approved the dam."),
        ("The mayor blamed Ana Ruiz and Tom Lee.", "Nobody but the mayor blamed Tom Lee; Ana Ruiz was not blamed."),
        ("Rents rose in Tarn and fell in Osk.", "Rents rose in Osk and fell in Tarn."),
        ("Every school closed in the valley.", "Some schools closed in the valley, and every teacher left."),
    ],
)
def test_what_limits_or_turns_a_sentence_keeps_it_from_supporting(claim: str, sentence: str) -> None:
    assert beside(claim, sentence, WORDS).verdict != "supported"


def test_what_a_sentence_leans_on_belongs_to_it() -> None:
    lead, sentence = "The Quill ferry carried 900 people.", "It was sold to Norport in 2021."
    assert beside("The Quill ferry was sold to Norport in 2021.", sentence, WORDS).verdict == ""
    assert beside("The Quill ferry was sold to Norport in 2021.", sentence, WORDS, lead).verdict == "supported"


def test_markdown_of_a_source_is_made_plain_and_back() -> None:
    text = "a *b* [1] <i> `c` \\ _d_"
    assert plain(escape(text)).replace("\\", "") == text.replace("\\", "")


def test_links_are_made_only_of_real_citations() -> None:
    assert linked("A [7] and \\[1\\].", ()) == "A \\[7\\] and \\[1\\]."
    assert held_back("so it was [1") == "so it was "
    assert held_back("so it was [1]") == "so it was [1]"


@pytest.mark.parametrize(
    ("text", "years"),
    [("It cost $1999 in 2003.", ["2003"]), ("It cost € 2000.", []), ("In the 1990s it fell.", ["1990"])],
)
def test_a_price_is_no_year(text: str, years: list[str]) -> None:
    assert [value for value, _, _, kind in figures(text) if kind == "year"] == years
