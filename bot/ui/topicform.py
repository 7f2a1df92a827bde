"""The form of a topic of one's own: the resolution, two sides with who speaks for each, the paragraphs' marks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from bot.errors import LecternError, TopicError
from bot.model import BOTH, NEUTRAL
from bot.sources.mining.filling import STANCES, Filled, Held, Mark, Place, filled, form_of, marks_of, preview, turned
from bot.sources.mining.making import Draft
from bot.ui.browsing import SHOWN, told

LONGEST = 220
"""Characters of a paragraph that the preview shows."""
_STANCES = (("for", "For the resolution"), ("against", "Against the resolution"))
_TONES = {"affirmative": "side-0", "negative": "side-1", BOTH: "side-none", NEUTRAL: "side-none"}
_VOICES = {"author": "the writer", "reported": "reported", "quoted": "quoted"}
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class TopicForm:
    """Lays the form out and keeps what is shown in step with what is written."""

    def lay_out(self) -> None:
        """Makes the components, hidden until there is a draft; call inside a column."""
        self.draft = gr.State(None)
        self.marks = gr.State({})
        with gr.Column(visible=False, elem_id="topic-form") as self.whole:
            self.title = gr.Textbox(label="Title", max_lines=1, elem_id="topic-name")
            self.resolution = gr.Textbox(
                label="Resolution: what should be done, in one sentence", lines=2, max_lines=4,
                elem_id="topic-resolution",
            )  # fmt: skip
            self.fields: list[Any] = []
            for name, label in _STANCES:
                gr.HTML(f"<h3>{label}</h3>", padding=False)
                self.fields += self._side(name)
            with gr.Row():
                self.swap = gr.Button("Swap the sides", size="sm", elem_id="topic-swap")
                self.again = gr.Button("Show the paragraphs again", size="sm", elem_id="topic-again")
            gr.HTML("<p>Press a mark to put it right: whose view a paragraph gives, and who speaks.</p>", padding=False)
            self.shown = gr.HTML("", elem_id="topic-preview", padding=False, apply_default_css=False)
            self.save = gr.Button("Save and open", variant="primary", elem_id="topic-save")
        self.mark = gr.Textbox(visible="hidden", label="The mark that is pressed", elem_id="topic-mark")
        self.turn = gr.Button("Turn it", visible="hidden", elem_id="topic-turn")

    @staticmethod
    def _side(name: str) -> list[Any]:
        return [
            gr.Textbox(label="Name", max_lines=1, elem_id=f"topic-{name}-name"),
            gr.Dropdown(
                [], multiselect=True, allow_custom_value=True, label="Who speaks for it, and its other names",
                elem_id=f"topic-{name}-speaks",
            ),
            gr.Textbox(label="What it stands for, in a few words", max_lines=1, elem_id=f"topic-{name}-paradigm"),
            gr.Textbox(label="What it holds, in one line", lines=2, max_lines=6, elem_id=f"topic-{name}-position"),
        ]  # fmt: skip

    @property
    def written(self) -> list[Any]:
        """The components that hold what is written, the draft and the marks first."""
        return [self.draft, self.marks, self.title, self.resolution, *self.fields]

    @property
    def made(self) -> list[Any]:
        """The components that :meth:`offered` gives the values of."""
        return [self.draft, self.marks, self.whole, self.title, self.resolution, *self.fields, self.shown]

    def wire(self) -> None:
        """Ties the form's own events together."""
        for event in (
            self.again.click, *(self.fields[at].blur for at in (0, 4)), *(self.fields[at].input for at in (1, 5)),
        ):  # fmt: skip
            event(self._again, self.written, self.shown, **_PRIVATE)
        self.swap.click(self._swap, self.written, [self.marks, *self.fields, self.shown], **_PRIVATE)
        self.turn.click(self._turn, [self.mark, *self.written], [self.marks, self.shown], **_PRIVATE)

    @staticmethod
    def offered(draft: Draft) -> tuple[Any, ...]:
        """The form filled with what a draft proposes."""
        form = form_of(draft.topic)
        marks = marks_of(draft.topic)
        names = sorted({actor.name for actor in draft.topic.actors})
        return (
            draft, marks, gr.Column(visible=True), form.title, form.resolution, *_values(form, names),
            _shown(draft, form, marks),
        )  # fmt: skip

    @staticmethod
    def _again(draft: Draft | None, marks: dict[Place, Mark], *values: Any) -> Any:
        return _shown(draft, read_form(values), marks) if draft is not None else gr.skip()

    def _swap(self, draft: Draft | None, marks: dict[Place, Mark], *values: Any) -> tuple[Any, ...]:
        if draft is None:
            return (gr.skip(),) * (len(self.fields) + 2)
        form = read_form(values).swapped()
        other = dict(zip(STANCES, reversed(STANCES), strict=True))
        marks = {place: (other.get(side, side), voice) for place, (side, voice) in marks.items()}
        return marks, *_values(form, None), _shown(draft, form, marks)

    @staticmethod
    def _turn(pressed: str, draft: Draft | None, marks: dict[Place, Mark], *values: Any) -> tuple[Any, Any]:
        if draft is None:
            return gr.skip(), gr.skip()
        told_of = json.loads(pressed)
        place: Place = (str(told_of["file"]), int(told_of["number"]))
        form = read_form(values)
        try:
            rows = preview(filled(draft.topic, form, marks), draft.documents)
        except LecternError:
            return gr.skip(), _shown(draft, form, marks)
        now = next(mark for at, _, mark, _ in rows if at == place)
        marks = {**marks, place: turned(now, str(told_of["what"]))}
        return marks, _shown(draft, form, marks)


