"""The Sources tab: add documents, read, search, correct and remove them; switch the topic or make a new one."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.errors import LecternError
from bot.sources import origins
from bot.sources.facts import FACTS
from bot.sources.fetching import is_url
from bot.sources.intake import Given, Outcome
from bot.ui import browsing
from bot.ui.browsing import ALL, told
from bot.ui.newtopic import NewTopic
from bot.ui.private import PRIVATE, SHARED, Private
from bot.ui.remaking import Props
from bot.ui.rights import may_add, require
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.model import Source

FOUND = 12
"""Sentences that a search looks for."""
OPENED = 300.0
"""Seconds that documents wait for the corpus to be open."""
_TELLS = (
    "<p>What is added for you alone goes into a copy of the corpus that only this page of yours asks and searches; "
    "it is deleted when you close or reload the page.</p>"
)
_LABELS = {
    "title": "Title", "author": "Authors", "publisher": "Publisher", "date": "Date", "url": "Web address",
}  # fmt: skip
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_WRITING: dict[str, Any] = {**_PRIVATE, "concurrency_limit": 1, "concurrency_id": "corpus"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits to be read, and whose it will be."""

    given: Given
    whose: str


class CorpusTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming, private: Private) -> None:
        self.warming = warming
        self.private = private
        self.topics = NewTopic(warming)
        # By session: what was given while other documents were still being read.
        self._waiting: dict[str, deque[Waiting]] = defaultdict(deque)

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Tab``."""
        self.added = gr.State([])
        # Changes when the server has what was given: the page gives the next files then.
        self.taken = gr.Textbox(visible="hidden", label="What was taken", elem_id="corpus-taken")
        self.removed = gr.State("")
        self.which = gr.Textbox(visible="hidden", label="The source that is shown", elem_id="corpus-which")
        self.pick = gr.Button("Show it", visible="hidden", elem_id="corpus-pick")
        with gr.Row(elem_id="corpus-desk"):
            with gr.Column(scale=2, min_width=300):
                self._lay_out_adding()
                gr.HTML("<h2>Documents</h2>", padding=False)
                self.list = gr.HTML("", elem_id="corpus-list", padding=False, apply_default_css=False)
                self.topics.lay_out()
            with gr.Column(scale=3, min_width=300):
                self.query = gr.Textbox(
                    label="Search the documents", submit_btn="Search", max_lines=1, elem_id="corpus-query"
                )
                with gr.Row(elem_id="corpus-doing"):
                    self.remove = gr.Button("Remove this document", size="sm", elem_id="corpus-remove")
                    self.undo = gr.Button("Undo", size="sm", visible=False, elem_id="corpus-undo")
                with gr.Accordion("Correct its facts", open=False, elem_id="corpus-facts") as self.facts:
                    self.fields = [
                        gr.Textbox(label=_LABELS[name], max_lines=1, elem_id=f"corpus-fact-{name}") for name in FACTS
                    ]
                    self.correct = gr.Button("Save the facts", size="sm", elem_id="corpus-correct")
                self.part = gr.Dropdown(
                    [("All", ALL)], value=ALL, label="Part that is shown", visible=False, elem_id="corpus-part"
                )
                self.shown = gr.HTML("", elem_id="corpus-shown", padding=False, apply_default_css=False)

    def _lay_out_adding(self) -> None:
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
            label="Or a web address", placeholder="https://…", submit_btn="Fetch", max_lines=1, elem_id="corpus-url"
        )
        self.original = gr.Button("Add the original article", visible=False, elem_id="corpus-original")
        self.progress = gr.HTML("", elem_id="corpus-progress", padding=False)
        self.mine = gr.HTML(
            _TELLS if mode == PRIVATE else "", visible=self.private.possible, elem_id="corpus-mine", padding=False
        )
        self.forget = gr.Button("Delete my own documents now", size="sm", visible=False, elem_id="corpus-forget")

    def wire(self, tab: Any) -> None:
        """Ties the components' events together; the sources are looked up whenever the tab is opened."""
        given = [self.progress, self.files, self.url, self.taken]
        # What is given is taken at once, so that more can be; it is read when its turn comes. By default Gradio lets
        # fall what happens before the one before has ended in the browser, though the server is done with it.
        quick: dict[str, Any] = {**_PRIVATE, "queue": False, "trigger_mode": "multiple"}
        reads: dict[str, Any] = {**_WRITING, "trigger_mode": "multiple"}
        looks: dict[str, Any] = {**_PRIVATE, "trigger_mode": "always_last"}
        begun = (
            self.files.upload(self._upload, [self.files, self.whose], given, **quick),
            self.url.submit(self._fetch, [self.url, self.whose], given, **quick),
            self.original.click(self._original, [self.whose], given, **quick),
        )
        looked = [self.list, self.which, self.original]
        shown = [self.shown, self.part, self.facts, self.remove, *self.fields]
        read = [
            event.then(self._read, [self.added], [self.progress, self.added], **reads) for event in begun
        ]  # fmt: skip
        for event in (*read, self.forget.click(self._forget, None, self.progress, **_WRITING)):
            event.then(self._listed, [self.which], looked, **looks)
            event.then(self._own, None, [self.mine, self.forget], **looks)
        tab.select(self._own, None, [self.mine, self.forget], **_PRIVATE)
        opened = tab.select(self._listed, [self.which], looked, **_PRIVATE)
        picked = self.pick.click(self._listed, [self.which], looked, **_PRIVATE)
        for event in (opened, picked):
            event.then(self._look, [self.which], shown, **_PRIVATE)
        self.part.input(self._part, [self.which, self.part], [self.shown], **_PRIVATE)
        self.query.submit(self._search, [self.query], [self.shown], **_PRIVATE)
        changes = (
            self.remove.click(
                self._remove, [self.which], [self.progress, self.removed, self.undo, self.which], **_WRITING
            ),
            self.undo.click(self._undo, [self.removed], [self.progress, self.undo, self.which], **_WRITING),
        )
        for event in changes:
            event.then(self._listed, [self.which], looked, **_PRIVATE).then(self._look, [self.which], shown, **_PRIVATE)
        # What stands in the fields stays: it may have been refused, and be written further.
        saved = self.correct.click(self._correct, [self.which, *self.fields], [self.progress], **_WRITING)
        saved.then(self._listed, [self.which], looked, **_PRIVATE).then(
            self._part, [self.which, self.part], [self.shown], **_PRIVATE
        )
        self.topics.wire(tab)

    def by_topic(self) -> list[Props]:
        """What of the tab depends on the topic, as it is for the one that is open."""
        return [self.topics.by_topic()]

    def gone(self, request: gr.Request) -> None:
        """Forgets what a page that was closed had still waiting."""
        _discard(self._waiting.pop(request.session_hash or "", deque()))

    def _upload(self, files: list[str] | None, whose: str, request: gr.Request) -> tuple[Any, ...]:
        paths = [Path(file) for file in files or []]
        try:
            may_add(request, self.warming.settings, whose == PRIVATE)
            most = self.warming.settings.upload_count
            if len(paths) > most:
                raise LecternError(
                    f"{len(paths)} documents at once; at most {most} are taken. See LECTERN_UPLOAD_COUNT."
                )
        except LecternError as error:
            for path in paths:
                path.unlink(missing_ok=True)
            return told(str(error), "failed"), None, gr.skip(), _now()
        given = [Given(str(path), upload=True, name=path.name) for path in paths]
        return self._given(given, whose, request), None, gr.skip(), _now()

    def _fetch(self, url: str, whose: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            self._may_fetch(whose, request)
            if not is_url(url.strip()):
                raise LecternError("Write a whole web address, with https:// before it.")
        except LecternError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip(), gr.skip()
        return self._given([Given(url.strip())], whose, request), gr.skip(), "", gr.skip()

    def _original(self, whose: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            self._may_fetch(whose, request)
            given = [Given(url) for url in self.private.bot(request).originals()]
            return self._given(given, whose, request), gr.skip(), gr.skip(), gr.skip()
        except LecternError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip(), gr.skip()

    def _may_fetch(self, whose: str, request: gr.Request) -> None:
        """What is fetched is fetched by this machine, whoever reads it: that takes the right in any case."""
        require("urls", request, self.warming.settings)
        if whose == PRIVATE or self.warming.settings.uploads != "shared":
            may_add(request, self.warming.settings, whose == PRIVATE)

    def _given(self, given: Sequence[Given], whose: str, request: gr.Request) -> str:
        """Puts documents behind those that wait; what there is to say of all of them."""
        waiting = self._waiting[request.session_hash or ""]
        waiting.extend(Waiting(one, whose) for one in given)
        return browsing.adding_html([], "", [one.given.shown for one in waiting])

    def _read(self, added: list[Outcome], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Reads what waits, one after the other, what is given meanwhile too; says how far it has come."""
        waiting = self._waiting[request.session_hash or ""]
        if not waiting:
            yield gr.skip(), gr.skip()
            return
        fresh: list[Outcome] = []
        try:
            while waiting:
                for outcome in self._taken(waiting, request):
                    # The page keeps what became of each, not the text.
                    fresh.append(replace(outcome, source=outcome.source and replace(outcome.source, text="")))
                    names = [one.given.shown for one in waiting]
                    yield (
                        browsing.adding_html([*fresh, *added], names[0] if names else "", names[1:]), [*fresh, *added],
                    )  # fmt: skip
        except LecternError as error:
            _discard(waiting)
            yield told(str(error), "failed") + browsing.adding_html([*fresh, *added]), [*fresh, *added]
            return
        yield browsing.adding_html([*fresh, *added]), [*fresh, *added]

    def _taken(self, waiting: deque[Waiting], request: gr.Request) -> Iterator[Outcome]:
        """What becomes of the documents that wait, as long as they are for the same people."""
        whose = waiting[0].whose
        # What is dropped while the corpus is being opened waits for it.
        self.warming.wait(OPENED)
        bot = self.private.own(request) if whose == PRIVATE else self.warming.bot()

        def next_ones() -> Iterator[Given]:
            while waiting and waiting[0].whose == whose:
                one = waiting.popleft()
                try:
                    yield one.given
                finally:
                    _discard(deque([one]))

        yield from bot.take(next_ones())

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

    def _listed(self, which: str, request: gr.Request) -> tuple[Any, ...]:
        """The list of documents, the one that is shown marked; the first where that is gone."""
        try:
            bot = self.private.bot(request)
        except LecternError:
            return gr.skip(), gr.skip(), gr.skip()
        sources = bot.sources()
        chosen = which if any(source.id == which for source in sources) else sources[0].id if sources else ""
        rows = [(source, bot.paragraph_count(source.id)) for source in sources]
        return browsing.list_html(rows, chosen), chosen, gr.Button(visible=bool(bot.originals()))

    def _look(self, which: str, request: gr.Request) -> tuple[Any, ...]:
        """The document, its parts where it is long, and its facts to be corrected."""
        bot = self.private.bot(request)
        source = bot.source(which)
        if source is None:
            empty = told("There is no document yet: add one.")
            return empty, gr.skip(), gr.Accordion(visible=False), gr.Button(visible=False), *(gr.skip() for _ in FACTS)
        own = origins.is_own(source.origin)
        parts = browsing.parts_of(bot.paragraphs(source.id))
        return (
            self._document(bot, source, ALL), gr.Dropdown(parts, value=ALL, visible=len(parts) > 1),
            gr.Accordion(visible=not own), gr.Button(visible=not own), *(getattr(source, name) for name in FACTS),
        )  # fmt: skip

    def _part(self, which: str, part: str, request: gr.Request) -> Any:
        bot = self.private.bot(request)
        source = bot.source(which)
        return self._document(bot, source, part) if source is not None else gr.skip()

    def _document(self, bot: Bot, source: Source, part: str) -> str:
        paragraphs = browsing.chosen(bot.paragraphs(source.id), part)
        return browsing.source_html(source, paragraphs, bot.topic, bot.in_original(source.id))

    def _search(self, query: str, request: gr.Request) -> str:
        if not query.strip():
            return told("Write what to look for.")
        try:
            bot = self.private.bot(request)
            query = query[: bot.settings.question_chars]
            return browsing.hits_html(bot.search(query, k=FOUND), bot.passage, bot.topic, query)
        except LecternError as error:
            return told(str(error), "failed")

    def _correct(
        self, which: str, title: str, author: str, publisher: str, date: str, url: str, request: gr.Request
    ) -> str:
        try:
            bot = self._changing(request)
            now = bot.require(which)
            given = {"title": title, "author": author, "publisher": publisher, "date": date, "url": url}
            changed = {name: value for name, value in given.items() if value.strip() != getattr(now, name)}
            if not changed:
                return told("Nothing was changed.")
            source = bot.correct(which, changed)
        except LecternError as error:
            return told(str(error), "failed")
        return told(f"Saved the facts of “{source.title}”.")

    def _remove(self, which: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            bot = self._changing(request)
            source = bot.require(which)
            bot.remove(source.id)
        except LecternError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip(), gr.skip()
        undo = gr.Button(f"Undo: bring “{source.title[:40]}” back", visible=True)
        return told(f"Removed “{source.title}”."), source.id, undo, ""

    def _changing(self, request: gr.Request) -> Bot:
        """The bot whose sources are changed: of one's own copy anybody may change what they like."""
        if not self.private.has(request):
            require("remove", request, self.warming.settings)
        return self.private.bot(request)

    def _undo(self, removed: str, request: gr.Request) -> tuple[Any, ...]:
        try:
            source = self._changing(request).undo(removed)
        except LecternError as error:
            return told(str(error), "failed"), gr.skip(), gr.skip()
        return told(f"Brought back “{source.title}”."), gr.Button(visible=False), source.id


def _now() -> str:
    return str(time.monotonic_ns())


def _discard(waiting: deque[Waiting]) -> None:
    """Takes documents out of those that wait, and deletes the page's copies of the uploads among them."""
    while waiting:
        given = waiting.popleft().given
        if given.upload:
            Path(given.place).unlink(missing_ok=True)
