"""Mines an argument bank from a topic's sources where nobody has written one."""

from __future__ import annotations

from bot.debate.bank import Bank
from bot.index.content import Content


def mine(content: Content) -> Bank:
    """A bank of what each side is reported to hold."""
    return Bank((), mined=True)
