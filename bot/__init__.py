"""Lectern: ask a policy article, check claims against it, and debate it.

``Bot.open()`` opens the corpus that the settings name; ``Bot.ask`` answers with citations that have
been checked. The names below are the public API. Nothing heavy is imported until one is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.errors import LecternError
    from bot.model import (
        Answer,
        Citation,
        Citations,
        Final,
        Hit,
        Passage,
        Side,
        Source,
        Statement,
        Token,
        Topic,
        Usage,
        Verdict,
    )
    from bot.settings import Settings

__all__ = [
    "Answer",
    "Bot",
    "Citation",
    "Citations",
    "Final",
    "Hit",
    "LecternError",
    "Passage",
    "Settings",
    "Side",
    "Source",
    "Statement",
    "Token",
    "Topic",
    "Usage",
    "Verdict",
]

_HOMES = {"Bot": "bot.bot", "LecternError": "bot.errors", "Settings": "bot.settings"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'bot' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "bot.model")), name)
