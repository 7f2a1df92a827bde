"""Lectern on articles that it was not made for: the open half of its own strangers, all the way through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import Bot
from bot.answer.claims import check
from bot.learned.encoder import Embedder
from bot.model import Answer
from bot.settings import Settings
from bot.sources.document import Document
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_path

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
