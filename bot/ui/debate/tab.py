"""The Debate tab: set-up, the round as a conversation, flow, ballot, and the desk at which a person speaks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from bot.debate.model import Round, Stance
from bot.errors import LecternError, RoundError
from bot.model import Topic
from bot.ui.debate import clock, desk, due, sheet, talk, verdict
from bot.ui.debate.correct import Correct
from bot.ui.debate.exports import Exports
from bot.ui.debate.room import Room
from bot.ui.debate.rounds import Rounds
from bot.ui.debate.setup import MODES, Setup
from bot.ui.debate.words import told, user_stance
from bot.ui.warming import Warming

POLL = 0.25
PACE = 0.5
"""Seconds between two of the bot's moves when it plays itself through, so that Stop can come between."""
AT_ONCE = 8
"""Debates that move at the same time; a ninth waits."""
_ASSETS = Path(__file__).parents[1] / "assets"
_SCRIPT = (_ASSETS / "debate.js").read_text(encoding="utf-8")
_PICK = """element.addEventListener('click', (event) => { const one = event.target.closest('[data-point]');
if (one) trigger('select', { index: 0, value: one.dataset.point }); });"""
_SCROLL = "() => { window.lecternNewest(); }"
Shown = dict[Any, Any]


class DebateTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming, topic: Topic) -> None:
        self.topic = topic
        self.room = Room(warming)
        self.setup = Setup(topic, warming.settings.data_dir)
        self.rounds = Rounds(self.room)
        self.exports = Exports(self.room)
        self.correct = Correct()

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Tab``."""
        bare: dict[str, Any] = {"padding": False, "apply_default_css": False}
        self.state = gr.State(None)
        with gr.Accordion("New round", elem_id="debate-new") as self.new:
            self.setup.lay_out()
        with gr.Accordion("Kept rounds", open=False, elem_id="debate-kept"):
            self.rounds.lay_out()
        self.message = gr.HTML("", elem_id="debate-message", **bare)
        self.head = gr.HTML("", elem_id="debate-head", **bare)
        with gr.Tabs(elem_id="debate-view"):
            with gr.Tab("Speeches"):
                self.talk = gr.HTML(talk.EMPTY, elem_id="debate-talk", **bare)
            with gr.Tab("Flow"):
                self.sheet = gr.HTML(sheet.NOTHING, elem_id="debate-sheet", js_on_load=_PICK, **bare)
                self.correct.lay_out()
            with gr.Tab("Ballot"):
                self.verdict = gr.HTML(verdict.NOTHING, elem_id="debate-verdict", **bare)
        with gr.Row(elem_id="debate-work", visible=False) as self.work:
            with gr.Column(scale=3, min_width=280):
                self.desk = gr.HTML("", elem_id="debate-desk", js_on_load=_SCRIPT, **bare)
                self.box = gr.Textbox(label="Your speech", lines=8, max_lines=24, elem_id="debate-box", visible=False)
                with gr.Row(elem_id="debate-moves"):
                    self.deliver = gr.Button("Deliver", variant="primary", elem_id="debate-deliver", visible=False)
                    self.skip = gr.Button("Pass", elem_id="debate-skip", visible=False)
                    self.step = gr.Button("Next move", variant="primary", elem_id="debate-step", visible=False)
                    self.through = gr.Button("Run through", elem_id="debate-run", visible=False)
                    self.stop = gr.Button("Stop", variant="stop", elem_id="debate-stop", visible=False)
                    self.again = gr.Button("Swap sides and play again", elem_id="debate-again", visible=False)
                self.clock = gr.HTML("", elem_id="debate-clock", js_on_load=clock.SCRIPT, **bare)
            with gr.Column(scale=2, min_width=280):
                self.ask = gr.Button("What must my next speech answer?", elem_id="debate-ask")
                self.due = gr.HTML("", elem_id="debate-due", **bare)
        self.exports.lay_out()
        self.outputs = [
            self.state, self.new, self.rounds.which, self.message, self.head, self.talk, self.sheet, self.verdict,
            self.work, self.desk, self.box, self.deliver, self.skip, self.step, self.through, self.stop, self.again,
            self.clock, self.ask, self.due, self.correct.point, self.correct.label, self.correct.target,
        ]  # fmt: skip

    def wire(self, tab: Any) -> None:
        """Ties the components' events together; the kept rounds are looked up whenever the tab is opened."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        self.setup.wire(private)
        self.exports.wire(self.state, self.message, private)
        self.correct.wire(self.state, self.sheet, self._corrected, self.outputs, private)
        self.rounds.wire(tab, self.state, self.shown, self.outputs, private)
        setup = self.setup
        calls = []
        for event, move, inputs in (
            (setup.begin.click, self._begin, [self.state, setup.mode, setup.form, setup.opens, setup.seed, setup.wpm]),
            (self.deliver.click, self._deliver, [self.state, self.box]),
            (self.box.submit, self._deliver, [self.state, self.box]),
            (self.skip.click, self._skip, [self.state]),
            (self.step.click, self._step, [self.state]),
            (self.through.click, self._through, [self.state]),
            (self.again.click, self._again, [self.state]),
        ):
            begun = event(self._busy, None, [self.desk, self.stop, self.message], queue=False, **private)
            moving = begun.then(
                move, inputs, self.outputs, concurrency_limit=AT_ONCE, concurrency_id="debate", **private
            )
            moving.then(None, None, None, js=_SCROLL, **private)
            calls.append(moving)
        self.stop.click(self.shown, self.state, self.outputs, cancels=calls, queue=False, **private)
        self.ask.click(self._due, self.state, [self.due, self.message], concurrency_id="debate", **private)
        self.clock.submit(self._spent, self.state, self.state, concurrency_id="debate", **private)
        setup.wpm.release(self._at_speed, [self.state, setup.wpm], self.outputs, concurrency_id="debate", **private)

    def shown(self, held: Round | None, failed: str = "", listed: bool = False, clear: bool = False) -> Shown:
        """The whole tab for a round, with a message where something went wrong."""
        waits = self.room.debating.waits_for(held) if held else None
        now = desk.due_now(held, waits)
        typing, moving = now.kind in ("speech", "question", "answer"), now.kind == "bot"
        long = now.kind == "speech"
        shown: Shown = {
            self.state: held,
            self.message: told(failed, "failed"),
            self.head: talk.head_html(held, self.topic),
            self.talk: talk.talk_html(held, self.topic),
            self.sheet: sheet.sheet_html(held, self.topic),
            self.verdict: verdict.verdict_html(held, self.room.ballot(held) if held else None, self.topic),
            self.work: gr.Row(visible=held is not None),
            self.desk: desk.desk_html(now),
            self.box: gr.Textbox(
                label=now.label,
                lines=8 if long else 1,
                max_lines=24 if long else 6,
                visible=typing,
                **({"value": ""} if clear else {}),
            ),
            self.deliver: gr.Button(now.button, visible=typing),
            self.skip: gr.Button(now.skip, visible=typing),
            self.step: gr.Button(visible=moving),
            self.through: gr.Button(visible=moving),
            self.stop: gr.Button(visible=False),
            self.again: gr.Button(visible=now.kind == "over"),
            self.clock: clock.clock_html(held),
            self.ask: gr.Button(visible=now.kind != "over"),
            self.due: "",
            **self.correct.shown(held),
        }
        if listed or held is not None:
            shown[self.rounds.which] = self.rounds.listed(held.id if held else None)
        return shown

    def _busy(self) -> tuple[str, Any, str]:
        return desk.desk_html(desk.due_now(None, None)), gr.Button(visible=True), ""

    def _begin(
        self, held: Round | None, mode: str, form: str, opens: Stance, seed: float | None, wpm: float
    ) -> Iterator[Shown]:
        while not self.room.ready(POLL):
            yield {self.message: told("Warming up: the round begins in a moment.")}
        try:
            user = MODES.get(mode)
            held = self.room.begin(form, user, opens, int(seed or 0), int(wpm))  # type: ignore[arg-type]
        except LecternError as error:
            yield self.shown(held, str(error))
            return
        yield {**self.shown(held, clear=True), self.new: gr.Accordion(open=False)}
        if user:
            yield from self._run(held)

    def _deliver(self, held: Round | None, text: str) -> Iterator[Shown]:
        if not text.strip():
            yield self.shown(held, "Nothing is written yet. To say nothing, use the button beside this one.")
            return
        yield from self._heard(held, text)

    def _skip(self, held: Round | None) -> Iterator[Shown]:
        from bot.debate.debating import END

        now = desk.due_now(held, "user")
        yield from self._heard(held, END if now.kind == "question" else "")

    def _heard(self, held: Round | None, text: str) -> Iterator[Shown]:
        try:
            if held is None:
                raise RoundError("Begin a round first, or open one.")
            held = self.room.kept(self.room.debating.hear(held, text))
        except LecternError as error:
            yield self.shown(held, str(error))
            return
        yield self.shown(held, clear=True)
        yield from self._run(held)

    def _step(self, held: Round | None) -> Iterator[Shown]:
        yield from self._run(held, most=1)

    def _through(self, held: Round | None) -> Iterator[Shown]:
        yield from self._run(held, pace=PACE)

    def _run(self, held: Round | None, most: int = 0, pace: float = 0.0) -> Iterator[Shown]:
        """The bot's moves until a person is due; each is kept before it is shown."""
        made = 0
        try:
            while held and self.room.debating.waits_for(held) == "bot" and (not most or made < most):
                held = self.room.kept(self.room.debating.step(held))
                made += 1
                yield {**self.shown(held), self.stop: gr.Button(visible=bool(pace))}
                time.sleep(pace)
        except LecternError as error:
            yield self.shown(held, str(error))
            return
        yield self.shown(held)

    def _again(self, held: Round | None) -> Iterator[Shown]:
        if held is None:
            return
        try:
            held = self.room.again(held)
        except LecternError as error:
            yield self.shown(held, str(error))
            return
        yield self.shown(held)
        if user_stance(held):
            yield from self._run(held)

    def _due(self, held: Round | None) -> tuple[str, str]:
        slot = held.next_slot if held else None
        if held is None or slot is None:
            return "", told("There is no next speech.", "failed")
        mine = user_stance(held)
        at = held.format.slots.index(slot)
        speaks = next((one for one in held.format.slots[at:] if one.speech and mine in (None, one.stance)), None)
        if speaks is None:
            return "", told("You have no speech left.")
        typing = desk.due_now(held, self.room.debating.waits_for(held)).kind == "speech"
        return due.due_html(held, speaks.stance, self.room.due(held, speaks.stance), self.topic, typing), ""

    def _corrected(self, held: Round | None, _point: str | None, failed: str) -> Shown:
        if held is not None and not failed:
            held = self.room.kept(held)
        return self.shown(held, failed)

    def _spent(self, held: Round | None, event: gr.EventData) -> Any:
        data = event._data
        if held is None or not isinstance(data, dict):
            return held
        return self.room.kept(clock.spent(held, data.get("stance"), data.get("left")))

    def _at_speed(self, held: Round | None, wpm: float) -> Shown:
        if held is None:
            return {}
        from dataclasses import replace

        return self.shown(self.room.kept(replace(held, format=replace(held.format, wpm=int(wpm)))))
