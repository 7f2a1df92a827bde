"""A round as a file: taken away in several kinds, or brought in; and each side's preparation."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from bot.debate.export.safe import file_name
from bot.debate.model import Round
from bot.errors import LecternError, RoundError
from bot.ui.debate.room import Room

KINDS = (("Markdown", "md"), ("JSON", "json"), ("Word", "docx"), ("Prep pack (Word)", "pack"))
_CLICK = "() => { document.querySelector('#debate-file').click(); }"


class Exports:
    """Buttons that each make a file and hand it over, and one that takes a file in."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._folder = tempfile.TemporaryDirectory(prefix="lectern-")

    def lay_out(self) -> None:
        """Makes the buttons; call inside a container."""
        with gr.Row(elem_classes="take"):
            gr.HTML("<p>Take it with you:</p>", elem_classes="says", padding=False, min_width=0)
            self.buttons = [
                (gr.Button(name, size="sm", elem_id=f"take-{kind}", interactive=kind == "pack"), kind)
                for name, kind in KINDS
            ]
            self.bring = gr.UploadButton("Bring a round in", file_types=[".json"], size="sm", elem_id="rounds-import")
        self.file = gr.DownloadButton("File", visible="hidden", elem_id="debate-file")

    def shown(self, held: Round | None) -> dict[Any, Any]:
        """Which files there can be: without a round only the prep pack."""
        return {button: gr.Button(interactive=held is not None) for button, kind in self.buttons if kind != "pack"}

    def wire(self, state: Any, show: Callable[..., Any], outputs: list[Any], private: Any, work: Any) -> None:
        """Ties each button to its file; ``show`` shows a round in the tab."""
        self.bring.upload(self._importer(show), [self.bring, state], outputs, **work)
        for button, kind in self.buttons:
            made = button.click(
                self._maker(kind), state, self.file, concurrency_limit=2, concurrency_id="debate-files",
                **private,
            )  # fmt: skip
            made.success(None, None, None, js=_CLICK, **private)

    def _importer(self, show: Callable[..., Any]) -> Any:
        def imported(path: str, held: Round | None, request: gr.Request) -> Any:
            try:
                return show(request, self._room.imported(_text(Path(path)), request), view="flow")
            except LecternError as error:
                return show(request, held, str(error))

        return imported

    def _maker(self, kind: str) -> Any:
        def make(held: Round | None) -> str:
            try:
                return str(self._make(kind, held))
            except LecternError as error:
                raise gr.Error(str(error), duration=8) from error

        return make

    def _make(self, kind: str, held: Round | None) -> Path:
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        topic = (self._room.debating_of(held) if held and kind != "pack" else self._room.debating).topic
        if kind == "pack":
            return _written(folder / f"{topic.id}-prep-pack.docx", _pack(self._room))
        if held is None:
            raise RoundError("Begin a round, or open one, to export it.")
        return _written(folder / f"{file_name(held.title)}-{held.id[:6]}.{kind}", _content(self._room, kind, held))


def _content(room: Room, kind: str, held: Round) -> str | bytes:
    topic, ballot = room.debating_of(held).topic, room.ballot(held)
    if kind == "json":
        from bot.debate.keeping import to_json

        return to_json(held)
    if kind == "md":
        from bot.debate.export.markdown import round_markdown

        return round_markdown(held, topic, ballot)
    from bot.debate.export.word import round_docx

    return round_docx(held, topic, ballot)


def _pack(room: Room) -> bytes:
    from bot.debate.export.pack import pack_docx, prep_pack

    debating = room.debating
    return pack_docx(prep_pack(debating.topic, debating.adviser, debating.bank))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RoundError("This is not a round of Lectern: the file is not text in UTF-8.") from error


def _written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
