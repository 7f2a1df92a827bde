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
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import BrokenIndexError
from bot.index import lexical, vectors
from bot.index.content import Content, text_hash
from bot.sources.vectors import VectorCache

POINTER = "current.json"
MANIFEST = "manifest.json"
CHECK_SECONDS = 60
CHECK_FILE_BYTES = 2_000_000_000
KEEP = 2
"""Generations left on disk: the one served, and the one before for readers that still hold it."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished index in its folder."""

    folder: Path
    fingerprint: str

    @property
    def chroma(self) -> Path:
        """The folder of the Chroma store."""
        return self.folder / "chroma"

    @property
    def lexical(self) -> Path:
        """The FTS5 file."""
        return self.folder / "lexical.db"

    @property
    def frequencies(self) -> Path:
        """The file of document frequencies of word pieces."""
        return self.folder / "frequencies.npy"


def current(index_dir: Path) -> Generation | None:
    """The generation that the pointer names, or None where there is none or it cannot be read."""
    try:
        name = json.loads((index_dir / POINTER).read_text(encoding="utf-8"))["generation"]
        manifest = json.loads((index_dir / name / MANIFEST).read_text(encoding="utf-8"))
        return Generation(index_dir / name, manifest["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def build(
    index_dir: Path,
    content: Content,
    cache: VectorCache,
    fingerprint: str,
    frequencies: npt.NDArray[np.int32],
) -> Generation:
    """Builds a generation aside from vectors that the cache holds, and switches to it.

    Raises:
        BrokenIndexError: it does not pass its check.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    name = f"gen-{fingerprint[:12]}-{os.getpid()}-{os.urandom(3).hex()}"
    aside = index_dir / f"{name}.part"
    aside.mkdir()
    generation = Generation(aside, fingerprint)
    _fill_vectors(generation, content, cache)
    by_source = content.source_by_id
    lexical.build(generation.lexical, ((by_source[p.source_id], p) for p in content.passages), content.vocabulary)
    np.save(generation.frequencies, frequencies)
    _write_json(aside / MANIFEST, {"fingerprint": fingerprint, "topic": content.topic.id})
    _sync_tree(aside)
    finished = index_dir / name
    aside.rename(finished)
    _write_json(index_dir / POINTER, {"generation": name})
    tidy(index_dir)
    return Generation(finished, fingerprint)


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
    """Removes unfinished generations and all but the newest finished ones."""
    for part in index_dir.glob("gen-*.part"):
        shutil.rmtree(part, ignore_errors=True)
    served = current(index_dir)
    finished = sorted(
        (entry for entry in index_dir.glob("gen-*") if served is None or entry != served.folder),
        key=lambda entry: entry.stat().st_mtime,
        reverse=True,
    )
    for old in finished[KEEP - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def check(generation: Generation, database: Path, model: str) -> None:
    """Checks a generation in a child process, which a damaged store may take down with it.

    Raises:
        BrokenIndexError: the child found a fault, crashed, grew its files beyond bounds or took too long.
    """
    command = [
        sys.executable, "-m", "bot.index.check", str(generation.folder), str(database), model,
        str(CHECK_FILE_BYTES),
    ]  # fmt: skip
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=CHECK_SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenIndexError(f"its check took over {CHECK_SECONDS} s") from error
    if done.returncode:
        words = done.stdout.strip().splitlines()
        raise BrokenIndexError(words[-1] if words else f"its check ended with code {done.returncode}")


def _fill_vectors(generation: Generation, content: Content, cache: VectorCache) -> None:
    index = vectors.VectorIndex(vectors.client(generation.chroma))
    index.create()
    texts = content.embedded_texts()
    sentences = [sentence for passage in content.passages for sentence in passage.sentences]
    for name, rows in (("passages", content.passages), ("sentences", sentences)):
        for at in range(0, len(rows), vectors.ADD):
            part = rows[at : at + vectors.ADD]
            hashes = [text_hash(texts[row.id]) for row in part]
            held = cache.vectors(hashes)
            index.add(
                name,
                [row.id for row in part],
                np.stack([held[key] for key in hashes]),
                [{"source": row.source_id, "side": row.side} for row in part],
            )


def _write_json(path: Path, value: dict[str, str]) -> None:
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
