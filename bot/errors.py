"""The program's own errors. Each message says what was wrong and what to do about it."""

from __future__ import annotations


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


class PromptError(LecternError):
    """A prompt is missing, or its variables do not fit."""


class MisquoteError(LecternError):
    """A quote is not in its source where it is said to be: a fault of the program, never shown as an answer."""
