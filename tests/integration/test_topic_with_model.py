"""A topic proposed with a language model's help: a real server on loopback says what the model says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chatserver import Asked, Script, Status, chat_server

from bot.bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.intake import Given
from bot.sources.mining.making import draft_topic, open_draft
from bot.topics import TopicFile

RIVER = Path(__file__).resolve().parents[1] / "data" / "topics" / "river" / "article.md"
GOOD = {
    "resolution": "Norvale should release water from its dams by the month.",
    "affirmative": {
        "name": "Estmark", "aliases": ["downstream", "The Delta League"], "paradigm": "food before power",
        "statement": "Estmark holds that releases must follow the crops.", "people": ["Leila Danso", "Ana Unheard"],
    },
    "negative": {
        "name": "Norvale", "aliases": ["Norvale's energy ministry"], "paradigm": "dams in place of coal",
        "statement": "Norvale holds that its reservoirs are the way out of coal by 2029.", "people": ["Ola Brandt"],
    },
}  # fmt: skip


def made(tmp_path: Path, script: Script, **more: object) -> tuple[TopicFile, list[str], list[Asked], str]:
    with chat_server(lambda asked: script) as server:
        settings = Settings(
            data_dir=tmp_path,
            model="openai:any",
            model_url=f"{server.url}/v1",
            model_key="a-key-for-tests",
            model_attempts=1,
            **more,
        )
        told: list[str] = []
        draft = draft_topic(settings, [Given(str(RIVER))], topic_id="river", tell=told.append)
        place, topic = open_draft(settings, draft), draft.topic
        return topic, told, list(server.asked), place.read_text(encoding="utf-8")


def test_what_the_model_names_is_taken_where_the_documents_have_it(tmp_path: Path, embedder: Embedder) -> None:
    topic, told, asked, text = made(tmp_path, ["Here it is:\n```json\n", json.dumps(GOOD), "\n```"])
    assert not told
    assert "by rules and by openai:any" in text
    assert topic.resolution == GOOD["resolution"]
    assert [(side.name, side.stance, side.aliases) for side in topic.sides] == [
        ("Estmark", "affirmative", ("downstream",)),
        ("Norvale", "negative", ("Norvale's energy ministry",)),
    ]
    people = {actor.name: actor.side for actor in topic.actors}
    assert people["Leila Danso"] == "estmark"
    assert people["Ola Brandt"] == "norvale"
    assert "Ana Unheard" not in people
    (one,) = asked
    assert "the Sarin River was the quietest border" in one.prompt
    bot = Bot.open(Settings(data_dir=tmp_path, topic="river"), embedder=embedder)
    answer = bot.ask("What does Estmark want?")
    assert answer.outcome == "answered"
    assert "month" in answer.text or "office" in answer.text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"negative": {**GOOD["negative"], "name": "Ruritania"}}, "that the documents do not name"),
        ({"negative": {**GOOD["negative"], "statement": "Norvale burnt 777 tons of coal."}}, "777"),
        ({"negative": {**GOOD["negative"], "people": ["Estmark"]}}, "on both sides"),
        ({"negative": {"name": "Norvale"}}, "negative.paradigm"),
    ],
)
def test_what_does_not_hold_is_refused_as_a_whole(tmp_path: Path, change: dict[str, object], why: str) -> None:
    topic, told, _, text = made(tmp_path, [json.dumps({**GOOD, **change})])
    assert why in told[0]
    assert told[0].startswith("The proposal is made by rules alone")
    assert {side.name for side in topic.sides} == {"Estmark", "Norvale"}
    assert topic.resolution != GOOD["resolution"]
    assert "without a model" in text


@pytest.mark.parametrize("script", [["I cannot help with that."], ["{broken"], Status(500), Status(401)])
def test_a_model_that_fails_leaves_the_rules_proposal(tmp_path: Path, script: Script) -> None:
    topic, told, _, _ = made(tmp_path, script)
    assert len(told) == 1
    assert {side.name for side in topic.sides} == {"Estmark", "Norvale"}


def test_long_documents_are_cut_to_what_the_model_reads(tmp_path: Path) -> None:
    _, told, asked, _ = made(tmp_path, [json.dumps(GOOD)], model_context=2400, model_reply=1024)
    assert not told
    assert "quietest border" in asked[0].prompt
    assert "border bridge" not in asked[0].prompt
