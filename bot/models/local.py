"""A model on this machine, through transformers: a name on a hub, fetched once, or a folder."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from bot.errors import ModelError


def load(name: str, reply: int, temperature: float | None = None) -> LocalChat:
    """The model of that name, or in that folder; the download shows its progress in the terminal.

    Raises:
        ModelError: it is neither a folder with a model nor on a hub that can be reached.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = Path(name).expanduser()
    where = str(folder) if folder.is_dir() else name
    try:
        tokenizer = AutoTokenizer.from_pretrained(where)
        model = AutoModelForCausalLM.from_pretrained(where)
    except (OSError, ValueError, ImportError) as error:
        why = " ".join(str(error).split())[:200]
        raise ModelError(
            f"LECTERN_MODEL=huggingface:{name} cannot be loaded ({why}). Name a folder that holds a model and its "
            "tokenizer, or a model of a hub that can be reached; fetch one with: hf download NAME."
        ) from error
    return LocalChat(
        name=folder.name if folder.is_dir() else name, tokenizer=tokenizer, model=model.eval(), reply=reply,
        temperature=temperature,
    )  # fmt: skip


class LocalChat(BaseChatModel):
    """A causal language model as a LangChain chat model; ``reply`` are its new tokens, at most."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: str
    tokenizer: Any
    model: Any
    reply: int
    temperature: float | None = None
    # One model generates one reply at a time: its state and the processor are shared.
    _turn: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def count_tokens(self, text: str) -> int:
        """How many of the model's tokens a text is."""
        return len(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from self._pieces(messages, threading.Event())

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        stopped = threading.Event()
        pieces = self._pieces(messages, stopped)
        try:
            while (chunk := await asyncio.to_thread(next, pieces, None)) is not None:
                yield chunk
        finally:
            # Whoever is cancelled waits for a thread, which holds the generator: only the event reaches it.
            stopped.set()

    def _pieces(self, messages: list[BaseMessage], stopped: threading.Event) -> Iterator[ChatGenerationChunk]:
        """What the model writes, until the event is set or nobody reads on."""
        from transformers import StoppingCriteriaList, TextIteratorStreamer

        inputs = self.tokenizer(self._prompt(messages), return_tensors="pt", add_special_tokens=False)
        length = int(inputs["input_ids"].shape[1])
        holds = getattr(self.model.config, "max_position_embeddings", None)
        if holds and length + 1 > holds:
            raise ValueError(f"the prompt is too long: {length} tokens, maximum context length {holds}")
        failed = list[BaseException]()
        counted = _Counting(stopped)
        streamer = TextIteratorStreamer(self.tokenizer, skip_prompt=True, skip_special_tokens=True)
        options: dict[str, Any] = {
            **inputs,
            "streamer": streamer,
            "max_new_tokens": min(self.reply, holds - length) if holds else self.reply,
            "stopping_criteria": StoppingCriteriaList([counted]),
            "do_sample": bool(self.temperature),
            **({"temperature": self.temperature} if self.temperature else {}),
        }
        threading.Thread(target=self._generate_in_turn, args=(options, streamer, failed), daemon=True).start()
        try:
            for text in streamer:
                if text:
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        finally:
            stopped.set()
        if failed:
            raise failed[0]
        ended = "length" if counted.steps >= options["max_new_tokens"] else "stop"
        usage = UsageMetadata(input_tokens=length, output_tokens=counted.steps, total_tokens=length + counted.steps)
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", usage_metadata=usage, response_metadata={"finish_reason": ended})
        )

    def _generate_in_turn(self, options: dict[str, Any], streamer: Any, failed: list[BaseException]) -> None:
        import torch

        try:
            with self._turn, torch.inference_mode():
                self.model.generate(**options)
        # The reader must learn of anything that goes wrong in this thread, or it waits for ever.
        except Exception as error:  # noqa: BLE001
            failed.append(error)
            streamer.end()

    def _prompt(self, messages: list[BaseMessage]) -> str:
        if self.tokenizer.chat_template:
            roles = {"human": "user", "ai": "assistant"}
            turns = [{"role": roles.get(each.type, each.type), "content": str(each.text)} for each in messages]
            return str(self.tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
        return "\n\n".join(str(each.text) for each in messages) + "\n\n"


class _Counting:
    """Counts the steps, and ends the generation once the event is set."""

    def __init__(self, stopped: threading.Event) -> None:
        self.steps = 0
        self._stopped = stopped

    def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        import torch

        self.steps += 1
        return torch.full((input_ids.shape[0],), self._stopped.is_set(), dtype=torch.bool)
