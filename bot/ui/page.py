"""The page: masthead, tabs, and what all tabs share."""

from __future__ import annotations

from html import escape

import gradio as gr

from bot.ui.ask import TAB, AskTab, Opening
from bot.ui.corpus import CorpusTab
from bot.ui.debate.tab import DebateTab
from bot.ui.endpoints import Endpoints
from bot.ui.engine import EngineControl
from bot.ui.evals import EvalsTab
from bot.ui.history import History
from bot.ui.map.tab import MapTab
from bot.ui.private import Private
from bot.ui.remaking import Props, remake
from bot.ui.warming import Warming

# Gradio measures the row of tabs once, at times before its styles are there, and then hides tabs in a menu. A busy
# machine has them late.
_MEASURE = """() => {
  const measure = () => window.dispatchEvent(new Event("resize"));
  for (const wait of [0, 400, 1500, 5000]) setTimeout(measure, wait);
}"""


def build(warming: Warming) -> gr.Blocks:
    """The page over a bot that may still be warming up; imports nothing heavy."""
    with gr.Blocks(title="Lectern", fill_width=True, analytics_enabled=False) as page:
        head = gr.HTML(_bar(warming), elem_id="masthead", padding=False, apply_default_css=False)
        private = Private(warming)
        engine = EngineControl(warming, private)
        debate = DebateTab(warming)
        ask, history = AskTab(warming, engine, debate.room.owners), History(warming, debate.room.owners)
        overview = MapTab(debate.room)
        corpus, evals = CorpusTab(warming, private), EvalsTab(warming, engine)
        # On a narrow screen they wrap: a tab in a menu is a tab that nobody finds.
        history.lay_out()
        engine.lay_out()
        with gr.Tabs(selected=TAB, overflow_behavior="wrap", elem_id="pages") as tabs:
            with gr.Tab("Ask", id=TAB):
                ask.lay_out()
            with gr.Tab("Debate", id="debate"):
                debate.lay_out()
            with gr.Tab("Map", id="map") as map_tab:
                overview.lay_out()
            with gr.Tab("Sources", id="sources") as corpus_tab:
                corpus.lay_out()
            with gr.Tab("Evals", id="evals") as evals_tab:
                evals.lay_out()
        ask.wire([Opening(evals.open.click, [evals.run, evals.case], evals.turns_of, tabs)])
        debate.wire()
        overview.wire(map_tab)
        corpus.wire(corpus_tab)
        engine.wire()
        history.wire()
        evals.wire(evals_tab)
        gr.HTML(
            "<p>Answers are quotations from the sources; where these do not say, Lectern says so. Nothing leaves "
            "this machine, unless you have a model elsewhere answer; what it writes is checked and marked.</p>",
            elem_id="note",
            padding=False,
        )
        _mark(warming)
        Endpoints(warming, debate.room).offer(page)
        # With a storage key and a secret of its own each start of the server would forget every browser.
        browser = gr.BrowserState("", storage_key="lectern-browser", secret="lectern")
        met = page.load(debate.room.owners.met, browser, browser, queue=False, api_visibility="private")
        # What an address names is kept for somebody: it is looked for once the page knows for whom it is open.
        ask.arrive(met.then)
        debate.arrive(met.then)
        page.unload(debate.room.owners.gone)
        page.unload(private.gone)
        page.unload(corpus.gone)
        page.load(None, None, None, js=_MEASURE, api_visibility="private")
        page.load(
            ask.status_stream, None, ask.status, show_progress="hidden", concurrency_limit=64,
            concurrency_id="status", api_visibility="private",
        )  # fmt: skip

    def renew() -> None:
        masthead: Props = (head, {"value": _bar(warming)})
        remake(page, [masthead, *ask.by_topic(), *debate.by_topic(), *corpus.by_topic(), *evals.by_topic()])

    warming.on_switch(renew)
    return page


def _mark(warming: Warming) -> None:
    """The endpoint that tells an open page which topic there is now."""

    def mark() -> str:
        return warming.mark

    # Every open page asks for it again and again; it costs neither a place in the queue nor a question.
    gr.api(mark, api_name="mark", queue=False, api_visibility="undocumented")


def _bar(warming: Warming) -> str:
    """The bar at the top: the name, the topic, and what a reader sets for themselves."""
    return (
        f'<header class="bar"><h1 data-mark="{warming.mark}">'
        f'<a href="?">Lectern</a></h1>'
        f'<a class="topic" href="?tab=sources" title="Documents and topics">{escape(warming.topic.title)}</a>'
        '<div class="settings" role="group" aria-label="Settings">'
        '<button type="button" data-set="history">History</button>'
        '<button type="button" data-set="smaller" aria-label="Smaller text">A−</button>'
        '<button type="button" data-set="larger" aria-label="Larger text">A+</button>'
        '<button type="button" data-set="theme" aria-label="Light or dark">◐</button></div></header>'
    )
