"""Intervals, and two runs compared: what differs is named, what does not is passed."""

from __future__ import annotations

import numpy as np
import pytest
from making import answer, row, scene

from evals import baselines
from evals.bootstrap import interval, paired
from evals.comparing import compare
from evals.errors import RunError
from evals.runs import Made, Row, Run, load, save
from evals.scoring import figures, scored

MADE = Made(
    engine="extractive", judge="exact", suites={}, repeats=1, topic="t", corpus="c", prompts={}, embedding="e",
    commit="", changed="", versions={}, settings={},
)  # fmt: skip


def run(rows: list[Row]) -> Run:
    done = [scored(one, scene()) for one in rows]
    return Run(made=MADE, seconds=1.0, rows=tuple(done), figures=tuple(figures(done)))


def many(count: int = 60, groups: int = 6, wrong: frozenset[int] = frozenset(), suite: str = "facts") -> list[Row]:
    rows = []
    for at in range(count):
        one = row(answer(text=f"answer {at}"), suite=suite, id=f"c{at}", group=f"g{at % groups}")
        rows.append(one.model_copy(update={"faults": ("lacks it",)}) if at in wrong else one)
    return rows


def test_an_interval_is_wider_by_cluster() -> None:
    values = np.array([1.0] * 30 + [0.0] * 30)
    alone = interval(values, [str(at) for at in range(60)])
    together = interval(values, ["a"] * 30 + ["b"] * 30)
    assert alone is not None
    assert together is not None
    assert together[1] - together[0] > alone[1] - alone[0]
    assert alone[0] == pytest.approx(0.37, abs=0.03)
    assert alone[1] == pytest.approx(0.63, abs=0.03)
    assert interval(values, ["a"] * 60) is None


def test_the_quick_mean_is_the_slow_mean() -> None:
    chance = np.random.default_rng(3)
    values, clusters = chance.random(80), [str(at) for at in chance.integers(0, 9, 80)]
    quick = interval(values, clusters)
    slow = interval(values, clusters, lambda seen: float(np.mean(seen)))
    assert quick == pytest.approx(slow)
    old = chance.random(80)
    assert paired(values, old, clusters) == pytest.approx(paired(values, old, clusters, lambda v: float(np.mean(v))))


def test_pairing_narrows_what_is_the_same_shift() -> None:
    chance = np.random.default_rng(3)
    old = chance.random(60)
    found = paired(old + 0.1, old, [str(at) for at in range(60)])
    assert found == pytest.approx((0.1, 0.1))


def test_equal_runs_pass() -> None:
    found = compare(run(many(wrong=frozenset({1, 2}))), run(many(wrong=frozenset({1, 2}))))
    assert found.regressions == []
    assert found.flips == ()
    assert {one.verdict for one in found.changes} == {"same"}


@pytest.mark.parametrize("lost", [{0, 1, 2, 3, 4}, {0, 6, 12, 18, 24}], ids=["spread", "one group"])
def test_five_lost_cases_are_named_and_fail(lost: set[int]) -> None:
    found = compare(run(many()), run(many(wrong=frozenset(lost))))
    assert {flip.key for flip in found.flips} == {f"facts/c{at}" for at in lost}
    assert all(flip.lost and flip.new.faults and not flip.old.faults for flip in found.flips)
    assert found.regressions
    assert all(f"facts/c{at}" in " ".join(found.regressions) for at in lost)
    assert compare(run(many(wrong=frozenset(lost))), run(many())).regressions == []


def test_a_metric_that_some_rows_lack_is_compared_where_it_applies() -> None:
    refused = row(answer(outcome="no_evidence"), id="x", group="g1").model_copy(update={"faults": ("refuses",)})
    found = compare(run(many(8)), run([*many(8)[:-1], many(8)[-1].model_copy(update={"reply": refused.reply})]))
    by_metric = {one.metric: one for one in found.changes if one.suite == "all"}
    assert (by_metric["coverage"].old, by_metric["coverage"].new) == (1.0, 0.875)
    assert by_metric["accuracy"].new == 1.0


def test_noise_is_no_regression() -> None:
    found = compare(run(many(wrong=frozenset({0, 1, 2}))), run(many(wrong=frozenset({3, 4, 5}))))
    assert len(found.flips) == 6
    assert found.regressions == []


def test_time_never_fails_a_comparison() -> None:
    slow = [one.model_copy(update={"ms": 900.0}) for one in many()]
    found = compare(run(many()), run(slow))
    assert {one.verdict for one in found.changes if one.metric == "latency_p50"} == {"worse"}
    assert found.regressions == []


def test_only_shared_cases_are_compared() -> None:
    other = many(20)
    other[0] = other[0].model_copy(update={"case": other[0].case.model_copy(update={"must": ("x",)})})
    found = compare(run(many(10)), run(other))
    assert found.cases == 9
    assert set(found.left_out) == {"facts/c0", *(f"facts/c{at}" for at in range(10, 20))}
    with pytest.raises(RunError, match="share no case"):
        compare(run(many(3)), run(many(3, suite="sides")))


def test_repeats_are_averaged() -> None:
    rows = [one.model_copy(update={"repeat": n}) for n in range(3) for one in many(12)]
    rows[0] = rows[0].model_copy(update={"faults": ("x",)})
    found = compare(run(many(12)), run(rows))
    change = next(one for one in found.changes if (one.metric, one.suite) == ("passed", "all"))
    assert change.new == pytest.approx(1 - 1 / 36, abs=1e-4)
    assert found.flips == ()


def test_a_run_is_read_back_as_it_was_written(tmp_path) -> None:
    path = tmp_path / "runs" / "one.json"
    mine = run(many(5, wrong=frozenset({2})))
    save(mine, path)
    assert load(path) == mine
    assert [each.name for each in path.parent.iterdir()] == ["one.json"]


@pytest.mark.parametrize("damage", ["cut", "empty", "other", "missing"])
def test_a_run_that_is_not_whole_is_refused(tmp_path, damage: str) -> None:
    path = tmp_path / "one.json"
    save(run(many(5)), path)
    text = path.read_text()
    if damage == "missing":
        path.unlink()
    else:
        path.write_text({"cut": text[: len(text) // 2], "empty": "", "other": '{"format": 2}'}[damage])
    with pytest.raises(RunError, match=r"one\.json"):
        load(path)


def test_a_run_below_a_floor_is_no_baseline() -> None:
    with pytest.raises(RunError, match="below a floor"):
        baselines.keep(run(many(3)).model_copy(update={"broken": ("passed over facts",)}))
