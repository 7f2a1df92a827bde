"""Proposing a topic from its documents, and editing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SourceError, TopicError
from bot.settings import Settings
from bot.sources.attribution import attribute
from bot.sources.intake import Given
from bot.sources.labelling import agreement
from bot.sources.mining.making import draft_topic, open_draft
from bot.sources.mining.names import names_in
from bot.sources.mining.proposing import propose, slug, written
from bot.sources.readers import read_file
from bot.sources.sentences import sentence_spans
from bot.topics import load_topic, parse_topic, read_topic_file

SAMPLES = Path(__file__).parents[1] / "data" / "topics"
BUNDLED = Path(__file__).parents[2] / "corpus"


def test_governments_that_quarrel_are_found_as_sides() -> None:
    topic = propose([("a.md", read_file(SAMPLES / "river" / "article.md"))], "river")
    assert [(side.name, side.stance) for side in topic.sides] == [("Estmark", "affirmative"), ("Norvale", "negative")]
    assert {actor.name: actor.side for actor in topic.actors}.items() >= {
        ("Leila Danso", "estmark"), ("Ola Brandt", "norvale"),
    }  # fmt: skip
    assert topic.resolution == "The treaty should fix releases for each month from April to August."


def test_sides_that_are_no_governments_are_found_with_their_other_names() -> None:
    topic = propose([("a.md", read_file(SAMPLES / "wards" / "article.md"))], "wards")
    union, employers = topic.sides
    assert (union.name, union.stance) == ("United Nurses’ Alliance", "affirmative")
    assert {"Alliance", "the union"} <= set(union.aliases)
    assert (employers.name, employers.stance) == ("Hospital Federation", "negative")
    assert "the employers" in employers.aliases
    spoken = {actor.name: actor.side for actor in topic.actors}
    assert spoken.items() >= {("Grace Adeyemi", "alliance"), ("Paul Renner", "federation")}
    assert "five patients" in topic.resolution


def test_the_bundled_brief_gives_its_two_sides_too() -> None:
    topic = propose([("brief.md", read_file(BUNDLED / "us-colombia" / "brief.md"))], "x")
    assert [side.name for side in topic.sides] == ["Colombia", "United States"]
    assert {actor.name: actor.side for actor in topic.actors}.items() >= {
        ("Gustavo Petro", "colombia"), ("Donald Trump", "states"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["river", "wards"])
def test_attribution_by_the_proposed_sides_agrees_with_hand_labels(name: str) -> None:
    data, hand = read_topic_file(SAMPLES, name), load_topic(SAMPLES, name)
    document = read_file(SAMPLES / name / "article.md")
    mined = propose([("article.md", document)], name)
    as_topic = parse_topic(written(mined), name)
    sides = [type(hand.sides[0])(**side.model_dump()) for side in as_topic.sides]
    actors = [type(hand.actors[0])(**actor.model_dump()) for actor in as_topic.actors]
    same = total = 0
    for label in data.sources[0].paragraphs:
        paragraph = document.paragraphs[label.number - 1]
        texts = [paragraph.text[start:end] for start, end in sentence_spans(paragraph.text)]
        found = attribute(texts, sides, actors, paragraph.section)
        same += sum(rules[0] == side for rules, (side, _) in zip(found, label.sentences, strict=True))
        total += len(texts)
    assert same / total >= 0.9


@pytest.mark.parametrize("name", ["river", "wards"])
def test_attribution_by_the_hand_made_sides_agrees_with_hand_labels(name: str) -> None:
    data, topic = read_topic_file(SAMPLES, name), load_topic(SAMPLES, name)
    found = agreement(read_file(SAMPLES / name / "article.md"), topic, data.sources[0].paragraphs)
    assert found.side / found.sentences >= 0.9, found.differing
    assert found.voice / found.sentences >= 0.85, found.differing


def test_names_are_joined_to_their_full_form() -> None:
    found = names_in([
        "The National Farmers Bank (NFB) lent more.", "Minister Ana Souza praised the NFB.", "Souza left.",
        "Brazilian farmers wrote to Brazil.", "Brazil answered.",
    ])  # fmt: skip
    named = {name.name: (name.kind, name.aliases) for name in found}
    assert named["National Farmers Bank"] == ("organization", {"NFB"})
    assert named["Ana Souza"] == ("person", {"Souza"})
    assert named["Brazil"] == ("country", {"Brazilian"})


def test_a_word_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    found = names_in([
        "Colombia answered.", "Decertifying Colombia was a signal.", "Privately Colombia agreed.", "He left Colombia.",
        "Emily Stone came.", "Later Stone spoke.", "Sterling Moss rose.", "They heard Moss.",
    ])  # fmt: skip
    named = {name.name: name.count for name in found}
    assert named["Colombia"] == 4
    assert {"Emily Stone", "Sterling Moss"} <= set(named)


def test_a_text_without_sides_gives_a_topic_that_can_be_edited() -> None:
    from bot.sources.plaintext import read_text

    topic = propose(
        [("a.txt", read_text("Rain fell on the hills for nine days and the roads were closed to all."))], "rain"
    )
    assert topic.sides == ()
    assert parse_topic(written(topic), "topic.yaml") == topic
    assert topic.resolution


def test_a_topic_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    good = Given(str(SAMPLES / "river" / "article.md"))
    with pytest.raises(SourceError):
        draft_topic(settings, [good, Given(str(bad))])
    assert not list(settings.topics_dir.glob("*"))
    draft = draft_topic(settings, [good])
    place, topic = open_draft(settings, draft), draft.topic
    assert load_topic(settings.topics_dir, topic.id).title == "One river, two calendars"
    assert sorted(each.name.split("-")[0] for each in place.parent.iterdir()) == ["article", "topic.yaml"]
    with pytest.raises(TopicError, match="already"):
        draft_topic(settings, [good])
    with pytest.raises(TopicError, match="lower-case"):
        draft_topic(settings, [good], topic_id="../evil")


def test_a_file_that_was_left_to_be_filled_in_is_not_opened() -> None:
    topic = propose([("a.md", read_file(SAMPLES / "river" / "article.md"))], "river")
    text = written(topic.model_copy(update={"resolution": "To be filled in: what should be done."}))
    with pytest.raises(TopicError, match="resolution is still to be filled in"):
        parse_topic(text, "topic.yaml")


def test_slugs() -> None:
    assert slug("¿Cómo medir, éxito?") == "como-medir-exito"
    assert slug("…") == "topic"
