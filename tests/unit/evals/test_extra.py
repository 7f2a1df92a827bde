"""Without the extra of the evals: one line that names it, before any work is done."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.bot import Bot
from evals.__main__ import main
from evals.comparing import compare
from evals.errors import ExtraError
from evals.evaluation import Evaluation
from evals.runs import Run
from evals.suites import read_suites

EXTRA = "pip install 'lectern[evals]'"


def remove(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """As Python itself notes what cannot be imported."""
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


def test_a_run_is_not_begun_without_what_measures(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(monkeypatch, "ir_measures", "scipy")
    with pytest.raises(ExtraError) as refused:
        Evaluation(bot, read_suites(["about"]), tmp_path / "run.json")
    assert str(refused.value) == f"Measuring needs ir_measures and scipy: {EXTRA}."
    assert list(tmp_path.glob("run*")) == []


def test_runs_are_not_compared_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    remove(monkeypatch, "scipy")
    run = Run.model_construct(rows=())
    with pytest.raises(ExtraError, match="needs scipy"):
        compare(run, run)


def test_the_command_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    remove(monkeypatch, "sklearn")
    monkeypatch.setattr(sys, "argv", ["evals", "fit", "answering", str(tmp_path)])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert capsys.readouterr().err == f"evals: Measuring needs sklearn: {EXTRA}.\n"
