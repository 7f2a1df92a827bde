"""The set-up of a round as one sentence: for whom a person argues, in which format, against how strong an opponent."""

from __future__ import annotations

import random
from html import escape
from pathlib import Path
from typing import Any, get_args

import gradio as gr

from bot.debate.formats import DEFAULT, WPM, formats, load_format
from bot.debate.model import Format, Opponent, Stance
from bot.errors import FormatError
from bot.ui.debate.room import Room
from bot.ui.debate.words import badge, length, told, with_tips
from bot.ui.remaking import Props

WATCH = "watch"
MODES: dict[str, Stance] = {"affirmative": "affirmative", "negative": "negative"}
_OPENERS = [("AFF", "affirmative"), ("NEG", "negative")]


class Setup:
    """The components that a round is begun with."""

    def __init__(self, room: Room, data_dir: Path) -> None:
        self._room = room
        self._data_dir = data_dir

    def lay_out(self) -> None:
        """Makes the components; call inside a container."""
        with gr.Row(elem_classes="setup"):
            with gr.Column(scale=3, min_width=280):
                self.resolved = gr.HTML(self._resolved(), elem_id="debate-resolved", padding=False)
                with gr.Column(elem_id="debate-sentence", elem_classes="sentence"):
                    self.mode = gr.Radio(self._modes(), value="negative", label="I argue for", elem_id="debate-mode")
                    self.form = gr.Radio(self.choices(), value=DEFAULT, label="in a", elem_id="debate-format")
                    self.opponent = gr.Radio(
                        list(get_args(Opponent)),
                        value="strong",
                        label="against an opponent who is",
                        elem_id="debate-opponent",
                    )
                with gr.Row(elem_classes="moves"):
                    self.begin = gr.Button("Begin the round", variant="primary", elem_id="debate-begin")
                    self.coach = gr.Button("Coach me instead", elem_id="debate-coach")
                with gr.Accordion("More: reading speed, another case, who opens", open=False, elem_id="debate-more"):
                    self._lay_out_more()
            with gr.Column(scale=2, min_width=280):
                self.about = gr.HTML(
                    self.describe(DEFAULT, "affirmative"),
                    elem_id="debate-about",
                    padding=False,
                    apply_default_css=False,
                )

    def _lay_out_more(self) -> None:
        self.opens = gr.Radio(_OPENERS, value="affirmative", label="Who opens", visible=False)
        with gr.Row():
            self.wpm = gr.Slider(
                100, 350, value=WPM, step=10, label="Reading speed, words a minute", elem_id="debate-wpm"
            )
            self.seed = gr.Number(
                0, precision=0, minimum=0, maximum=9999, label="Which case (0 is the strongest)", min_width=120,
                elem_id="debate-seed",
            )  # fmt: skip
            self.vary = gr.Button("Another", size="sm", min_width=70, scale=0, elem_id="debate-vary")

    def by_topic(self) -> list[Props]:
        """The parts that can be taken on the topic that is open."""
        return [
            (self.mode, {"choices": self._modes(), "value": "negative"}),
            (self.resolved, {"value": self._resolved()}),
        ]

    def wire(self, private: dict[str, Any]) -> None:
        """Ties what belongs to the set-up alone together."""
        self.form.change(
            self._chosen, [self.form, self.opens], [self.about, self.opens, self.wpm], queue=False, **private
        )
        self.opens.change(self.describe, [self.form, self.opens], self.about, queue=False, **private)
        self.vary.click(lambda: random.randint(1, 9999), None, self.seed, queue=False, **private)

    def choices(self) -> list[tuple[str, str]]:
        """The formats there are, a user's own ones named as such; a bad one under the name of its file."""
        found = []
        for name, path in formats(self._data_dir).items():
            own = ", your own" if path.is_relative_to(self._data_dir) else ""
            try:
                title = load_format(name, self._data_dir).title
            except FormatError:
                title = f"{name} (cannot be used)"
            found.append((f"{title}{own}", name))
        return sorted(found, key=lambda one: (one[1] != DEFAULT, one[0]))

    def describe(self, name: str, opens: Stance) -> str:
        """What each speech of a format takes, or what is wrong with its file."""
        try:
            form = load_format(name, self._data_dir)
            return _programme(load_format(name, self._data_dir, opens) if turnable(form) else form)
        except FormatError as error:
            return told(str(error), "failed")

    def _chosen(self, name: str, opens: Stance) -> tuple[str, Any, Any]:
        try:
            form = load_format(name, self._data_dir)
        except FormatError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip()
        return self.describe(name, opens), gr.Radio(visible=turnable(form)), form.wpm

    def _resolved(self) -> str:
        resolution = self._room.topic.resolution
        return f'<p class="resolved"><b>Resolved</b> {escape(resolution)}</p>' if resolution else ""

    def _modes(self) -> list[tuple[str, str]]:
        names = {side.stance: side.name for side in self._room.topic.sides}
        return [
            *((f"{names[stance]} ({stance})", stance) for _, stance in _OPENERS if stance in names),
            ("nobody, I watch", WATCH),
        ]


def turnable(form: Format) -> bool:
    """Whether either side may open: where both ask in cross-examination, as in public forum."""
    return any(slot.crossfire for slot in form.slots)


def _programme(form: Format) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(slot.id)}</th><td>{with_tips(slot.shown)}</td>"
        f"<td>{badge(slot.stance) if not slot.crossfire else 'both'}</td><td>{escape(length(slot))}"
        f"<span>{f'{slot.minutes:g} min' if slot.minutes else ''}</span></td></tr>"
        for slot in form.slots
    )
    prep = f"<p>Preparation: {form.prep:g} minutes for each side.</p>" if form.prep else ""
    return (
        f'<div class="format"><p>{with_tips(form.about)}</p><table>'
        f'<caption class="visually-hidden">What each speech takes</caption><tbody>{rows}</tbody></table>{prep}</div>'
    )
