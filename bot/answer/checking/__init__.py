"""Checks of what a language model wrote, statement by statement, against the passages that it cites."""

from __future__ import annotations

from bot.answer.checking.verifier import Check, Verifier

__all__ = ["Check", "Verifier"]
