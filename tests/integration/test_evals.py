"""The bundled run, and ``python -m evals`` as a process: whole, the same twice, resumed, and clear when it fails."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot import Bot
from evals import baselines
from evals.__main__ import main
from evals.comparing import compare
from evals.evaluation import Evaluation
from evals.floors import breached, read_floors
from evals.reports import html, junit, markdown
from evals.runs import Figure, Run, load, partial_of, save
from evals.suites import FOLDER, read_suites

ROOT = Path(__file__).resolve().parents[2]


def test_no_floor_is_broken(bundled_run: Run) -> None:
    assert breached(bundled_run.figures, read_floors()) == []


def test_nothing_got_worse_than_the_baseline(bundled_run: Run) -> None:
    found = compare(load(baselines.path_of("extractive")), bundled_run)
    assert found.regressions == []
    assert found.cases == len(bundled_run.rows), "the baseline is of other cases: python -m evals run --keep"


def without_time(figures: tuple[Figure, ...]) -> list[Figure]:
    return [one for one in figures if not one.metric.startswith("latency")]


def test_the_same_commit_gives_the_same_figures_twice(bot: Bot, bundled_run: Run, tmp_path: Path) -> None:
    again = Evaluation(bot, read_suites(), tmp_path / "again.json", at_once=2)
    list(again.rows())
    run = again.finish()
    assert without_time(run.figures) == without_time(bundled_run.figures)
    assert compare(bundled_run, run).flips == ()


def test_a_planted_regression_is_named(bundled_run: Run, tmp_path: Path) -> None:
    right = [at for at, row in enumerate(bundled_run.rows) if row.suite == "facts" and not row.faults][:5]
    rows = list(bundled_run.rows)
    for at in right:
        scores = {**rows[at].scores, "passed": 0.0, "correctness": 0.0}
        rows[at] = rows[at].model_copy(update={"faults": ("planted",), "scores": scores})
    worse = bundled_run.model_copy(update={"rows": tuple(rows)})
    for run, path in ((bundled_run, "base.json"), (worse, "new.json")):
        save(run, tmp_path / path)
    done = evals("compare", str(tmp_path / "base.json"), str(tmp_path / "new.json"), cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    for at in right:
        assert rows[at].key in done.stdout
    same = evals("compare", str(tmp_path / "base.json"), str(tmp_path / "base.json"), cwd=tmp_path)
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


def evals(*arguments: str, cwd: Path, data: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT)])
    full = {**os.environ, "PYTHONPATH": path, "LECTERN_DATA_DIR": str(data or cwd / "data"), "COLUMNS": "200", **env}
    return subprocess.run(
        [sys.executable, "-m", "evals", *arguments], cwd=cwd, env=full, capture_output=True, text=True, check=False,
        timeout=180,
    )  # fmt: skip


@pytest.fixture
def data(bot: Bot) -> Path:
    return bot.settings.data_dir


def test_a_run_is_written_shown_and_reported(tmp_path: Path, data: Path) -> None:
    done = evals("run", "--suite", "summary", "--suite", "about", "--out", "one.json", cwd=tmp_path, data=data)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Cases right" in done.stdout
    run = load(tmp_path / "one.json")
    assert run.made.corpus
    assert run.made.versions["chromadb"]
    assert set(run.made.suites) == {"summary", "about"}
    assert run.made.prompts["judge-support"]
    assert not partial_of(tmp_path / "one.json").exists()
    done = evals(
        "report", "one.json", "--html", "r.html", "--markdown", "r.md", "--junit", "r.xml", cwd=tmp_path, data=data
    )
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("r.html", "r.md", "r.xml"))


def test_a_stopped_run_goes_on_where_it_stopped(tmp_path: Path, data: Path) -> None:
    out = tmp_path / "one.json"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LECTERN_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "evals", "run", "--suite", "facts", "--no-baseline", "--out", str(out)]
    process = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while time.monotonic() < until and _lines(partial_of(out)) < 8:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert not out.exists()
    begun = partial_of(out).read_text().splitlines()
    assert len(begun) >= 8
    refused = evals("report", str(out), cwd=tmp_path, data=data)
    assert refused.returncode == 2
    assert "only begun" in refused.stderr
    # A line that was cut off by the kill is asked again.
    partial_of(out).write_text("\n".join(begun) + '\n{"suite": "facts", "ca')
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=180)
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


@pytest.fixture
def here(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The command in this process: its exit code and what it wrote to stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LECTERN_DATA_DIR", str(data))

    def run(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["evals", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capsys.readouterr().err

    return run


def test_faults_are_one_clear_line_and_code_2(tmp_path: Path, data: Path, here) -> None:
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
        code, said = here(*arguments)
        assert code == 2, arguments
        assert message in said
        assert said.count("\n") == 1
    assert not (tmp_path / "runs").exists()
    assert not (data / "runs").exists()


def test_an_unreachable_judge_ends_the_run_and_keeps_what_was_asked(tmp_path: Path, data: Path) -> None:
    done = evals(
        "run", "--suite", "about", "--judge", "language:openai:small", "--out", "one.json", cwd=tmp_path, data=data,
        OPENAI_API_KEY="none", OPENAI_BASE_URL="http://127.0.0.1:9/v1",
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    assert not (tmp_path / "one.json").exists()


def test_a_broken_suite_is_named(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "evals", copy / "evals", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "bot", copy / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("corpus", "prompts"):
        (copy / folder).symlink_to(ROOT / folder)
    suite = copy / "evals" / FOLDER.name / "facts.yaml"
    suite.write_text(suite.read_text().replace("expect: answered", "expect: perhaps", 1))
    done = evals("run", cwd=tmp_path, data=data, PYTHONPATH=str(copy))
    assert done.returncode == 2
    assert "facts.yaml: case" in done.stderr
    assert "expect" in done.stderr


def test_a_full_disk_leaves_no_half_run(tmp_path: Path, data: Path) -> None:
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a file system of its own")
    small = tmp_path / "small"
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size=16k none {small} && {sys.executable} -m evals run --suite facts "
        f"--out {small}/one.json; code=$?; ls -A {small}; exit $code"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LECTERN_DATA_DIR": str(data)}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written: No space left on device" in done.stderr
    assert done.stdout.split() == ["one.partial.jsonl"]
