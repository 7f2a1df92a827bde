"""A bot whose answers a model writes that says what a test tells it, the commands in this process, and servers."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from chatserver import Asked, ChatServer, Script, chat_server
from pydantic import SecretStr

from bot import Bot
from bot.models import Connection, make_model
from bot.models.limits import Limits
from bot.settings import Settings
from tests.servers import empty_database, postgres

SENTINEL = "sk-sentinel-0123456789abcdefghij"
Serve = Callable[..., tuple[Bot, ChatServer]]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


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


@pytest.fixture
def built(built_data: Path, tmp_path: Path) -> Settings:
    """A copy of a built corpus, to write into or to damage."""
    shutil.copytree(built_data, tmp_path / "copy")
    return Settings(data_dir=tmp_path / "copy")


@pytest.fixture
def command(bot: Bot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a program's ``main`` in this process over the bundled bot's data: what came of it, as of a process."""

    def run(main: Callable[[], None], *arguments: str, cwd: Path | None = None, **env: str):
        with monkeypatch.context() as patch:
            for name, value in {"LECTERN_DATA_DIR": str(bot.settings.data_dir), "COLUMNS": "200", **env}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["program", *arguments])
            # As in a process of its own, main says itself where the log goes.
            patch.setattr(logging.getLogger(), "handlers", [])
            if cwd is not None:
                patch.chdir(cwd)
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        return subprocess.CompletedProcess(arguments, ended.value.code or 0, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL; whoever uses it is in the group "postgres"."""
    with postgres(tmp_path_factory.mktemp("pg")) as url:
        yield url


@pytest.fixture
def database(database_server: str) -> str:
    """The address of an empty database in a PostgreSQL."""
    return empty_database(database_server)
