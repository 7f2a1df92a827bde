"""The first thing to see: what this is, which article is open, and what can be done with it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bot.model import Topic
from bot.sources.citing import is_brief
from bot.sources.readers import read_file

_STARTS = (
    ("ask", "Ask a question", "Every sentence of an answer is cited, and shown in the article."),
    ("check", "Check a claim", "Does the article say it, deny it, or not speak of it?"),
    ("debate", "Debate a side", "You take one side, Lectern the other."),
)


def welcome_html(topic: Topic) -> str:
    """The welcome of a topic."""
    starts = "".join(
        f'<button type="button" class="begin" data-begin="{what}"><b>{name}</b><span>{about}</span></button>'
        for what, name, about in _STARTS
    )
    return (
        '<section class="welcome" aria-label="Welcome"><h2>Ask an article, check a claim, debate its two sides</h2>'
        f"<p>{escape(topic.title)}{article_of(topic)}. Lectern answers with the article's own sentences, says where "
        f'each one stands, and says so when it does not know.</p><div class="begins">{starts}</div></section>'
    )


def article_of(topic: Topic) -> str:
    """The article that a topic is about, with its link, or the brief of it; "" where it names none."""
    for name in topic.files:
        document = read_file(Path(topic.folder) / name)
        if document.url.startswith("https://"):
            by = f" by {escape(document.author)}" if document.author else ""
            link = f'<a href="{escape(document.url, quote=True)}" target="_blank" rel="noopener noreferrer">'
            article = f"{link}“{escape(document.title)}”</a>{by}, {escape(document.publisher)}"
            return f": Lectern's brief of {article}" if is_brief(document.kind) else f": {article}"
    return ""
