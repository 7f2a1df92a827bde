"""The program as one object."""

from __future__ import annotations


class Bot:
    """Answers from a corpus."""
