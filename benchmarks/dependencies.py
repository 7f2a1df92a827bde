"""``python -m benchmarks dependencies``: writes docs/dependencies.md, what each direct dependency is for and weighs.

What each is for stands in docs/dependencies.yaml; all else is measured in the environment that this runs in, and what
is loaded is seen in processes that answer a question.
"""

from __future__ import annotations

import ast
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.start import QUESTION, ROOT, Checkout, served
from bot.errors import LecternError

WORDS = ROOT / "docs" / "dependencies.yaml"
PAGE = ROOT / "docs" / "dependencies.md"
SELF = "lectern"
MAIN = ""
"""The name here of what is always installed, beside the extras."""
LONGEST = 100
"""Characters of a licence's name; what is longer is the licence itself."""

ASKED, SERVED = "with a question", "with the page"
COLUMNS = "| package | what it is for | version | licence | MB alone | MB with what only it brings in | loaded |"
HEAD = """# What Lectern depends on

Made by `python -m benchmarks dependencies`; the sentences are in `dependencies.yaml`. Always installed: {count}
packages, {size} MB (Python {python}, {system}). Megabytes are those of the packages' files, without the bytecode that
Python adds. † Other packages bring it in too: it would stay if it were not named. “With a question”: opened by
`lectern ask`, offline and with the index built; “with the page”: opened only where the page answers one; “only by”:
imported by these modules when they are needed."""

# Notes every file of an installed package that the process opens, as imports and data alike do.
WATCHED = """
import os, runpy, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def note(event, args):
    if event == "open" and isinstance(args[0], str) and "site-packages" in args[0]:
        os.write(log, (args[0] + "\\n").encode())
sys.addaudithook(note)
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

Node = tuple[str, str]
"""A package and one of its extras, "" for the package itself."""


def dependencies() -> None:
    """Write docs/dependencies.md: what each dependency is for, weighs, and when it is loaded."""
    groups, words = declared(), yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    complain(groups, words["sentences"])
    PAGE.write_text(_page(groups, words, _opened()), encoding="utf-8")
    print(f"Written to {PAGE.relative_to(ROOT)}.")


def declared() -> dict[str, list[Requirement]]:
    """The direct dependencies by extra, as pyproject.toml names them, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {MAIN: project["dependencies"], **project["optional-dependencies"]}
    return {
        group: sorted((Requirement(line) for line in lines), key=lambda one: canonicalize_name(one.name))
        for group, lines in groups.items()
    }


def names(groups: Mapping[str, Iterable[Requirement]]) -> set[str]:
    """The names of all direct dependencies."""
    return {canonicalize_name(one.name) for each in groups.values() for one in each} - {SELF}


def complain(groups: Mapping[str, Iterable[Requirement]], sentences: Mapping[str, str]) -> None:
    """Holds the sentences to the dependencies.

    Raises:
        LecternError: a dependency has no sentence, or a sentence no dependency.
    """
    mute, idle = names(groups) - set(sentences), set(sentences) - names(groups)
    if mute:
        raise LecternError(f"{WORDS.name} has no sentence about {', '.join(sorted(mute))}.")
    if idle:
        raise LecternError(f"{WORDS.name} has sentences about {', '.join(sorted(idle))}, on which nothing depends.")


@cache
def installed(name: str) -> Distribution | None:
    """A package's own account of itself, where it is installed here."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def closure(wanted: Iterable[Requirement]) -> set[str]:
    """The names of all installed packages that some requirements bring in."""
    found: set[Node] = set()
    todo = [node for one in wanted for node in _nodes(one)]
    while todo:
        node = todo.pop()
        there = installed(node[0])
        if node in found or there is None:
            continue
        found.add(node)
        for line in there.requires or ():
            one = Requirement(line)
            # Without an extra, what only an extra needs is not needed.
            if one.marker is None or one.marker.evaluate({"extra": node[1]}):
                todo += _nodes(one)
    return {name for name, _ in found}


def _nodes(one: Requirement) -> list[Node]:
    name = canonicalize_name(one.name)
    return [(name, ""), *((name, canonicalize_name(extra)) for extra in one.extras)]


@cache
def megabytes(name: str) -> float:
    """What a package's files weigh by its RECORD, without the bytecode that Python makes of them."""
    there = installed(name)
    return sum(file.size or 0 for file in (there.files or ())) / 1e6 if there else 0.0


def licence(name: str) -> str:
    """The licence's name, from where the package states it."""
    there = installed(name)
    if there is None:
        return ""
    about: Any = there.metadata
    named = about.get("License-Expression") or about.get("License") or ""
    if named and "\n" not in named and len(named) <= LONGEST:
        return str(named)
    classes = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(classes) or "see the package"


