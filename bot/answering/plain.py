"""Text made safe for Markdown, and Markdown made plain again."""

from __future__ import annotations

import re


def escape(text: str) -> str:
    """Text from a document with Markdown's and HTML's own marks made plain."""
    for char in "\\`*_[]<>":
        text = text.replace(char, f"\\{char}")
    return text


def plain(markdown: str) -> str:
    """An answer's Markdown as bare words: no markers, no emphasis, no points of a list."""
    bare = re.sub(r"(?<!\\)\[\d+\](?:\([^)]*\))?", "", markdown)
    bare = re.sub(r"^- ", "", bare, flags=re.MULTILINE).replace("**", "")
    bare = re.sub(r"(?<!\\)\*", "", bare)
    return " ".join(re.sub(r"\\([\\`*_\[\]<>])", r"\1", bare).split())
