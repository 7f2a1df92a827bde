"""What real models and servers do beside the protocol, and what the reader sees of it: the answer and nothing else."""

from __future__ import annotations

import json

import pytest
from chatserver import Asked, Pause, Raw, pieces

from bot import Final, Token
from bot.answer.phrases import NOT_SAID, UNSTREAMED
from bot.models import Connection, make_model

FALL = "By how much did coca production fall?"
GOOD = "Coca production fell to fewer than 50,000 hectares by 2012 [{id}]."
AGAIN = "By how much had coca production fallen by 2012?"
THOUGHT = "Okay, so the user wants a figure. A secret musing about 77 hectares [{id}]."
OPENED = [
    f"<think>{THOUGHT}</think>\n\n", f"<reasoning>\n{THOUGHT}\n</reasoning>\n", f"[THINK]{THOUGHT}[/THINK]",
    f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>",
]  # fmt: skip
UNOPENED = f"{THOUGHT}\n</think>\n\n"


def fill(text: str, asked: Asked) -> str:
    return text.replace("{id}", next(each for each in asked.ids if each.endswith("-3")))


def writing(text: str, size: int = 7):
    """A model that says the same of everything, questions to ask next included."""

    def say(asked: Asked):
        if asked.job == "rewrite-follow-up":
            return pieces(text.replace(GOOD, AGAIN), size)
        return pieces(fill(text, asked), size) if asked.ids else [text]

    return say


def said(events: list) -> str:
    return "".join(event.text for event in events if isinstance(event, Token))


@pytest.mark.parametrize("size", [3, 7, 400])
@pytest.mark.parametrize("thought", [*OPENED, UNOPENED])
def test_thoughts_are_never_shown_quoted_or_suggested(serve, thought: str, size: int) -> None:
    bot, _ = serve(writing(thought + GOOD, size))
    for question, history in ((FALL, []), ("And then?", [(FALL, GOOD.replace("{id}", "1"))])):
        events = list(bot.stream(question, history))
        answer = events[-1].answer
        whole = json.dumps(answer.to_dict()) + said(events)
        assert "musing" not in whole
        assert "user wants" not in whole
        assert "think>" not in whole
        assert answer.engine == "openai:test-model"
        assert [one.status for one in answer.statements] == ["supported"]
    assert answer.rewritten == AGAIN


@pytest.mark.parametrize("thought", [*OPENED, UNOPENED])
def test_a_refusal_after_thoughts_is_a_refusal(serve, thought: str) -> None:
    bot, _ = serve(writing(thought + NOT_SAID))
    answer = bot.ask("How many hectares of coca were there in 2023?")
    assert answer.outcome == "no_evidence"
    assert answer.text.startswith(NOT_SAID)
    assert answer.engine == "openai:test-model"


@pytest.mark.parametrize("thought", [one.split("</")[0].split("[/")[0].split("<|end")[0] for one in OPENED])
def test_of_thoughts_that_were_cut_off_nothing_is_shown(serve, thought: str) -> None:
    bot, _ = serve(writing(thought), attempts=1)
    events = list(bot.stream(FALL))
    assert "musing" not in said(events) + json.dumps(events[-1].answer.to_dict())
    assert events[-1].answer.engine == "extractive"
    assert "its reply was empty; where it thinks before it writes" in events[-1].answer.notes[0]


def test_unmarked_thoughts_that_came_slowly_are_taken_back_once_and_never_shown_again(serve) -> None:
    def say(asked: Asked):
        if not asked.ids:
            return [NOT_SAID]
        slow = [step for piece in pieces(fill(UNOPENED, asked), 12) for step in (piece, Pause(0.06))]
        return [*slow, *pieces(fill(GOOD, asked))]

    bot, _ = serve(say)
    events = list(bot.stream(FALL))
    back = [at for at, event in enumerate(events) if isinstance(event, Token) and event.afresh]
    assert len(back) == 1
    assert "musing" not in said(events[back[0] :])
    assert "musing" not in events[-1].answer.text
    again = list(bot.stream(FALL))
    assert "musing" not in said(again)
    assert isinstance(again[-1], Final)
    assert again[-1].answer.text == GOOD.replace("{id}", "1")


