"""Chooses the reader for a file by its ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from charset_normalizer import from_bytes

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.markdown import read_markdown
from bot.sources.plaintext import read_text

READERS: dict[str, Callable[[str, str], Document]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
}
MAX_BYTES = 10_000_000


def read_file(path: Path) -> Document:
    """The document in a file.

    Raises:
        SourceError: the file is missing, too large, empty, not text, or of an unknown kind.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{path.name}: Lectern reads {', '.join(READERS)}; this ends in {path.suffix!r}.")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"{path.name} has {size:,} bytes; at most {MAX_BYTES:,} are read.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    return reader(_decode(data, path.name), path.stem)


def _decode(data: bytes, name: str) -> str:
    if not data.strip():
        raise SourceError(f"{name} is empty: nothing was added.")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{name} is not a text file, whatever its ending says: nothing was added.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        raise SourceError(f"The letters of {name} cannot be made out: save it as UTF-8 and add it again.")
    if best.encoding.startswith(("cp125", "iso8859", "latin", "mac")):
        # One-byte encodings of Latin letters look alike; Windows' western one is by far the commonest.
        return data.decode("cp1252", errors="replace")
    return str(best)
