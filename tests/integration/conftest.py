"""A bot whose answers a model writes that says what a test tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from chatserver import Asked, ChatServer, Script, chat_server
from pydantic import SecretStr

from bot import Bot
from bot.models import Connection, make_model
from bot.models.limits import Limits

SENTINEL = "sk-sentinel-0123456789abcdefghij"
Serve = Callable[..., tuple[Bot, ChatServer]]


@pytest.fixture
def serve(bot: Bot) -> Iterator[Serve]:
    """Starts a server and gives the bundled bot answered by it; ``say`` is a script by job, or a function."""
    with ExitStack() as stack:

        def start(
            say: dict[str, Script] | Callable[[Asked], Script],
            model: str = "openai:test-model",
            path: str = "/v1",
            strict: bool = False,
            **limits: float,
        ) -> tuple[Bot, ChatServer]:
            def script(asked: Asked) -> Script:
                return say(asked) if callable(say) else say.get(asked.job, ["The sources do not say."])

            server = stack.enter_context(chat_server(script))
            connection = Connection(
                model, server.url + path, SecretStr(SENTINEL), limits=Limits(**{"attempts": 2, "timeout": 5, **limits})
            )
            asked_of = bot.answered_by(make_model(connection))
            assert asked_of.writer is not None
            asked_of.writer.strict = strict
            return asked_of, server

        yield start
