"""Hostile files: each refused with its reason or read whole, within ten seconds and a gigabyte; nothing by halves.

``pytest -rP -m hostile`` takes all of them, and tells the slowest.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile import Hostile, files
from hostileurls import NEVER

from benchmarks.static import StaticEmbedder
from bot import Bot
from bot.errors import SourceError
from bot.settings import Settings
from bot.sources.library import sync_topic
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_path
from bot.sources.store import Store
from bot.topics import load_topic

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 10.0, 1000.0
SOME = ("bomb.pdf", "outside.docx", "base.html", "yaml-bomb.md", "../../../../tmp/evil.md")
"""One of each format: bombs, what asks for files or for pages, and a name that climbs."""


@pytest.fixture(scope="module")
def made() -> list[Hostile]:
    """All of them, made once."""
    return list(files())


@pytest.fixture(scope="module", params=[pytest.param("all", marks=pytest.mark.hostile), "some"])
def given(request: pytest.FixtureRequest, made: list[Hostile]) -> list[Hostile]:
    """Those that are taken in."""
    return [one for one in made if request.param == "all" or one.name in SOME]


@pytest.fixture(scope="module")
def taken(given: list[Hostile], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """The folder in which the files were taken in by a process of its own, and what became of each."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, one in enumerate(given):
        (folder / str(number)).write_bytes(one.data)
    (folder / "files.json").write_text(json.dumps([one.name for one in given]))
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("taking.py")), str(folder)],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["name"] for row in rows] == [one.name for one in given], done.stderr[-2000:]
    return folder, rows


def honest(row: dict[str, Any]) -> float:
    """Seconds by the clock, less what a busy machine made them longer by the measure of the process's own queue."""
    slower = (row["ran"] + row["waited"]) / row["ran"] if row["ran"] > 1 else 1.0
    return float(row["seconds"] / slower)


def test_each_is_read_or_refused_with_a_reason_in_time(
    given: list[Hostile], taken: tuple[Path, list[dict[str, Any]]]
) -> None:
    _, rows = taken
    wrong: list[str] = []
    for one, row in zip(given, rows, strict=True):
        refused = row["status"] == "refused"
        if honest(row) > SECONDS:
            wrong.append(f"{one.name!r} took {honest(row):.1f} s of {row['seconds']:.1f} by the clock")
        if one.refused is not None and refused is not one.refused:
            wrong.append(f"{one.name!r}: {row['status']} {row['why']}")
        if refused and not (row["why"] and row["why"].isprintable()):
            wrong.append(f"{one.name!r}: no reason that can be shown")
    slowest = sorted(zip(map(honest, rows), rows, strict=True), key=lambda pair: -pair[0])[:5]
    for seconds, row in slowest:
        print(
            f"{seconds:5.1f} s ({row['seconds']:.1f} by the clock, {row['processor']:.1f} of processor) {row['name']!r}"
        )
    largest = {who: next(row for row in rows if row[who] == rows[-1][who]) for who in ("own", "reader")}
    for who, row in largest.items():
        print(f"{row[who]:5.0f} MB at most, {'the program' if who == 'own' else 'a reader'}, first at {row['name']!r}")
        assert row[who] <= MEGABYTES, row
    states = [row["status"] for row in rows]
    print(f"{len(rows)} files: {states.count('added')} read, {states.count('refused')} refused")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_there_by_halves_and_the_bot_answers(taken: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, rows = taken
    settings = Settings(data_dir=folder / "data")
    topic = load_topic(settings.corpus_dir, settings.topic)
    store, embedder = Store.of(settings), StaticEmbedder()
    there = {source.id: source for source in store.sources(topic.id)}
    assert set(there) == {row["source"] for row in rows if row["status"] == "added"}
    for source in there.values():
        assert "/" not in source.origin.removeprefix("upload:").split("/", 1)[1]
        assert "root:" not in source.text
        for passage in store.passages(source):
            assert source.text[passage.start : passage.end] == passage.text
    assert not Path("/tmp/evil.md").exists()
    sync_topic(store, topic, settings.corpus_dir, embedder.count_tokens)
    opened = Bot(settings, topic, store, embedder)
    generation = opened.reader.ranker.index.generation
    assert generation is not None
    assert set(generation.states) == {source.id for source in opened.sources()} > set(there)
    assert any("163,000" in hit.sentence.text for hit in opened.search("How many hectares of coca were there in 2000?"))
    opened.close()


def test_there_are_three_hundred_hostile_inputs_and_more(made: list[Hostile]) -> None:
    names = [one.name for one in made]
    assert len(names) == len(set(names))
    assert len(set(NEVER)) >= 60
    print(f"{len(names)} files and {len(set(NEVER))} addresses")
    assert len(names) + len(set(NEVER)) >= 300


@pytest.mark.parametrize("kind", ["pipe", "folder", "socket", "device", "missing", "locked"])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "x.txt"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(place))
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "locked":
        place.write_text("x")
        place.chmod(0)
        if os.geteuid() == 0:
            pytest.skip("root may read everything")
    with pytest.raises(SourceError, match=r"plain file|cannot be read"):
        read_path(place, Limits.of(Settings(data_dir=tmp_path)))


def test_a_reader_sees_no_setting_and_reaches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LECTERN_SECRET", "x")
    code = (
        "from bot.sources.reading.limits import Limits, confine, seal, ForbiddenError\n"
        "import socket, os, sys\nconfine(Limits()); seal()\n"
        "def denied(f):\n    try: f()\n    except ForbiddenError: return True\n    return False\n"
        "print(denied(lambda: socket.create_connection(('127.0.0.1', 9))), denied(lambda: os.system('true')),"
        " denied(lambda: open('/tmp/never-written', 'w')), denied(lambda: os.remove('/tmp/never-written')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.split() == ["True"] * 4
