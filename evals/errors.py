"""What can be wrong with what the evals are given."""

from __future__ import annotations

from importlib.util import find_spec

from bot.errors import LecternError


class SuiteError(LecternError):
    """A suite's file cannot be used; the message names file, case and field."""


class DataError(LecternError):
    """A file of outside data is missing or is not what it should be."""


class RunError(LecternError):
    """A run is missing, is not whole, or cannot be written or compared."""


class JudgeError(LecternError):
    """A judge cannot be made or cannot be reached."""


class ExtraError(LecternError):
    """Packages that only the evals use are not installed."""


def need(*modules: str) -> None:
    """Makes sure, before any work is done, that modules of the extra ``lectern[evals]`` can be imported.

    Raises:
        ExtraError: some of them cannot.
    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise ExtraError(f"Measuring needs {' and '.join(missing)}: pip install 'lectern[evals]'.")
