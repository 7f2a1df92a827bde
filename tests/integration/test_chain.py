"""Lectern inside LangChain programs: its chain, its parts, its tool, and models that others have made."""

from __future__ import annotations

from uuid import UUID

import pytest
from chatserver import Asked as Request
from chatserver import pieces
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_core.tracers import BaseTracer
from langchain_core.tracers.schemas import Run

from bot import Bot, Final, Token
from bot.chain import prompt_template

FALL = "By how much did coca production fall?"
GOOD = "Coca production fell to fewer than 50,000 hectares by 2012 [{id}]."


class Seen(BaseTracer):
    """Keeps the runs that it was told of."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []

    def _persist_run(self, run: Run) -> None:
        self.runs.append(run)

    @property
    def names(self) -> list[str]:
        """The names of all runs, those within others too."""
        out, waiting = [], list(self.runs)
        while waiting:
            run = waiting.pop(0)
            out.append(run.name)
            waiting += run.child_runs
        return out


def say(asked: Request):
    if not asked.ids or asked.job == "suggest-questions":
        return ["…"]
    return pieces(GOOD.replace("{id}", next(each for each in asked.ids if each.endswith("-3"))))


def test_a_question_is_invoked_streamed_and_batched(bot: Bot) -> None:
    chain = bot.chain
    answer = chain.invoke(FALL)
    assert "163,000" in answer.text
    events = list(chain.stream({"question": FALL}))
    assert isinstance(events[-1], Final)
    assert "".join(event.text for event in events if isinstance(event, Token)) == answer.text
    other = {"question": "And Washington's?", "history": [("What does Bogotá want?", "")], "side": None}
    several = chain.batch([FALL, other])
    assert several[0].text == answer.text
    assert several[1].read_with
    assert bot.chain.get_input_jsonschema()


def test_a_tracer_sees_the_stages_as_children_of_one_run(bot: Bot) -> None:
    seen = Seen()
    bot.chain.invoke(FALL, {"callbacks": [seen], "run_name": "mine"})
    (run,) = seen.runs
    assert run.name == "mine"
    assert {"understand", "retrieve", "answer", "write"} <= set(seen.names)
    assert run.outputs is not None
    assert run.outputs["output"]["outcome"] in ("answered", "closest")
    assert run.error is None


def test_it_sees_the_models_calls_too(serve) -> None:
    asked_of, _ = serve(say)
    seen = Seen()
    answer = asked_of.chain.invoke(FALL, {"callbacks": [seen]})
    assert answer.engine == "openai:test-model"
    (run,) = seen.runs
    calls = [child for child in run.child_runs if child.run_type in ("llm", "chat_model")]
    assert calls
    assert any("50,000" in str(child.outputs) for child in calls)
    assert "0123456789abcdefghij" not in str(run.model_dump())


def test_an_error_is_the_runs_own(bot: Bot) -> None:
    class Failed(BaseCallbackHandler):
        errors: list[BaseException] = []  # noqa: RUF012

        def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: object) -> None:
            self.errors.append(error)

    failed = Failed()
    with pytest.raises(Exception, match="no side"):
        bot.chain.invoke({"question": FALL, "side": "nobody"}, {"callbacks": [failed]})
    assert len(failed.errors) == 1


def test_it_stands_in_a_sequence_with_others(bot: Bot) -> None:
    chain = RunnableLambda(str.strip) | bot.chain | RunnableLambda(lambda answer: len(answer.citations))
    assert chain.invoke(f"  {FALL} ") >= 1


def test_retriever_and_prompt_make_a_chain_of_ones_own(bot: Bot) -> None:
    def shown(documents: list) -> str:
        return "\n\n".join(
            f"<passage id=[{one.metadata['passage_id']}]>\n{one.page_content}\n</passage>" for one in documents
        )

    model = GenericFakeChatModel(messages=iter([AIMessage("It fell.")]))
    own = (
        {
            "evidence": bot.retriever(k=4) | shown,
            "question": RunnablePassthrough(),
            "conversation": lambda _question: "(This is the first question.)",
        }
        | prompt_template("answer")
        | model
        | StrOutputParser()
    )
    assert own.invoke(FALL) == "It fell."
    filled = prompt_template("answer").invoke({"evidence": "{a} <b>", "question": FALL, "conversation": "-"})
    assert "{a} <b>" in filled.messages[1].content


def test_any_chat_model_of_langchains_takes_the_place_of_ours(bot: Bot) -> None:
    three = next(one.id for one in bot.reader.content.passages if one.id.endswith("-3"))
    said = AIMessage(GOOD.replace("{id}", three))
    model = GenericFakeChatModel(messages=iter([said] * 5))
    answer = bot.answered_by(model).ask(FALL)
    assert answer.text == GOOD.replace("{id}", "1")
    assert answer.engine.endswith("GenericFakeChatModel")


def test_the_tool_gives_text_for_the_agent_and_the_answer_beside_it(bot: Bot) -> None:
    tool = bot.as_tool()
    message = tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": {"question": FALL}})
    assert "163,000" in message.content
    assert "[1]" in message.content
    assert message.artifact["outcome"] in ("answered", "closest")
    assert set(tool.args) == {"question", "side"}
