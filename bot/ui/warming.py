"""Opens the bot in the background, so that the page is there before the model is loaded."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Literal

from bot.errors import LecternError, ServerError
from bot.settings import Settings
from bot.topics import load_topic
from bot.ui.limiting import Rate

if TYPE_CHECKING:
    from bot.bot import Bot

log = logging.getLogger("lectern")

AGAIN = 3.0
"""Seconds after which a server that did not answer is tried again."""
State = Literal["warming up", "ready", "failed"]


class Warming:
    """A bot that is being opened. ``message`` says what failed where ``state`` is "failed".

    Raises:
        TopicError: the topic that the settings name cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.topic = load_topic(settings.corpus_of(settings.topic), settings.topic)
        self.rate = Rate(settings.questions_per_minute)
        self.state: State = "warming up"
        self.message = ""
        self._bot: Bot | None = None
        self._done = threading.Event()

    def start(self) -> None:
        """Begins to open the bot in a thread of its own."""
        threading.Thread(target=self._open, name="lectern-warming", daemon=True).start()

    def switch(self, topic_id: str) -> None:
        """Begins to open another topic in place of this one, for everybody.

        Raises:
            TopicError: it cannot be read.
        """
        topic = load_topic(self.settings.corpus_of(topic_id), topic_id)
        self._done.clear()
        self.settings = self.settings.model_copy(update={"topic": topic_id})
        self.topic, self._bot, self.state, self.message = topic, None, "warming up", ""
        self.start()

    def wait(self, seconds: float) -> bool:
        """Waits until the bot is open or has failed to, at most so long; True where it is decided."""
        return self._done.wait(seconds)

    def bot(self) -> Bot:
        """The open bot.

        Raises:
            LecternError: it is not open yet, or could not be opened; the message says why.
        """
        if self._bot is None:
            raise LecternError(self.message or "Lectern is still warming up; ask again in a moment.")
        return self._bot

    def _open(self) -> None:
        while self._bot is None:
            try:
                from bot.bot import Bot
                from bot.ui.progress import progress

                self._bot, self.state = Bot.open(self.settings, progress), "ready"
            except (LecternError, OSError, ImportError, RuntimeError) as error:
                self.state, self.message = "failed", str(error)
                log.error("Lectern cannot open the corpus: %s", error)
                if not isinstance(error, ServerError):
                    return
            finally:
                self._done.set()
            if self._bot is None:
                # A server may come back by itself.
                time.sleep(AGAIN)
        self._bot.watch()
        self._bot.warm()
