"""The part of the Sources tab that switches the topic, makes new ones and edits one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from bot.errors import LecternError
from bot.sources.intake import Given
from bot.sources.mining.filling import Mark, Place
from bot.sources.mining.making import Draft, draft_topic, open_draft, reopened
from bot.topics import load_topic, topics_in
from bot.ui.browsing import told
from bot.ui.remaking import Props, offer
from bot.ui.rights import require
from bot.ui.topicform import TopicForm, topic_in
from bot.ui.warming import Warming

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_RELOAD = "(went) => { if (went) setTimeout(() => location.reload(), 300); return []; }"


class NewTopic:
    """Lays it out and ties its events together."""

    def __init__(self, warming: Warming) -> None:
        self.warming = warming
        self.form = TopicForm()

    def lay_out(self) -> None:
        """Makes the components; call inside a column."""
        gr.HTML("<h2>Topic</h2>", padding=False)
        self.topic = gr.Dropdown(self._choices(), value=self.warming.topic.id, label="Topic", elem_id="topic-which")
        with gr.Row():
            self.open = gr.Button("Open it, for everybody here", size="sm", elem_id="topic-open")
            self.edit = gr.Button("Edit it", size="sm", elem_id="topic-edit")
        self.went = gr.Checkbox(False, visible=False, label="Switched")
        gr.HTML("<h2>New topic</h2>", padding=False)
        self.files = gr.File(
            label="Drop its documents here: sides and names are proposed from them", file_count="multiple", height=150,
            elem_id="topic-files",
        )  # fmt: skip
        self.told = gr.HTML("", elem_id="topic-told", padding=False)
        self.form.lay_out()

    def wire(self, tab: Any) -> None:
        """Ties the events together."""
        private: dict[str, Any] = {**_PRIVATE, "concurrency_limit": 1, "concurrency_id": "corpus"}
        self.files.upload(self._draft, [self.files], [self.told, self.files, *self.form.made], **private)
        self.edit.click(self._edit, [self.topic], [self.told, *self.form.made], **private)
        saved = self.form.save.click(self._save, self.form.written, [self.told, self.went], **private)
        opened = self.open.click(self._open, [self.topic], [self.told, self.went], **private)
        for event in (saved, opened):
            event.success(None, self.went, None, js=_RELOAD, api_visibility="private")
        tab.select(self._listed, self.topic, self.topic, **_PRIVATE)
        self.form.wire()

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

    def _draft(self, files: list[str] | None, request: gr.Request) -> tuple[Any, ...]:
        paths = [Path(file) for file in files or []]
        settings = self.warming.settings
        try:
            require("topics", request, settings)
            if len(paths) > settings.upload_count:
                raise LecternError(f"At most {settings.upload_count} documents at once. See LECTERN_UPLOAD_COUNT.")
            given = [Given(str(path), upload=True, name=path.name) for path in paths]
            notes: list[str] = []
            draft = draft_topic(settings, given, tell=notes.append, anew=True)
            found = "" if draft.topic.sides else "Two sides were not found in the text: name them."
            words = " ".join(
                filter(None, ["Read the proposal through and correct it. Nothing is open yet.", found, *notes])
            )
            return told(words), None, *self.form.offered(draft)
        except LecternError as error:
            return told(str(error), "failed"), None, *(gr.skip() for _ in self.form.made)
        finally:
            for path in paths:
                path.unlink(missing_ok=True)

    def _edit(self, topic_id: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            require("topics", request, self.warming.settings)
            return "", *self.form.offered(reopened(self.warming.settings, topic_id))
        except LecternError as error:
            return told(str(error), "failed"), *(gr.skip() for _ in self.form.made)

    def _save(
        self, request: gr.Request, draft: Draft | None, marks: dict[Place, Mark], *values: Any
    ) -> tuple[Any, bool]:
        try:
            require("topics", request, self.warming.settings)
            done = topic_in(draft, marks, values)
            open_draft(self.warming.settings, done)
        except LecternError as error:
            return told(str(error), "failed"), False
        return self._open(done.topic.id, request)

    def _open(self, topic_id: str, request: gr.Request) -> tuple[Any, bool]:
        try:
            require("topics", request, self.warming.settings)
            self.warming.switch(topic_id)
        except LecternError as error:
            return told(str(error), "failed"), False
        return told("Opening the topic…"), True
