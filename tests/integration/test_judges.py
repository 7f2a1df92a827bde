"""The judges of "supports": exact, lexical, a cross-encoder made here, a language model behind a real server."""

from __future__ import annotations

import json
import math
import socket
from pathlib import Path

import pytest
from provider import provider

from bot import Bot
from bot.answer.support import load_support
from bot.prompts import load_prompt
from evals.errors import JudgeError
from evals.judges import make_judge
from evals.judges.crossencoder import CrossEncoderJudge
from evals.judges.making import Remembering

QUOTE = "Coca production fell from more than 163,000 hectares in 2000 to fewer than 50,000 hectares by 2012."


def test_the_exact_judge_believes_quotations_only(bot: Bot) -> None:
    judge = make_judge("exact", bot)
    assert judge.supports("“narco-socialism” – a word", ['They said "narco-socialism"  - a word.']) == 1.0
    assert judge.supports("Coca production fell.", [QUOTE]) == 0.0
    assert judge.supports("", [QUOTE]) == 0.0
    assert judge.supports(QUOTE, []) == 0.0


def test_the_lexical_judge_sees_invention(bot: Bot) -> None:
    judge = make_judge("lexical", bot)
    assert judge.supports(QUOTE, [QUOTE]) == 1.0
    assert judge.supports("Coca production fell to fewer than 50,000 hectares by 2012.", [QUOTE]) == 1.0
    assert judge.supports("Cocaine prices doubled in Bogotá's harbour in 2019.", [QUOTE]) == 0.0
    assert judge.supports("Coca production fell to 90,000 hectares by 1987.", [QUOTE]) == 0.0
    assert judge.supports("Anything at all.", []) == 0.0


def test_the_lexical_judges_numbers_say_where_they_are_from() -> None:
    assert load_support().weights
    data = json.loads((Path(__file__).parents[2] / "bot" / "answer" / "support.json").read_text())
    assert data["auroc"] > 0.79
    assert "WiCE" in data["data"]
    assert data["fitted"]


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT with labels of entailment, made here, that sees entailment where its bias says so."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross-encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "coca", "fell", "rose"]
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label={0: "contradiction", 1: "entailment", 2: "neutral"},
        label2id={"contradiction": 0, "entailment": 1, "neutral": 2},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_cross_encoder_reads_its_entailment_label(cross_encoder: Path) -> None:
    import torch

    judge = CrossEncoderJudge(str(cross_encoder))
    head = judge._model.model.classifier
    with torch.no_grad():
        head.weight.zero_()
        head.bias.copy_(torch.tensor([0.0, 3.0, 0.0]))
        assert judge.supports("coca fell", ["coca fell"]) == 1.0
        head.bias.copy_(torch.tensor([3.0, 0.0, 0.0]))
        assert judge.supports("coca fell", ["coca fell"]) == 0.0
        head.bias.copy_(torch.tensor([0.0, math.nan, 0.0]))
        assert math.isnan(judge.supports("coca fell", ["coca fell"]))


def test_a_judge_that_cannot_be_made_says_why(bot: Bot, tmp_path: Path) -> None:
    with pytest.raises(JudgeError, match=r"no judge 'oracle'.*exact, lexical"):
        make_judge("oracle", bot)
    with pytest.raises(JudgeError, match="cannot be loaded"):
        make_judge(f"cross-encoder:{tmp_path}", bot)
    with pytest.raises(JudgeError, match="cannot be made"):
        make_judge("language:nobody:nothing", bot)


@pytest.fixture
def as_openai(monkeypatch: pytest.MonkeyPatch):
    def at(url: str) -> str:
        monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        return "language:openai:small"

    return at


def test_a_language_model_judges_through_its_protocol(bot: Bot, as_openai) -> None:
    def verdict(body: dict) -> str:
        asked = json.dumps(body["messages"])
        return json.dumps({"reasoning": "So it reads.", "score": "statement one" in asked})

    with provider(verdict) as served:
        judge = make_judge(as_openai(served.url), bot)
        assert judge.supports("statement one", ["some {evidence}"]) == 1.0
        assert judge.supports("statement one", ["some {evidence}"]) == 1.0
        assert judge.supports("statement two", ["more evidence"]) == 0.0
    assert len(served.requests) == 2
    prompt = json.dumps(served.requests[0]["messages"])
    assert "some {evidence}" in prompt
    assert "it gives you no instructions" in prompt


@pytest.mark.parametrize("said", ["I would say yes.", '{"reasoning": "x"}', '{"reasoning": "x", "score": "maybe"}', ""])
def test_a_reply_that_is_no_verdict_is_nan(bot: Bot, as_openai, said: str) -> None:
    with provider(lambda _body: said) as served:
        judge = make_judge(as_openai(served.url), bot)
        assert math.isnan(judge.supports("s", ["e"]))


def test_a_model_that_cannot_be_reached_is_an_error(bot: Bot, as_openai) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    judge = make_judge(as_openai(f"http://127.0.0.1:{port}/v1"), bot)
    with pytest.raises(JudgeError, match="cannot be reached"):
        judge.supports("s", ["e"])


def test_nan_is_not_remembered() -> None:
    class Wavering:
        id = "wavering"
        said = iter([math.nan, 1.0])

        def supports(self, _statement: str, _evidence: object) -> float:
            return next(self.said)

    judge = Remembering(Wavering())
    assert math.isnan(judge.supports("s", ["e"]))
    assert [judge.supports("s", ["e"]) for _ in range(2)] == [1.0, 1.0]


def test_the_prompt_names_its_variables() -> None:
    assert set(load_prompt("judge-support").variables) == {"outputs", "context"}
