"""What every reader returns: a document's facts and its paragraphs under their headings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, the heading above it ("" before the first), and its page (0 where there are none).

    ``note_to`` makes it a footnote or an endnote: the number, from 1, of the paragraph that it belongs to, and the
    place in that paragraph's text where its mark stood.
    """

    text: str
    section: str = ""
    page: int = 0
    note_to: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a reader found it, before it is given ids and offsets.

    ``date`` is ISO, or "" where the document does not say when it appeared. ``guessed`` names those of its facts
    ("title", "author", "publisher", "date") that no field of the file states: they were made out from its text or name.
    ``furniture`` is what was taken for a page's own and left out, ``warnings`` what whoever adds it should know.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    author: str = ""
    about_author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    kind: str = "document"
    note: str = ""
    guessed: tuple[str, ...] = field(default=())
    furniture: tuple[str, ...] = field(default=())
    warnings: tuple[str, ...] = field(default=())
