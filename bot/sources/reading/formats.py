"""Tells what a file is, by its ending and by its first bytes, and hands it to the reader for that."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.reading.encodings import decode as decode
from bot.sources.reading.encodings import unmarked_wide

ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
"""The endings that are read, and what is expected behind each."""
_NAMES = {
    "pdf": "a PDF", "html": "a web page", "zip": "a zip file", "docx": "a Word document", "text": "plain text",
    "markdown": "Markdown", "office": "an old or locked Office file", "picture": "a picture", "binary": "no text",
    "program": "a program",
}  # fmt: skip
_WORDS = {"pdf": "PDF", "docx": "Word", "html": "web page", "markdown": "Markdown", "text": "text"}
_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0", "office"), (b"\x7fELF", "program"),
    (b"MZ", "program"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
    (b"\x1f\x8b", "binary"),
    (b"Rar!", "binary"), (b"7z\xbc\xaf", "binary"), (b"BZh", "binary"), (b"\xfd7zXZ", "binary"),
)  # fmt: skip
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p|script)\b", re.I | re.S
)
_READERS: dict[str, str] = {
    "markdown": "bot.sources.markdown:read_markdown", "text": "bot.sources.plaintext:read_text",
    "html": "bot.sources.reading.html:read_html", "pdf": "bot.sources.reading.pdf:read_pdf",
    "docx": "bot.sources.reading.docx:read_docx",
}  # fmt: skip


def kind_of(name: str) -> str:
    """What the ending of a name promises.

    Raises:
        SourceError: Lectern reads no files of that ending.
    """
    ending = PurePath(name).suffix.lower()
    kind = ENDINGS.get(ending)
    if kind is None:
        raise SourceError(f"{name}: Lectern reads {', '.join(ENDINGS)}; this ends in {ending!r}.")
    return kind


def format_of(origin: str) -> str:
    """What a source was read from, in words: "PDF", "Word", "web page", "Markdown" or "text"."""
    path = urlsplit(origin).path if origin.startswith(("http://", "https://")) else origin
    return _WORDS[ENDINGS.get(PurePath(path).suffix.lower(), "html")]


def sniffed(data: bytes) -> str:
    """What the first bytes are: one of the kinds, or "zip", "office", "picture", "program", "binary"."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    known = next((kind for mark, kind in _MAGIC if head.startswith(mark)), None)
    if known:
        return known
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf")):
        return "html"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or unmarked_wide(data)
    return "binary" if b"\x00" in head and not wide else "text"


def read(data: bytes, name: str, url: str = "") -> Document:
    """The document in the bytes of a file.

    Raises:
        SourceError: it is empty, of another kind than its name says, or holds no text that can be read.
    """
    kind = kind_of(name)
    if not data.strip():
        raise SourceError(f"{name} is empty: nothing was added.")
    found = sniffed(data)
    _agree(kind, found, name)
    module, function = _READERS[kind].split(":")
    reader: Callable[..., Document] = getattr(import_module(module), function)
    title = PurePath(name).stem
    if kind in ("pdf", "docx"):
        return reader(data, name)
    if kind == "html":
        return reader(data, name, url)
    return reader(decode(data, name), title)


def _agree(kind: str, found: str, name: str) -> None:
    """Holds what a file is against what its name says."""
    if kind == found or (kind, found) in (
        ("docx", "zip"),
        ("markdown", "text"),
        ("html", "text"),
        ("markdown", "html"),
    ):
        return
    if found == "office":
        raise SourceError(
            f"{name} is locked with a password or an old Office file: save it without one as .docx and add it again."
        )
    if kind in ("text", "markdown") and found in ("binary", "program", "picture", "zip"):
        raise SourceError(f"{name} is not a text file, whatever its ending says: nothing was added.")
    raise SourceError(
        f"{name} is {_NAMES[found]}, not {_NAMES[kind]} as its ending says: give it the right ending and add it again."
    )
