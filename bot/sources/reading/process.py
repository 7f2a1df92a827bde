"""Has a document read by a child process, and takes from it a document or an error, nothing else."""

from __future__ import annotations

import json
import os
import selectors
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from bot.errors import SourceError
from bot.sources.document import Document, Paragraph
from bot.sources.reading.child import too_large
from bot.sources.reading.formats import kind_of
from bot.sources.reading.limits import OUTPUT, Limits
from bot.sources.reading.marked import Marked, marked_of

_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""What of the environment a reader sees: no setting, no key."""


def read_path(path: Path, limits: Limits, name: str = "") -> Document:
    """The document in a file; ``name`` is shown in place of its own.

    Raises:
        SourceError: it is missing, no plain file, too large, of an unknown kind, or cannot be read within
            the limits; the message says what and why.
    """
    name = name or path.name
    kind_of(name)
    try:
        # Not to wait for a writer where the path is a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise SourceError(f"{name!r} is no name of a file: {error}.") from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise SourceError(f"{name} is no plain file: nothing was added.")
    with os.fdopen(descriptor, "rb") as file:
        if found.st_size > limits.file_bytes:
            raise SourceError(too_large(name, limits.file_bytes))
        return document_of(_run(file, name, "", limits)["document"])


def read_marked(data: bytes, name: str, limits: Limits) -> list[Marked]:
    """The paragraphs of a debater's Word file with what is marked in them.

    Raises:
        SourceError: as :func:`read_path`, and where the file is no Word document.
    """
    if len(data) > limits.file_bytes:
        raise SourceError(too_large(name, limits.file_bytes))
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return [marked_of(one) for one in _run(file, name, "", limits, "marked")["marked"]]


def read_bytes(data: bytes, name: str, limits: Limits, url: str = "") -> Document:
    """The document in the bytes of a file of that name, come from ``url`` where that is given.

    Raises:
        SourceError: as :func:`read_path`.
    """
    if len(data) > limits.file_bytes:
        raise SourceError(too_large(name, limits.file_bytes))
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return document_of(_run(file, name, url, limits)["document"])


def _run(file: IO[bytes], name: str, url: str, limits: Limits, wanted: str = "document") -> dict[str, Any]:
    """What a child makes of a file: ``wanted`` is the key of its answer."""
    request = json.dumps({"name": name, "url": url, "limits": asdict(limits), "wanted": wanted})
    here = {key: os.environ[key] for key in _KEPT if key in os.environ}
    env = {**here, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.sources.reading.child", request],
        stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, start_new_session=True,
    )  # fmt: skip
    try:
        answer = _collected(process, name, limits, wanted)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    if "error" in answer:
        raise SourceError(_plain(answer["error"]))
    return answer


def _collected(process: subprocess.Popen[bytes], name: str, limits: Limits, wanted: str) -> dict[str, Any]:
    """The child's answer, cut off at the limits of time and output."""
    assert process.stdout is not None
    until = time.monotonic() + limits.seconds
    pieces: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise SourceError(
                    f"{name} took more than {limits.seconds:g} seconds to read: nothing was added. Split it, or raise "
                    "LECTERN_READ_SECONDS."
                )
            piece = os.read(process.stdout.fileno(), 1 << 20)
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
            if size > OUTPUT:
                raise SourceError(f"{name} holds more text than one document may ({OUTPUT:,} bytes): split it.")
    try:
        answer = json.loads(b"".join(pieces))
    except ValueError as error:
        raise SourceError(
            f"{name} could not be read within {limits.memory_mb} MB of memory and {limits.seconds:g} seconds, or broke "
            "its reader: nothing was added."
        ) from error
    if not isinstance(answer, dict) or not {wanted, "error"} & answer.keys():
        raise SourceError(f"{name} broke its reader: nothing was added.")
    return answer


def document_of(fields: dict[str, Any]) -> Document:
    """The document that a reading sent or kept as JSON."""
    paragraphs = tuple(_paragraph(**paragraph) for paragraph in fields.pop("paragraphs"))
    lists: dict[str, Any] = {name: tuple(fields.pop(name)) for name in ("guessed", "furniture", "warnings")}
    return Document(paragraphs=paragraphs, **lists, **fields)


def _paragraph(text: str, section: str, page: int, note_to: list[int] | None) -> Paragraph:
    return Paragraph(text, section, page, (note_to[0], note_to[1]) if note_to else None)


def _plain(message: str) -> str:
    return "".join(char if char.isprintable() else " " for char in message)[:600]
