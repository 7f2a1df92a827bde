"""One request to a model: its words as they come, guarded against silence and endlessness, ended at any moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, cast

from bot.errors import Failure
from bot.model import Usage
from bot.models import loop
from bot.models.limits import Limits
from bot.models.wire import Wire, seen

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

CHARS = 12
"""Characters of a reply for each token that was allowed; beyond them the reply counts as endless."""
_SAY_WHY = frozenset({"openai", "anthropic", "ollama", "huggingface"})
"""Providers whose replies always say why they end; one that does not was cut off."""
_FILTERED = frozenset({"content_filter", "SAFETY", "refusal"})
_CUT = frozenset({"length", "max_tokens", "MAX_TOKENS"})


class BrokenError(Exception):
    """The request ended in a way that no exception of the provider's tells of."""

    def __init__(self, kind: Failure) -> None:
        super().__init__(kind)
        self.kind = kind


class Flow:
    """A request that runs; read it with :meth:`next`, end it with :meth:`close`."""

    def __init__(self, chat: BaseChatModel, messages: Sequence[BaseMessage], limits: Limits, provider: str) -> None:
        from langchain_core.runnables.config import var_child_runnable_config

        self._chat = chat
        self._limits = limits
        self._provider = provider
        # The run of LangChain's that this request is a part of, where somebody looks at one.
        self._config = var_child_runnable_config.get()
        self._queue: SimpleQueue[str | BaseException | None] = SimpleQueue()
        self._read: int | None = None
        self._written: int | None = None
        self._ended = ""
        self._wire = Wire()
        self._started = time.perf_counter()
        self._future = loop.run(self._pump(list(messages)))

    def next(self, seconds: float) -> str | None:
        """The next words; "" where none came within so many seconds, None at the end.

        Raises:
            Exception: whatever the provider raised.
        """
        try:
            said = self._queue.get(timeout=seconds)
        except Empty:
            return ""
        if isinstance(said, BaseException):
            raise said
        return said

    def close(self) -> None:
        """Ends the request; its connection is closed."""
        self._future.cancel()

    @property
    def usage(self) -> Usage:
        """What it took so far."""
        return self._limits.usage(self._read, self._written, time.perf_counter() - self._started)

    @property
    def cut(self) -> bool:
        """Whether the reply ended because it had reached its length."""
        return self._ended in _CUT

    @property
    def unstreamed(self) -> bool:
        """Whether the server sent the reply in one piece although a stream was asked for."""
        return self._wire.unstreamed

    async def _pump(self, messages: list[BaseMessage]) -> None:
        from langsmith import tracing_context

        try:
            # Nothing of a question goes to a tracing service that the environment was set up for elsewhere.
            with tracing_context(enabled=False):
                await self._pour(messages)
        # Each provider raises errors of its own; they go to the thread that reads.
        except BaseException as error:
            self._queue.put(error)
            if isinstance(error, asyncio.CancelledError):
                raise
        else:
            self._queue.put(None)

    async def _pour(self, messages: list[BaseMessage]) -> None:
        until = time.monotonic() + self._limits.deadline
        left = CHARS * self._limits.reply
        said = False
        seen.set(self._wire)
        async with aclosing(cast("AsyncGenerator[Any]", self._chat.astream(messages, self._config))) as chunks:
            while (chunk := await self._chunk(chunks, until, said)) is not None:
                self._account(chunk)
                text = str(chunk.text)
                left -= len(text)
                said = said or bool(text.strip())
                if text:
                    self._queue.put(text)
                if left < 0:
                    raise BrokenError("endless")
        if self._ended in _FILTERED:
            raise BrokenError("filtered")
        if not self._ended and not self._wire.done and self._provider in _SAY_WHY and said:
            raise BrokenError("dropped")
        if not said:
            raise BrokenError("empty")

    async def _chunk(self, chunks: AsyncGenerator[Any], until: float, said: bool) -> Any:
        """The next chunk, None at the end."""
        seconds = min(self._limits.timeout, until - time.monotonic())
        try:
            chunk = await asyncio.wait_for(anext(chunks, None), max(0.0, seconds))
        except TimeoutError as error:
            raise BrokenError("endless" if said and time.monotonic() >= until else "timeout") from error
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            # wait_for forgets that it was cancelled where a chunk came at the same moment.
            raise asyncio.CancelledError
        return chunk

    def _account(self, chunk: Any) -> None:
        usage = getattr(chunk, "usage_metadata", None)
        if usage:
            self._read = max(self._read or 0, usage.get("input_tokens", 0))
            self._written = (self._written or 0) + usage.get("output_tokens", 0)
        told = getattr(chunk, "response_metadata", None) or {}
        for name in ("finish_reason", "stop_reason", "done_reason"):
            self._ended = str(told.get(name) or self._ended)
