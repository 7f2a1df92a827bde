"""What happens when a button of the desk is pressed: the round moves, is kept, and is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

import gradio as gr

from bot.debate.model import Opponent, Round, Stance
from bot.errors import LecternError, RoundError
from bot.ui.debate import clock, desk, due
from bot.ui.debate.heard import just_heard, put_right
from bot.ui.debate.room import Room
from bot.ui.debate.setup import MODES
from bot.ui.debate.words import told, user_stance
from bot.ui.stopping import Stopping

POLL = 0.25
PACE = 0.5
"""Seconds between two of the bot's moves when it plays itself through, so that Stop can come between."""
Shown = dict[Any, Any]


class Show(Protocol):
    """What shows a round in the tab."""

    def __call__(
        self, request: gr.Request, held: Round | None, failed: str = "", *, note: str = "", clear: bool = False,
        view: str = "", running: bool = False,
    ) -> Shown:  # fmt: skip
        """Everything that changes, with a message where something went wrong."""


class Moves:
    """The moves of the tab's rounds. The bot moves only where it is its turn; a person's turn is never taken."""

    def __init__(self, room: Room, show: Show) -> None:
        self._room = room
        self._show = show
        self.stopping = Stopping()

    def begin(
        self, held: Round | None, mode: str, form: str, opens: Stance, opponent: Opponent, seed: float | None,
        wpm: float, request: gr.Request,
    ) -> Iterator[Shown]:  # fmt: skip
        """A new round, and the bot's moves in it until a person is due."""
        while not self._room.ready(POLL):
            yield self._show(request, None, note="Warming up: the round begins in a moment.")
        try:
            self._room.count(request)
            begun = self._room.begin(form, MODES.get(mode), opens, opponent, int(seed or 0), int(wpm), request)
        except LecternError as error:
            yield self._show(request, held, str(error))
            return
        yield from self._opened(begun, request)

    def again(self, held: Round | None, request: gr.Request) -> Iterator[Shown]:
        """The same format with the sides swapped."""
        try:
            self._room.count(request)
            begun = self._room.again(_open(held), request)
        except LecternError as error:
            yield self._show(request, held, str(error))
            return
        yield from self._opened(begun, request)

    def deliver(self, held: Round | None, text: str, request: gr.Request) -> Iterator[Shown]:
        """What a person typed, as the move that is due."""
        if not text.strip():
            yield self._show(request, held, "Nothing is written yet. To say nothing, press the button beside this one.")
            return
        yield from self._heard(held, text, request)

    def skip(self, held: Round | None, request: gr.Request) -> Iterator[Shown]:
        """No speech, no answer, or no more questions."""
        from bot.debate.debating import END

        due_now = desk.due_now(held, "user")
        yield from self._heard(held, END if due_now.kind == "question" else "", request)

    def step(self, held: Round | None, request: gr.Request) -> Iterator[Shown]:
        """The bot's next move; where a person plays, all of its moves until they are due."""
        try:
            self._room.count(request)
        except LecternError as error:
            yield self._show(request, held, str(error))
            return
        yield from self._run(held, request, most=0 if held and user_stance(held) else 1)

    def through(self, held: Round | None, request: gr.Request) -> Iterator[Shown]:
        """All of the bot's moves, at a pace at which it can be stopped."""
        yield from self._run(held, request, pace=PACE)

    def due(self, held: Round | None) -> str:
        """What the next speech must answer: a person's own, or whoever's it is where they watch."""
        slot = held.next_slot if held else None
        if held is None or slot is None:
            return told("There is no next speech.")
        mine = user_stance(held)
        at = held.format.slots.index(slot)
        speaks = next((one for one in held.format.slots[at:] if one.speech and mine in (None, one.stance)), None)
        if speaks is None:
            return told("You have no speech left.")
        try:
            waits = desk.due_now(held, self._room.waits_for(held))
            found = self._room.due(held, speaks.stance)
        except LecternError as error:
            return told(str(error), "failed")
        return due.due_html(held, speaks.stance, found, self._room.topic, waits.kind == "speech")

    def put_right(self, held: Round | None, asked: str, request: gr.Request) -> Shown:
        """A round after a stretch of the newest speech was put right."""
        try:
            held = _open(held)
            return self.corrected(put_right(held, asked, self._room.debating_of(held).hearer), "", request)
        except LecternError as error:
            return self.corrected(held, str(error), request)

    def corrected(self, held: Round | None, failed: str, request: gr.Request) -> Shown:
        """A round after a correction of its flow."""
        try:
            return self._show(request, self._room.kept(held, request) if held and not failed else held, failed)
        except LecternError as error:
            return self._show(request, held, str(error))

    def spent(self, held: Round | None, event: gr.EventData, request: gr.Request) -> Round | None:
        """The round with what the clock says is left of a pool."""
        data = event._data
        if held is None or not isinstance(data, dict):
            return held
        try:
            return self._room.kept(clock.spent(held, data.get("stance"), data.get("left")), request)
        except LecternError as error:
            raise gr.Error(str(error), duration=8) from error

    def at_speed(self, held: Round | None, wpm: float, request: gr.Request) -> Any:
        """The round with its times at another reading speed."""
        if held is None:
            return gr.skip()
        try:
            held = self._room.kept(replace(held, format=replace(held.format, wpm=int(wpm))), request)
        except LecternError as error:
            return self._show(request, held, str(error))
        return self._show(request, held)

    def _opened(self, held: Round, request: gr.Request) -> Iterator[Shown]:
        yield self._show(request, held, clear=True, view="flow")
        if user_stance(held):
            yield from self._run(held, request, shown=True)

    def _heard(self, held: Round | None, text: str, request: gr.Request) -> Iterator[Shown]:
        try:
            held = _open(held)
            self._room.count(request)
            held = self._room.kept(self._room.debating_of(held).hear(held, text), request)
        except LecternError as error:
            yield self._show(request, held, str(error))
            return
        yield self._show(request, held, clear=True)
        # Before Lectern replies to a speech, a person sees how it was heard and may put it right.
        if not just_heard(held):
            yield from self._run(held, request, shown=True)

    def _run(
        self, held: Round | None, request: gr.Request, most: int = 0, pace: float = 0.0, shown: bool = False
    ) -> Iterator[Shown]:
        """The bot's moves until a person is due or Stop is pressed; each is kept before it is shown.

        ``shown`` says that the round is shown as it is. Nothing is shown twice: once a person sees that they are due
        they may move, and a late second showing would put the round back to before that.
        """
        made = 0
        try:
            while held and (debating := self._room.debating_of(held)).waits_for(held) == "bot":
                held = self._room.kept(debating.step(held), request)
                made += 1
                yield self._show(request, held, running=bool(pace))
                time.sleep(pace)
                if made == most or self.stopping.asked(request):
                    break
        except LecternError as error:
            yield self._show(request, held, str(error))
            return
        if pace or not (made or shown):
            yield self._show(request, held)


def _open(held: Round | None) -> Round:
    if held is None:
        raise RoundError("Begin a round first, or open one.")
    return held
