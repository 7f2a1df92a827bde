"""The Corpus tab: add documents, browse, search and remove them; switch the topic or make a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.errors import LecternError
from bot.sources import origins
from bot.sources.fetching import is_url
from bot.sources.intake import Given, Outcome
from bot.ui import browsing
from bot.ui.browsing import ALL, told
from bot.ui.newtopic import NewTopic
from bot.ui.private import PRIVATE, SHARED, Private
from bot.ui.remaking import Props, offer
from bot.ui.rights import may_add, require
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.bot import Bot

FOUND = 12
"""Sentences that a search looks for."""
_TELLS = (
    "<p>What is added for you alone goes into a copy of the corpus that only this page of yours asks and searches; "
    "it is deleted when you close or reload the page.</p>"
)
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_WRITING: dict[str, Any] = {**_PRIVATE, "concurrency_limit": 1, "concurrency_id": "corpus"}


class CorpusTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming, private: Private) -> None:
        self.warming = warming
        self.private = private
        self.topics = NewTopic(warming)

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Tab``."""
        self.added = gr.State([])
        self.removed = gr.State("")
        with gr.Row(elem_id="corpus-desk"):
            with gr.Column(scale=2, min_width=300):
                gr.HTML("<h2>Add documents</h2>", padding=False)
                mode = self.warming.settings.uploads
                self.whose = gr.Radio(
                    [("For everybody here", SHARED), ("For me alone, until I close the page", PRIVATE)],
                    value=PRIVATE if mode == PRIVATE else SHARED, label="Whose they are", visible=mode == "both",
                    elem_id="corpus-whose",
                )  # fmt: skip
                self.files = gr.File(
                    label="Drop files here: Markdown, text, HTML, PDF, DOCX", file_count="multiple", height=150,
                    elem_id="corpus-files",
                )  # fmt: skip
                self.url = gr.Textbox(
                    label="Or a web address",
                    placeholder="https://…",
                    submit_btn="Fetch",
                    max_lines=1,
                    elem_id="corpus-url",
                )
                self.original = gr.Button("Add the original article", visible=False, elem_id="corpus-original")
                self.progress = gr.HTML("", elem_id="corpus-progress", padding=False)
                self.mine = gr.HTML(
                    _TELLS if mode == PRIVATE else "",
                    visible=self.private.possible,
                    elem_id="corpus-mine",
                    padding=False,
                )
                self.forget = gr.Button(
                    "Delete my own documents now", size="sm", visible=False, elem_id="corpus-forget"
                )
                self.topics.lay_out()
            with gr.Column(scale=3, min_width=300):
                gr.HTML("<h2>Look through the corpus</h2>", padding=False)
                self.query = gr.Textbox(label="Search", submit_btn="Search", max_lines=1, elem_id="corpus-query")
                with gr.Row():
                    self.source = gr.Dropdown([], label="Source", elem_id="corpus-source")
                    self.part = gr.Dropdown([("All", ALL)], value=ALL, label="Section", elem_id="corpus-part")
                with gr.Row():
                    self.remove = gr.Button("Remove this source", size="sm", elem_id="corpus-remove")
                    self.undo = gr.Button("Undo", size="sm", visible=False, elem_id="corpus-undo")
                self.shown = gr.HTML("", elem_id="corpus-shown", padding=False, apply_default_css=False)

    def wire(self, tab: Any) -> None:
        """Ties the components' events together; the sources are looked up whenever the tab is opened."""
        chosen = [self.source, self.original]
        adding = [self.progress, self.added, self.files, self.url]
        begun = (
            self.files.upload(self._upload, [self.files, self.whose, self.added], adding, **_WRITING),
            self.url.submit(self._fetch, [self.url, self.whose, self.added], adding, **_WRITING),
            self.original.click(self._original, [self.whose, self.added], adding, **_WRITING),
            self.forget.click(self._forget, None, self.progress, **_WRITING),
        )
        for event in begun:
            event.then(self._sources, [self.source], chosen, **_PRIVATE)
            event.then(self._own, None, [self.mine, self.forget], **_PRIVATE)
        tab.select(self._own, None, [self.mine, self.forget], **_PRIVATE)
        tab.select(self._sources, [self.source], chosen, **_PRIVATE)
        self.source.change(self._parts, [self.source], [self.part], **_PRIVATE)
        for change in (self.source.change, self.part.input):
            change(self._look, [self.source, self.part], [self.shown], **_PRIVATE)
        self.query.submit(self._search, [self.query], [self.shown], **_PRIVATE)
        taken = [self.progress, self.removed, self.undo, *chosen]
        self.remove.click(self._remove, [self.source], taken, **_WRITING)
        self.undo.click(self._undo, [self.removed], [self.progress, self.undo, *chosen], **_WRITING)
        self.topics.wire(tab)

    def by_topic(self) -> list[Props]:
        """What of the tab depends on the topic, as it is for the one that is open."""
        return [self.topics.by_topic()]

    def _upload(
        self, files: list[str] | None, whose: str, added: list[Outcome], request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        paths = [Path(file) for file in files or []]
        try:
            may_add(request, self.warming.settings, whose == PRIVATE)
            most = self.warming.settings.upload_count
            if len(paths) > most:
                raise LecternError(
                    f"{len(paths)} documents at once; at most {most} are taken. See LECTERN_UPLOAD_COUNT."
                )
            given = [Given(str(path), upload=True, name=path.name) for path in paths]
            yield from self._take(given, added, whose, request)
        except LecternError as error:
            yield told(str(error), "failed"), added, None, gr.skip()
        finally:
            for path in paths:
                path.unlink(missing_ok=True)

    def _fetch(self, url: str, whose: str, added: list[Outcome], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        try:
            self._may_fetch(whose, request)
            if not is_url(url.strip()):
                raise LecternError("Write a whole web address, with https:// before it.")
            yield from self._take([Given(url.strip())], added, whose, request)
        except LecternError as error:
            yield told(str(error), "failed"), added, gr.skip(), gr.skip()

    def _original(self, whose: str, added: list[Outcome], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        try:
            self._may_fetch(whose, request)
            originals = self.private.bot(request).originals()
            yield from self._take([Given(url) for url in originals], added, whose, request)
        except LecternError as error:
            yield told(str(error), "failed"), added, gr.skip(), gr.skip()

    def _may_fetch(self, whose: str, request: gr.Request) -> None:
        """What is fetched is fetched by this machine, whoever reads it: that takes the right in any case."""
        require("urls", request, self.warming.settings)
        if whose == PRIVATE or self.warming.settings.uploads != "shared":
            may_add(request, self.warming.settings, whose == PRIVATE)

    def _take(
        self, given: Sequence[Given], added: list[Outcome], whose: str, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Takes the documents in, showing how far it has come."""
        if whose == PRIVATE and not self.private.has(request):
            yield told("Making a copy of the corpus for you alone…"), added, gr.skip(), gr.skip()
        bot = self.private.own(request) if whose == PRIVATE else self.warming.bot()
        fresh: list[Outcome] = []
        names = [one.shown for one in given]
        yield browsing.outcomes_html(added, 0, len(given), names[0] if names else ""), added, gr.skip(), gr.skip()
        for done, outcome in enumerate(bot.take(given), 1):
            # The page keeps what became of each, not the text.
            fresh.append(replace(outcome, source=outcome.source and replace(outcome.source, text="")))
            shown = browsing.outcomes_html([*fresh, *added], done, len(given), names[done] if done < len(names) else "")
            yield shown, [*fresh, *added], gr.skip(), gr.skip()
        fine = all(outcome.status != "refused" for outcome in fresh)
        yield browsing.outcomes_html([*fresh, *added], 1, 1), [*fresh, *added], None, "" if fine else gr.skip()

    def _own(self, request: gr.Request) -> tuple[Any, Any]:
        """What there is to say of the session's own documents."""
        if not self.private.has(request):
            return _TELLS if self.private.possible else "", gr.Button(visible=False)
        there = {source.id for source in self.warming.bot().sources()}
        count = sum(source.id not in there for source in self.private.bot(request).sources())
        words = f"{count} document{'s' * (count != 1)} for you alone. They go when you close or reload the page."
        return told(f"Your own copy of the corpus holds {words}"), gr.Button(visible=True)

    def _forget(self, request: gr.Request) -> str:
        self.private.forget(request)
        return told("Your own documents are deleted.")

    def _sources(self, now: str | None, request: gr.Request) -> tuple[Any, Any]:
        try:
            bot = self.private.bot(request)
        except LecternError:
            return gr.skip(), gr.skip()
        return offer(_choices(bot), now), gr.Button(visible=bool(bot.originals()))

    def _parts(self, source_id: str | None, request: gr.Request) -> Any:
        bot = self.private.bot(request)
        source = bot.source(source_id) if source_id else None
        if source is None:
            return gr.Dropdown([("All", ALL)], value=ALL)
        passages = [passage for passage in bot.store.passages(source) if passage.sentences]
        return gr.Dropdown(browsing.parts_of(passages), value=ALL)

    def _look(self, source_id: str | None, part: str | None, request: gr.Request) -> str:
        bot = self.private.bot(request)
        source = bot.source(source_id) if source_id else None
        if source is None:
            return told("The corpus is empty: add a document.")
        passages = [passage for passage in bot.store.passages(source) if passage.sentences]
        known = {value for _, value in browsing.parts_of(passages)}
        wanted = part if part in known else ALL
        return browsing.source_html(source, browsing.chosen(passages, wanted or ALL), bot.topic)

    def _search(self, query: str, request: gr.Request) -> str:
        if not query.strip():
            return told("Write what to look for.")
        try:
            bot = self.private.bot(request)
            query = query[: bot.settings.question_chars]
            return browsing.hits_html(bot.search(query, k=FOUND), bot.passage, bot.topic, query)
        except LecternError as error:
            return told(str(error), "failed")

    def _remove(self, source_id: str | None, request: gr.Request) -> tuple[Any, ...]:
        try:
            bot = self._removing(request)
            source = bot.source(source_id) if source_id else None
            if source is None:
                raise LecternError("Choose a source first.")
            bot.remove(source.id)
            name = origins.shown(source.title)
        except LecternError as error:
            return told(str(error), "failed"), *(gr.skip(),) * 4
        # Another one is chosen at once: what came later would take back what Undo brings.
        undo = gr.Button(f"Undo: bring “{name[:40]}” back", visible=True)
        return told(f"Removed “{name}”."), source.id, undo, *self._sources(None, request)

    def _removing(self, request: gr.Request) -> Bot:
        """The bot that a source is taken from: of one's own copy anybody may take what they like."""
        if not self.private.has(request):
            require("remove", request, self.warming.settings)
        return self.private.bot(request)

    def _undo(self, removed: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            bot = self._removing(request)
            source = bot.undo(removed)
        except LecternError as error:
            return told(str(error), "failed"), *(gr.skip(),) * 3
        # Told and chosen at once: who presses Remove next means the source that is back.
        words = told(f"Brought back “{source.title}”.")
        chosen = gr.Dropdown(_choices(bot), value=source.id)
        return words, gr.Button(visible=False), chosen, gr.Button(visible=bool(bot.originals()))


def _choices(bot: Bot) -> list[tuple[str, str]]:
    return [(source.title, source.id) for source in bot.sources()]
