"""The workers that share the tests: a group of tests stays in one, and what takes long is made by one for all."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_tests_are_handed_out_by_groups(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", False):
        pytest.skip("this run hands out no groups")
    assert request.node.nodeid.endswith("@test_workers")


def test_what_takes_long_is_made_once_and_whole(made_once, request: pytest.FixtureRequest) -> None:
    name, made = f"once-{id(request)}", []

    def fail(place: Path) -> None:
        place.write_text("half")
        raise OSError

    def make(place: Path) -> None:
        made.append(place)
        place.write_text("whole")

    with pytest.raises(OSError):  # noqa: PT011
        made_once(name, fail)
    first = made_once(name, make)
    assert made_once(name, make) == first
    assert first.read_text() == "whole"
    assert len(made) == 1
