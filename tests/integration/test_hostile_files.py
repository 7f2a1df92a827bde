"""Hostile files: each refused with its reason or read whole, within ten seconds and a gigabyte; nothing by halves."""

from __future__ import annotations

import os
import resource
import socket
import sys
import time
from pathlib import Path

import pytest
from hostile import Hostile, files

from bot.errors import SourceError
from bot.settings import Settings
from bot.sources.intake import Given, Intake, Outcome, limits_of
from bot.sources.reading.process import read_path
from bot.sources.store import Store
from bot.topics import load_topic

EVERYTHING = bool(os.environ.get("EVERY_HOSTILE_FILE"))
CORPUS = Path(__file__).parents[2] / "corpus"
SECONDS = 10.0
SAMPLE = ("own-parent.pdf", "bomb.pdf", "scan.pdf", "locked-RC4-128.pdf", "laughs.docx", "bomb.docx", "deep-divs.html",
          "two-million.txt", "yaml-bomb.md", "../../../../tmp/evil.md", "outside.docx", "png-as.pdf")  # fmt: skip


def chosen() -> list[Hostile]:
    return [one for one in files() if EVERYTHING or one.name in SAMPLE]


@pytest.mark.slow
def test_hostile_files(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    topic = load_topic(CORPUS, "us-colombia")
    store = Store(settings.database)
    intake = Intake(store, topic, settings, lambda text: len(text.split()) + 2)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    wrong: list[str] = []
    kept: list[Outcome] = []
    for number, one in enumerate(chosen()):
        place = tmp_path / f"upload{number}"
        place.write_bytes(one.data)
        begun = time.monotonic()
        outcome = next(intake.take([Given(str(place), upload=True, name=one.name)]))
        took = time.monotonic() - begun
        if took > SECONDS:
            wrong.append(f"{one.name!r} took {took:.1f} s")
        refused = outcome.status == "refused"
        if one.refused is not None and refused is not one.refused:
            wrong.append(f"{one.name!r}: {outcome.status} {outcome.why}")
        if refused and not (outcome.why and outcome.why.isprintable()):
            wrong.append(f"{one.name!r}: no reason that can be shown")
        if outcome.status == "added":
            kept.append(outcome)
        place.unlink()
    assert not wrong, "\n".join(wrong)
    # A child is born with its parent's high-water mark: only what lies above that is its own.
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest <= max(1_000_000, mine, before), "kilobytes"
    there = {source.id: source for source in store.sources(topic.id)}
    assert set(there) == {outcome.source.id for outcome in kept if outcome.source}
    for source in there.values():
        assert "/" not in source.origin.removeprefix("upload:").split("/", 1)[1]
        assert "root:" not in source.text
        for passage in store.passages(source):
            assert source.text[passage.start : passage.end] == passage.text
    assert not Path("/tmp/evil.md").exists()


def test_there_are_enough_of_them() -> None:
    names = [one.name for one in files()]
    assert len(names) == len(set(names))
    assert len(names) >= 240  # with the URLs of test_addresses.py, 300


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
        read_path(place, limits_of(Settings(data_dir=tmp_path)))


def test_a_reader_sees_no_setting_and_reaches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

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
