"""What can be wrong with what the evals are given."""

from __future__ import annotations

from bot.errors import LecternError


class SuiteError(LecternError):
    """A suite's file cannot be used; the message names file, case and field."""


class DataError(LecternError):
    """A file of outside data is missing or is not what it should be."""


class RunError(LecternError):
    """A run is missing, is not whole, or cannot be written or compared."""


class JudgeError(LecternError):
    """A judge cannot be made or cannot be reached."""
