"""A language model: a LangChain chat model asked with a named prompt, with bounded retries and typed errors."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from bot.errors import ModelCallError
from bot.model import Usage
from bot.models.failures import AGAIN, failure, translated
from bot.models.flow import BrokenError, Flow
from bot.models.limits import CONTEXT, Limits
from bot.models.secrets import Sieve
from bot.models.thinking import Thoughts
from bot.prompts import load_prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel

CHARS_A_TOKEN = 3
"""Characters that a token is counted as where the model's own tokens cannot be counted: English has some four."""
HOLD = 0.1
"""Seconds that a model's first words wait until it is known whether its thoughts come without a mark."""


class _Afresh(str):
    __slots__ = ()


AFRESH = _Afresh()
"""A piece that says that all before it was thought and not said."""
GREETED = 30.0
"""Seconds within which a model that is greeted must answer: small machines load theirs first."""
BEAT = 0.2
"""Seconds between two empty pieces while the model is silent."""
_backoff = wait_exponential_jitter(multiplier=0.5, max=8, jitter=0.5)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply, without what the model thought aloud.

    ``cut`` says that it ended because it had reached its length, ``unstreamed`` that it came in one piece although a
    stream was asked for; ``prompt`` is the prompt's hash.
    """

    text: str
    usage: Usage
    prompt: str
    cut: bool = False
    unstreamed: bool = False


class LanguageModel:
    """Any chat model behind one door. ``id`` is provider:name; nothing about the key can be read from it."""

    def __init__(
        self,
        chat: BaseChatModel,
        id: str,
        limits: Limits,
        url: str = "",
        secret: SecretStr | None = None,
        count: Callable[[str], int] | None = None,
    ) -> None:
        self.id = id
        self.url = url
        self.limits = limits
        self._chat = chat
        self._secret = secret
        self._count = count
        self.unmarked: bool | None = None
        """Whether it thinks aloud without a mark before its thoughts; None until a reply has shown it."""

    @classmethod
    def of(cls, chat: BaseChatModel, limits: Limits) -> LanguageModel:
        """Any chat model of LangChain's, which somebody else has made; its id is its kind and its name."""
        named = getattr(chat, "model_name", None) or getattr(chat, "model", None)
        return cls(chat, f"{chat._llm_type}:{named if isinstance(named, str) else type(chat).__name__}", limits)

    def __repr__(self) -> str:
        """Its id."""
        return f"LanguageModel({self.id!r})"

    @property
    def context(self) -> int:
        """Tokens that it reads at once: as set, as its provider's profile says, or a careful guess."""
        known = (self._chat.profile or {}).get("max_input_tokens")
        return self.limits.context or (int(known) if known else CONTEXT)

    def count_tokens(self, text: str) -> int:
        """How many tokens a text is: exactly for a local model, otherwise counted high."""
        return self._count(text) if self._count else math.ceil(len(text) / CHARS_A_TOKEN)

    def room(self, prompt: str) -> int:
        """Tokens that are left for a prompt's values, its own text and the reply taken off."""
        return max(0, self.context - self.limits.reply - self.count_tokens(load_prompt(prompt).text))

    def stream(
        self, prompt: str, values: Mapping[str, str], deadline: float | None = None, whole: bool = False
    ) -> Words:
        """Asks by the prompt of that name; the words come as they are written.

        Until the first word has come, a call that failed is made again, ``limits.attempts`` times in all.
        ``deadline`` is a moment of ``time.monotonic`` at which everything ends. With ``whole``, all pieces are
        empty and the text is in the reply alone, so that one that broke in the middle is asked for again too.

        Raises:
            PromptError: a variable of the prompt is missing or unknown.
        """
        ask, digest = self._asking(prompt, values)
        return Words(self, ask, digest, min(deadline or math.inf, time.monotonic() + self.limits.deadline), whole)

    def begin(self, prompt: str, values: Mapping[str, str]) -> Words:
        """Asks at once, to be read later, whole and without a second attempt.

        Raises:
            PromptError: a variable of the prompt is missing or unknown.
        """
        ask, digest = self._asking(prompt, values)
        return Words(self, ask, digest, time.monotonic() + self.limits.deadline, whole=True, begun=ask())

    def _asking(self, prompt: str, values: Mapping[str, str]) -> tuple[Callable[[], Flow], str]:
        from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

        read = load_prompt(prompt)
        system, user = read.messages(**values)
        messages: list[BaseMessage] = [SystemMessage(system)] if system else []
        messages.append(HumanMessage(user))
        return lambda: Flow(self._chat, messages, self.limits, self.provider), read.hash

    def complete(self, prompt: str, values: Mapping[str, str], deadline: float | None = None) -> Reply:
        """As :meth:`stream`, waiting for the whole reply.

        Raises:
            PromptError: a variable of the prompt is missing or unknown.
            ModelCallError: every attempt failed.
        """
        words = self.stream(prompt, values, deadline, whole=True)
        for _ in words:
            pass
        return words.reply

    def greet(self) -> None:
        """Asks it for a word, to know that it is there and takes the key.

        Raises:
            ModelCallError: it does not answer; the message says what to do.
        """
        self.complete("greet", {}, time.monotonic() + GREETED)

    @property
    def provider(self) -> str:
        """The first half of the id."""
        return self.id.partition(":")[0]

    def told(self, error: BaseException) -> ModelCallError:
        """An error of a call in the program's own words, without the key."""
        if isinstance(error, BrokenError):
            return failure(error.kind, self.id, self.url)
        return translated(error, self.id, self.url, self._secret)

    def sieve(self) -> Sieve:
        """Takes the key out of a reply, should the server have put it there."""
        return Sieve(self._secret)