def test_the_first_words_come_with_the_models(serve) -> None:
    def say(asked: Asked):
        if not asked.ids:
            return [NOT_SAID]
        return [step for piece in pieces(fill(GOOD, asked), 4) for step in (piece, Pause(0.1))]

    bot, server = serve(say)
    for event in bot.stream(FALL):
        if isinstance(event, Token) and event.text:
            break
    (asked,) = server.of("answer")
    assert not asked.whole


def sse(*choices: dict, done: bool = True) -> Raw:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    lines = [f"data: {json.dumps({**head, 'choices': [{'index': 0, **choice}]})}\n\n" for choice in choices]
    return Raw("".join(lines) + ("data: [DONE]\n\n" if done else ""), "text/event-stream")


def delta(text: str, ended: str | None = None) -> dict:
    return {"delta": {"role": "assistant", "content": text}, "finish_reason": ended}


def raw(make):
    """The same raw reply to every question on passages."""
    return lambda asked: make(fill(GOOD, asked)) if asked.ids else [NOT_SAID]


def test_a_stream_that_ends_in_done_and_never_says_why_is_whole(serve) -> None:
    bot, server = serve(raw(lambda text: sse(delta(text[:20]), delta(text[20:]))))
    answer = bot.ask(FALL)
    assert answer.text == GOOD.replace("{id}", "1")
    assert not answer.notes
    assert len(server.of("answer")) == 1


def test_one_that_ends_without_either_was_cut_off(serve) -> None:
    bot, _ = serve(raw(lambda text: sse(delta(text[:20]), done=False)), attempts=1)
    answer = bot.ask(FALL)
    assert answer.engine == "extractive"
    assert "the connection broke in the middle of its reply" in answer.notes[0]


def test_a_server_that_does_not_stream_is_read_and_named(serve) -> None:
    def whole(text: str) -> Raw:
        message = {"role": "assistant", "content": text}
        reply = {
            "id": "c", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12},
        }  # fmt: skip
        return Raw(json.dumps(reply), "application/json")

    bot, server = serve(raw(whole))
    answer = bot.ask(FALL)
    assert answer.text == GOOD.replace("{id}", "1")
    assert UNSTREAMED in answer.notes
    assert answer.usage.input_tokens >= 7
    assert len(server.of("answer")) == 1


def test_a_content_filter_is_named_and_the_quotations_stand(serve) -> None:
    bot, _ = serve(raw(lambda text: sse(delta(text[:20]), delta("", "content_filter"))), attempts=1)
    answer = bot.ask(FALL)
    assert answer.engine == "extractive"
    assert "content filter stopped the reply" in answer.notes[0]
    assert "163,000" in answer.text


def test_the_word_none_is_not_hidden_where_no_key_is_given(serve) -> None:
    text = "Coca production fell to fewer than 50,000 hectares by 2012, a result second to none [{id}]."
    bot, server = serve(writing(text))
    model = make_model(Connection("openai:test-model", f"{server.url}/v1"))
    answer = bot.answered_by(model).ask(FALL)
    assert "second to none" in answer.text
    assert "key hidden" not in answer.text
    assert server.asked[0].key == "none"


@pytest.mark.parametrize(
    "cited",
    [
        "{} ({{id}}).", "{} [`{{id}}`].", "{} [{{id}}†L1-L4].", "{} [{{id}}, p. 3].", "{} [{{id}}, pp. 3–4].",
        "{} 【{{id}}†source】.", "{}.\n[{{id}}]", "{}.\n\nSources: [{{id}}]",
        "{}.\n\n**Sources:**\n- [{{id}}] The brief\n",
    ],
)  # fmt: skip
def test_citations_are_read_as_models_write_them(serve, cited: str) -> None:
    said = GOOD.split(" [")[0]
    bot, _ = serve(writing(cited.format(said)))
    answer = bot.ask(FALL)
    assert [one.status for one in answer.statements] == ["supported"]
    assert answer.statements[0].citations == (1,)
    assert answer.text.replace(".", "") == f"{said} [1]"
    assert "2012" in answer.citations[0].quote
