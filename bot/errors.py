"""The program's own errors. Each message says what was wrong and what to do about it."""

from __future__ import annotations

from typing import Literal

Failure = Literal[
    "key", "missing", "rate_limit", "server", "connection", "timeout", "dropped", "empty", "too_long", "endless",
    "unreadable", "refused", "filtered",
]  # fmt: skip
"""How a call of a language model can fail."""


class LecternError(Exception):
    """Anything that a user can be told in one sentence."""


class SettingsError(LecternError):
    """A setting has a value, or a name, that cannot be used."""


class TopicError(LecternError):
    """A topic's folder is missing or its data does not hold together."""


class SourceError(LecternError):
    """A document cannot be read."""


class StoreError(LecternError):
    """The corpus database cannot be opened, or somebody else is writing to it."""


class ServerError(LecternError):
    """A server that Lectern was told to use does not answer, or refuses; the next try may well succeed."""


class BrokenIndexError(LecternError):
    """An index generation is missing, damaged or out of date, and must be built again."""


class ModelError(LecternError):
    """An embedding or language model is missing or not what it should be."""


class ModelCallError(ModelError):
    """A language model did not give a usable reply; ``kind`` says how.

    ``retry_after`` are the seconds that its server asks to wait, where it does.
    """

    def __init__(self, kind: Failure, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after = retry_after


class PromptError(LecternError):
    """A prompt is missing, or its variables do not fit."""


class MisquoteError(LecternError):
    """A quote is not in its source where it is said to be: a fault of the program, never shown as an answer."""


class FormatError(LecternError):
    """A debate format, or another data file of a debate, does not hold together."""


class RoundError(LecternError):
    """A round cannot be opened, or what was asked of it does not fit where it stands."""
