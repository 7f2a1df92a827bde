"""The rounds that are kept: opened again where they were left, renamed, deleted, brought in from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from bot.debate.model import Round
from bot.errors import LecternError, RoundError
from bot.ui.debate.room import Room
from bot.ui.remaking import offer


class Rounds:
    """The list of kept rounds and what can be done with one."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def lay_out(self) -> None:
        """Makes the components; call inside a container."""
        with gr.Row(elem_classes="kept"):
            with gr.Column(scale=3, min_width=280):
                self.which = gr.Dropdown([], label="Kept round, the latest first", elem_id="rounds-which")
                with gr.Row():
                    self.open = gr.Button("Open", variant="primary", size="sm", elem_id="rounds-open")
                    self.delete = gr.Button("Delete…", size="sm", elem_id="rounds-delete")
                    self.bring = gr.UploadButton(
                        "Import JSON", file_types=[".json"], size="sm", elem_id="rounds-import"
                    )
                with gr.Row(visible=False, elem_id="rounds-sure") as self.sure:
                    self.really = gr.Button("Delete it for good", variant="stop", size="sm")
                    self.keep = gr.Button("Keep it", size="sm")
            with gr.Column(scale=2, min_width=280):
                self.title = gr.Textbox(label="Another title", max_lines=1, elem_id="rounds-title")
                self.rename = gr.Button("Rename", size="sm", elem_id="rounds-rename")

    def wire(self, tab: Any, state: Any, show: Callable[..., Any], outputs: list[Any], private: Any, work: Any) -> None:
        """Ties the components together; ``show`` shows a round in the tab."""
        tab.select(self._relisted, self.which, self.which, queue=False, **private)
        self.open.click(self._opener(show), [self.which, state], outputs, **work)
        self.bring.upload(self._importer(show), [self.bring, state], outputs, **work)
        self.rename.click(self._renamer(show), [self.which, self.title, state], outputs, **work)
        self.delete.click(lambda which: gr.Row(visible=bool(which)), self.which, self.sure, queue=False, **private)
        self.keep.click(lambda: gr.Row(visible=False), None, self.sure, queue=False, **private)
        self.really.click(self._deleter(show), [self.which, state], [*outputs, self.sure], **work)

    def listed(self, chosen: str | None, request: gr.Request) -> Any:
        """The list, with the chosen round or the latest one picked."""
        choices = self._choices(request)
        there = [key for _, key in choices]
        return gr.Dropdown(choices, value=chosen if chosen in there else next(iter(there), None))

    def _relisted(self, chosen: str | None, request: gr.Request) -> Any:
        return offer(self._choices(request), chosen)

    def _choices(self, request: gr.Request) -> list[tuple[str, str]]:
        entries = self._room.entries(request)
        return [(f"{one.title}, {one.changed[:16].replace('T', ' ')}", one.id) for one in entries]

    def _opener(self, show: Callable[..., Any]) -> Any:
        def opened(which: str | None, held: Round | None, request: gr.Request) -> Any:
            try:
                return show(request, self._room.keeper(request).open(_chosen(which)))
            except LecternError as error:
                return show(request, held, str(error))

        return opened

    def _importer(self, show: Callable[..., Any]) -> Any:
        def imported(path: str, held: Round | None, request: gr.Request) -> Any:
            try:
                return show(request, self._room.imported(_text(Path(path)), request), listed=True)
            except LecternError as error:
                return show(request, held, str(error))

        return imported

    def _renamer(self, show: Callable[..., Any]) -> Any:
        def renamed(which: str | None, title: str, held: Round | None, request: gr.Request) -> Any:
            try:
                done = self._room.keeper(request).rename(_chosen(which), title)
            except LecternError as error:
                return show(request, held, str(error))
            return show(request, done if held and held.id == done.id else held, listed=True)

        return renamed

    def _deleter(self, show: Callable[..., Any]) -> Any:
        def deleted(which: str | None, held: Round | None, request: gr.Request) -> Any:
            hidden = {self.sure: gr.Row(visible=False)}
            try:
                self._room.keeper(request).delete(_chosen(which))
            except LecternError as error:
                return {**show(request, held, str(error)), **hidden}
            return {**show(request, None if held and held.id == which else held, listed=True), **hidden}

        return deleted


def _chosen(which: str | None) -> str:
    if not which:
        raise RoundError("Choose a round from the list first.")
    return which


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RoundError("This is not a round of Lectern: the file is not text in UTF-8.") from error
