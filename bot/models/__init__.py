"""Language models: made from one setting, asked with a named prompt, their failures told in words."""

from __future__ import annotations

from bot.models.language import AFRESH, LanguageModel, Reply, Words
from bot.models.making import Connection, make_model

__all__ = ["AFRESH", "Connection", "LanguageModel", "Reply", "Words", "make_model"]
