"""Corrections of the flow: choose a point, give it another label or link, or take it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from bot.debate.correcting import relabel, relink, unflow
from bot.debate.model import Point, Round
from bot.errors import RoundError
from bot.ui.debate.sheet import label_of

OWN = ""
_ALONE = ("an argument of its own", OWN)
Change = Callable[[Round], Round]


class Correct:
    """The components under the flow sheet that correct it."""

    def lay_out(self) -> None:
        """Makes the components; call inside a container."""
        with gr.Accordion("Correct the flow", open=False, elem_id="correct") as self.fold:
            self.point = gr.Dropdown([], label="Point (or choose its number on the sheet)", elem_id="correct-point")
            with gr.Row():
                self.label = gr.Textbox(label="Label", max_lines=2, elem_id="correct-label")
                self.target = gr.Dropdown([_ALONE], value=OWN, label="It answers", elem_id="correct-target")
            with gr.Row():
                self.relabel = gr.Button("Change the label", size="sm", elem_id="correct-relabel")
                self.relink = gr.Button("Change the link", size="sm", elem_id="correct-relink")
                self.unflow = gr.Button("Take it off the flow", size="sm", elem_id="correct-unflow")

    def wire(
        self, state: Any, sheet: Any, corrected: Callable[..., Any], outputs: list[Any], private: Any, work: Any
    ) -> None:
        """Ties the components together; ``corrected`` shows a round after a change to it."""
        looked = [self.label, self.target]
        self.point.change(_look, [state, self.point], looked, queue=False, **private)
        sheet.select(_pick, None, [self.point, self.fold], queue=False, **private)
        for button, change in (
            (self.relabel, lambda held, point, label, _target: relabel(held, point, label)),
            (self.relink, lambda held, point, _label, target: relink(held, point, target or OWN)),
            (self.unflow, lambda held, point, _label, _target: unflow(held, point)),
        ):
            button.click(
                _changer(change, corrected), [state, self.point, self.label, self.target], outputs,
                **work,
            )  # fmt: skip

    def shown(self, held: Round | None) -> dict[Any, Any]:
        """The choices for a round."""
        points = held.points if held else ()
        return {
            self.point: gr.Dropdown([(label_of(one), one.id) for one in points], value=None),
            self.label: "",
            self.target: gr.Dropdown([_ALONE], value=OWN),
        }


def targets(held: Round, point: Point) -> list[Point]:
    """What a point may answer: the other side's points that were made before it."""
    before = [one.id for one in held.points].index(point.id)
    return [one for one in held.points[:before] if one.stance != point.stance]


def _look(held: Round | None, point_id: str | None) -> tuple[Any, Any]:
    point = next((one for one in held.points if one.id == point_id), None) if held else None
    if held is None or point is None:
        return "", gr.Dropdown([_ALONE], value=OWN)
    choices = [_ALONE, *((label_of(one), one.id) for one in targets(held, point))]
    there = {key for _, key in choices}
    return point.label, gr.Dropdown(choices, value=point.answers if point.answers in there else OWN)


def _pick(event: gr.SelectData) -> tuple[Any, Any]:
    return gr.Dropdown(value=str(event.value)), gr.Accordion(open=True)


def _changer(change: Callable[..., Round], corrected: Callable[..., Any]) -> Callable[..., Any]:
    def changed(held: Round | None, point: str | None, label: str, target: str | None, request: gr.Request) -> Any:
        if held is None or not point:
            return corrected(held, "Choose a point of the flow first.", request)
        try:
            return corrected(change(held, point, label, target), "", request)
        except RoundError as error:
            return corrected(held, str(error), request)

    return changed
