"""Anthropic's and Ollama's protocols on the wire, through their own packages: the happy path and two failures."""

from __future__ import annotations

import pytest
from chatserver import USAGE, Asked, Drop, Script, Status, pieces
from conftest import SENTINEL

from bot import Token

FALL = "By how much did coca production fall?"
GOOD = "Coca production fell to fewer than 50,000 hectares by 2012 [{id}]."
PROTOCOLS = [("anthropic:claude-test", ""), ("ollama:llama-test", "")]


def good(asked: Asked) -> Script:
    if asked.job != "answer":
        return ["…"]
    return pieces(GOOD.replace("{id}", next(each for each in asked.ids if each.endswith("-3"))))


@pytest.mark.parametrize(("model", "path"), PROTOCOLS)
def test_the_happy_path(serve, model: str, path: str) -> None:
    asked_of, server = serve(good, model=model, path=path)
    events = list(asked_of.stream(FALL))
    answer = events[-1].answer
    assert answer.text == GOOD.replace("{id}", "1")
    assert answer.engine == model
    assert answer.usage.input_tokens == USAGE[0] * answer.usage.calls
    assert answer.usage.output_tokens == USAGE[1] * answer.usage.calls
    assert sum(isinstance(event, Token) and bool(event.text) for event in events) > 3
    assert server.asked[0].path == ("/v1/messages" if "claude" in model else "/api/chat")
    assert server.asked[0].body["stream"] is True


@pytest.mark.parametrize(("model", "path"), PROTOCOLS)
def test_a_server_that_fails(serve, model: str, path: str) -> None:
    asked_of, server = serve(lambda _asked: Status(500, "boom {key}"), model=model, path=path)
    answer = asked_of.ask(FALL)
    assert answer.engine == "extractive"
    assert f"The model {model} failed: its server failed" in answer.failure
    assert len(server.of("answer")) == 2
    assert SENTINEL not in repr(answer)


@pytest.mark.parametrize(("model", "path"), PROTOCOLS)
def test_a_stream_that_breaks(serve, model: str, path: str) -> None:
    asked_of, _ = serve(lambda _asked: ["Coca ", Drop()], model=model, path=path)
    answer = asked_of.ask(FALL)
    assert answer.engine == "extractive"
    assert "the connection broke in the middle of its reply" in answer.failure


def test_a_key_that_anthropic_refuses_and_a_model_that_ollama_lacks(serve) -> None:
    asked_of, _ = serve(lambda _asked: Status(401, "invalid x-api-key {key}"), model="anthropic:claude-test", path="")
    answer = asked_of.ask(FALL)
    assert "refused the key; set LECTERN_MODEL_KEY" in answer.failure
    assert SENTINEL not in repr(answer)
    asked_of, _ = serve(lambda _asked: Status(404, "model 'llama-test' not found"), model="ollama:llama-test", path="")
    assert "get it with: ollama pull llama-test" in asked_of.ask(FALL).failure
