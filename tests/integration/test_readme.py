"""The commands of the README and of the pages that it leads to do what these say."""

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
PAGES = ("README.md", *(f"docs/{name}.md" for name in ("api", "debating", "documents", "evals", "models", "settings")))
TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}
SHELL = [
    line
    for text in TEXT.values()
    for block in re.findall(r"```sh\n(.*?)```", text, re.S)
    for line in block.splitlines()
]
COMMANDS = list(dict.fromkeys(
    re.sub(r"\s+#.*", "", line)
    for line in SHELL
    if line.startswith("lectern ") and not re.search(r"SOURCE_ID|my-|original|BACKUP", line)
))  # fmt: skip


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
    code = re.search(r"```python\n(.*?)```", TEXT["docs/api.md"], re.S)
    assert code is not None
    exec(code.group(1), {})
    printed = capsys.readouterr().out
    assert "poverty" in printed
    assert "read with: What does Bogotá want?" in printed


def test_the_langchain_example_runs(bot: Bot, monkeypatch) -> None:
    monkeypatch.setenv("LECTERN_DATA_DIR", str(bot.settings.data_dir))
    _, code = re.findall(r"```python\n(.*?)```", TEXT["docs/api.md"], re.S)
    model = GenericFakeChatModel(messages=iter([AIMessage("The sources do not say.")] * 9))
    made: dict[str, Any] = {"model": model}
    exec(code, made)
    assert made["answer"].outcome == "no_evidence"
    assert made["own"].invoke("What does Bogotá want?") == "The sources do not say."
    assert [each.name for each in made["tools"]] == ["ask_article"]


def test_every_setting_is_in_the_table() -> None:
    for name in Settings.model_fields:
        assert f"{PREFIX}{name.upper()}" in TEXT["docs/settings.md"]


def test_what_a_page_leads_to_is_there() -> None:
    built = [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "built").glob("*.md")]
    for name in (*PAGES, "ARCHITECTURE.md", "docs/scaling.md", "docs/rounds/README.md", *built):
        text = (ROOT / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text):
            assert ((ROOT / name).parent / link).exists(), (name, link)


def test_modules_that_the_architecture_names_are_there() -> None:
    there = {path.name for folder in ("bot", "evals", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.*")}
    there |= {path.name for path in ROOT.glob("*.*")} | {
        "topic.yaml",
        "arguments.yaml",
        "corpus.db",
        "model.safetensors",
    }
    for path in (ROOT / "ARCHITECTURE.md", *(ROOT / "docs" / "built").glob("*.md")):
        for name in re.findall(
            r"`(?:[\w<>]+/)*(\w+\.(?:py|yaml|json|js|html|css|onnx))`", path.read_text(encoding="utf-8")
        ):
            assert name in there, (path.name, name)


def test_the_readme_is_short_and_says_each_thing_that_can_be_run_once() -> None:
    assert len(TEXT["README.md"].split()) < 1500
    lines = [line for line in SHELL if line.startswith(("lectern ", "python -m "))]
    there = [line for line in TEXT["README.md"].splitlines() if line in lines]
    assert len(there) == len(set(there))


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`|^make (\w+)", "\n".join(TEXT.values()), re.M):
        name = next(filter(None, target))
        assert re.search(rf"^{name}:|\b{name}\b.*\.PHONY|\.PHONY:.*\b{name}\b", makefile, re.M), name
