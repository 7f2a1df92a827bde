"""Suites are checked before anything runs, and a fault is named by file, case and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.errors import SuiteError
from evals.floors import breached, read_floors
from evals.runs import Figure
from evals.suites import read_suite, read_suites

GOOD = "  - {id: a, group: g, turns: [q], expect: answered, gold: [1]}\n"
WANTED = {"facts", "sides", "both-sides", "follow-ups", "refusals", "claims", "wording", "hostile", "summary"}


def suite(tmp_path: Path, cases: str, name: str = "mine.yaml") -> Path:
    path = tmp_path / name
    path.write_text(f"suite: mine\ndescription: Mine.\ncases:\n{cases}", encoding="utf-8")
    return path


def test_the_bundled_suites_are_whole() -> None:
    suites = read_suites()
    assert {one.suite for one in suites} >= WANTED
    cases = [case for one in suites for case in one.cases]
    assert len(cases) >= 150
    assert all(case.gold for case in cases if case.answerable)
    assert {case.why_not for case in cases} >= {"topic_absent", "fact_absent", "false_premise"}


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        ("  - {id: a, group: g, expect: answered, gold: [1]}\n", r"mine.yaml: case 'a': turns: Field required"),
        ("  - {group: g, turns: [q], expect: small_talk}\n", r"case number 1: id: Field required"),
        (GOOD.replace("answered", "maybe"), r"case 'a': expect: Input should be .*got 'maybe'"),
        (GOOD.replace("gold: [1]", "gold: [one]"), r"case 'a': gold\.0: .*integer.*got 'one'"),
        (GOOD.replace(", gold: [1]", ""), r"case 'a': gold: a case that the sources answer names the paragraphs"),
        (GOOD.replace("gold", "golden"), r"case 'a': golden: Extra inputs"),
        (GOOD.replace("[1]", '[1], must: ["("]'), r"case 'a': must: .*not a regular expression"),
        (GOOD.replace("[q]", "[]"), r"case 'a': turns: a case needs at least one turn"),
        (GOOD + GOOD, r"case 'a': id: it is used twice"),
        ("  - {id: a\n", r"mine.yaml is not valid YAML"),
        ("  - {id: a, group: g, turns: [q], expect: answered, gold: [1], why_not: fact_absent}\n", "why_not: only"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, cases: str, message: str) -> None:
    with pytest.raises(SuiteError, match=message):
        read_suite(suite(tmp_path, cases))


def test_a_suite_that_is_missing_or_no_text(tmp_path: Path) -> None:
    suite(tmp_path, GOOD, "facts.yaml")
    with pytest.raises(SuiteError, match=r"no suite 'nothing'.*There: facts"):
        read_suites(["nothing"], tmp_path)
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SuiteError, match=r"bytes.yaml is not UTF-8"):
        read_suite(tmp_path / "bytes.yaml")
    (tmp_path / "list.yaml").write_text("- 1\n")
    with pytest.raises(SuiteError, match="a suite is a mapping"):
        read_suite(tmp_path / "list.yaml")


def test_a_suite_may_be_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"description": "Mine."}\n{"id": "a", "group": "g", "turns": ["q"], "expect": "small_talk"}\n')
    read = read_suite(path)
    assert (read.suite, read.description, read.cases[0].id) == ("mine", "Mine.", "a")
    path.write_text('{"id": "a"\n')
    with pytest.raises(SuiteError, match="not valid JSON lines"):
        read_suite(path)


def test_floors(tmp_path: Path) -> None:
    floors = read_floors()
    assert {floor.metric for floor in floors} >= {"passed", "quote_exactness", "side_fidelity", "topic_absent"}
    below = Figure(metric="quote_exactness", suite="all", value=0.99, counted=9)
    assert breached([below], floors) == ["quote_exactness over all: 0.990 is below the floor of 1.000"]
    assert breached([below.model_copy(update={"value": 1.0})], floors) == []
    (tmp_path / "f.yaml").write_text("- {metric: nothing, least: 1}\n")
    with pytest.raises(SuiteError, match="no metric 'nothing'"):
        read_floors(tmp_path / "f.yaml")
