"""docs/dependencies.md tells of every direct dependency, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from benchmarks.dependencies import PAGE, WORDS, closure, complain, declared, names
from bot.errors import LecternError

SENTENCES = yaml.safe_load(Path(WORDS).read_text(encoding="utf-8"))["sentences"]


def sections(page: str) -> dict[str, set[str]]:
    """The first cells of the tables, by the extra that a heading names, "" for what is always installed."""
    found = {}
    for heading, body in re.findall(r"^## (.+?)$(.*?)(?=^## |\Z)", page, re.M | re.S):
        rows = set(re.findall(r"^\| ([\w.-]+) \|", body, re.M)) - {"package"}
        if rows:
            found["".join(re.findall(r"`(.+)`", heading))] = rows
    return found


def test_the_page_names_what_pyproject_names_extra_by_extra() -> None:
    expected = {group: names({group: wanted}) for group, wanted in declared().items()}
    assert sections(PAGE.read_text(encoding="utf-8")) == expected, "remake it: python -m benchmarks dependencies"


def test_every_dependency_has_its_sentence_on_the_page() -> None:
    complain(declared(), SENTENCES)
    page = PAGE.read_text(encoding="utf-8")
    for name, sentence in SENTENCES.items():
        assert f"| {name} | {sentence} |" in page


def test_a_dependency_without_a_sentence_and_a_sentence_without_a_dependency_are_named() -> None:
    with pytest.raises(LecternError, match="no sentence about numpy"):
        complain(declared(), {name: said for name, said in SENTENCES.items() if name != "numpy"})
    with pytest.raises(LecternError, match="sentences about leftpad"):
        complain(declared(), {**SENTENCES, "leftpad": "Pads."})


def test_what_a_dependency_brings_in_is_followed_through_extras_and_not_beyond() -> None:
    assert {"dateparser", "python-dateutil"} <= closure([Requirement("dateparser")])
    assert "psycopg-binary" in closure([Requirement("psycopg[binary]")])
    assert "psycopg-binary" not in closure([Requirement("psycopg")])
    assert closure([Requirement("no-such-package-of-ours")]) == set()
