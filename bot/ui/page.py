"""The page: masthead, tabs, and what all tabs share."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr

from bot.answer import phrases
from bot.errors import LecternError
from bot.model import Topic
from bot.sources.readers import read_file
from bot.ui.ask import ANSWERS, TAB, AskTab, Opening
from bot.ui.corpus import CorpusTab
from bot.ui.debate.tab import DebateTab
from bot.ui.engine import EngineControl
from bot.ui.evals import EvalsTab
from bot.ui.private import Private
from bot.ui.remaking import Props, remake
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.bot import Bot

Told = TypeVar("Told")
LONGEST = 120.0
"""Seconds that a caller waits for the bot to be open."""
# Gradio measures the row of tabs once, at times before its styles are there, and then hides tabs in a menu. A busy
# machine has them late.
_MEASURE = """() => {
  const measure = () => window.dispatchEvent(new Event("resize"));
  for (const wait of [0, 400, 1500, 5000]) setTimeout(measure, wait);
}"""


def build(warming: Warming) -> gr.Blocks:
    """The page over a bot that may still be warming up; imports nothing heavy."""
    with gr.Blocks(title="Lectern", fill_width=True, analytics_enabled=False) as page:
        head = gr.HTML(_masthead(warming.topic, warming.mark), elem_id="masthead", padding=False)
        private = Private(warming)
        engine = EngineControl(warming, private)
        ask, debate = AskTab(warming, engine), DebateTab(warming)
        corpus, evals = CorpusTab(warming, private), EvalsTab(warming, engine)
        # On a narrow screen they wrap: a tab in a menu is a tab that nobody finds.
        with gr.Tabs(selected=TAB, overflow_behavior="wrap") as tabs:
            with gr.Tab("Ask", id=TAB):
                ask.lay_out()
            with gr.Tab("Debate", id="debate") as debate_tab:
                debate.lay_out()
            with gr.Tab("Corpus", id="corpus") as corpus_tab:
                corpus.lay_out()
            with gr.Tab("Evals", id="evals") as evals_tab:
                evals.lay_out()
        ask.wire([Opening(evals.open.click, [evals.run, evals.case], evals.turns_of, tabs)])
        debate.wire(debate_tab)
        corpus.wire(corpus_tab)
        engine.wire()
        evals.wire(evals_tab)
        gr.HTML(
            "<p>Answers are quotations from the sources; where these do not say, Lectern says so. Nothing leaves "
            "this machine, unless you have a model elsewhere answer; what it writes is checked and marked.</p>",
            elem_id="note",
            padding=False,
        )
        _endpoints(warming)
        # With a storage key and a secret of its own each start of the server would forget every browser.
        browser = gr.BrowserState("", storage_key="lectern-browser", secret="lectern")
        page.load(debate.room.owners.met, browser, browser, queue=False, api_visibility="private")
        page.unload(debate.room.owners.gone)
        page.unload(private.gone)
        page.load(None, None, None, js=_MEASURE, api_visibility="private")
        page.load(
            ask.status_stream, None, ask.status, show_progress="hidden", concurrency_limit=64,
            concurrency_id="status", api_visibility="private",
        )  # fmt: skip

    def renew() -> None:
        masthead: Props = (head, {"value": _masthead(warming.topic, warming.mark)})
        remake(page, [masthead, *ask.by_topic(), *debate.by_topic(), *corpus.by_topic(), *evals.by_topic()])

    warming.on_switch(renew)
    return page


def _endpoints(warming: Warming) -> None:
    """What other programs may call: ask, check and search, with the same fields as the Python API."""

    def ask(request: gr.Request, question: str, side: str | None = None) -> dict[str, Any]:
        return _asked(warming, request, question, lambda bot: bot.ask(question, side=side or None).to_dict())

    def check(request: gr.Request, claim: str) -> dict[str, Any]:
        return _asked(warming, request, claim, lambda bot: bot.check(claim).to_dict())

    def search(request: gr.Request, query: str, k: int = 8) -> list[dict[str, Any]]:
        most = min(max(1, k), 100)
        return _asked(warming, request, query, lambda bot: [hit.to_dict() for hit in bot.search(query, k=most)])

    def mark() -> str:
        return warming.mark

    # Every open page asks for it again and again; it costs neither a place in the queue nor a question.
    gr.api(mark, api_name="mark", queue=False, api_visibility="undocumented")
    for endpoint in (ask, check, search):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=ANSWERS, concurrency_id="answer")


def _asked(warming: Warming, request: gr.Request, text: str, ask: Callable[[Bot], Told]) -> Told:
    """What the bot says to a question, once it is open, within the limits on rate and length."""
    try:
        warming.rate.take(request)
        if len(text) > warming.settings.question_chars:
            raise LecternError(phrases.too_long(len(text), warming.settings.question_chars))
        warming.wait(LONGEST)
        return ask(warming.bot())
    except LecternError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _masthead(topic: Topic, mark: str) -> str:
    return (
        f'<h1 data-mark="{mark}">'
        "Lectern</h1><p>Ask a policy article, check claims against it, debate its two sides.</p>"
        f"<p>{escape(topic.title)}{_article(topic)}</p>"
    )


def _article(topic: Topic) -> str:
    for name in topic.files:
        document = read_file(Path(topic.folder) / name)
        if document.url.startswith("https://"):
            by = f" by {escape(document.author)}" if document.author else ""
            link = f'<a href="{escape(document.url, quote=True)}" target="_blank" rel="noopener noreferrer">'
            return f": {link}“{escape(document.title)}”</a>{by}, {escape(document.publisher)}"
    return ""