def read_form(values: Sequence[Any]) -> Filled:
    """The form from the values of its components, the title first."""
    title, resolution, *fields = values
    sides = [
        Held(str(name or ""), tuple(speaks or ()), str(paradigm or ""), str(position or ""))
        for name, speaks, paradigm, position in (fields[:4], fields[4:])
    ]
    return Filled(str(title or ""), str(resolution or ""), (sides[0], sides[1]))


def _values(form: Filled, names: Sequence[str] | None) -> list[Any]:
    """The values of both sides' components; ``names`` are those to choose from, None for those there are."""
    out: list[Any] = []
    for held in form.sides:
        choices = {} if names is None else {"choices": sorted({*names, *held.speaks})}
        out += [held.name, gr.Dropdown(value=list(held.speaks), **choices), held.paradigm, held.position]
    return out


def _shown(draft: Draft, form: Filled, marks: dict[Place, Mark]) -> str:
    try:
        topic = filled(draft.topic, form, marks)
    except LecternError as error:
        return told(str(error), "failed")
    rows = list(preview(topic, draft.documents))
    names: dict[str, str] = {side.stance: side.name for side in topic.sides}
    names |= {NEUTRAL: "nobody’s view", BOTH: "both sides"}
    more = f"<p>And {len(rows) - SHOWN} more paragraphs.</p>" if len(rows) > SHOWN else ""
    return f'<ol class="labels">{"".join(_row_html(*row, names) for row in rows[:SHOWN])}</ol>{more}'


def _row_html(place: Place, text: str, mark: Mark, by_hand: bool, names: dict[str, str]) -> str:
    file, number = place
    side, voice = mark
    data = f'data-file="{escape(file, quote=True)}" data-number="{number}"'
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
    return (
        f'<li><span class="place">¶ {number}</span> '
        f'<button type="button" class="badge {_TONES[side]}" data-turn="side" {data}>{escape(names[side])}'
        f'</button> <button type="button" class="voice" data-turn="voice" {data}>{_VOICES[voice]}</button>'
        f"{' <span>(put right)</span>' * by_hand}<p>{escape(cut)}</p></li>"
    )


def topic_in(draft: Draft | None, marks: dict[Place, Mark], values: Sequence[Any]) -> Draft:
    """The draft with all that is written in the form.

    Raises:
        TopicError: there is none, or a side has no name of its own.
    """
    if draft is None:
        raise TopicError("Drop the documents of the topic first.")
    return replace(draft, topic=filled(draft.topic, read_form(values), marks))
