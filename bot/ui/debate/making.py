"""The form in which a person makes the arguments of a topic that nobody has written any for, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from bot.debate.bankform import Row, form_file, offered, read_rows, write_rows
from bot.debate.debating import FEWEST
from bot.errors import LecternError, RoundError
from bot.ui.debate.room import Room
from bot.ui.debate.words import side_name, told
from bot.ui.rights import require

_DONE = "That was the last one. Save what you kept, or go back."


class Making:
    """The components of the form and their events; what is made is kept in the page until it is saved."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def lay_out(self) -> None:
        """Makes the components; call inside a container."""
        bare: dict[str, Any] = {"padding": False, "apply_default_css": False}
        self.rows = gr.State([])
        self.kept = gr.State({})
        self.at = gr.State(0)
        with gr.Accordion(
            "Make the arguments of this topic", open=False, elem_id="bank-form", visible=False
        ) as self.whole:
            self.begin = gr.Button("Propose arguments from the sources", elem_id="bank-begin")
            self.told = gr.HTML("", elem_id="bank-told", **bare)
            with gr.Column(visible=False) as self.form:
                self.shown = gr.HTML("", elem_id="bank-row", **bare)
                self.side = gr.Radio([], label="Whose argument it is", elem_id="bank-side")
                self.label = gr.Textbox(label="Name it in a few words", max_lines=1, elem_id="bank-label")
                self.claim = gr.Textbox(label="Claim: what it says", lines=2, max_lines=4, elem_id="bank-claim")
                self.why = gr.Textbox(label="Why: the reason", lines=2, max_lines=4, elem_id="bank-why")
                self.so_what = gr.Textbox(
                    label="So what: what follows for the resolution", lines=2, max_lines=4, elem_id="bank-so-what"
                )
                with gr.Row(elem_classes="moves"):
                    self.keep = gr.Button("Keep it", variant="primary", elem_id="bank-keep")
                    self.leave = gr.Button("Leave it out", elem_id="bank-leave")
                    self.back = gr.Button("Back", elem_id="bank-back")
                self.save = gr.Button("Save the arguments", elem_id="bank-save")

    @property
    def _fields(self) -> list[Any]:
        return [self.side, self.label, self.claim, self.why, self.so_what]

    def wire(self, tab: Any, private: dict[str, Any]) -> None:
        """Ties the components together; ``tab`` is the part that the form is in."""
        work: dict[str, Any] = {"concurrency_id": "bank", "concurrency_limit": 1, **private}
        tab.select(self._there, None, self.whole, **work)
        seen = [self.at, self.told, self.shown, *self._fields]
        self.begin.click(self._begin, None, [self.rows, self.kept, self.form, *seen], **work)
        here = [self.rows, self.kept, self.at]
        self.keep.click(self._keep, [*here, *self._fields], [self.kept, *seen], **work)
        self.leave.click(self._leave, here, [self.kept, *seen], **work)
        self.back.click(self._back, here, seen, **work)
        self.save.click(self._save, [self.rows, self.kept], self.told, **work)

    def _there(self) -> Any:
        """The form, for a topic that has no bank of its own."""
        try:
            debating = self._room.debating
        except LecternError:
            return gr.skip()
        return gr.Accordion(visible=not debating.written and len(self._room.topic.sides) > 1)

    def _begin(self, request: gr.Request) -> tuple[Any, ...]:
        try:
            require("topics", request, self._room.settings)
            rows, kept = self._proposed()
        except LecternError as error:
            return (gr.skip(), gr.skip(), gr.skip(), 0, told(str(error), "failed"), *(gr.skip() for _ in range(6)))
        return (rows, kept, gr.Column(visible=True), *self._seen(rows, kept, 0))

    def _proposed(self) -> tuple[list[Row], dict[int, Row]]:
        """What the sources offer, and what was kept when the form was last saved."""
        debating = self._room.debating
        before = read_rows(form_file(self._room.settings.data_dir, debating.topic.id))
        there = {(one.side, one.sentence): one for one in before}
        rows = [one for one in offered(debating.content, debating.embedder) if (one.side, one.sentence) not in there]
        rows = [*before, *rows]
        if not rows:
            raise RoundError("The sources offer no argument: add documents that tell what the sides hold, and why.")
        return rows, dict(enumerate(before))

    def _keep(self, rows: list[Row], kept: dict[int, Row], at: int, *values: str | None) -> tuple[Any, ...]:
        if at >= len(rows):
            return kept, *self._seen(rows, kept, at)
        side, label, claim, why, so_what = (" ".join((one or "").split()) for one in values)
        if not label or not claim or not side:
            return kept, at, told("An argument needs a side, a name and a claim.", "failed"), *(gr.skip(),) * 6
        row = replace(rows[at], side=side, label=label, claim=claim, why=why, so_what=so_what, fact=False)
        beyond = self._room.debating.cutter.beyond(claim, row.sentence)
        kept = {**kept, at: row}
        note = told(f"Kept; but the claim says more than its sentence: {beyond[0]}.") if beyond else ""
        return kept, *self._seen(rows, kept, at + 1, note)

    def _leave(self, rows: list[Row], kept: dict[int, Row], at: int) -> tuple[Any, ...]:
        kept = {key: row for key, row in kept.items() if key != at}
        return kept, *self._seen(rows, kept, min(len(rows), at + 1))

    def _back(self, rows: list[Row], kept: dict[int, Row], at: int) -> tuple[Any, ...]:
        return self._seen(rows, kept, max(0, at - 1))

    def _save(self, rows: list[Row], kept: dict[int, Row], request: gr.Request) -> str:
        try:
            require("topics", request, self._room.settings)
            debating = self._room.debating
            write_rows(form_file(self._room.settings.data_dir, debating.topic.id), [kept[at] for at in sorted(kept)])
            self._room.forget()
            lacking = self._room.debating.lacking
        except LecternError as error:
            return told(str(error), "failed")
        if not kept:
            return told("None was kept: the arguments are made out from the sources again.")
        return told(f"Saved {len(kept)} arguments. {lacking or 'Begin a round with them whenever you like.'}")

    def _seen(self, rows: Sequence[Row], kept: dict[int, Row], at: int, note: str = "") -> tuple[Any, ...]:
        """A row of the form as it is shown."""
        topic = self._room.topic
        counts = "; ".join(
            f"{sum(row.side == side.id for row in kept.values())} for {side.name}" for side in topic.sides
        )
        head = f"Kept: {counts}. A round needs {FEWEST} for each side."
        if at >= len(rows):
            shown = f'<p class="name">{escape(_DONE)} {escape(head)}</p>'
            return (len(rows), note, shown, *(gr.skip() for _ in self._fields))
        row = kept.get(at, rows[at])
        kind = "The author’s own fact: yours to claim for a side" if row.fact else f"From {side_name(topic, row.side)}"
        mark = "kept" if at in kept else "not kept"
        shown = (
            f'<section class="lesson"><p class="name">{at + 1} of {len(rows)}, {mark}. {escape(head)}</p>'
            f'<p class="name">{escape(kind)}:</p><p class="asked">{escape(row.sentence)}</p></section>'
        )
        sides = gr.Radio(choices=[(side.name, side.id) for side in topic.sides], value=row.side)
        return at, note, shown, sides, row.label, row.claim, row.why, row.so_what
