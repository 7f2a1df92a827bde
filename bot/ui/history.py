"""The history at the side: kept conversations and rounds by when they were, searched, renamed, deleted, taken away."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.answer.conversations import Conversations, Kept, as_markdown, has_words
from bot.debate.export.safe import file_name
from bot.debate.keeping import Keeper
from bot.errors import LecternError
from bot.ui.owners import Owners
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.debate.model import Round
    from bot.model import Answer, Topic

NOTHING = '<p class="nothing">What you ask and debate is kept here, on this machine.</p>'
_CLICK = "() => { const it = document.querySelector('#history-file'); if (it) it.click(); }"
_WEEK = timedelta(days=7)
ENDINGS = {"take": "md", "word": "docx"}
"""The file that each button of a row gives."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in the list: ``kind`` is "chat" or "round"."""

    kind: str
    kept: Kept


class History:
    """Lays the history out and ties its events together."""

    def __init__(self, warming: Warming, owners: Owners) -> None:
        self._warming = warming
        self._owners = owners
        self._folder = tempfile.TemporaryDirectory(prefix="lectern-")

    def lay_out(self) -> None:
        """Makes the components; call inside a ``gr.Blocks``."""
        with gr.Sidebar(open=False, width=340, elem_id="history") as self.side:
            gr.HTML("<h2>History</h2>", padding=False)
            self.query = gr.Textbox(label="Search your history", max_lines=1, elem_id="history-query")
            self.list = gr.HTML(NOTHING, elem_id="history-list", padding=False, apply_default_css=False)
            self.undo = gr.Button("Undo", size="sm", visible=False, elem_id="history-undo")
            self.gone = gr.State(None)
            self.do = gr.Textbox(visible="hidden", label="What to do with it", elem_id="history-do")
            self.go = gr.Button("Do it", visible="hidden", elem_id="history-go")
            self.file = gr.DownloadButton("File", visible="hidden", elem_id="history-file")

    def wire(self) -> None:
        """Ties the components' events together."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        self.side.expand(self._listed, self.query, self.list, **private)
        self.query.change(self._listed, self.query, self.list, trigger_mode="always_last", **private)
        done = self.go.click(self._do, [self.do, self.query], [self.list, self.undo, self.gone, self.file], **private)
        done.success(None, None, None, js=_CLICK, **private)
        self.undo.click(self._undone, [self.gone, self.query], [self.list, self.undo, self.gone], **private)

    def _bot(self) -> Bot:
        return self._warming.bot()

    def _chats(self, request: gr.Request) -> Conversations:
        bot = self._bot()
        return Conversations(bot.store.engine, bot.topic.id, self._owners.of(request))

    def _rounds(self, request: gr.Request) -> Keeper:
        bot = self._bot()
        return Keeper(bot.store.engine, bot.topic.id, self._owners.of(request))

    def _listed(self, query: str, request: gr.Request) -> str:
        """The list, or what of it has all words of the query in its title or its text."""
        try:
            rows = [Row("chat", one) for one in self._chats(request).entries(query)]
            rows += [Row("round", one) for one in self._rounds(request).entries() if has_words(query, one.title)]
        except LecternError as error:
            return f'<p class="nothing">{escape(str(error))}</p>'
        latest = sorted(rows, key=lambda row: row.kept.changed, reverse=True)
        return list_html(latest, datetime.now(UTC), bool(query.strip()))

    def _do(self, command: str, query: str, request: gr.Request) -> tuple[Any, ...]:
        """Renames, deletes or hands over what a button of the list names."""
        kept: tuple[Any, ...] = (gr.skip(), gr.skip(), gr.skip())
        try:
            wanted = json.loads(command)
            what, kind, key = str(wanted["do"]), str(wanted["kind"]), str(wanted["id"])
            if what in ENDINGS:
                return (*kept, str(self._taken(kind, key, ENDINGS[what], request)))
            if what == "rename":
                title = str(wanted.get("title") or "").strip()
                if title and kind == "chat":
                    self._chats(request).rename(key, title)
                elif title:
                    self._rounds(request).rename(key, title)
                return self._listed(query, request), gr.skip(), gr.skip(), gr.DownloadButton(value=None)
            gone = self._deleted(kind, key, request)
        except (LecternError, ValueError, KeyError, TypeError) as error:
            raise gr.Error(str(error), duration=6, print_exception=False) from error
        name = str(gone[1]["title"])[:40] if gone else ""
        button = gr.Button(f"Undo: bring “{name}” back", visible=gone is not None)
        return self._listed(query, request), button, gone, gr.DownloadButton(value=None)

    def _deleted(self, kind: str, key: str, request: gr.Request) -> tuple[str, dict[str, str]] | None:
        if kind == "chat":
            row = self._chats(request).delete(key)
            return ("chat", row) if row else None
        from bot.debate.keeping import to_json

        keeper = self._rounds(request)
        held = keeper.open(key)
        keeper.delete(key)
        return "round", {"title": held.title, "data": to_json(held)}

    def _undone(self, gone: tuple[str, dict[str, str]] | None, query: str, request: gr.Request) -> tuple[Any, ...]:
        if gone:
            kind, row = gone
            if kind == "chat":
                self._chats(request).restore(row)
            else:
                from bot.debate.keeping import from_json

                self._rounds(request).save(from_json(row["data"]))
        return self._listed(query, request), gr.Button(visible=False), None

    def _taken(self, kind: str, key: str, ending: str, request: gr.Request) -> Path:
        """The file of a conversation or a round, in Markdown or for Word."""
        word = ending == "docx"
        if kind == "chat":
            chats = self._chats(request)
            title = next((one.title for one in chats.entries() if one.id == key), "Conversation")
            made = _conversation_docx(title, chats.open(key)) if word else as_markdown(title, chats.open(key))
        else:
            held = self._rounds(request).open(key)
            title, made = held.title, _round(held, self._bot().topic, word)
        path = Path(tempfile.mkdtemp(dir=self._folder.name)) / f"{file_name(title)}.{ending}"
        path.write_bytes(made.encode() if isinstance(made, str) else made)
        return path


def _conversation_docx(title: str, answers: Sequence[Answer]) -> bytes:
    from bot.debate.export.conversation import conversation_docx

    return conversation_docx(title, answers)


def _round(held: Round, topic: Topic, word: bool) -> str | bytes:
    if word:
        from bot.debate.export.word import round_docx

        return round_docx(held, topic, None)
    from bot.debate.export.markdown import round_markdown

    return round_markdown(held, topic, None)


def list_html(rows: Iterable[Row], now: datetime, searched: bool = False) -> str:
    """The rows under today, this week and older, each a link with what can be done with it."""
    parts: list[str] = []
    heading = ""
    for row in rows:
        age = _age(row.kept.changed, now)
        if age != heading:
            parts.append(f"{'</ul>' if heading else ''}<h3>{age}</h3><ul>")
            heading = age
        parts.append(_row(row))
    if not parts:
        return '<p class="nothing">Nothing has these words.</p>' if searched else NOTHING
    return f'<nav class="kept-list" aria-label="Kept conversations and rounds">{"".join(parts)}</ul></nav>'


def _row(row: Row) -> str:
    title, key = escape(row.kept.title or "Without a title"), escape(row.kept.id, quote=True)
    address = f"?chat={key}" if row.kind == "chat" else f"?tab=debate&amp;round={key}"
    buttons = "".join(
        f'<button type="button" data-kept="{what}" data-kind="{row.kind}" data-id="{key}" aria-label="{name}: {title}">'
        f"{name}</button>"
        for what, name in (("rename", "Rename"), ("take", "Export"), ("word", "Word"), ("delete", "Delete"))
    )
    named = "Round" if row.kind == "round" else "Conversation"
    link = f'<a href="{address}"><span class="kind">{named}</span> {title}</a>'
    return f'<li>{link}<div class="does">{buttons}</div></li>'


def _age(changed: str, now: datetime) -> str:
    try:
        day = datetime.fromisoformat(changed)
    except ValueError:
        return "Older"
    day = day if day.tzinfo else day.replace(tzinfo=UTC)
    if day.date() == now.date():
        return "Today"
    return "This week" if now - day < _WEEK else "Older"
