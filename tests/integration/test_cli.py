"""The ``lectern`` command: once as a process, and otherwise in this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import Bot
from bot.cli import main

LECTERN = Path(sys.executable).with_name("lectern")


@pytest.fixture
def lectern(command):
    def run(*arguments: str, code: int = 0, **env: str) -> str:
        done = command(main, *arguments, **env)
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


def test_ask_prints_what_the_api_gives(bot: Bot) -> None:
    env = {**os.environ, "LECTERN_DATA_DIR": str(bot.settings.data_dir)}
    command = [str(LECTERN), "ask", "When did Plan Colombia begin?", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    answer = bot.ask("When did Plan Colombia begin?")
    assert data["text"] == answer.text
    assert data["citations"][0]["quote"] == answer.citations[0].quote
    assert data["outcome"] == "closest"


def test_check_and_search(lectern) -> None:
    claim = "Petro responded to Trump by recalling Colombia's ambassador for consultations."
    assert json.loads(lectern("check", claim, "--json"))["label"] == "supported"
    assert json.loads(lectern("check", "Coca production rose after 2000.", "--json"))["label"] == "unsettled"
    hits = json.loads(lectern("search", "tariffs", "-k", "2", "--json"))
    assert len(hits) == 2
    assert "tariffs" in hits[0]["quote"]


def test_the_corpus_is_listed(lectern) -> None:
    sources = json.loads(lectern("corpus", "list", "--json"))
    assert sources[0]["author"] == "Lucía González Camelo"
    assert sources[0]["passages"] == 10


def test_errors_are_one_line_and_code_2(lectern) -> None:
    for message, said in (
        ("LECTERN_FOO is not a setting", lectern("ask", "x", code=2, LECTERN_FOO="1")),
        ("no topic 'nowhere'", lectern("ask", "x", code=2, LECTERN_TOPIC="nowhere")),
        ("no side 'moscow'", lectern("ask", "x", "--side", "moscow", code=2)),
    ):
        assert message in said
        assert said.startswith("lectern: ")
        assert said.count("\n") == 1
