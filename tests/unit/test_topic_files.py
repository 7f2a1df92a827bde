"""Proposing a topic from its documents, and editing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SourceError, TopicError
from bot.settings import Settings
from bot.sources.attribution import attribute
from bot.sources.intake import Given
from bot.sources.labelling import agreement
from bot.sources.mining.making import make_topic, rewrite_topic
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


def test_a_text_without_sides_gives_a_topic_that_can_be_edited() -> None:
    from bot.sources.plaintext import read_text

    topic = propose(
        [("a.txt", read_text("Rain fell on the hills for nine days and the roads were closed to all."))], "rain"
    )
    assert topic.sides == ()
    assert parse_topic(written(topic), "topic.yaml") == topic
    assert "To be filled in" in topic.resolution


def test_a_topic_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    good = Given(str(SAMPLES / "river" / "article.md"))
    with pytest.raises(SourceError):
        make_topic(settings, [good, Given(str(bad))])
    assert not list(settings.topics_dir.glob("*"))
    place, topic = make_topic(settings, [good])
    assert load_topic(settings.topics_dir, topic.id).title == "One river, two calendars"
    assert sorted(each.name.split("-")[0] for each in place.parent.iterdir()) == ["article", "topic.yaml"]
    with pytest.raises(TopicError, match="already"):
        make_topic(settings, [good])
    with pytest.raises(TopicError, match="lower-case"):
        make_topic(settings, [good], topic_id="../evil")


def test_an_edit_that_does_not_hold_together_is_refused(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    place, topic = make_topic(settings, [Given(str(SAMPLES / "river" / "article.md"))], topic_id="river")
    text = place.read_text(encoding="utf-8")
    for wrong, says in (
        (text.replace("title:", "titel:"), "field title"),
        (text.replace("id: river", "id: other"), "must stay"),
        (text.replace(topic.sources[0].file, "../../corpus.db"), "own folder"),
        ("[", "not valid YAML"),
        (text.replace("stance: negative", "stance: sideways"), "stance"),
    ):
        with pytest.raises(TopicError, match=says):
            rewrite_topic(settings, "river", wrong)
    with pytest.raises(TopicError, match="not one of your own"):
        rewrite_topic(settings, "us-colombia", text)
    assert place.read_text(encoding="utf-8") == text
    rewrite_topic(settings, "river", text.replace("One river, two calendars", "The river"))
    assert load_topic(settings.topics_dir, "river").title == "The river"


def test_slugs() -> None:
    assert slug("¿Cómo medir, éxito?") == "como-medir-exito"
    assert slug("…") == "topic"
