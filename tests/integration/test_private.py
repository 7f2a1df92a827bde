"""Documents for one session alone: nobody else's bot has them, there are limits, and they are gone from the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.search import leases
from bot.settings import Settings
from bot.sources.intake import Given
from bot.ui.private import FOLDER, Private, PrivateError
from bot.ui.rights import RightsError, may_add
from bot.ui.warming import Warming

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Quernstones"
TEXT = f"""# A note on mills

Danso argues that {SECRET} of the Sarin mills were sold to a museum in Oldhaven for 4,711 crowns.

Brandt says that the museum in Oldhaven paid with {SECRET.lower()} of its own.
"""


@pytest.fixture(scope="module")
def warming(built_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warming]:
    data = tmp_path_factory.mktemp("private") / "data"
    shutil.copytree(built_samples, data)
    made = Warming(Settings(data_dir=data, topic="river", uploads="both", private_sessions=2))
    made.start()
    assert made.wait(120)
    yield made
    made.bot().close()


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def private(warming: Warming, now: list[float]) -> Iterator[Private]:
    made = Private(warming, lambda: now[0])
    yield made
    made.end_all()


def session(name: str, user: str | None = None) -> Any:
    return SimpleNamespace(session_hash=name, username=user, client=SimpleNamespace(host="203.0.113.5"), headers={})


def folders(warming: Warming) -> list[Path]:
    """The copies that are on the disk."""
    return list((warming.settings.data_dir / FOLDER).glob("*/*/"))


def add(private: Private, request: Any, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(TEXT, encoding="utf-8")
    (outcome,) = private.own(request).take([Given(str(tmp_path / "note.md"), upload=True, name="note.md")])
    assert outcome.status == "added"


def everything(folder: Path) -> bytes:
    """All bytes below a folder but those of private copies."""
    files = [each for each in sorted(folder.rglob("*")) if each.is_file() and FOLDER not in each.parts]
    return b"".join(each.read_bytes() for each in files)


def test_nobody_else_meets_what_one_session_added(warming: Warming, private: Private, tmp_path: Path) -> None:
    ana, ben, main = session("ana"), session("ben"), warming.bot()
    add(private, ana, tmp_path)
    own = private.bot(ana)
    assert "4,711" in own.ask(f"For how much were the {SECRET} sold?").text
    assert any("Oldhaven" in hit.sentence.text for hit in own.search("museum in Oldhaven"))
    assert "Danso" in own.ask("What does Danso want?").text
    for request in (ben, session("ana", "somebody"), session(""), SimpleNamespace()):
        assert private.bot(request) is main
        assert not private.has(request)
    assert "4,711" not in main.ask(f"For how much were the {SECRET} sold?").text
    assert not any("Oldhaven" in hit.sentence.text for hit in main.search("museum in Oldhaven"))
    assert not main.refresh()
    assert SECRET.lower() not in main.reader.content.words()
    assert SECRET.lower() in own.reader.content.words()
    assert SECRET.encode() not in everything(warming.settings.data_dir)
    # Two sessions with documents of their own do not meet either; neither loads the embedding model again.
    second = private.own(ben)
    assert "4,711" not in second.ask(f"For how much were the {SECRET} sold?").text
    assert own.embedder is second.embedder is main.embedder


def test_what_is_added_for_all_is_not_changed_by_a_copy(warming: Warming, private: Private, tmp_path: Path) -> None:
    ana, main = session("ana"), warming.bot()
    add(private, ana, tmp_path)
    own = private.bot(ana)
    added = next(source for source in own.sources() if source.origin.endswith("note.md"))
    own.remove(added.id)
    assert own.undo().id == added.id
    assert [source.id for source in main.sources()] == [s.id for s in own.sources() if s.id != added.id]
    assert not (warming.settings.data_dir / "removed").exists()


def test_it_is_gone_from_the_disk_when_the_session_ends(
    warming: Warming, private: Private, now: list[float], tmp_path: Path
) -> None:
    ana, ben = session("ana"), session("ben")
    ends = (private.gone, private.forget, lambda _: private.end_idle(), lambda _: private.end_all())
    for at, end in enumerate(ends):
        if at:
            private.own(ana)
        else:
            add(private, ana, tmp_path)
        private.own(ben)
        assert len(folders(warming)) == 2
        now[0] += 60 * warming.settings.private_minutes - 1
        private.bot(ben)
        now[0] += 2
        own = private.bot(ana) if at != 2 else None
        end(ana)
        assert len(folders(warming)) == (0 if at == 3 else 1)
        assert private.bot(ana) is warming.bot()
        # The session is told once where it did not end it itself.
        assert [private.lost(ana), private.lost(ana)] == [at >= 2, False]
        assert private.has(ben) == (at != 3)
        if own is not None:
            assert not own.refresh()
    private.forget(ben)


def test_limits_say_which_setting_sets_them(
    warming: Warming, private: Private, monkeypatch: pytest.MonkeyPatch
) -> None:
    private.own(session("ana"))
    private.own(session("ben"))
    assert private.own(session("ana")) is private.bot(session("ana"))
    with pytest.raises(PrivateError, match=r"2 sessions have documents of their own.*LECTERN_PRIVATE_SESSIONS"):
        private.own(session("cleo"))
    private.forget(session("ben"))
    with pytest.raises(PrivateError, match="need the page"):
        private.own(session(""))

    def with_settings(**values: object) -> None:
        changed = warming.settings.model_copy(update=values)
        monkeypatch.setattr(warming._now, "settings", changed)
        monkeypatch.setattr(warming.bot(), "settings", changed)

    with_settings(private_mb=0.001)
    with pytest.raises(PrivateError, match=r"takes \d+ MB, and only up to 0.001 MB.*LECTERN_PRIVATE_MB"):
        private.own(session("cleo"))
    with_settings(private_mb=200.0, chroma_url="http://127.0.0.1:9")
    with pytest.raises(SettingsError, match="LECTERN_CHROMA_URL"):
        private.own(session("cleo"))
    assert len(folders(warming)) == 1


def test_what_a_killed_process_left_is_deleted_at_the_next_start_and_no_more(
    warming: Warming, private: Private
) -> None:
    private.own(session("ana"))
    home = warming.settings.data_dir / FOLDER
    killed = home / "left"
    (killed / "1").mkdir(parents=True)
    (killed / leases.NAME).touch()
    (killed / "1" / "corpus.db").write_bytes(b"secret")
    # Another process of Lectern looks: it takes away what nobody holds, and leaves what this one does.
    code = "import sys; from pathlib import Path; from bot.ui.private import sweep; sweep(Path(sys.argv[1]))"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(home)], check=True, env=env)
    assert not killed.exists()
    assert len(folders(warming)) == 1
    assert "Danso" in private.bot(session("ana")).ask("What does Danso want?").text


def test_a_switch_of_the_topic_ends_it(warming: Warming, private: Private) -> None:
    private.own(session("ana"))
    warming.switch("wards")
    assert folders(warming) == []
    assert warming.wait(120)
    assert private.bot(session("ana")).topic.id == "wards"
    assert private.lost(session("ana"))


@pytest.mark.parametrize(
    ("uploads", "rights", "shared", "alone"),
    [
        ("shared", "", "LECTERN_REMOTE_RIGHTS=add", "LECTERN_UPLOADS=shared"),
        ("shared", "add", "", "LECTERN_UPLOADS=shared"),
        ("private", "add", "LECTERN_UPLOADS=private", ""), ("both", "", "LECTERN_REMOTE_RIGHTS=add", ""),
        ("both", "add", "", ""), ("off", "add", "LECTERN_UPLOADS=off", "LECTERN_UPLOADS=off"),
    ],
)  # fmt: skip
def test_who_may_add_what(uploads: str, rights: str, shared: str, alone: str) -> None:
    settings = Settings(uploads=uploads, remote_rights=rights)  # type: ignore[arg-type]
    for private, refused in ((False, shared), (True, alone)):
        if refused:
            with pytest.raises(RightsError, match=refused):
                may_add(session("ana"), settings, private)
        else:
            may_add(session("ana"), settings, private)