class Words:
    """The pieces of one reply as they come; "" while the model is silent. Closing it ends the request on the wire."""

    def __init__(
        self,
        model: LanguageModel,
        ask: Callable[[], Flow],
        prompt: str,
        until: float,
        whole: bool = False,
        begun: Flow | None = None,
    ) -> None:
        self._model = model
        self._ask = ask
        self._prompt = prompt
        self._until = until
        self._whole = whole
        self._begun = begun
        self._text = ""
        self._usage = Usage()
        self._cut = False
        self._unstreamed = False
        self._waiting: list[str] = []
        self._shown, self._first = False, 0.0
        self._pieces = self._run()

    def __iter__(self) -> Iterator[str]:
        """The pieces.

        Raises:
            ModelCallError: every attempt failed, or the reply broke after it had begun.
        """
        return self._pieces

    @property
    def reply(self) -> Reply:
        """What has come so far."""
        return Reply(self._text, self._usage, self._prompt, self._cut, self._unstreamed)

    def close(self) -> None:
        """Ends the request."""
        self._pieces.close()
        if self._begun is not None:
            self._begun.close()

    def _run(self) -> Generator[str]:
        pauses: list[float] = []
        limits = self._model.limits
        attempts = Retrying(
            retry=retry_if_exception(self._again), stop=stop_after_attempt(1 if self._begun else limits.attempts),
            wait=_wait, sleep=pauses.append, reraise=True,
        )  # fmt: skip
        for attempt in attempts:
            yield from self._rest(pauses)
            try:
                yield from self._once()
            except ModelCallError as error:
                if self._text.strip() and not self._whole:
                    raise
                attempt.retry_state.set_exception((type(error), error, error.__traceback__))
            else:
                return

    def _once(self) -> Iterator[str]:
        flow, sieve, thoughts = self._begun or self._ask(), self._model.sieve(), Thoughts(bool(self._model.unmarked))
        self._text, self._waiting, self._first = "", [], 0.0
        try:
            while (said := flow.next(HOLD if self._waiting else BEAT)) is not None:
                if time.monotonic() > self._until:
                    raise BrokenError("endless" if self._text else "timeout")
                yield from self._passed_on(thoughts.feed(sieve.feed(said)), thoughts)
            yield from self._passed_on(thoughts.feed(sieve.end()) + thoughts.end(flow.cut), thoughts, last=True)
            self._cut, self._unstreamed = flow.cut, flow.unstreamed
            if not self._text.strip():
                raise BrokenError("empty")
            self._model.unmarked = bool(self._model.unmarked)
        # Whatever a provider raises, the caller gets one type; its chain could hold the request's headers.
        except Exception as error:  # noqa: BLE001
            yield from self._released()
            raise self._model.told(error) from None
        finally:
            flow.close()
            self._usage += flow.usage

    def _passed_on(self, piece: str, thoughts: Thoughts, last: bool = False) -> Iterator[str]:
        """What can be shown; the first words wait a moment, for they may turn out to be thoughts."""
        if thoughts.aloud:
            thoughts.aloud, self._model.unmarked = False, True
            self._text, self._waiting = "", []
            if self._shown:
                yield AFRESH
        self._text += piece
        if self._whole:
            yield ""
            return
        self._waiting.append(piece)
        now = time.monotonic()
        self._first = self._first or (now if self._text else 0.0)
        if last or self._shown or self._model.unmarked is not None or now - self._first >= HOLD:
            yield from self._released()
        else:
            yield ""

    def _released(self) -> Iterator[str]:
        waiting, self._waiting = self._waiting, []
        self._shown = self._shown or bool(self._text.strip())
        yield from waiting

    def _rest(self, pauses: list[float]) -> Iterator[str]:
        until = time.monotonic() + (pauses.pop() if pauses else 0.0)
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(BEAT, left))
            yield ""

    def _again(self, error: BaseException) -> bool:
        if not isinstance(error, ModelCallError) or error.kind not in AGAIN:
            return False
        # A server that asks to wait longer than the user would is not waited for.
        wait = error.retry_after or 0.0
        return wait <= self._model.limits.timeout and time.monotonic() + wait < self._until


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = getattr(error, "retry_after", None)
    return float(asked) if asked is not None else float(_backoff(state))
