"""Reads a topic's own files: its Markdown and text in this process, all else through a child, once for each content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.reading import formats
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import document_of, read_path

MADE = "2"
"""Raised whenever a reader reads otherwise, so that what was kept is read anew."""
_PLAIN = ("markdown", "text")


def read_file(path: Path, limits: Limits | None = None) -> Document:
    """The document in a Markdown or text file, read in this process: for a topic's own files.

    Raises:
        SourceError: the file is missing, too large, empty, not text, or of an unknown kind.
    """
    most = (limits or Limits()).file_bytes
    if formats.kind_of(path.name) not in _PLAIN:
        return read_path(path, limits or Limits())
    try:
        size = path.stat().st_size
        if size > most:
            raise SourceError(f"{path.name} has {size:,} bytes; at most {most:,} are read.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    return formats.read(data, path.name)


def read_once(path: Path, kept: Path, limits: Limits) -> Document:
    """As :func:`read_file`; what a child read is kept in the folder ``kept`` by the file's content.

    Raises:
        SourceError: as :func:`read_file`.
    """
    if formats.kind_of(path.name) in _PLAIN:
        return read_file(path, limits)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    place = kept / f"{digest}-{MADE}.json"
    try:
        return document_of(json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        document = read_path(path, limits)
    kept.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(document)), encoding="utf-8")
    fresh.replace(place)
    return document
