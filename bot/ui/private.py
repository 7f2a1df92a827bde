"""Documents for one reader alone: a session that adds some gets a bot of its own over a copy of the corpus.

Nobody else's question can meet them, because no other bot has them. The copy is deleted when the page is closed, when
it has not been used for a while, when the topic is switched, and, of a process that was killed, at the next start.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.errors import LecternError
from bot.search import leases
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.bot import Bot

log = logging.getLogger("lectern")

FOLDER = "private"
LOOK = 20.0
"""Seconds between two looks for sessions that are idle."""
SHARED, PRIVATE = "shared", "private"
"""For whom a document is added."""
Key = tuple[str, str]


class PrivateError(LecternError):
    """A session cannot have documents of its own, or has lost them."""


@dataclass(eq=False)
class _Own:
    """What one session has; the lock is held while its copy is made."""

    folder: Path
    used: float
    bot: Bot | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Private:
    """The sessions that have documents of their own."""

    def __init__(self, warming: Warming, clock: Callable[[], float] = time.monotonic) -> None:
        self._warming = warming
        self._clock = clock
        self._lock = threading.Lock()
        self._own: dict[Key, _Own] = {}
        self._lost: set[Key] = set()
        self._folder: Path | None = None
        self._lease: int | None = None
        self._idle: threading.Thread | None = None
        sweep(warming.settings.data_dir / FOLDER)
        warming.on_switch(self.end_all)

    @property
    def possible(self) -> bool:
        """Whether the settings let sessions have documents of their own."""
        return self._warming.settings.uploads in ("private", "both")

    def has(self, request: gr.Request) -> bool:
        """Whether whoever sent the request has documents of their own."""
        with self._lock:
            own = self._own.get(_key(request))
        return own is not None and own.bot is not None

    def bot(self, request: gr.Request) -> Bot:
        """The bot that answers whoever sent the request: their own, or everybody's.

        Raises:
            LecternError: the bot is not open.
        """
        with self._lock:
            own = self._own.get(_key(request))
            if own is not None:
                own.used = self._clock()
        return own.bot if own is not None and own.bot is not None else self._warming.bot()

    def lost(self, request: gr.Request) -> bool:
        """Whether the session's own documents were deleted since it was last asked; says so once."""
        with self._lock:
            key = _key(request)
            gone = key in self._lost
            self._lost.discard(key)
        return gone

    def own(self, request: gr.Request) -> Bot:
        """The session's own bot, made now if it has none.

        Raises:
            PrivateError: it may have none; the message says why and which setting decides.
            LecternError: the bot is not open, or cannot be copied.
        """
        key = _key(request)
        if not key[0]:
            raise PrivateError(
                "Documents for you alone need the page: a call to the API has no session to keep them in."
            )
        main = self._warming.bot()
        own = self._reserved(key, main)
        try:
            with own.lock:
                if own.bot is None:
                    from bot.copies import copied

                    own.bot = copied(main, own.folder)
                made = own.bot
        except LecternError:
            self._end(key)
            raise
        with self._lock:
            there = self._own.get(key) is own
        if not there:
            # The page was closed, or the topic switched, while the copy was being made.
            _delete(own)
            raise PrivateError("The page was closed or the topic switched in between: add the documents again.")
        return made

    def gone(self, request: gr.Request) -> None:
        """Deletes what a session has whose page was closed."""
        self._end(_key(request))
        with self._lock:
            self._lost.discard(_key(request))

    def forget(self, request: gr.Request) -> bool:
        """Deletes what a session has because it wishes so; False if it had nothing."""
        return self._end(_key(request))

    def end_all(self) -> None:
        """Deletes what every session has."""
        with self._lock:
            keys = list(self._own)
        for key in keys:
            self._end(key, lost=True)

    def end_idle(self) -> None:
        """Deletes what has not been used for as long as the settings say."""
        until = self._clock() - 60 * self._warming.settings.private_minutes
        with self._lock:
            keys = [key for key, own in self._own.items() if own.used < until and not own.lock.locked()]
        for key in keys:
            self._end(key, lost=True)

    def _reserved(self, key: Key, main: Bot) -> _Own:
        from bot.copies import size

        settings = self._warming.settings
        with self._lock:
            if (own := self._own.get(key)) is not None:
                own.used = self._clock()
                return own
            if len(self._own) >= settings.private_sessions:
                raise PrivateError(
                    f"{len(self._own)} sessions have documents of their own, and no more can at once: try again later. "
                    "LECTERN_PRIVATE_SESSIONS sets the limit."
                )
            needed = size(main) / 1e6
            if needed > settings.private_mb:
                raise PrivateError(
                    f"This corpus takes {needed:.0f} MB, and only up to {settings.private_mb:g} MB are copied for a "
                    "session: documents for you alone are not possible here. LECTERN_PRIVATE_MB sets the limit."
                )
            own = _Own(self._place(settings.data_dir) / str(time.time_ns()), self._clock())
            self._own[key] = own
            self._lost.discard(key)
            if self._idle is None:
                self._idle = threading.Thread(target=self._watch, name="lectern-private", daemon=True)
                self._idle.start()
            return own

    def _place(self, data_dir: Path) -> Path:
        """This process's folder, which its lease keeps from being taken for one left over."""
        if self._folder is None:
            try:
                (data_dir / FOLDER).mkdir(parents=True, exist_ok=True)
                self._folder = Path(tempfile.mkdtemp(dir=data_dir / FOLDER))
                (self._folder / leases.NAME).touch()
                self._lease = leases.take(self._folder)
            except OSError as error:
                raise PrivateError(f"No copy can be made in {data_dir} ({error.strerror}).") from error
        return self._folder

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK)
            self.end_idle()

    def _end(self, key: Key, lost: bool = False) -> bool:
        with self._lock:
            own = self._own.pop(key, None)
            if own is not None and lost:
                self._lost.add(key)
        if own is None:
            return False
        # A copy that is just being made is deleted by whoever makes it.
        if not own.lock.locked():
            _delete(own)
        return True


def sweep(folder: Path) -> None:
    """Deletes what a process left that no longer runs."""
    with suppress(OSError):
        for left in sorted(folder.iterdir()):
            if leases.free(left):
                shutil.rmtree(left, ignore_errors=True)


def _delete(own: _Own) -> None:
    """Lets the bot go, and takes its folder from the disk at once; an answer under way has its files open."""
    bot, own.bot = own.bot, None
    if bot is not None:
        threading.Thread(target=bot.retire, name="lectern-retiring", daemon=True).start()
    shutil.rmtree(own.folder, ignore_errors=True)


def _key(request: Any) -> Key:
    return str(getattr(request, "session_hash", None) or ""), str(getattr(request, "username", None) or "")
