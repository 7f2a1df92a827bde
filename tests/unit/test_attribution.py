"""Whose view a sentence gives, and who speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model import Actor, Side
from bot.sources.attribution import attribute, combined
from bot.sources.labelling import agreement
from bot.sources.readers import read_file
from bot.topics import load_topic, read_topic_file

CORPUS = Path(__file__).parents[2] / "corpus"
SIDES = (
    Side("pilots", "the Harbour Pilots", "affirmative", "", "", ("pilots’ guild", "guild")),
    Side("port", "Port Authority", "negative", "", "", ("the authority",)),
)
ACTORS = (
    Actor("Ines Vale", ("Vale",), "pilots", "person", ("she", "her")),
    Actor("Tom Okoro", ("Okoro",), "port", "person", ("he", "his")),
    Actor("Bureau of Statistics", (), "neutral", "organization", ("it",)),
)

ONE = [
    ("The guild argues that tired crews make mistakes.", ("pilots", "reported")),
    ("Vale, who chairs the guild, said the rota “cannot be worked safely.”", ("pilots", "quoted")),
    ("According to the Port Authority, delays fell by a third.", ("port", "reported")),
    ("Delays fell by a third, according to the authority.", ("port", "reported")),
    ("Delays fell by a third, Okoro says.", ("port", "reported")),
    ("“Ships do not wait,” said Okoro.", ("port", "quoted")),
    ("In the guild's view, night work costs lives.", ("pilots", "reported")),
    ("The authority's view that delays fell ignores the winter.", ("neutral", "author")),
    ("The authority cut the rota to eleven crews in May.", ("port", "author")),
    ("The rota was cut by the authority in May.", ("port", "author")),
    ("The rota was cut in May.", ("neutral", "author")),
    ("The guild and the authority met twice in May.", ("neutral", "author")),
    ("The Bureau of Statistics counted forty delays.", ("neutral", "author")),
    ("While the authority counts delays, the guild counts accidents.", ("both", "author")),
    ("The authority counts delays, whereas the guild counts accidents.", ("both", "author")),
    ("OKORO: We have heard this before.", ("port", "quoted")),
    ("Relations between the guild and the authority are cold.", ("neutral", "author")),
    ("The Guildford road was closed.", ("neutral", "author")),
]


@pytest.mark.parametrize(("sentence", "label"), ONE)
def test_one_sentence(sentence: str, label: tuple[str, str]) -> None:
    assert attribute([sentence], SIDES, ACTORS) == [label]


def test_a_pronoun_carries_the_subject_on() -> None:
    found = attribute(["Vale opposes the rota.", "She wants four crews more.", "It rained."], SIDES, ACTORS)
    assert found == [("pilots", "reported"), ("pilots", "reported"), ("neutral", "author")]


def test_a_quotation_over_several_sentences_is_its_speakers() -> None:
    split = ["“We are tired.", "We have said so for years,” said Vale.", "“Nobody listens.”"]
    assert attribute(split, SIDES, ACTORS) == [("pilots", "quoted")] * 3


def test_a_heading_that_names_a_side_gives_it_what_is_not_labelled() -> None:
    assert attribute(["Night work costs lives."], SIDES, ACTORS, "What the guild says") == [("pilots", "reported")]
    assert attribute(["Night work costs lives."], SIDES, ACTORS, "The guild and the authority") == [
        ("neutral", "author")
    ]


def test_straight_and_curly_quotation_marks_are_alike() -> None:
    assert attribute(['"Ships do not wait," said Okoro.'], SIDES, ACTORS) == [("port", "quoted")]


def test_a_paragraph_takes_the_side_of_its_sentences() -> None:
    assert combined([("pilots", "reported"), ("neutral", "author")]) == ("pilots", "reported")
    assert combined([("pilots", "reported"), ("port", "quoted"), ("port", "quoted")]) == ("both", "quoted")
    assert combined([("pilots", "reported"), *[("neutral", "author")] * 4]) == ("neutral", "author")


def test_it_agrees_with_the_hand_labels_of_the_bundled_topic() -> None:
    topic, data = load_topic(CORPUS, "us-colombia"), read_topic_file(CORPUS, "us-colombia")
    found = agreement(read_file(CORPUS / "us-colombia" / "brief.md"), topic, data.sources[0].paragraphs)
    assert found.sentences == 54
    assert found.side / found.sentences >= 0.9, found.differing
    assert found.voice / found.sentences >= 0.9, found.differing