def importers() -> dict[str, set[str]]:
    """Which modules of bot and evals import something, by the first part of its name."""
    found: dict[str, set[str]] = {}
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "evals").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _imported(node):
                found.setdefault(name.split(".")[0], set()).add(path.relative_to(ROOT).as_posix())
    return found


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def _opened() -> dict[str, set[str]]:
    """What of site-packages is opened when a question is asked on the command line, and when the page answers one."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Checkout(ROOT, Path(sys.executable), Path(folder) / "data")
        checkout.seconds("ask", QUESTION)
        logs = {way: Path(folder) / way for way in (ASKED, SERVED)}
        asking = [sys.executable, "-c", WATCHED, str(logs[ASKED]), str(Path(sys.executable).parent / SELF)]
        subprocess.run(
            [*asking, "ask", QUESTION], cwd=ROOT, env=checkout.environment(), stdout=subprocess.DEVNULL, check=True
        )
        with served(checkout, "-c", WATCHED, str(logs[SERVED]), "app.py") as page:
            if page.until(page.answers) == float("inf"):
                raise LecternError("The page did not answer, so what it loads cannot be told.")
        return {way: _first(log) for way, log in logs.items()}


def _first(log: Path) -> set[str]:
    """The files and folders right in site-packages that some opened files are or lie in."""
    found = set()
    for line in log.read_text(encoding="utf-8").splitlines():
        first, *more = Path(line.rpartition("site-packages/")[2]).parts or ("",)
        # The bytecode of a package that is one file lies beside that of the others.
        found.add(more[0].split(".")[0] + ".py" if first == "__pycache__" else first)
    return found


def _when(one: Requirement, opened: Mapping[str, set[str]], used: Mapping[str, set[str]]) -> str:
    """When a package is loaded: with a question, with the page, or by which modules alone."""
    there = installed(canonicalize_name(one.name))
    if there is None:
        return "not installed where this was made"
    tops = {file.parts[0] for file in there.files or ()} - {"__pycache__", ".."}
    for way, first in opened.items():
        if {top for top in tops & first if not top.endswith(".dist-info")}:
            return way
    by = sorted(set().union(*(used.get(top.removesuffix(".py"), ()) for top in tops)))
    return "only by " + ", ".join(f"`{path}`" for path in by) if by else "by no module of bot or evals"


def _page(groups: Mapping[str, list[Requirement]], words: Mapping[str, Any], opened: Mapping[str, set[str]]) -> str:
    used, always = importers(), groups[MAIN]
    there = closure(always)
    system = f"{platform.system()} {platform.machine()}"
    parts = [HEAD.format(count=len(there), size=_size(there), python=platform.python_version(), system=system)]
    for group, wanted in groups.items():
        own = [one for one in wanted if canonicalize_name(one.name) != SELF]
        extras = [extra for one in wanted if one not in own for extra in sorted(one.extras)]
        base = [] if group == MAIN else [*always, *(one for extra in extras for one in groups[extra])]
        parts.append(f"## The extra `{group}`" if group else "## Always installed")
        if group and all(installed(canonicalize_name(one.name)) for one in own):
            more = closure([*base, *own]) - closure(base)
            beside = f" and the extras {', '.join(extras)}" if extras else ""
            parts.append(f"Beside what is always installed{beside}: {len(more)} packages, {_size(more)} MB.")
        rows = [_row(one, [*base, *own], words["sentences"], _when(one, opened, used)) for one in own]
        parts.append("\n".join([COLUMNS, "|---|---|---|---|---:|---:|---|", *rows]))
    parts.append("## Written by hand though a library exists, and why")
    for one in words["by_hand"]:
        parts.append(f"**{one['what']}** ({one['where']}; there are: {one['library']}). {one['why']}")
    return "\n\n".join(parts) + "\n"


def _row(one: Requirement, among: Iterable[Requirement], sentences: Mapping[str, str], when: str) -> str:
    name = canonicalize_name(one.name)
    there = installed(name)
    if there is None:
        return f"| {name} | {sentences[name]} | | | | | {when} |"
    without = closure(each for each in among if each is not one)
    only = closure([one]) - without | {name}
    mark = " †" if name in without else ""
    sizes = f"{megabytes(name):.1f} | {_size(only)}{mark}"
    return f"| {name} | {sentences[name]} | {there.version} | {licence(name)} | {sizes} | {when} |"


def _size(packages: Iterable[str]) -> str:
    return f"{sum(map(megabytes, packages)):.1f}"
