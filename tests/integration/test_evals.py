"""The bundled run, and ``python -m evals``: whole, the same twice, resumed, and clear when it fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot import Bot, Verdict
from evals import baselines
from evals.__main__ import main
from evals.comparing import compare
from evals.evaluation import Evaluation
from evals.floors import breached, read_floors
from evals.reports import html, junit, markdown
from evals.runs import Figure, Row, Run, load, partial_of, save
from evals.scoring import figures
from evals.suites import FOLDER, Case, read_suites
from tests.servers import until

ROOT = Path(__file__).resolve().parents[2]


def test_no_floor_is_broken(bundled_run: Run) -> None:
    assert breached(bundled_run.figures, read_floors()) == []


def test_nothing_got_worse_than_the_baseline(bundled_run: Run) -> None:
    found = compare(load(baselines.path_of("extractive")), bundled_run)
    assert found.regressions == []
    assert found.cases == len(bundled_run.rows), "the baseline is of other cases: python -m evals run --keep"


def without_time(figures: tuple[Figure, ...]) -> list[Figure]:
    return [one for one in figures if not one.metric.startswith("latency")]


def test_the_same_commit_gives_the_same_twice(bot: Bot, bundled_run: Run, tmp_path: Path) -> None:
    """Some cases of every suite, asked again and two at once: each word, and so each figure, is the same."""
    some = [suite.model_copy(update={"cases": spread(suite.cases)}) for suite in read_suites()]
    again = Evaluation(bot, some, tmp_path / "again.json", at_once=2)
    asked = [row.key for row in again.rows()]
    assert len(asked) >= 40
    run = again.finish()
    before = tuple(row for row in bundled_run.rows if row.key in asked)
    assert [said(row) for row in run.rows] == [said(row) for row in before]
    assert without_time(run.figures) == without_time(tuple(figures(before)))
    assert compare(bundled_run.model_copy(update={"rows": before}), run).flips == ()


def spread(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Every fifteenth case of a suite: of all suites, some forty."""
    return cases[::15]


def said(row: Row) -> list[object]:
    """What a row answers, on what, and what is wrong with it; not the time that it took, nor a score's last digits."""
    reply = row.reply if isinstance(row.reply, Verdict) else replace(row.reply, timings={}, score=None)
    return [row.key, reply, [one.passage_id for one in row.contexts], row.found, row.faults]


def test_a_planted_regression_is_named(bundled_run: Run, tmp_path: Path, here) -> None:
    right = [at for at, row in enumerate(bundled_run.rows) if row.suite == "facts" and not row.faults][:5]
    rows = list(bundled_run.rows)
    for at in right:
        scores = {**rows[at].scores, "passed": 0.0, "correctness": 0.0}
        rows[at] = rows[at].model_copy(update={"faults": ("planted",), "scores": scores})
    worse = bundled_run.model_copy(update={"rows": tuple(rows)})
    for run, path in ((bundled_run, "base.json"), (worse, "new.json")):
        save(run, tmp_path / path)
    done = here("compare", "base.json", "new.json")
    assert done.returncode == 1, done.stderr
    for at in right:
        assert rows[at].key in done.stdout
    same = here("compare", "base.json", "base.json")
    assert same.returncode == 0, same.stderr


def test_the_reports_are_whole_and_call_nobody(bundled_run: Run) -> None:
    page = html.page(bundled_run, compare(bundled_run, bundled_run))
    assert page.count("<details") == len(bundled_run.rows)
    assert "<svg" in page
    assert "<mark>" in page
    tags = Tags()
    tags.feed(page)
    assert not {name for name, _ in tags.seen} & {"img", "link", "iframe", "object", "video", "audio", "base"}
    assert not [each for each in tags.seen if {"src", "href", "action", "srcset"} & set(each[1])]
    assert "@import" not in html.style()
    assert "url(" not in html.style()
    assert "Gate AUROC" in markdown.text_of(bundled_run)
    tree = ET.fromstring(junit.xml(bundled_run))
    assert len(tree.findall("testsuite/testcase")) == len(bundled_run.rows)
    assert len(tree.findall("testsuite/testcase/failure")) == sum(bool(row.faults) for row in bundled_run.rows)


def test_a_report_escapes_what_an_answer_says(bundled_run: Run) -> None:
    row = bundled_run.rows[0]
    evil = "<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(1)) \x00"
    bad = row.model_copy(
        update={"reply": row.reply.__class__(**{**vars_of(row.reply), "text": evil}), "faults": (evil,)}
    )
    page = html.page(bundled_run.model_copy(update={"rows": (bad,)}))
    tags = Tags()
    tags.feed(page)
    assert [name for name, _ in tags.seen].count("script") == 1
    assert not [each for each in tags.seen if {"src", "href", "onerror"} & set(each[1])]
    ET.fromstring(junit.xml(bundled_run.model_copy(update={"rows": (bad,)})))


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name for name, _ in attrs]))


def vars_of(reply: object) -> dict[str, object]:
    return {name: getattr(reply, name) for name in reply.__slots__}


