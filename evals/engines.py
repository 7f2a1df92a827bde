"""The bots to evaluate: one corpus, one for each engine named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bot import Bot
from bot.models import Connection, LanguageModel, make_model
from bot.models.making import limits_of
from bot.settings import EXTRACTIVE, Settings


def engines(names: Sequence[str], settings: Settings) -> list[Bot]:
    """A bot for each name, "extractive" or provider:name, over one open index.

    Address, key and limits are the settings'. Each name is taken once.

    Raises:
        ModelError: a model cannot be made.
    """
    opened = Bot.open(settings.model_copy(update={"model": EXTRACTIVE}))
    return [opened.answered_by(_model(name, settings)) for name in dict.fromkeys(names)]


def _model(name: str, settings: Settings) -> LanguageModel | None:
    if name == EXTRACTIVE:
        return None
    return make_model(
        Connection(name, settings.model_url, settings.model_key, settings.model_temperature, limits_of(settings))
    )
