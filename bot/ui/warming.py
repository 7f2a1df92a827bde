"""Opens the bot in the background, so that the page is there before the model is loaded; switches the topic."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.errors import LecternError, ServerError
from bot.model import Topic
from bot.settings import Settings
from bot.topics import load_topic
from bot.ui.limiting import Rate

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.learned.encoder import Embedder

log = logging.getLogger("lectern")

AGAIN = 3.0
"""Seconds after which a server that did not answer is tried again."""
State = Literal["warming up", "ready", "failed"]


@dataclass(eq=False)
class _Opening:
    """One topic that is being opened, is open, or could not be; given up once another was asked for."""

    settings: Settings
    topic: Topic
    number: int = 0
    state: State = "warming up"
    message: str = ""
    bot: Bot | None = None
    done: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)


class Warming:
    """A bot that is being opened. ``message`` says what failed where ``state`` is "failed".

    Raises:
        TopicError: the topic that the settings name cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self.rate = Rate(settings.questions_per_minute)
        self._now = _Opening(settings, load_topic(settings.corpus_of(settings.topic), settings.topic))
        self._switching = threading.Lock()
        # One bot is opened at a time: the second takes the embedding model over from the first.
        self._turn = threading.Lock()
        self._embedder: Embedder | None = None
        self._told: list[Callable[[], None]] = []

    @property
    def settings(self) -> Settings:
        """The settings, with the topic that is open."""
        return self._now.settings

    @property
    def topic(self) -> Topic:
        """The topic that is open, or is being opened."""
        return self._now.topic

    @property
    def mark(self) -> str:
        """Tells an open page whether it was made for the topic as it is now."""
        return f"{self._now.number}-{hashlib.sha256(self.topic.id.encode()).hexdigest()[:8]}"

    @property
    def state(self) -> State:
        """How far it has come."""
        return self._now.state

    @property
    def message(self) -> str:
        """What failed."""
        return self._now.message

    def start(self) -> None:
        """Begins to open the bot in a thread of its own."""
        threading.Thread(target=self._open, args=(self._now,), name="lectern-warming", daemon=True).start()

    def on_switch(self, tell: Callable[[], None]) -> None:
        """Calls ``tell`` whenever another topic is opened in place of this one."""
        self._told.append(tell)

    def switch(self, topic_id: str) -> None:
        """Begins to open another topic in place of this one, for everybody.

        Answers that are under way end over the old one, which is let go of when the last has. Of two switches at
        the same time the later one holds.

        Raises:
            TopicError: it cannot be read.
        """
        with self._switching:
            old = self._now
            settings = old.settings.model_copy(update={"topic": topic_id})
            self._now = _Opening(settings, load_topic(settings.corpus_of(topic_id), topic_id), old.number + 1)
            old.given_up.set()
            old.done.set()
            bot, old.bot = old.bot, None
            self.start()
        if bot is not None:
            # In a thread of its own: it waits for the end of what the old bot is just building.
            threading.Thread(target=bot.retire, name="lectern-retiring", daemon=True).start()
        for tell in self._told:
            tell()

    def wait(self, seconds: float) -> bool:
        """Waits until the bot is open or has failed to, at most so long; True where it is decided."""
        until = time.monotonic() + seconds
        while True:
            now = self._now
            if not now.done.wait(max(0.0, until - time.monotonic())):
                return False
            if now is self._now:
                return True

    def bot(self) -> Bot:
        """The open bot.

        Raises:
            LecternError: it is not open yet, or could not be opened; the message says why.
        """
        now = self._now
        if (bot := now.bot) is None:
            raise LecternError(now.message or "Lectern is still warming up; ask again in a moment.")
        return bot

    def _open(self, opening: _Opening) -> None:
        with self._turn:
            while opening.bot is None and not opening.given_up.is_set():
                try:
                    self._try(opening)
                except (LecternError, OSError, ImportError, RuntimeError) as error:
                    opening.state, opening.message = "failed", str(error)
                    log.error("Lectern cannot open the corpus: %s", error)
                    opening.done.set()
                    if not isinstance(error, ServerError):
                        return
                    # A server may come back by itself.
                    opening.given_up.wait(AGAIN)
        opening.done.set()
        if (bot := opening.bot) is not None:
            bot.watch()
            bot.warm()

    def _try(self, opening: _Opening) -> None:
        from bot.bot import Bot
        from bot.threads import one_for_blas
        from bot.ui.progress import progress

        one_for_blas()
        bot = Bot.open(opening.settings, progress, self._embedder)
        self._embedder = bot.embedder
        with self._switching:
            if opening.given_up.is_set():
                bot.retire()
            else:
                opening.bot, opening.state, opening.message = bot, "ready", ""
