"""The Evals tab: run suites, see the figures, compare runs, open a failed case in the chat."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.errors import LecternError
from bot.settings import EXTRACTIVE
from bot.ui.engine import EngineControl
from bot.ui.remaking import Props, offer
from bot.ui.rights import require
from bot.ui.stopping import Stopping
from bot.ui.warming import Warming
from evals import library
from evals.comparing import compare
from evals.errors import SuiteError
from evals.reports import figures, html
from evals.runs import Row, Run
from evals.suites import Suite, suites_of

if TYPE_CHECKING:
    from bot.bot import Bot

NONE = ""
EVERY = 0.1
"""Seconds between two looks at the progress."""
_NOTHING = '<p class="facts">No run is chosen.</p>'
_STOPPED = "Stopped. What was asked is kept: the same suites go on from there."


class EvalsTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming, control: EngineControl) -> None:
        self.warming = warming
        self.control = control
        self.folder = library.folder_of(warming.settings)
        self.stopping = Stopping()

    @property
    def suites(self) -> list[Suite]:
        """The suites about the topic that is open."""
        try:
            return suites_of(self.warming.topic, data_dir=self.warming.settings.data_dir)
        except SuiteError:
            return []

    def by_topic(self) -> list[Props]:
        """The suites to choose from for the topic that is open."""
        return [(self.chosen, self._all_suites())]

    def _all_suites(self) -> dict[str, Any]:
        names = [(f"{one.suite} ({len(one.cases)}): {one.description}", one.suite) for one in self.suites]
        return {"choices": names, "value": [name for _, name in names]}

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Tab``."""
        with gr.Row(elem_id="evals-desk"):
            with gr.Column(scale=2, min_width=300):
                gr.HTML("<h2>Run suites</h2>", padding=False)
                self.chosen = gr.CheckboxGroup(
                    **self._all_suites(), label="Suites: sets of questions whose right answers are known",
                    elem_id="evals-suites",
                )  # fmt: skip
                self.engine = gr.Dropdown(self.control.engines(None), value=EXTRACTIVE, label="What answers")
                with gr.Row():
                    self.start = gr.Button("Run", variant="primary", elem_id="evals-run")
                    self.stop = gr.Button("Stop", elem_id="evals-stop", interactive=False)
                self.progress = gr.HTML("", elem_id="evals-progress", padding=False)
            with gr.Column(scale=3, min_width=300):
                gr.HTML("<h2>Look at a run</h2>", padding=False)
                with gr.Row():
                    self.run = gr.Dropdown([], label="Run", elem_id="evals-which", min_width=240)
                    self.base = gr.Dropdown([("no other", NONE)], value=NONE, label="Compare with", min_width=240)
                self.case = gr.Textbox(visible="hidden", label="Case", elem_id="evals-case")
                self.open = gr.Button("Open it", visible="hidden", elem_id="evals-open")
                self.shown = gr.HTML(_NOTHING, elem_id="evals-shown", padding=False, apply_default_css=False)

    def wire(self, tab: Any) -> None:
        """Ties the components' events together; the runs are looked up whenever the tab is opened."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        begun = self.start.click(self._begun, None, [self.start, self.stop], queue=False, **private)
        running = begun.then(
            self._run, [self.chosen, self.engine, self.control.model], [self.progress, self.run],
            concurrency_limit=1, concurrency_id="evals", **private,
        )  # fmt: skip
        running.then(_rested, None, [self.start, self.stop], queue=False, **private)
        self.stop.click(self._halt, None, self.stop, queue=False, **private)
        tab.select(
            lambda model: gr.Dropdown(self.control.engines(model)), self.control.model, self.engine,
            queue=False, **private,
        )  # fmt: skip
        # Readers write cases down while the page is open.
        tab.select(
            lambda: gr.CheckboxGroup(choices=self._all_suites()["choices"]), None, self.chosen, queue=False, **private
        )
        tab.select(self._runs, [self.run, self.base], [self.run, self.base], queue=False, **private)
        for event in (self.run.change, self.base.change):
            event(self._look, [self.run, self.base], self.shown, **private)

    def turns_of(self, run: str, case: str) -> tuple[Sequence[str], str]:
        """The turns of a failed case and the side that it picks ("" for none)."""
        row = _row(library.read(Path(run)), case)
        turns = list(row.case.turns)
        if row.case.is_claim:
            turns[-1] = f"Check: {turns[-1]}"
        return turns, row.case.side or ""

    def _begun(self, request: gr.Request) -> tuple[Any, Any]:
        self.stopping.clear(request)
        return gr.Button(interactive=False), gr.Button("Stop", interactive=True)

    def _halt(self, request: gr.Request) -> Any:
        self.stopping.ask(request)
        return gr.Button("Stopping…", interactive=False)

    def _run(self, names: list[str], engine: str, model: Any, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        if not names:
            yield _told("Choose at least one suite."), gr.skip()
            return
        while not self.warming.wait(EVERY):
            yield _told("Warming up…"), gr.skip()
        try:
            require("evals", request, self.warming.settings)
            yield from self._evaluate(names, self.control.bot(engine, model), request)
        except LecternError as error:
            yield _told(f"The run ended: {error}", "failed"), gr.skip()

    def _evaluate(self, names: list[str], bot: Bot, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        from evals.evaluation import Evaluation

        evaluation = Evaluation(bot, [s for s in self.suites if s.suite in names], self.folder)
        started = told = time.monotonic()
        wrong = 0
        yield _bar(0, evaluation.total, 0, 0.0), gr.skip()
        with closing(evaluation.rows()) as rows:
            for done, row in enumerate(rows, 1):
                if self.stopping.asked(request):
                    yield _told(_STOPPED), gr.skip()
                    return
                wrong += bool(row.faults)
                if time.monotonic() - told > EVERY:
                    told = time.monotonic()
                    left = (told - started) / max(1, done - evaluation.resumed) * (evaluation.total - done)
                    yield _bar(done, evaluation.total, wrong, left), gr.skip()
        run = evaluation.finish()
        right = len(run.rows) - sum(bool(row.faults) for row in run.rows)
        words = f"Done in {run.seconds:.0f} s: {right} of {len(run.rows)} right."
        if run.broken:
            words += " Below a floor: " + "; ".join(run.broken) + "."
        yield _told(words), gr.Dropdown(self._choices(), value=str(evaluation.out))

    def _choices(self) -> list[tuple[str, str]]:
        return [(_name(path, run), str(path)) for path, run in library.runs(self.folder)]

    def _runs(self, run: str | None, base: str | None) -> tuple[Any, Any]:
        choices = self._choices()
        return offer(choices, run), offer([("no other", NONE), *choices], base, NONE)

    def _look(self, path: str | None, base: str | None) -> str:
        if not path:
            return _NOTHING
        try:
            run = library.read(Path(path))
            compared = _compared(Path(base), run) if base else ""
        except LecternError as error:
            return _told(str(error), "failed")
        parts = ["plots_of", "failed_cases", "figures_table", *(["choices_table"] if figures.choices(run) else [])]
        return compared + "".join(html.part(name, run) for name in parts)


def _row(run: Run, key: str) -> Row:
    return next(row for row in run.rows if row.key == key and row.faults)


def _compared(base: Path, run: Run) -> str:
    heading = '<div class="lec-evals"><h2>Compared with the earlier run</h2></div>'
    return heading + html.part("comparison", compare(library.read(base), run))


def _name(path: Path, run: Run) -> str:
    right = sum(not row.faults for row in run.rows) / max(1, len(run.rows))
    kept = "baseline" if path.parent.name == "baselines" else ", ".join(run.made.suites)
    if kept != "baseline" and len(run.made.suites) > 3:
        kept = f"{len(run.made.suites)} suites"
    return f"{run.made.started[:16].replace('T', ' ')}, {run.made.engine}, {kept}: {right:.1%} of {len(run.rows)} right"


def _bar(done: int, total: int, wrong: int, left: float) -> str:
    words = f"{done} of {total} asked, {wrong} wrong" + (f", about {left:.0f} s left" if left else "")
    return (
        f'<div class="evals-bar"><label for="evals-meter">{words}</label>'
        f'<progress id="evals-meter" max="{total}" value="{done}"></progress></div>'
    )


def _told(words: str, kind: str = "told") -> str:
    return f'<p role="status" class="{kind}">{escape(words)}</p>'


def _rested() -> tuple[Any, Any]:
    return gr.Button(interactive=True), gr.Button("Stop", interactive=False)
