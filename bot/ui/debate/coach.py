"""The coach's part of the tab: a case, blocks, drills, a speech rated or done again, and how far one has come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.debate.formats import DEFAULT, WPM, load_format
from bot.debate.model import Round
from bot.errors import LecternError, RoundError
from bot.ui.debate import lessons
from bot.ui.debate.drawn import progress_html
from bot.ui.debate.room import Room
from bot.ui.debate.words import side_name, told
from bot.ui.remaking import Props

if TYPE_CHECKING:
    from bot.debate.drills import Kind
    from bot.debate.learning import Lesson

COACH = "coach"
"""The name of its view."""
CASE, BLOCKS, LEARN, CROSS, RATE, REDO, PROGRESS = "case", "blocks", "learn", "drill", "rate", "redo", "progress"
DRILLS: dict[str, Kind] = {"answer": "answer", "extend": "extend", "weigh": "weigh", "cut": "cut"}
ROUNDS = 40
"""So many kept rounds are looked at for what was dropped and for the progress, the latest."""
_KINDS = [
    ("Build my case", CASE), ("Block out their arguments", BLOCKS), ("Learn my answers", LEARN),
    ("Cross-examine me", CROSS), ("Answer an argument", "answer"), ("Extend mine", "extend"),
    ("Weigh two", "weigh"), ("Cut a card", "cut"), ("Rate my speech", RATE), ("Do a speech again", REDO),
    ("See my progress", PROGRESS),
]  # fmt: skip
_SHOWS = {CASE: "Show my case", BLOCKS: "Show my blocks", PROGRESS: "Show my progress"}
"""What is only shown: its button."""
_WRITTEN = {
    RATE: ("Your speech", 8, "Rate it"), CROSS: ("Your answer", 1, "Answer"),
    REDO: ("The speech as you would give it now", 8, "Compare"),
}  # fmt: skip
"""What is written for a kind of work: the box's label, its lines, its button."""
_HIDDEN = '<p class="nothing">Type or paste a speech, and see it as the flow would.</p>'
_NO_SPEECH = (
    '<p class="nothing">No speech of yours is in the open round. Open one of your rounds (History), and do a speech '
    "of it again with what you know now.</p>"
)


