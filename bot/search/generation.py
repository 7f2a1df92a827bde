"""Index generations: built aside, checked, switched to; a broken one is set aside and built again.

A local Chroma store does not survive being killed while it writes, so nothing is ever written into
the one being served: it is derived from the corpus database and can be lost without harm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from bot.errors import BrokenIndexError
from bot.search import leases, sealing
from bot.search.content import Content

POINTER = "current.json"
MANIFEST = "manifest.json"
CHECK_SECONDS = 600
CHECK_FILE_BYTES = 20_000_000_000
BLIND = 3
"""How the check ends where Chroma's graph does not lead to some vectors, and all else is well."""
KEEP = 2
"""Generations left on disk: the one served, and the one before for readers that still hold it."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished index in its folder, and what its manifest says of it.

    ``files`` are hashes as :mod:`bot.search.sealing` makes them. ``blind``: among vectors that are nearly all alike
    Chroma's graph does not lead to some, so that passages are searched row by row.
    """

    folder: Path
    fingerprint: str
    topic: str = ""
    base: str = ""
    states: Mapping[str, str] = field(default_factory=dict, repr=False)
    churn: int = 0
    local: bool = True
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    blind: bool = False

    @property
    def chroma(self) -> Path:
        """The folder of the Chroma store."""
        return self.folder / "chroma"

    @property
    def lexical(self) -> Path:
        """The FTS5 file."""
        return self.folder / "lexical.db"


def of_folder(folder: Path) -> Generation:
    """The generation in a folder.

    Raises:
        OSError, ValueError, KeyError, TypeError: its manifest is missing or says something else.
    """
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Generation(folder, **manifest)


def current(index_dir: Path) -> Generation | None:
    """The generation that the pointer names, or None where there is none or it cannot be read."""
    try:
        name = json.loads((index_dir / POINTER).read_text(encoding="utf-8"))["generation"]
        return of_folder(index_dir / name)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def begin(index_dir: Path, fingerprint: str) -> Path:
    """An empty folder aside, to build a generation in."""
    index_dir.mkdir(parents=True, exist_ok=True)
    aside = index_dir / f"gen-{fingerprint[:12]}-{os.getpid()}-{os.urandom(3).hex()}.part"
    aside.mkdir()
    return aside


def finish(aside: Generation, content: Content) -> Generation:
    """Writes the manifest, syncs all that was built aside to disk and gives it its name; not yet switched to."""
    folder = aside.folder
    _write_manifest(replace(aside, topic=content.topic.id, files=sealing.seal(folder, frozenset({MANIFEST}))))
    (folder / leases.NAME).touch()
    _sync_tree(folder)
    finished = folder.with_suffix("")
    folder.rename(finished)
    return of_folder(finished)


def switch(index_dir: Path, generation: Generation) -> None:
    """Makes a finished generation the current one and tidies away what nobody serves any more."""
    _write_json(index_dir / POINTER, {"generation": generation.folder.name})
    tidy(index_dir)


def set_aside(index_dir: Path, generation: Generation) -> Path:
    """Moves a broken generation out of the way and returns where it went; one is kept for a look."""
    broken = index_dir / "broken"
    shutil.rmtree(broken, ignore_errors=True)
    generation.folder.rename(broken)
    return broken


def forget(index_dir: Path) -> None:
    """Makes the next opening build anew: the pointer goes, generations are tidied away later."""
    (index_dir / POINTER).unlink(missing_ok=True)


def tidy(index_dir: Path) -> None:
    """Removes unfinished generations and all but the newest finished ones that nobody serves."""
    for part in index_dir.glob("gen-*.part"):
        shutil.rmtree(part, ignore_errors=True)
    served = current(index_dir)
    finished = sorted(
        (entry for entry in index_dir.glob("gen-*") if served is None or entry != served.folder),
        key=lambda entry: entry.stat().st_mtime,
        reverse=True,
    )
    for old in finished[KEEP - 1 :]:
        if leases.free(old):
            shutil.rmtree(old, ignore_errors=True)


def without_graph(generation: Generation) -> Generation:
    """The generation with a note that its graph is not to be used."""
    noted = replace(generation, blind=True)
    _write_manifest(noted)
    return noted


def check(generation: Generation, database: str, model: str) -> bool:
    """Checks a generation that was just built in a child process, which a damaged store may take down with it.

    ``database`` is a path or a URL. False if all is well but that its graph does not lead to some vectors.

    Raises:
        BrokenIndexError: the child found a fault, crashed, grew its files beyond bounds or took too long.
    """
    command = [sys.executable, "-m", "bot.search.check", str(generation.folder), model, str(CHECK_FILE_BYTES)]
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            command,
            input=database,
            capture_output=True,
            text=True,
            timeout=CHECK_SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenIndexError(f"its check took over {CHECK_SECONDS} s") from error
    if done.returncode == BLIND:
        return False
    if done.returncode:
        words = done.stdout.strip().splitlines()
        raise BrokenIndexError(words[-1] if words else f"its check ended with code {done.returncode}")
    return True


def size(generation: Generation) -> int:
    """How many bytes a generation takes on disk."""
    return sum(entry.stat().st_size for entry in generation.folder.rglob("*") if entry.is_file())


def _write_manifest(generation: Generation) -> None:
    named = {one.name: getattr(generation, one.name) for one in fields(generation) if one.name != "folder"}
    _write_json(
        generation.folder / MANIFEST, {**named, "states": dict(generation.states), "files": dict(generation.files)}
    )


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    """Writes a small file so that after a crash it holds either the old value or the new one."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _sync(path.parent)


def _sync_tree(folder: Path) -> None:
    for entry in folder.rglob("*"):
        _sync(entry)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
