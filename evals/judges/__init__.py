"""Judges of "supports": exact, lexical, a cross-encoder, a language model; :func:`make_judge` makes one by name."""

from __future__ import annotations

from evals.judges.making import make_judge

__all__ = ["make_judge"]