class Coaching:
    """The components of the coach and their events."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def lay_out(self) -> None:
        """Makes the components; call inside a container."""
        self.number = gr.State(0)
        self.learnt = gr.State("")
        with gr.Row(elem_classes="setup"):
            self.side = gr.Radio(**self._sides(), label="My side", elem_id="coach-side")
            self.kind = gr.Radio(_KINDS, value=CASE, label="What to work on", elem_id="coach-kind", scale=2)
        self.show = gr.Button(_SHOWS[CASE], variant="primary", elem_id="coach-show")
        self.which = gr.Dropdown([], label="Which speech", elem_id="coach-which", visible=False)
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
        looks = [self.show, self.which, self.asked, self.box, self.judge, self.next, self.out]
        work: dict[str, Any] = {"concurrency_id": "coach", "concurrency_limit": 4, **private}
        for event in (self.kind.change, self.side.change):
            event(self._chosen, [self.kind, self.side, state], [*looks, self.number, self.learnt], **work)
        self.which.input(self._speech, [self.which, state], self.box, **work)
        self.show.click(self._show, [self.kind, self.side], self.out, **work)
        asked = [self.asked, self.box, self.out, self.number, self.learnt]
        self.next.click(self._another, [self.kind, self.side, self.number, self.learnt], asked, **work)
        judged = [self.kind, self.side, self.number, self.learnt, self.which, self.box, state]
        for event in (self.judge.click, self.box.submit):
            event(self._judge, judged, self.out, **work)

    def _sides(self) -> dict[str, Any]:
        sides = [(side.name, side.id) for side in self._room.topic.sides]
        return {"choices": sides, "value": sides[0][1]}

    def _chosen(self, kind: str, side: str, held: Round | None, request: gr.Request) -> tuple[Any, ...]:
        """What is seen for a kind of work."""
        asks, shows = kind in (CROSS, LEARN) or kind in DRILLS, kind in _SHOWS
        label, lines, button = _WRITTEN.get(kind, ("Your answer, in two minutes", 6, "Score it"))
        speeches = _speeches(held) if kind == REDO else []
        nothing = {RATE: _HIDDEN, REDO: "" if speeches else _NO_SPEECH}
        writes = not shows and (kind != REDO or bool(speeches))
        question, learnt = self._question(kind, side, 0, request) if asks else ("", "")
        return (
            gr.Button(_SHOWS.get(kind, ""), visible=shows),
            gr.Dropdown(choices=speeches, value=speeches[-1][1] if speeches else None, visible=bool(speeches)),
            gr.HTML(question, visible=asks),
            gr.Textbox(
                value=_typed(held, speeches[-1][1]) if speeches else "", label=label, lines=lines, visible=writes
            ),
            gr.Button(button, visible=writes),
            gr.Button("Another question" if kind == CROSS else "Another one", visible=asks),
            nothing.get(kind, ""),
            0,
            learnt,
        )

    def _speech(self, slot: str, held: Round | None) -> str:
        return _typed(held, slot)

    def _question(self, kind: str, side: str, number: int, request: gr.Request) -> tuple[str, str]:
        """What is asked, and of what is to be learnt which argument it is."""
        try:
            if kind == LEARN:
                return self._lesson(side, number, request)
            if kind in DRILLS:
                return lessons.task_html(self._room.driller.task(DRILLS[kind], side, number), number), ""
            node, question = self._room.coach.question(side, number)
        except LecternError as error:
            return told(str(error), "failed"), ""
        return lessons.question_html(node, question, number), ""

    def _lessons(self, side: str, request: gr.Request) -> list[Lesson]:
        rounds = self._room.keeper(request).rounds(ROUNDS)
        return self._room.learning(request).lessons(self._room.debating.bank, side, rounds)

    def _lesson(self, side: str, number: int, request: gr.Request) -> tuple[str, str]:
        there = self._lessons(side, request)
        if not there:
            raise RoundError("This topic has no arguments with answers to learn.")
        lesson, now = there[number % len(there)], datetime.now(UTC)
        waiting = sum(one.is_due(now) for one in there if one is not lesson)
        task = self._room.driller.lesson(side, lesson.node)
        return lessons.lesson_html(lesson, task, now, waiting), lesson.node.id

    def _another(
        self, kind: str, side: str, number: int, learnt: str, request: gr.Request
    ) -> tuple[str, Any, str, int, str]:
        # What was answered is no longer among those before the next one; what was left out still is.
        now = datetime.now(UTC)
        gone = kind == LEARN and any(
            one.node.id == learnt and not one.is_due(now) for one in self._lessons(side, request)
        )
        at = number if gone else number + 1
        question, learnt = self._question(kind, side, at, request)
        return question, gr.Textbox(value=""), "", at, learnt

    def _show(self, kind: str, side: str, request: gr.Request) -> str:
        try:
            coach = self._room.coach
            name = side_name(self._room.topic, side)
            if kind == PROGRESS:
                return self._progress(request)
            if kind == CASE:
                return lessons.case_html(coach.case(side), name, self._room.topic, WPM)
            return lessons.blocks_html(coach.blocks(side), name, self._room.topic, WPM)
        except LecternError as error:
            return told(str(error), "failed")

    def _progress(self, request: gr.Request) -> str:
        from bot.debate.progress import results, weakest

        there = results(self._room.keeper(request).rounds(ROUNDS))
        return progress_html(there, weakest(there) if there else "")

    def _judge(
        self, kind: str, side: str, number: int, learnt: str, which: str, text: str, held: Round | None,
        request: gr.Request,
    ) -> str:  # fmt: skip
        if not text.strip():
            return told("Nothing is written yet.", "failed")
        try:
            if kind == LEARN:
                return self._learnt(side, learnt, text, request)
            if kind == REDO:
                return self._redone(held, which, text)
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

    def _learnt(self, side: str, learnt: str, text: str, request: gr.Request) -> str:
        node = self._room.debating.bank.by_id.get(learnt)
        if node is None:
            raise RoundError("That argument is no longer in the bank: ask for another one.")
        scored = self._room.driller.score(self._room.driller.lesson(side, node), text)
        due = self._room.learning(request).graded(node.id, scored.good / len(scored.checks))
        again = lessons.due_again_html(due, datetime.now(UTC))
        return again + lessons.scored_html(scored, self._room.topic, WPM)

    def _redone(self, held: Round | None, which: str, text: str) -> str:
        from bot.debate.redoing import redo

        if held is None:
            raise RoundError("Open the round again: there is none open to do a speech of again.")
        return lessons.redone_html(redo(self._room.coach, held, which, text))


def _speeches(held: Round | None) -> list[tuple[str, str]]:
    """The speeches that a person gave in the open round: their titles and slots."""
    from bot.debate.redoing import own_speeches

    there = own_speeches(held) if held else []
    return [(held.format.slot(one.slot).title, one.slot) for one in there] if held else []


def _typed(held: Round | None, slot: str) -> str:
    """What a person said in a speech of a round."""
    return next((one.typed for one in held.speeches if one.slot == slot), "") if held else ""


def _due(held: Round | None, side: str) -> bool:
    """Whether the open round waits for a speech of that side."""
    slot = held.next_slot if held else None
    return held is not None and slot is not None and slot.speech and held.side(slot.stance) == side
