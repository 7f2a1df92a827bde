"""Lectern on articles that it was not made for: the open half of its own strangers, by quotations and with a model."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from chatserver import chat_server
from obedient import LIES, Obedient

from bot import Bot
from bot.answer.claims import check
from bot.learned.encoder import Embedder
from bot.model import Answer
from bot.models import Connection, make_model
from bot.settings import Settings
from bot.sources.document import Document
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_path
from evals.errors import DataError
from evals.outside.strangers import ask_strangers, keep, kept, shows

ROOT = Path(__file__).resolve().parents[2] / "evals" / "strangers"
NAMES = ("forest", "schools")
TOPIC = """id: {name}
title: {name}
resolution: Resolved.
sides:
  - {{id: one, name: Tarn, stance: affirmative, paradigm: p, statement: s}}
  - {{id: two, name: Voss, stance: negative, paradigm: p, statement: s}}
sources:
  - file: {name}.md
"""


@pytest.fixture(scope="module", params=NAMES)
def stranger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder):
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    (folder / "topics" / name).mkdir(parents=True)
    (folder / "topics" / name / "topic.yaml").write_text(TOPIC.format(name=name))
    (folder / "topics" / name / f"{name}.md").write_text((ROOT / f"{name}.md").read_text(encoding="utf-8"))
    bot = Bot.open(Settings(data_dir=folder, topic=name), embedder=embedder)
    yield bot, json.loads((ROOT / "open" / f"{name}.json").read_text(encoding="utf-8")), name
    bot.close()


def asked(bot: Bot, case: dict) -> Answer:
    history: list[tuple[str, str]] = []
    for turn in case["turns"]:
        answer = bot.ask(turn, history)
        history.append((turn, answer.text))
    return answer


def test_most_questions_bring_a_sentence_that_answers(stranger) -> None:
    bot, cases, _ = stranger
    answerable = [case for case in cases if case["sentences"] and case["kind"] not in ("near", "far", "premise")]
    found = 0
    for case in answerable:
        shown = " ".join(one.quote for one in asked(bot, case).citations)
        found += any(gold[:60] in shown for gold in case["sentences"])
    assert found / len(answerable) > 0.7


def test_what_is_not_there_is_seldom_called_answered(stranger) -> None:
    bot, cases, _ = stranger
    absent = [case for case in cases if case["abstain"] and case["kind"] == "near"]
    called = sum(asked(bot, case).outcome == "answered" for case in absent)
    assert called <= len(absent) / 4


def test_no_false_claim_is_called_supported(stranger) -> None:
    bot, _, name = stranger
    claims = json.loads((ROOT / "open" / f"claims-{name}.json").read_text(encoding="utf-8"))
    for case in claims:
        finding = check(case["claim"], bot.reader)
        assert case["label"] == "supported" or finding.label != "supported"
        assert finding.label in (case["label"], "unsettled", "not_addressed")


@pytest.mark.parametrize("half", ["open", "held"])
@pytest.mark.parametrize("name", NAMES)
def test_the_cases_point_into_their_article(name: str, half: str) -> None:
    document: Document = read_path(ROOT / f"{name}.md", Limits())
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    for kind in ("", "claims-"):
        for case in json.loads((ROOT / half / f"{kind}{name}.json").read_text(encoding="utf-8")):
            assert all(sentence in text for sentence in case["sentences"]), case["id"]


def answered_by(bot: Bot, url: str) -> Bot:
    return bot.answered_by(make_model(Connection("openai:obedient", f"{url}/v1")))


def test_nothing_of_what_an_obedient_model_knows_is_lost(stranger) -> None:
    bot, cases, _ = stranger
    server = Obedient(cases)
    right: list[bool] = []
    with chat_server(server) as running:
        model = answered_by(bot, running.url)
        for case in cases:
            answer = asked(model, case)
            absent = case["abstain"] or not case["sentences"]
            right.append(answer.outcome == "no_evidence" if absent else shows(case, answer))
            if not absent:
                assert answer.engine == "openai:obedient", case["id"]
    assert not server.lost
    assert sum(right) / len(right) >= 0.97


@pytest.mark.parametrize("kind", LIES)
def test_no_lie_of_a_model_is_shown_as_verified(stranger, kind: str) -> None:
    bot, cases, _ = stranger
    server = Obedient(cases, lies=3, alter=LIES[kind])
    verified = 0
    with chat_server(server) as running:
        model = answered_by(bot, running.url)
        for case in cases:
            answer = asked(model, case)
            verified += sum(one.status == "supported" for one in answer.statements)
            for one in answer.statements:
                lied = any(bare(lie) == bare(one.text) for lie in server.lied)
                assert not lied or one.status == "unverified", one.text
    assert len(server.lied) > 5
    assert verified > 15


def test_engines_are_set_side_by_side_and_their_figures_kept(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    cases = json.loads((ROOT / "open" / "schools.json").read_text(encoding="utf-8"))
    (folder / "schools.md").write_text((ROOT / "schools.md").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "schools.json").write_text(json.dumps(cases), encoding="utf-8")
    with chat_server(Obedient(cases)) as running:
        settings = Settings(data_dir=tmp_path / "data", model_url=f"{running.url}/v1", model_price="1/2")
        extractive, model = ask_strangers(["extractive", "openai:obedient"], settings, "open", folder)
    assert len(extractive.found) == len(model.found) > 10
    assert sum(model.found) == len(model.found)
    assert sum(extractive.found) < sum(model.found)
    assert all(model.trusted)
    assert model.cost
    assert extractive.cost is None
    keep([extractive], "open", tmp_path / "kept.json")
    keep([model], "open", tmp_path / "kept.json")
    known = kept(tmp_path / "kept.json")
    assert known["openai:obedient"]["found"] == [len(model.found), len(model.found)]
    assert known["extractive"]["half"] == "open"
    with pytest.raises(DataError, match="no article"):
        list(ask_strangers(["extractive"], settings, "open", tmp_path / "data"))


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
