"""What every reader returns: a document's facts and its paragraphs under their headings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, the heading above it ("" before the first), and its page (0 where there are none)."""

    text: str
    section: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a reader found it, before it is given ids and offsets."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    author: str = ""
    about_author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    kind: str = "document"
    note: str = ""
    furniture: tuple[str, ...] = field(default=())
    warnings: tuple[str, ...] = field(default=())
