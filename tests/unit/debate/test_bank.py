"""The argument bank: every pointer of the bundled one resolves, and each kind of fault is named with its entry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from bot.bot import Bot
from bot.debate.bank import FILE, Bank, read_bank
from bot.debate.cards import Cutter
from bot.debate.debating import Debating
from bot.debate.standing import sentences_of
from bot.debate.tags import overclaims
from bot.errors import FormatError
from bot.model import BOTH, NEUTRAL


@pytest.fixture(scope="module")
def bank(bot: Bot) -> Bank:
    return Debating(bot).bank


def test_each_side_has_its_arguments_and_each_is_answered_three_times(bank: Bank) -> None:
    for side in ("bogota", "washington"):
        there = bank.arguments(side)
        assert len(there) >= 8
        for node in there:
            against = bank.answers_to(node.id)
            assert len(against) >= 3, node.id
            assert all(bank.answers_to(one.id) for one in against), node.id
            assert node.even_if
            assert node.closing
            assert node.stakes
            assert all(one.side != side for one in against)
            assert node.sentences
            assert node.cx


def test_each_format_has_the_positions_that_are_made_in_it(bank: Bank) -> None:
    forms = {
        (side, form): {node.form for node in bank.arguments(side, form)} - {""}
        for side in ("bogota", "washington")
        for form in ("policy", "lincoln-douglas", "public-forum", "short")
    }
    assert forms["bogota", "policy"] == {"inherency"}
    assert forms["washington", "policy"] == {"disadvantage", "counterplan", "kritik", "topicality"}
    for side in ("bogota", "washington"):
        for form in ("lincoln-douglas", "public-forum"):
            assert "framework" in forms[side, form]
        assert len({one.leads for one in bank.strategies if one.side == side and "policy" in one.formats}) >= 4
        for node in (node for node in bank.nodes if node.argument and node.formats):
            assert len(bank.answers_to(node.id)) >= 2, node.id
    assert [head.name for head in bank.heads_of("bogota", "policy")] == ["the plan"]
    assert [head.name for head in bank.heads_of("washington", "lincoln-douglas")] == ["definitions"]


def test_no_side_says_a_sentence_twice(bank: Bank) -> None:
    for side in ("bogota", "washington"):
        seen: dict[str, str] = {}
        for node in bank.of(side):
            texts = [node.claim, node.warrant, node.impact, node.extension, node.weighing, node.even_if, node.closing]
            for said in (one for text in texts for one in sentences_of(text)):
                assert seen.setdefault(said, node.id) == node.id, f"{said!r}: {seen[said]}, {node.id}"
        words = [one.words for node in bank.of(side) for one in node.stakes]
        assert len(words) == len(set(words))


def test_each_pointer_leads_to_the_sentence_it_names(bot: Bot, bank: Bank) -> None:
    data = yaml.safe_load((Path(bot.topic.folder) / FILE).read_text())
    paragraphs = {passage.paragraph: passage for passage in bot.reader.content.passages}
    for entry in (*data["arguments"], *data["answers"]):
        node = bank.by_id[entry["id"]]
        for (paragraph, number), sentence in zip(entry.get("evidence", []), node.sentences, strict=True):
            assert sentence == paragraphs[paragraph].sentences[number - 1], entry["id"]
            source = bot.source(sentence.source_id)
            assert source is not None
            assert source.text[sentence.start : sentence.end] == sentence.text
        for asked, one in zip(entry.get("cx", []), node.cx, strict=True):
            paragraph, number = asked["see"]
            assert one.sentence == paragraphs[paragraph].sentences[number - 1], entry["id"]


def test_no_claim_says_more_than_its_card(bot: Bot, bank: Bank) -> None:
    cutter = Cutter(bot.reader.content)
    beyond = {
        node.id: found
        for node in bank.nodes
        for card in cutter.cards(node)[:1]
        if (found := overclaims(node.claim, card.body, bot.reader.content.vocabulary))
    }
    assert beyond == {}


ENTRY: dict[str, Any] = {
    "label": "a label", "claim": "A claim.", "warrant": "A reason.", "impact": "So what.", "extension": "Again.",
    "weighing": "More.", "evidence": [[1, 1]],
}  # fmt: skip
ANSWER: dict[str, Any] = {"label": "a label", "claim": "A claim.", "warrant": "A reason.", "evidence": [[1, 1]]}


def written(folder: Path, change) -> Path:
    """A bank of two arguments that answer each other, changed."""
    data = {
        "arguments": [{"id": "a", "side": "bogota", **ENTRY}, {"id": "n", "side": "washington", **ENTRY}],
        "answers": [
            {"id": "ra", "side": "bogota", "to": ["n"], **ANSWER},
            {"id": "rn", "side": "washington", "to": ["a"], **ANSWER},
        ],
    }
    change(data)
    path = folder / "arguments.yaml"
    path.write_text(yaml.safe_dump(data))
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data["arguments"][0].pop("warrant"), r"'a': warrant: "),
        (lambda data: data["arguments"][0].update(evidence=[]), r"'a': evidence: "),
        (lambda data: data["arguments"][0].update(strength=1), r"'a': strength: "),
        (lambda data: data["answers"][0].update(to=[]), r"'ra': to: "),
        (lambda data: data["answers"][0].update(turn="sharp"), r"'ra': turn: "),
        (lambda data: data["answers"][1].update(id="a"), r"'a' is used twice"),
        (lambda data: data["arguments"][0].update(side="paris"), r"'a': side: .*'paris'"),
        (lambda data: data["arguments"][0].update(evidence=[[1, 99]]), r"'a': evidence: .*\[1, 99\]"),
        (
            lambda data: data["arguments"][0].update(cx=[{"ask": "Q?", "reply": "R.", "see": [77, 1]}]),
            r"'a': evidence: .*\[77, 1\]",
        ),
        (lambda data: data["answers"][0].update(to=["x"]), r"'ra': to: 'x'"),
        (lambda data: data["answers"][0].update(to=["a"]), r"'ra': to: 'a'"),
        (lambda data: data["answers"].pop(), r"'a': nothing in the bank answers it"),
        (lambda data: data.pop("arguments"), r"arguments: "),
    ],
)
def test_a_fault_is_named_with_its_entry(change, message: str, bot: Bot, tmp_path: Path) -> None:
    sentence = bot.reader.content.passages[0].sentences[0]
    with pytest.raises(FormatError, match=rf"^arguments\.yaml: .*{message}"):
        read_bank(written(tmp_path, change), bot.topic, {(1, 1): sentence})


def test_the_bank_of_these_tests_is_sound_and_what_is_no_bank_is_refused(bot: Bot, tmp_path: Path) -> None:
    sentence = bot.reader.content.passages[0].sentences[0]
    path = written(tmp_path, lambda data: None)
    assert [node.id for node in read_bank(path, bot.topic, {(1, 1): sentence}).nodes] == ["a", "n", "ra", "rn"]
    for text, message in (("[1", "not valid YAML"), ("- a", "is a mapping")):
        path.write_text(text)
        with pytest.raises(FormatError, match=message):
            read_bank(path, bot.topic, {})
    with pytest.raises(FormatError, match="cannot be read"):
        read_bank(tmp_path / "none.yaml", bot.topic, {})


def test_a_topic_without_a_bank_gets_one_mined_from_what_each_side_is_said_to_hold(bot: Bot, tmp_path: Path) -> None:
    bare = SimpleNamespace(
        topic=replace(bot.topic, folder=str(tmp_path)),
        reader=bot.reader, embedder=bot.embedder, answerer=bot.answerer, sources=bot.sources,
        model=None, settings=SimpleNamespace(data_dir=tmp_path),
    )  # fmt: skip
    mined = Debating(bare).bank  # type: ignore[arg-type]
    assert mined.mined
    for side in ("bogota", "washington"):
        there = mined.arguments(side)
        assert len(there) >= 3
        for node in there:
            assert all(one.side in (side, NEUTRAL, BOTH) for one in node.sentences)
