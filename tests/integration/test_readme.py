"""The README's commands do what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from bot import Bot
from bot.cli import main
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()]
COMMANDS = [
    re.sub(r"\s+#.*", "", line)
    for line in SHELL
    if line.startswith("lectern ") and not re.search(r"SOURCE_ID|my-|original|BACKUP", line)
]


def test_a_command_runs_as_a_process(bot: Bot) -> None:
    name, *arguments = shlex.split(COMMANDS[0])
    env = {**os.environ, "LECTERN_DATA_DIR": str(bot.settings.data_dir)}
    done = subprocess.run(
        [str(Path(sys.executable).with_name(name)), *arguments],
        capture_output=True, text=True, env=env, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("line", COMMANDS[1:])
def test_a_command_runs(line: str, command) -> None:
    done = command(main, *shlex.split(line)[1:])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_python_example_runs(bot: Bot, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setenv("LECTERN_DATA_DIR", str(bot.settings.data_dir))
    code = re.search(r"```python\n(.*?)```", README, re.S)
    assert code is not None
    exec(code.group(1), {})
    printed = capsys.readouterr().out
    assert "poverty" in printed
    assert "read with: What does Bogotá want?" in printed


def test_the_langchain_example_runs(bot: Bot, monkeypatch) -> None:
    monkeypatch.setenv("LECTERN_DATA_DIR", str(bot.settings.data_dir))
    _, code = re.findall(r"```python\n(.*?)```", README, re.S)
    model = GenericFakeChatModel(messages=iter([AIMessage("The sources do not say.")] * 9))
    made: dict[str, Any] = {"model": model}
    exec(code, made)
    assert made["answer"].outcome == "no_evidence"
    assert made["own"].invoke("What does Bogotá want?") == "The sources do not say."
    assert [each.name for each in made["tools"]] == ["ask_article"]


def test_every_setting_is_in_the_table() -> None:
    for name in Settings.model_fields:
        assert f"{PREFIX}{name.upper()}" in README


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`|^make (\w+)", README, re.M):
        name = next(filter(None, target))
        assert re.search(rf"^{name}:|\b{name}\b.*\.PHONY|\.PHONY:.*\b{name}\b", makefile, re.M), name
