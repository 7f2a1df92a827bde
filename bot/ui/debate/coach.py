"""The coach's part of the tab: a case, blocks, drills in cross-examination and of two minutes, a speech rated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.debate.formats import DEFAULT, WPM, load_format
from bot.debate.model import Round
from bot.errors import LecternError
from bot.ui.debate import lessons
from bot.ui.debate.room import Room
from bot.ui.debate.words import side_name, told
from bot.ui.remaking import Props

if TYPE_CHECKING:
    from bot.debate.drills import Kind

COACH = "coach"
"""The name of its view."""
CASE, BLOCKS, CROSS, RATE = "case", "blocks", "drill", "rate"
DRILLS: dict[str, Kind] = {"answer": "answer", "extend": "extend", "weigh": "weigh", "cut": "cut"}
_KINDS = [
    ("Build my case", CASE), ("Block out their arguments", BLOCKS), ("Cross-examine me", CROSS),
    ("Answer an argument", "answer"), ("Extend mine", "extend"), ("Weigh two", "weigh"), ("Cut a card", "cut"),
    ("Rate my speech", RATE),
]  # fmt: skip
_WRITTEN = {RATE: ("Your speech", 8, "Rate it"), CROSS: ("Your answer", 1, "Answer")}
"""What is written for a kind of work: the box's label, its lines, its button."""
_HIDDEN = '<p class="nothing">Type or paste a speech, and see it as the flow would.</p>'


class Coaching:
    """The components of the coach and their events."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def lay_out(self) -> None:
        """Makes the components; call inside a container."""
        self.number = gr.State(0)
        with gr.Row(elem_classes="setup"):
            self.side = gr.Radio(**self._sides(), label="My side", elem_id="coach-side")
            self.kind = gr.Radio(_KINDS, value=CASE, label="What to work on", elem_id="coach-kind", scale=2)
        self.show = gr.Button("Show my case", variant="primary", elem_id="coach-show")
        self.asked = gr.HTML("", elem_id="coach-asked", padding=False, apply_default_css=False, visible=False)
        self.box = gr.Textbox(label="Your answer", lines=1, max_lines=24, elem_id="coach-box", visible=False)
        with gr.Row(elem_classes="moves"):
            self.judge = gr.Button("Answer", variant="primary", elem_id="coach-judge", visible=False)
            self.next = gr.Button("Another question", elem_id="coach-next", visible=False)
        self.out = gr.HTML("", elem_id="coach-out", padding=False, apply_default_css=False)

    def by_topic(self) -> Props:
        """The sides of the topic that is open."""
        return self.side, self._sides()

    def wire(self, state: Any, private: dict[str, Any]) -> None:
        """Ties the components together; ``state`` is the open round."""
        looks = [self.show, self.asked, self.box, self.judge, self.next, self.out]
        work: dict[str, Any] = {"concurrency_id": "coach", "concurrency_limit": 4, **private}
        for event in (self.kind.change, self.side.change):
            event(self._chosen, [self.kind, self.side], [*looks, self.number], **work)
        self.show.click(self._show, [self.kind, self.side], self.out, **work)
        asked = [self.asked, self.box, self.out, self.number]
        self.next.click(self._another, [self.kind, self.side, self.number], asked, **work)
        judged = [self.kind, self.side, self.number, self.box, state]
        for event in (self.judge.click, self.box.submit):
            event(self._judge, judged, self.out, **work)

    def _sides(self) -> dict[str, Any]:
        sides = [(side.name, side.id) for side in self._room.topic.sides]
        return {"choices": sides, "value": sides[0][1]}

    def _chosen(self, kind: str, side: str) -> tuple[Any, ...]:
        """What is seen for a kind of work."""
        asks, shows = kind == CROSS or kind in DRILLS, kind in (CASE, BLOCKS)
        label, lines, button = _WRITTEN.get(kind, ("Your answer, in two minutes", 6, "Score it"))
        return (
            gr.Button("Show my case" if kind == CASE else "Show my blocks", visible=shows),
            gr.HTML(self._question(kind, side, 0) if asks else "", visible=asks),
            gr.Textbox(value="", label=label, lines=lines, visible=not shows),
            gr.Button(button, visible=not shows),
            gr.Button("Another question" if kind == CROSS else "Another drill", visible=asks),
            _HIDDEN if kind == RATE else "",
            0,
        )

    def _question(self, kind: str, side: str, number: int) -> str:
        try:
            if kind in DRILLS:
                return lessons.task_html(self._room.driller.task(DRILLS[kind], side, number), number)
            node, question = self._room.coach.question(side, number)
        except LecternError as error:
            return told(str(error), "failed")
        return lessons.question_html(node, question, number)

    def _another(self, kind: str, side: str, number: int) -> tuple[str, Any, str, int]:
        return self._question(kind, side, number + 1), gr.Textbox(value=""), "", number + 1

    def _show(self, kind: str, side: str) -> str:
        try:
            coach = self._room.coach
            name = side_name(self._room.topic, side)
            if kind == CASE:
                return lessons.case_html(coach.case(side), name, self._room.topic, WPM)
            return lessons.blocks_html(coach.blocks(side), name, self._room.topic, WPM)
        except LecternError as error:
            return told(str(error), "failed")

    def _judge(self, kind: str, side: str, number: int, text: str, held: Round | None) -> str:
        if not text.strip():
            return told("Nothing is written yet.", "failed")
        try:
            if kind in DRILLS:
                driller = self._room.driller
                scored = driller.score(driller.task(DRILLS[kind], side, number), text)
                return lessons.scored_html(scored, self._room.topic, WPM)
            if kind == CROSS:
                return lessons.drilled_html(self._room.coach.answer(side, number, text), self._room.topic, WPM)
            due = _due(held, side)
            form = held.format if held else load_format(DEFAULT)
            title = f"As the next speech of “{held.title}”" if held and due else "As a first constructive"
            return lessons.rating_html(self._room.coach.rate(text, side, form, held if due else None), title)
        except LecternError as error:
            return told(str(error), "failed")


def _due(held: Round | None, side: str) -> bool:
    """Whether the open round waits for a speech of that side."""
    slot = held.next_slot if held else None
    return held is not None and slot is not None and slot.speech and held.side(slot.stance) == side
