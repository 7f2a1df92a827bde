"""What a reader sees when the model fails: bounded tries, then the quotations with a line that says so."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator

import pytest
from chatserver import Asked, Drop, Pause, Raw, Script, Status, pieces
from conftest import SENTINEL
from langchain_core.tracers.context import collect_runs

from bot import Bot, Token
from bot.errors import ModelCallError, ModelError, SettingsError
from bot.model import Topic
from bot.models import Connection, make_model
from bot.models.limits import Limits
from bot.settings import Settings
from bot.ui import render

FALL = "By how much did coca production fall?"
GOOD = "Coca production fell to fewer than 50,000 hectares by 2012 [{id}]."


def good(asked: Asked) -> list[str]:
    return pieces(GOOD.replace("{id}", next(each for each in asked.ids if each.endswith("-3"))))


def failing(script: Script, times: int = 99):
    """A model that fails so often, and then answers."""
    left = [times]

    def say(asked: Asked) -> Script:
        if asked.job == "answer" and left[0] > 0:
            left[0] -= 1
            return script
        return good(asked) if asked.job == "answer" else ["…"]

    return say


def endless() -> Iterator[str]:
    while True:
        yield "word " * 40


LONG = "This model's maximum context length is 8192 tokens, however you requested 9000 tokens."
FAILURES = {
    "401": (Status(401, "Incorrect API key provided: {key}."), "refused the key; set LECTERN_MODEL_KEY", 1),
    "403": (Status(403, "no access for {key}"), "refused the key", 1),
    "404": (Status(404, "model not found"), "has no such model; LECTERN_MODEL names it", 1),
    "429": (Status(429, "slow down", {"Retry-After": "0"}), "asks to slow down", 2),
    "429 for long": (Status(429, "slow down", {"Retry-After": "3600"}), "asks to slow down for 3600 s", 1),
    "500": (Status(500, "boom {key}"), "its server failed", 2),
    "503": (Status(503, "busy"), "its server failed", 2),
    "400": (Status(400, "bad parameter"), "refused the request (bad parameter)", 1),
    "context overflow": (Status(400, LONG), "too long for it; lower LECTERN_MODEL_CONTEXT", 3),
    "silent": ([Pause(30)], "kept silent for too long; LECTERN_MODEL_TIMEOUT", 2),
    "silent after some words": (["Coca production ", Pause(30)], "kept silent for too long", 1),
    "dies in mid-stream": (["Coca production fell ", Drop()], "the connection broke in the middle", 3),
    "ends in mid-stream": (["Coca production fell ", Drop(clean=True)], "the connection broke in the middle", 3),
    "empty": ([], "its reply was empty", 2),
    "blank": (["\n", " "], "its reply was empty", 2),
    "endless": (endless(), "its reply did not end; LECTERN_MODEL_REPLY", 1),
    "HTML": (Raw("<html><body>Welcome to nginx</body></html>"), "The model openai:test-model failed", None),
    "not JSON": (Raw("data: {not json}\n\n", "text/event-stream"), "has another shape", 1),
    "another JSON": (Raw('{"hello": "world"}', "application/json"), "The model openai:test-model failed", None),
    "another event": (Raw('data: {"choices": "no"}\n\n', "text/event-stream"), "has another shape", 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_gives_the_quotations_and_says_so(serve, bot: Bot, name: str, caplog, capfd) -> None:
    script, words, tries = FAILURES[name]
    caplog.set_level(logging.DEBUG)
    asked_of, server = serve(failing(script), timeout=0.4, reply=64 if name == "endless" else 2048)
    with collect_runs() as traced:
        events = list(asked_of.stream(FALL))
    answer = events[-1].answer
    assert answer.outcome == "closest"
    assert answer.engine == "extractive"
    assert answer.text == bot.ask(FALL).text
    assert words in answer.failure
    page = render.shown(answer, 0, Topic(id="", title="", resolution="", sides=()))
    assert "The answer below is made of quotations, without the model." in page
    assert render._plain(words) in page
    if tries is not None:
        assert len(server.of("answer")) == tries
    assert server.asked[0].key == SENTINEL
    captured = capfd.readouterr()
    told = [
        page, json.dumps(answer.to_dict()), repr(events), repr(asked_of.model), repr(traced.traced_runs),
        caplog.text, captured.out, captured.err, str([vars(record) for record in caplog.records]),
    ]  # fmt: skip
    assert not [each[:200] for each in told if SENTINEL in each]


@pytest.mark.parametrize("name", ["429", "500", "silent", "empty"])
def test_a_passing_failure_is_tried_again(serve, name: str) -> None:
    asked_of, server = serve(failing(FAILURES[name][0], times=1), timeout=0.4)
    answer = asked_of.ask(FALL)
    assert answer.engine == "openai:test-model"
    assert not answer.failure
    assert len(server.of("answer")) == 2
    assert answer.usage.calls >= 2


def test_retry_after_is_waited_for(serve) -> None:
    asked_of, _ = serve(failing(Status(429, "slow down", {"Retry-After": "1"}), times=1))
    started = time.monotonic()
    answer = asked_of.ask(FALL)
    assert time.monotonic() - started >= 1.0
    assert answer.engine == "openai:test-model"


def test_a_stream_that_broke_is_asked_for_again_whole(serve) -> None:
    asked_of, _ = serve(failing(["Coca production rose ", Drop()], times=1))
    events = list(asked_of.stream(FALL))
    answer = events[-1].answer
    assert "rose" in "".join(event.text for event in events if isinstance(event, Token))
    assert answer.text == GOOD.replace("{id}", "1")
    assert not answer.failure


def test_a_context_that_overflows_is_made_smaller(serve) -> None:
    def say(asked: Asked) -> Script:
        if asked.job != "answer":
            return ["…"]
        return Status(400, LONG) if len(asked.ids) > 5 else good(asked)

    asked_of, server = serve(say, context=3600, reply=256)
    answer = asked_of.ask(FALL)
    assert answer.engine == "openai:test-model"
    sizes = [len(each.ids) for each in server.of("answer")]
    assert sizes[0] > 5 >= sizes[-1]
    assert f"The model was given {sizes[-1]} of 10 passages" in answer.notes[0]


def test_a_slow_model_is_waited_for(serve) -> None:
    def say(asked: Asked) -> Script:
        return [step for piece in good(asked) for step in (piece, Pause(0.05))] if asked.job == "answer" else ["…"]

    asked_of, _ = serve(say, timeout=0.6)
    answer = asked_of.ask(FALL)
    assert answer.engine == "openai:test-model"
    assert answer.timings["write"] > 300


def test_a_reply_that_was_cut_loses_its_last_words(serve) -> None:
    from chatserver import _OpenAI

    class Cut(_OpenAI):
        def closing(self) -> list[str]:
            return [self._event({}, "length"), "data: [DONE]\n\n"]

    import chatserver

    chatserver._PROTOCOLS["completions"] = Cut
    try:
        asked_of, _ = serve(lambda asked: [*good(asked), " The alliance rested on an un"])
        answer = asked_of.ask(FALL)
    finally:
        chatserver._PROTOCOLS["completions"] = _OpenAI
    assert answer.text == GOOD.replace("{id}", "1")
    assert any("cut at its length" in note for note in answer.notes)


def test_closing_the_stream_closes_the_request_on_the_wire(serve) -> None:
    steps = [*pieces("Coca production fell "), *([Pause(0.02), "and fell "] * 2000)]
    asked_of, server = serve(lambda asked: steps if asked.job == "answer" else ["…"])
    stream = asked_of.stream(FALL)
    assert any(isinstance(event, Token) and event.text for event in stream)
    stream.close()
    (asked,) = server.of("answer")
    assert asked.closed.wait(2)
    assert not asked.whole
    assert asked.sent < 200


def test_closing_the_stream_of_a_silent_model_closes_its_request_too(serve) -> None:
    asked_of, server = serve(lambda _asked: [Pause(30)], timeout=30)
    stream = asked_of.stream(FALL)
    assert next(event for event in stream if isinstance(event, Token)).text == ""
    stream.close()
    (asked,) = server.of("answer")
    assert asked.closed.wait(2)
    assert not asked.whole


def test_a_server_that_is_not_there(bot: Bot) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    asked_of = bot.answered_by(make_model(Connection("openai:m", url, limits=Limits(attempts=1))))
    answer = asked_of.ask(FALL)
    assert f"no server answers at {url}; start it, or mend LECTERN_MODEL_URL" in answer.failure


def test_the_key_is_taken_out_of_what_a_server_echoes(serve) -> None:
    def say(asked: Asked) -> Script:
        return pieces(f"Your key is {asked.key}. Coca fell.", 5)

    asked_of, _ = serve(say)
    events = list(asked_of.stream(FALL))
    assert SENTINEL not in "".join(event.text for event in events if isinstance(event, Token))
    assert SENTINEL not in repr(events)


def test_a_model_is_asked_directly_with_any_prompt(serve) -> None:
    asked_of, _ = serve(lambda _asked: pieces("Three words here."))
    reply = asked_of.model.complete("mend", dict.fromkeys(("evidence", "question", "draft", "faults"), "x"))
    assert reply.text == "Three words here."
    assert reply.usage.output_tokens == 60
    with pytest.raises(Exception, match="missing: draft, faults"):
        asked_of.model.complete("mend", {"evidence": "x", "question": "x"})
    failing_of, _ = serve(lambda _asked: Status(401))
    with pytest.raises(ModelCallError) as caught:
        failing_of.model.complete("mend", dict.fromkeys(("evidence", "question", "draft", "faults"), "x"))
    assert caught.value.kind == "key"


def test_a_servers_own_key_is_never_the_providers(serve, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SENTINEL)
    _, server = serve(lambda asked: good(asked))
    model = make_model(Connection("openai:m", server.url + "/v1"))
    for _ in model.stream("suggest-questions", {"evidence": "<passage id=[a-3]", "question": "y"}):
        pass
    assert server.asked[-1].key == "none"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("openai:gpt-5-mini", "needs a key: set LECTERN_MODEL_KEY or OPENAI_API_KEY"),
        ("anthropic:claude", "needs a key: set LECTERN_MODEL_KEY or ANTHROPIC_API_KEY"),
        ("google:gemini", "pip install langchain-google-genai"),
        ("mistralai:small", "pip install langchain-mistralai"),
        ("nobody:x", "cannot be used"),
        ("gpt-5", "write provider:name"),
        ("openai:", "write provider:name"),
        ("huggingface:/no/such/folder", "cannot be loaded"),
    ],
)
def test_what_is_missing_is_named_with_what_mends_it(monkeypatch, model: str, words: str) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LECTERN_MODEL", model)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=words):
        Bot.open()


def test_settings_do_not_show_the_key(monkeypatch) -> None:
    monkeypatch.setenv("LECTERN_MODEL_KEY", SENTINEL)
    settings = Settings.load()
    assert SENTINEL not in repr(settings)
    assert SENTINEL not in settings.model_dump_json()
    monkeypatch.setenv("LECTERN_MODEL_PRICE", "cheap")
    with pytest.raises(SettingsError, match="LECTERN_MODEL_PRICE") as caught:
        Settings.load()
    assert SENTINEL not in str(caught.value)


def test_cost_is_counted_where_prices_are_set(serve) -> None:
    asked_of, _ = serve(lambda asked: good(asked), price=(1.0, 10.0))
    answer = asked_of.ask(FALL)
    usage = answer.usage
    assert usage.cost == pytest.approx((usage.input_tokens + 10 * usage.output_tokens) / 1e6)
    assert f"${usage.cost:.4f}" in render.used(answer)
