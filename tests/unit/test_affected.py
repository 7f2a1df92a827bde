"""What the last changes can break is found from the commits, by a table that names files and markers that are there."""

from __future__ import annotations

import os
import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.affected import ALL, ROOT, affected, changed, git, markers, table

TABLE = {"bot/search/**": ["kills", "servers"], "bot/ui/**": ["windows"], "pyproject.toml": ALL}
EVERY = ["hostile", "kills", "servers", "windows"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([], []),
        (["README.md", "bot/searches.py", "docs/pyproject.toml"], []),
        (["bot/ui/page.py"], ["windows"]),
        (["bot/ui/debate/room.py", "bot/search/building.py"], ["kills", "servers", "windows"]),
        (["README.md", "pyproject.toml"], EVERY),
    ],
)
def test_files_name_what_they_can_break(paths: list[str], found: list[str]) -> None:
    assert affected(paths, TABLE, EVERY) == found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Four commits: fourteen hours, eleven hours and no time before the last, and one on a day long gone."""
    git("init", "--quiet", root=tmp_path)
    times = {"old": "01-01T01:00", "early": "06-01T01:00", "late ü": "06-01T04:00", "last": "06-01T15:00"}
    for name, time in times.items():
        (tmp_path / name).write_text(name)
        git("add", ".", root=tmp_path)
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", name]
        env = {**os.environ, "GIT_COMMITTER_DATE": f"2025-{time}:00 +0000"}
        subprocess.run(command, cwd=tmp_path, check=True, env=env)
    return tmp_path


def test_the_commits_of_half_a_day_count_or_those_since_a_revision(repository: Path) -> None:
    assert changed("", repository) == {"late ü", "last"}
    assert changed("HEAD~3", repository) == {"early", "late ü", "last"}
    assert changed("HEAD", repository) == set()


def test_the_table_names_what_is_there() -> None:
    files = git("ls-files")
    for pattern, named in table().items():
        assert any(fnmatchcase(path, pattern) for path in files), pattern
        assert named == ALL or (named and set(named) <= set(markers())), pattern


def test_make_leaves_out_the_long_tests_and_no_others() -> None:
    line = re.search(r"^LONG\s*:= (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert line is not None
    assert line[1].split(" or ") == sorted(markers())
