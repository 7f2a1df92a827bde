"""The part of the Corpus tab that switches the topic and makes new ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from bot.errors import LecternError
from bot.sources.intake import Given
from bot.sources.mining.making import make_topic, rewrite_topic
from bot.topics import load_topic, topics_in
from bot.ui.browsing import told
from bot.ui.remaking import Props, offer
from bot.ui.rights import require
from bot.ui.warming import Warming

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_RELOAD = "(went) => { if (went) setTimeout(() => location.reload(), 300); return []; }"


class NewTopic:
    """Lays it out and ties its events together."""

    def __init__(self, warming: Warming) -> None:
        self.warming = warming

    def lay_out(self) -> None:
        """Makes the components; call inside a column."""
        gr.HTML("<h2>Topic</h2>", padding=False)
        self.topic = gr.Dropdown(self._choices(), value=self.warming.topic.id, label="Topic", elem_id="topic-which")
        with gr.Row():
            self.open = gr.Button("Open it, for everybody here", size="sm", elem_id="topic-open")
            self.edit = gr.Button("Edit it", size="sm", elem_id="topic-edit")
        self.went = gr.Checkbox(False, visible=False, label="Switched")
        self.told = gr.HTML("", elem_id="topic-told", padding=False)
        gr.HTML("<h2>New topic</h2>", padding=False)
        self.title = gr.Textbox(label="Its title (else the first document's)", max_lines=1, elem_id="topic-title")
        self.files = gr.File(
            label="Drop its documents here: sides and names are proposed from them", file_count="multiple", height=150,
            elem_id="topic-files",
        )  # fmt: skip
        with gr.Column(visible=False) as self.editor:
            self.text = gr.Textbox(
                label="topic.yaml: read it through, correct it", lines=18, max_lines=40, elem_id="topic-text"
            )
            self.save = gr.Button("Save and open", variant="primary", elem_id="topic-save")

    def wire(self, tab: Any) -> None:
        """Ties the events together."""
        private: dict[str, Any] = {**_PRIVATE, "concurrency_limit": 1, "concurrency_id": "corpus"}
        shown = [self.told, self.topic, self.text, self.editor]
        self.files.upload(self._make, [self.files, self.title], [*shown, self.files], **private)
        self.edit.click(self._edit, [self.topic], shown, **private)
        saved = self.save.click(self._save, [self.topic, self.text], [self.told, self.went], **private)
        opened = self.open.click(self._open, [self.topic], [self.told, self.went], **private)
        for event in (saved, opened):
            event.success(None, self.went, None, js=_RELOAD, api_visibility="private")
        tab.select(self._listed, self.topic, self.topic, **_PRIVATE)

    def by_topic(self) -> Props:
        """The topics there are, the open one chosen."""
        return self.topic, {"choices": self._choices(), "value": self.warming.topic.id}

    def _listed(self, chosen: str | None) -> Any:
        return offer(self._choices(), chosen, self.warming.topic.id)

    def _choices(self) -> list[tuple[str, str]]:
        settings = self.warming.settings
        found: list[tuple[str, str]] = []
        for folder in (settings.corpus_dir, settings.topics_dir):
            for topic_id in topics_in(folder):
                try:
                    found.append((load_topic(folder, topic_id).title, topic_id))
                except LecternError:
                    found.append((f"{topic_id} (its topic.yaml needs mending)", topic_id))
        return found

    def _make(self, files: list[str] | None, title: str, request: gr.Request) -> tuple[Any, ...]:
        paths = [Path(file) for file in files or []]
        settings = self.warming.settings
        try:
            require("topics", request, settings)
            if len(paths) > settings.upload_count:
                raise LecternError(f"At most {settings.upload_count} documents at once. See LECTERN_UPLOAD_COUNT.")
            given = [Given(str(path), upload=True, name=path.name) for path in paths]
            notes: list[str] = []
            place, topic = make_topic(settings, given, title.strip(), tell=notes.append)
            made = f"Made “{topic.title}”. Read the proposal below through, correct it, then save and open it."
            words = " ".join([made, *notes])
            return (
                told(words), gr.Dropdown(self._choices(), value=topic.id), place.read_text(encoding="utf-8"),
                gr.Column(visible=True), None,
            )  # fmt: skip
        except LecternError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip(), gr.skip(), None
        finally:
            for path in paths:
                path.unlink(missing_ok=True)

    def _edit(self, topic_id: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            require("topics", request, self.warming.settings)
            place = self.warming.settings.topics_dir / topic_id / "topic.yaml"
            if topic_id not in topics_in(self.warming.settings.topics_dir):
                raise LecternError(
                    "The bundled topics are edited in their files; make one of your own to edit it here."
                )
            return "", gr.skip(), place.read_text(encoding="utf-8"), gr.Column(visible=True)
        except LecternError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip(), gr.skip()

    def _save(self, topic_id: str, text: str, request: gr.Request) -> tuple[Any, bool]:
        try:
            require("topics", request, self.warming.settings)
            rewrite_topic(self.warming.settings, topic_id, text)
        except LecternError as error:
            return told(str(error), "failed"), False
        return self._open(topic_id, request)

    def _open(self, topic_id: str, request: gr.Request) -> tuple[Any, bool]:
        try:
            require("topics", request, self.warming.settings)
            self.warming.switch(topic_id)
        except LecternError as error:
            return told(str(error), "failed"), False
        return told("Opening the topic…"), True
