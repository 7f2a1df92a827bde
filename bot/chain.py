"""Lectern as LangChain knows programs: a runnable that streams, batches and can be traced, and a tool.

A module of its own, because LangChain takes as long to import as all else here. Parts to put into another chain
are the retriever (:mod:`bot.search.langchain`) and the prompts (:func:`prompt_template`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from typing import Any, NotRequired

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableConfig, ensure_config
from langchain_core.runnables.config import get_callback_manager_for_config, patch_config, set_config_context
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from bot.answer.render import plain
from bot.model import Answer, Event, Final
from bot.prompts import load_prompt
from bot.sources.citing import quoted

Streaming = Callable[[str, Sequence[tuple[str, str]], str | None], Generator[Event]]
NAME = "lectern"


class Asked(TypedDict):
    """A question; ``history`` are the questions and answers before it, ``side`` is None, "both" or a side's id."""

    question: str
    history: NotRequired[Sequence[tuple[str, str]]]
    side: NotRequired[str | None]


class AnswerChain(Runnable[str | Asked, Answer]):
    """Answers questions. ``stream`` gives the bot's events: citations and tokens as they come, at the end the answer.

    Whoever traces it sees the stages of a question (understand, retrieve, answer, write) and the calls of the model as
    its children.
    """

    name = NAME

    def __init__(self, stream: Streaming) -> None:
        """``stream``: as :meth:`bot.bot.Bot.stream`."""
        self._stream = stream

    @property
    def InputType(self) -> Any:  # noqa: N802
        """A question alone, or with what came before it."""
        return str | Asked

    @property
    def OutputType(self) -> type[Answer]:  # noqa: N802
        """The checked answer."""
        return Answer

    def invoke(self, input: str | Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """The answer to one question."""
        return next(event.answer for event in self._events(input, config) if isinstance(event, Final))

    def stream(  # type: ignore[override]
        self, input: str | Asked, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Event]:
        """The events of one question; the last holds the answer."""
        yield from self._events(input, config)

    def _events(self, given: str | Asked, config: RunnableConfig | None) -> Generator[Event]:
        asked: Asked = {"question": given} if isinstance(given, str) else given
        config = ensure_config(config)
        manager = get_callback_manager_for_config(config)
        run: CallbackManagerForChainRun = manager.on_chain_start(
            None, dict(asked), name=config.get("run_name") or NAME, run_id=config.pop("run_id", None)
        )
        ended = False
        try:
            # What is called within, in whatever thread, is this run's child.
            with set_config_context(patch_config(config, callbacks=run.get_child())) as inside, ExitStack() as stack:
                history, side = asked.get("history", ()), asked.get("side")
                events = stack.enter_context(closing(inside.run(self._stream, asked["question"], history, side)))
                while (event := inside.run(_next, events)) is not None:
                    if isinstance(event, Final):
                        ended = True
                        run.on_chain_end({"output": event.answer.to_dict()})
                    yield event
        except GeneratorExit:
            if not ended:
                run.on_chain_end({"output": None})
            raise
        except BaseException as error:
            run.on_chain_error(error)
            raise


def _next(events: Generator[Event]) -> Event | None:
    return next(events, None)


class Question(BaseModel):
    """What the tool takes."""

    question: str = Field(description="A question on what the article says, or “Check: …” with a claim to check.")
    side: str | None = Field(default=None, description="The id of a side whose view is asked for, or “both”.")


def tool_of(chain: AnswerChain, topic: str) -> BaseTool:
    """The chain as an agent's tool: text with citations for the model, the whole answer as the artifact."""

    def ask(question: str, side: str | None = None) -> tuple[str, dict[str, Any]]:
        answer = chain.invoke({"question": question, "side": side})
        cited = map(quoted, answer.citations)
        return "\n".join((f"({answer.outcome})", plain(answer.text), *cited)), answer.to_dict()

    return StructuredTool.from_function(
        func=ask, name="ask_article", args_schema=Question, response_format="content_and_artifact",
        description=f"Answers questions on one policy article ({topic}) with citations that have been checked; "
        "says so where the article does not say.",
    )  # fmt: skip


def prompt_template(name: str) -> ChatPromptTemplate:
    """A prompt of ``prompts/`` as a template with the same variables.

    Raises:
        PromptError: there is none of that name.
    """
    prompt = load_prompt(name)
    system, user = prompt.messages(**{each: f"{{{each}}}" for each in prompt.variables})
    return ChatPromptTemplate.from_messages([("system", system), ("human", user)] if system else [("human", user)])
