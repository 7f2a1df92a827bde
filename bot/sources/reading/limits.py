"""What one reading may use, and how a process holds itself to it."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.settings import Settings

PARAGRAPHS = 20_000
"""Paragraphs of one document, at most."""
LETTERS = 2_000_000
SENTENCES = 30_000
"""Letters and sentences of one document, at most: a thousand pages, split and labelled in some seconds."""
OUTPUT = 24_000_000
"""Bytes that a reading may send back."""
_FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.fork",
    "os.posix_spawn", "os.spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "shutil.rmtree", "ctypes.dlopen",
)  # fmt: skip
"""Audit events that no reader has a reason for (PEP 578)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one reading: bytes of the file, seconds by the clock, megabytes of memory."""

    file_bytes: int = 10_000_000
    seconds: float = 8.0
    memory_mb: int = 900

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """What the settings allow."""
        return cls(int(settings.upload_mb * 1_000_000), settings.read_seconds, settings.read_memory_mb)


class ForbiddenError(BaseException):
    """A reader tried to leave its box; no handler for ordinary errors may swallow it."""


def confine(limits: Limits) -> None:
    """Holds this process to the limits for good: memory, processor time, no written files, no network."""
    memory = limits.memory_mb * 1_000_000
    seconds = int(limits.seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def seal() -> None:
    """Forbids the network, other programs and changes to files; after the readers are imported."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN or (event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")):
        raise ForbiddenError(event)
