"""Keeps a generation on disk while somebody serves it, in this process or another."""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

NAME = "lease"


def take(folder: Path) -> int | None:
    """A lease on a generation, to be given to :func:`release`; it ends with the process in any case."""
    if fcntl is None:
        return None
    handle = os.open(folder / NAME, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def release(handle: int | None) -> None:
    """Gives a lease back."""
    if handle is not None:
        os.close(handle)


def free(folder: Path) -> bool:
    """Whether nobody has a lease on the generation."""
    if fcntl is None:
        return True
    try:
        handle = os.open(folder / NAME, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(handle)
