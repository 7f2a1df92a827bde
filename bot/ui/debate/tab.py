"""The Debate tab: set-up, the round as a conversation, flow, ballot, and the desk at which a person speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from bot.debate.keeping import on_topic
from bot.debate.model import Round
from bot.errors import LecternError, RoundError
from bot.ui.debate import clock, desk, sheet, talk, verdict
from bot.ui.debate.coach import COACH, Coaching
from bot.ui.debate.correct import Correct
from bot.ui.debate.exports import Exports
from bot.ui.debate.heard import just_heard
from bot.ui.debate.moves import Moves, Shown
from bot.ui.debate.prepare import PREPARE, Preparing
from bot.ui.debate.room import Room
from bot.ui.debate.setup import Setup
from bot.ui.debate.words import told, user_stance
from bot.ui.remaking import Props
from bot.ui.warming import Warming

POLL = 0.25
AT_ONCE = 8
"""Debates that move at the same time; a ninth waits."""
_SCRIPT = (Path(__file__).parents[1] / "assets" / "debate.js").read_text(encoding="utf-8")
_PICK = """element.addEventListener('click', (event) => { const one = event.target.closest('[data-point]');
if (one) trigger('select', { index: 0, value: one.dataset.point }); });"""
_BACK = """<button type="button" data-view="">Back to the speeches</button>
<button type="button" data-wide aria-pressed="false">Flow in full width</button>"""
_BESIDE = "() => { document.querySelector('#debate-side').scrollIntoView({ block: 'start' }); }"
_NEWEST = "() => { window.lecternNewest(); }"


class DebateTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming) -> None:
        self.room = Room(warming)
        self.setup = Setup(self.room, warming.settings.data_dir)
        self.exports = Exports(self.room)
        self.correct = Correct()
        self.moves = Moves(self.room, self.shown)
        self.coaching = Coaching(self.room)
        self.preparing = Preparing(self.room)

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Tab``."""
        bare: dict[str, Any] = {"padding": False, "apply_default_css": False}
        self.state = gr.State(None)
        with gr.Column(elem_id="debate"):
            gr.HTML('<h2 class="visually-hidden">Debate</h2>', elem_id="debate-title", **bare)
            with gr.Accordion("New round", elem_id="debate-new") as self.new:
                self.setup.lay_out()
            self.message = gr.HTML("", elem_id="debate-message", js_on_load=_SCRIPT, **bare)
            self.head = gr.HTML("", elem_id="debate-head", **bare)
            with gr.Row(elem_id="debate-floor"):
                with gr.Column(scale=3, min_width=280, elem_id="debate-view", visible=False) as self.work:
                    self.talk = gr.HTML(talk.EMPTY, elem_id="debate-talk", **bare)
                    self._lay_out_desk(bare)
                with gr.Column(scale=2, min_width=280, elem_id="debate-side", visible=False) as self.beside:
                    self._lay_out_views(bare)
            self.exports.lay_out()
            self.put = gr.Textbox(visible="hidden", label="What a part of the speech is", elem_id="heard-do")
            self.set = gr.Button("Put it right", visible="hidden", elem_id="heard-go")
        self.outputs = [
            self.state, self.new, self.message, self.head, self.talk, self.sheet, self.verdict, self.work, self.beside,
            self.views, self.desk, self.box, self.deliver, self.skip, self.step, self.through, self.stop, self.again,
            self.clock, self.ask, self.due, self.correct.point, self.correct.label, self.correct.target,
            *(button for button, _ in self.exports.buttons),
        ]  # fmt: skip

    def _lay_out_views(self, bare: dict[str, Any]) -> None:
        gr.HTML(_BACK, elem_id="debate-back", **bare)
        with gr.Tabs(selected="flow", elem_id="debate-views", overflow_behavior="wrap") as self.views:
            with gr.Tab("Flow", id="flow", elem_id="view-flow"):
                self.sheet = gr.HTML(sheet.NOTHING, elem_id="debate-sheet", js_on_load=_PICK, **bare)
                self.correct.lay_out()
            with gr.Tab("Ballot", id="ballot"):
                self.verdict = gr.HTML(verdict.NOTHING, elem_id="debate-verdict", **bare)
            with gr.Tab("What to answer", id="due"), gr.Column(elem_id="debate-advice", min_width=200):
                self.ask = gr.Button("What must my next speech answer?", elem_id="debate-ask")
                self.due = gr.HTML("", elem_id="debate-due", **bare)
            with gr.Tab("Coach", id=COACH):
                self.coaching.lay_out()
            with gr.Tab("Prepare", id=PREPARE) as self.own:
                self.preparing.lay_out()

    def _lay_out_desk(self, bare: dict[str, Any]) -> None:
        with gr.Column(elem_id="debate-write", min_width=280):
            self.desk = gr.HTML("", elem_id="debate-desk", **bare)
            self.box = gr.Textbox(label="Your speech", lines=4, max_lines=12, elem_id="debate-box", visible=False)
            with gr.Row(elem_classes="moves"):
                self.deliver = gr.Button("Deliver", variant="primary", elem_id="debate-deliver", visible=False)
                self.skip = gr.Button("Pass", elem_id="debate-skip", visible=False)
                self.step = gr.Button("Next move", variant="primary", elem_id="debate-step", visible=False)
                self.through = gr.Button("Run through", elem_id="debate-run", visible=False)
                self.stop = gr.Button("Stop", variant="stop", elem_id="debate-stop", visible=False)
                self.again = gr.Button("Swap sides and play again", elem_id="debate-again", visible=False)
            self.clock = gr.HTML("", elem_id="debate-clock", js_on_load=clock.SCRIPT, **bare)

    def wire(self) -> None:
        """Ties the components' events together."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        work: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "debate", **private}
        paced = {**work, "concurrency_id": "debate-through"}
        moves, setup = self.moves, self.setup
        setup.wire(private)
        self.exports.wire(self.state, self.shown, self.outputs, private, work)
        self.coaching.wire(self.state, private)
        self.preparing.wire(self.own, self.state, private)
        self.correct.wire(self.state, self.sheet, moves.corrected, self.outputs, private, work)
        coached = setup.coach.click(self._coached, self.state, self.outputs, **private)
        coached.then(None, None, None, js=_BESIDE, **private)
        self.set.click(moves.put_right, [self.state, self.put], self.outputs, **work)
        starts = [setup.mode, setup.form, setup.opens, setup.opponent, setup.seed, setup.wpm]
        for event, move, inputs in (
            (setup.begin.click, moves.begin, starts),
            (self.deliver.click, moves.deliver, [self.box]),
            (self.box.submit, moves.deliver, [self.box]),
            (self.skip.click, moves.skip, []),
            (self.step.click, moves.step, []),
            (self.through.click, moves.through, []),
            (self.again.click, moves.again, []),
        ):
            begun = event(self._busy, None, [self.desk, self.message, *self._buttons()], queue=False, **private)
            how = paced if move == moves.through else work
            moving = begun.then(move, [self.state, *inputs], self.outputs, **how)
            moving.then(None, None, None, js=_NEWEST, **private)
        self.stop.click(self._halt, None, self.stop, queue=False, **private)
        self.ask.click(moves.due, self.state, self.due, **work)
        self.clock.submit(moves.spent, self.state, self.state, **work)
        setup.wpm.release(moves.at_speed, [self.state, setup.wpm], self.outputs, **work)

    def shown(
        self, request: gr.Request, held: Round | None, failed: str = "", *, note: str = "", clear: bool = False,
        view: str = "", running: bool = False,
    ) -> Shown:  # fmt: skip
        """The whole tab for a round; one on another topic than the open one is put away, with a word on that.

        ``failed`` is a message where something went wrong, ``note`` another one; ``clear`` empties the box; ``view``
        opens one of the views and folds the set-up; ``running`` leaves Stop in reach.
        """
        try:
            held = on_topic(held, self.room.topic.id) if held else None
        except RoundError as error:
            held, failed = None, str(error)
        now = desk.due_now(held, self.room.waits_for(held))
        typing, long = now.kind in desk.TYPED, now.kind == "speech"
        moving, plays = now.kind in ("bot", "heard") and not running, held is not None and user_stance(held) is not None
        box = {"label": now.label, "lines": 4 if long else 1, "max_lines": 12 if long else 6, "visible": typing}
        shown: Shown = {
            self.state: held,
            self.message: told(failed, "failed") or told(note),
            self.head: talk.head_html(held, self.room.topic),
            self.talk: talk.talk_html(held, self.room.topic, just_heard(held)),
            self.sheet: sheet.sheet_html(held, self.room.topic),
            self.verdict: verdict.verdict_html(held, self.room.ballots(held) if held else [], self.room.topic),
            self.work: gr.Column(visible=held is not None),
            self.beside: gr.Column(visible=held is not None),
            self.desk: desk.desk_html(now),
            self.box: gr.Textbox(**box, **({"value": ""} if clear else {})),
            self.deliver: gr.Button(now.button, visible=typing),
            self.skip: gr.Button(now.skip, visible=typing),
            self.step: gr.Button("Go on" if plays else "Next move", visible=moving),
            self.through: gr.Button(visible=moving and not plays),
            self.stop: gr.Button(visible=running, **({} if running else {"value": "Stop", "interactive": True})),
            self.again: gr.Button(visible=now.kind == "over"),
            self.clock: clock.clock_html(held),
            self.ask: gr.Button(visible=now.kind != "over"),
            self.due: "",
            **self.correct.shown(held),
            **self.exports.shown(held),
        }
        if view:
            shown |= {self.new: gr.Accordion(open=held is None), self.views: gr.Tabs(selected=view)}
        return shown

    def arrive(self, after: Callable[..., Any]) -> None:
        """Opens, ``after`` a page is loaded, the round that its address names."""
        how: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        after(self._arrive, None, self.outputs, concurrency_limit=AT_ONCE, concurrency_id="debate", **how)

    def _arrive(self, request: gr.Request) -> Any:
        wanted = dict(request.query_params).get("round")
        if not wanted:
            return [gr.skip()] * len(self.outputs)
        while not self.room.ready(POLL):
            continue
        try:
            return self.shown(request, self.room.keeper(request).open(wanted), view="flow")
        except LecternError as error:
            return self.shown(request, None, str(error))

    def by_topic(self) -> list[Props]:
        """What of the tab depends on the topic, as it is for the one that is open."""
        return [*self.setup.by_topic(), self.coaching.by_topic(), self.preparing.by_topic()]

    def _coached(self, held: Round | None, request: gr.Request) -> Shown:
        """The coach, beside the open round or alone."""
        return {**self.shown(request, held, view=COACH), self.beside: gr.Column(visible=True)}

    def _buttons(self) -> list[Any]:
        return [self.deliver, self.skip, self.step, self.through, self.again, self.stop]

    def _busy(self, request: gr.Request) -> tuple[Any, ...]:
        self.moves.stopping.clear(request)
        stop = gr.Button("Stop", visible=True, interactive=True)
        return desk.BUSY, "", *(gr.Button(visible=False) for _ in range(5)), stop

    def _halt(self, request: gr.Request) -> Any:
        self.moves.stopping.ask(request)
        return gr.Button("Stopping…", interactive=False)