@pytest.fixture
def here(command, tmp_path: Path):
    """``python -m evals`` in this process and in the test's own folder."""
    return partial(command, main, cwd=tmp_path)


def process(data: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment of ``python -m evals`` as a process."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LECTERN_DATA_DIR": str(data), "COLUMNS": "200"}
    return [sys.executable, "-m", "evals", *arguments], env


def test_a_run_is_written_shown_and_reported(tmp_path: Path, bot: Bot, here) -> None:
    line, env = process(bot.settings.data_dir, "run", "--suite", "summary", "--suite", "about", "--out", "one.json")
    done = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Cases right" in done.stdout
    run = load(tmp_path / "one.json")
    assert run.made.corpus
    assert run.made.versions["chromadb"]
    assert set(run.made.suites) == {"summary", "about"}
    assert run.made.prompts["judge-support"]
    assert not partial_of(tmp_path / "one.json").exists()
    done = here("report", "one.json", "--html", "r.html", "--markdown", "r.md", "--junit", "r.xml")
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("r.html", "r.md", "r.xml"))


def test_a_stopped_run_goes_on_where_it_stopped(tmp_path: Path, bot: Bot, here) -> None:
    out = tmp_path / "one.json"
    run_facts = ("run", "--suite", "facts", "--no-baseline", "--out", str(out))
    line, env = process(bot.settings.data_dir, *run_facts)
    running = subprocess.Popen(line, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _lines(partial_of(out)) >= 8, "eight lines are kept", 120)
    finally:
        running.kill()
        running.wait(30)
    assert not out.exists()
    begun = partial_of(out).read_text().splitlines()
    assert len(begun) >= 8
    refused = here("report", str(out))
    assert refused.returncode == 2
    assert "only begun" in refused.stderr
    # A line that was cut off by the kill is asked again.
    partial_of(out).write_text("\n".join(begun) + '\n{"suite": "facts", "ca')
    done = here(*run_facts)
    assert done.returncode == 0, done.stderr
    run = load(out)
    assert len(run.rows) == len(read_suites(["facts"])[0].cases)
    kept = [json.loads(line) for line in begun[1:8]]
    by_key = {row.key: row for row in run.rows}
    assert [by_key[f"{one['suite']}/{one['case']['id']}"].ms for one in kept] == [one["ms"] for one in kept]
    assert not partial_of(out).exists()


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_what_was_begun_otherwise_is_not_mixed_in(tmp_path: Path, bot: Bot) -> None:
    out = tmp_path / "one.json"
    rows = Evaluation(bot, read_suites(["about"]), out).rows()
    next(rows)
    rows.close()
    with pytest.raises(Exception, match=r"begun by another run \(other judge\)"):
        next(Evaluation(bot, read_suites(["about"]), out, judge="exact").rows())


def test_faults_are_one_clear_line_and_code_2(tmp_path: Path, bot: Bot, here) -> None:
    for arguments, message in (
        (("run", "--suite", "nothing"), "no suite 'nothing'"),
        (("run", "--model", "oracle"), "write provider:name"),
        (("run", "--suite", "about", "--judge", "oracle"), "no judge 'oracle'"),
        (("compare", "a.json", "b.json"), "There is no run at a.json"),
        (("report", "a.json"), "There is no run at a.json"),
        (("outside", "--beir", "nowhere"), "corpus.jsonl cannot be read"),
        (("outside", "--data", "nowhere"), "outside data is not there"),
        (("fit", "support", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
    ):
        done = here(*arguments)
        assert done.returncode == 2, arguments
        assert message in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "runs").exists()
    assert not (bot.settings.data_dir / "runs").exists()


def test_an_unreachable_judge_ends_the_run_and_keeps_what_was_asked(tmp_path: Path, here) -> None:
    done = here(
        "run", "--suite", "about", "--judge", "language:openai:small", "--out", "one.json",
        OPENAI_API_KEY="none", OPENAI_BASE_URL="http://127.0.0.1:9/v1",
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    assert not (tmp_path / "one.json").exists()


def test_a_broken_suite_is_named(tmp_path: Path, here) -> None:
    suite = tmp_path / "facts.yaml"
    shutil.copyfile(FOLDER / suite.name, suite)
    suite.write_text(suite.read_text().replace("expect: answered", "expect: perhaps", 1))
    done = here("run", "--suite", str(suite))
    assert done.returncode == 2
    assert "facts.yaml: case" in done.stderr
    assert "expect" in done.stderr


def test_a_full_disk_leaves_no_half_run(tmp_path: Path, bot: Bot) -> None:
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a file system of its own")
    small = tmp_path / "small"
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size=16k none {small} && {sys.executable} -m evals run --suite facts "
        f"--out {small}/one.json; code=$?; ls -A {small}; exit $code"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LECTERN_DATA_DIR": str(bot.settings.data_dir)}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written: No space left on device" in done.stderr
    assert done.stdout.split() == ["one.partial.jsonl"]
