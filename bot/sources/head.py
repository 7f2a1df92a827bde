"""The head of a source's text: what is known about the document, one fact a line, so that it can be quoted."""

from __future__ import annotations

from datetime import date

from bot.model import Source
from bot.sources.document import Document

TITLE, AUTHOR, PUBLISHER, DATE, ORIGINAL, ABOUT, NOTE = (
    "Title",
    "Author",
    "Publisher",
    "Date",
    "Original",
    "About the author",
    "Note",
)


def head_text(document: Document) -> str:
    """The lines of the head, without those that the document says nothing for."""
    facts = (
        (TITLE, document.title),
        (AUTHOR, document.author),
        (PUBLISHER, document.publisher),
        (DATE, spelled_date(document.date)),
        (ORIGINAL, document.url),
        (ABOUT, document.about_author),
        (NOTE, document.note),
    )
    return "\n".join(f"{label}: {' '.join(value.split())}" for label, value in facts if value.strip())


def head_facts(source: Source) -> dict[str, tuple[int, int]]:
    """Where each line of the head stands in ``source.text``, by its label."""
    found: dict[str, tuple[int, int]] = {}
    start = 0
    for line in source.text.split("\n\n", 1)[0].split("\n"):
        found[line.split(":", 1)[0]] = (start, start + len(line))
        start += len(line) + 1
    return found


def spelled_date(value: str) -> str:
    """A date such as 2025-11-19 as "November 19, 2025"; anything else as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%B} {day.day}, {day.year}"
