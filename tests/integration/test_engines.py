"""Engines side by side, one of them a model behind a real server; no key in any run."""

from __future__ import annotations

from pathlib import Path

import pytest
from chatserver import Asked, Script, Status, chat_server, pieces

from bot import Bot
from bot.errors import ModelError
from bot.models import Connection, make_model
from bot.models.limits import Limits
from evals.__main__ import main
from evals.evaluation import Evaluation
from evals.library import runs
from evals.reports import beside
from evals.suites import Case, Suite

SENTINEL = "sk-sentinel-0123456789abcdefghij"


SMALL = Suite(
    suite="small", description="", topic="us-colombia",
    cases=(
        Case(
            id="one", group="a", turns=("When did Plan Colombia begin?",), expect="answered", must=("2000",), gold=(3,)
        ),
    ),
)  # fmt: skip


def say(asked: Asked) -> Script:
    if asked.job == "answer":
        three = next((each for each in asked.ids if each.endswith("-3")), asked.ids[0])
        return pieces(f"Plan Colombia began in 2000 [{three}].")
    return ["…"]


def test_two_engines_side_by_side_from_the_command_line(tmp_path: Path, command) -> None:
    with chat_server(say) as server:
        done = command(
            main, "run", "--suite", "summary", "--model", "extractive", "--model", "openai:test-model",
            "--no-baseline", "--out", str(tmp_path / "runs"),
            LECTERN_MODEL_URL=f"{server.url}/v1", LECTERN_MODEL_KEY=SENTINEL, LECTERN_MODEL_PRICE="1/2",
        )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "Side by side" in done.stdout
    found = {run.made.engine: run for _, run in runs(tmp_path / "runs") if _.parent == tmp_path / "runs"}
    assert set(found) == {"extractive", "openai:test-model"}
    assert "answer" in found["openai:test-model"].made.prompts
    (written,) = (tmp_path / "runs").glob("*.beside.md")
    assert "| metric | extractive | openai:test-model |" in written.read_text()
    for path in (tmp_path / "runs").iterdir():
        assert SENTINEL not in path.read_text()
    assert SENTINEL not in done.stdout + done.stderr


def test_a_model_that_fails_ends_the_run_and_is_not_counted(bot: Bot, tmp_path: Path) -> None:
    with chat_server(lambda _asked: Status(401, "{key}")) as server:
        model = make_model(Connection("openai:m", f"{server.url}/v1", limits=Limits(attempts=1)))
        evaluation = Evaluation(bot.answered_by(model), [SMALL], tmp_path / "run.json", attempts=2)
        with pytest.raises(ModelError, match="refused the key"):
            list(evaluation.rows())


def test_the_table_counts_what_was_spent(bot: Bot, tmp_path: Path) -> None:
    made = []
    with chat_server(say) as server:
        model = make_model(Connection("openai:m", f"{server.url}/v1", limits=Limits(price=(1.0, 2.0))))
        for one in (bot, bot.answered_by(model)):
            evaluation = Evaluation(one, [SMALL], tmp_path / f"{one.engine.replace(':', '-')}.json")
            assert len(list(evaluation.rows())) == 1
            made.append(evaluation.finish())
    table = {line[0]: line[1:] for line in beside.rows(made)}
    assert table["metric"] == ["extractive", "openai:m"]
    assert table["Tokens read"] == ["–", "2,400"]
    assert table["US dollars"][0] == "–"
    assert table["Cases won and lost"] == ["–", "0 won, 0 lost"]
    assert beside.markdown(made).startswith("# Engines side by side")
