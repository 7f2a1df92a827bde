"""Which long tests the last changes can break: prints pytest's ``-m`` expression for them, or an empty line.

``python tests/affected.py`` looks at the commits of the twelve hours before the last one; ``LECTERN_CI_BASE=REVISION``
has it look at all since that revision. ``affected.yaml`` says what a file can break.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
HOURS = 12
ALL = "all"
Table = Mapping[str, list[str] | str]


def table() -> Table:
    """Markers, or ``ALL``, by patterns of paths."""
    found: Table = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def markers() -> list[str]:
    """The markers of long tests."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [line.partition(":")[0] for line in settings["tool"]["pytest"]["ini_options"]["markers"]]


def git(*arguments: str, root: Path = ROOT) -> list[str]:
    """The lines that a git command prints."""
    command = ["git", "-c", "core.quotePath=off", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()


def changed(base: str, root: Path = ROOT) -> set[str]:
    """The files that commits have changed since ``base``, or within the twelve hours before the last commit."""
    if base:
        which = [f"{base}..HEAD"]
    else:
        (last,) = git("show", "--no-patch", "--format=%ct", "HEAD", root=root)
        which = [f"--since={int(last) - HOURS * 3600}", "HEAD"]
    lines = git("log", "--no-renames", "--name-only", "--format=", *which, root=root)
    return {line for line in lines if line}


def affected(paths: Iterable[str], known: Table, every: Iterable[str]) -> list[str]:
    """The markers of what changes to these files can break."""
    found: set[str] = set()
    for path in paths:
        for pattern, named in known.items():
            if fnmatchcase(path, pattern):
                found.update(every if named == ALL else named)
    return sorted(found)


if __name__ == "__main__":
    print(" or ".join(affected(changed(os.environ.get("LECTERN_CI_BASE", "")), table(), markers())))
