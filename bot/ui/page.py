"""The page: masthead, tabs, and what all tabs share."""

from __future__ import annotations

from html import escape
from pathlib import Path

import gradio as gr

from bot.model import Topic
from bot.sources.readers import read_file
from bot.topics import load_topic
from bot.ui.ask import AskTab
from bot.ui.warming import Warming


def build(warming: Warming) -> gr.Blocks:
    """The page over a bot that may still be warming up; imports nothing heavy.

    Raises:
        TopicError: the topic that the settings name cannot be read.
    """
    topic = load_topic(warming.settings.corpus_dir, warming.settings.topic)
    with gr.Blocks(title="Lectern", fill_width=True, analytics_enabled=False) as page:
        gr.HTML(_masthead(topic), elem_id="masthead", padding=False)
        ask = AskTab(warming, topic)
        ask.build()
        gr.HTML(
            "<p>Answers are quotations from the sources; where these do not say, Lectern says so. Nothing leaves "
            "this machine.</p>",
            elem_id="note",
            padding=False,
        )
        page.load(
            ask.status_stream, None, ask.status, show_progress="hidden", concurrency_limit=64,
            concurrency_id="status", api_visibility="private",
        )  # fmt: skip
    return page


def _masthead(topic: Topic) -> str:
    return (
        "<h1>Lectern</h1><p>Ask a policy article, check claims against it, compare its two sides.</p>"
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
