"""The texts whose paragraphs are known, and the furniture that is put around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.settings import bundled
from bot.sources.document import Document
from bot.sources.readers import read_file

FOLDER = Path(__file__).with_name("texts")
RUNNING = "QUARTERLY REVIEW OF POLICY, VOLUME 12"
FOOT = "Circulation among subscribers only"
NOTES = (
    "The figures are those of the ministry and were published in its yearly report to the parliament in May.",
    "A longer version of this argument was given as a lecture at the city's university in the autumn of that year.",
)
"""Notes at the foot of a page: neither paragraphs of the text nor furniture."""
SITE = (
    "Subscribe to our newsletter and never miss a story", "We use cookies to improve your experience on this site.",
    "Share on social networks", "Most read this week", "Ten recipes for the long weekend", "Advertisement",
    "Log in to leave a comment", "All rights reserved. No part of this page may be reproduced without permission.",
    "What the mayor had for breakfast, and why it matters to nobody at all in the end",
)  # fmt: skip
"""What stands around an article on a news page."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it should be read."""

    name: str
    document: Document

    @property
    def paragraphs(self) -> list[str]:
        """Its true paragraphs."""
        return [paragraph.text for paragraph in self.document.paragraphs]


def texts() -> dict[str, Text]:
    """The texts by name: two of their own, and the bundled brief."""
    paths = {path.stem: path for path in sorted(FOLDER.glob("*.md"))}
    paths["brief"] = bundled("corpus") / "us-colombia" / "brief.md"
    return {name: Text(name, read_file(path)) for name, path in paths.items()}
