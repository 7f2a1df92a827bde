"""Reads Markdown: front matter, headings, paragraphs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.document import Document, Paragraph

_FIELDS = ("title", "author", "about_author", "publisher", "date", "url", "kind", "note")


def read_markdown(text: str, name: str = "") -> Document:
    """The document in a Markdown text; ``name`` serves as its title where it has none.

    Raises:
        SourceError: the front matter is not YAML, or there is no running text.
    """
    head, body = _front_matter(cleaning.clean_text(text), name)
    title, section = "", ""
    paragraphs: list[Paragraph] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        words = " ".join(_plain(token).split())
        if not words:
            continue
        if before.type == "heading_open" and before.tag == "h1" and not title:
            title = words
        elif before.type == "heading_open":
            section = words
        else:
            paragraphs.append(Paragraph(words, section))
    if not paragraphs:
        raise SourceError(f"{name or 'The text'} holds no paragraph: nothing was added.")
    facts = {key: str(head[key]) for key in _FIELDS if head.get(key) is not None}
    return Document(
        title=facts.get("title") or title or name,
        paragraphs=tuple(paragraphs),
        author=facts.get("author", ""),
        about_author=facts.get("about_author", ""),
        publisher=facts.get("publisher", ""),
        date=facts.get("date", ""),
        url=facts.get("url", ""),
        kind=facts.get("kind", "document"),
        note=facts.get("note", ""),
    )


def _front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return {}, text
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return {}, text
    try:
        head = yaml.load("\n".join(lines[1:end]), Loader=yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        raise SourceError(f"{name}: the head between the --- lines is not valid YAML: {error}") from error
    if not isinstance(head, dict):
        raise SourceError(f"{name}: the head between the --- lines must be 'name: value' lines.")
    return head, "\n".join(lines[end + 1 :])


def _plain(token: Token) -> str:
    """The words of an inline token: marks, raw HTML and images dropped, links kept as their text."""
    kept = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            kept.append(" ")
        elif child.type in ("text", "code_inline"):
            kept.append(child.content)
    return "".join(kept)
