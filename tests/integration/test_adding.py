"""Adding documents: folders, dry runs, the same twice, replacing, refusing, removing, undoing; pages in citations."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from hostile import good_docx, good_pdf
from reportlab.pdfgen.canvas import Canvas

from bot import Bot
from bot.answer.render import plain
from bot.errors import SourceError
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.intake import Given, gather

FACT = "The lighthouse of Orrin was lit for the first time in the year 1834 by a keeper named Tolland."


@pytest.fixture(scope="module")
def mine(built_data: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    data = tmp_path_factory.mktemp("adding") / "data"
    shutil.copytree(built_data, data)
    return Bot.open(Settings(data_dir=data, max_sources=6), embedder=embedder)


def printed(text: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(2):
        for at, line in enumerate(
            [text[:60], text[60:]] if page else ["A page that says little,", "but says it in full."]
        ):
            canvas.drawString(60, 700 - 14 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_folder_is_taken_in_and_what_cannot_be_read_is_refused(mine: Bot, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "light.pdf").write_bytes(printed(FACT))
    (tmp_path / "gates.docx").write_bytes(good_docx())
    (tmp_path / ".hidden.md").write_text("Hidden files stay out of it, whatever it is that they say.")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    given = gather([str(tmp_path)])
    assert [Path(one.place).name for one in given] == ["light.pdf", "gates.docx", "photo.png"]
    tried = [outcome.status for outcome in mine.take(given, dry_run=True)]
    assert tried == ["added", "added", "refused"]
    assert len(mine.sources()) == 1
    assert [outcome.status for outcome in mine.take(given)] == tried
    assert len(mine.sources()) == 3
    assert [outcome.status for outcome in mine.take(given)] == ["unchanged", "unchanged", "refused"]
    answer = mine.ask("When was the lighthouse of Orrin lit for the first time?")
    assert "1834" in answer.text
    assert answer.citations[0].page == 2
    (tmp_path / "deep" / "light.pdf").write_bytes(printed(FACT.replace("1834", "1835")))
    assert [outcome.status for outcome in mine.take(given[:1])] == ["replaced"]
    assert "1835" in mine.ask("When was the lighthouse of Orrin lit for the first time?").text


def test_the_same_text_twice_is_one_source(mine: Bot, tmp_path: Path) -> None:
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(
            "# Ferries\n\nThe ferry to Orrin leaves at noon, and nobody has ever missed it twice.\n"
        )
    first, second = mine.take([Given(str(tmp_path / "one.md")), Given(str(tmp_path / "two.md"))])
    assert (first.status, second.status) == ("added", "unchanged")
    assert "there already" in second.why
    upload = Given(str(tmp_path / "two.md"), upload=True, name="../other name.md")
    (third,) = mine.take([upload])
    assert third.status == "unchanged"
    assert third.given.shown == "other name.md"


def test_what_was_removed_comes_back_as_it_was(mine: Bot, tmp_path: Path) -> None:
    (tmp_path / "bell.txt").write_text(
        "The bell of Orrin weighs nine tons and was cast in the square before the church.\n"
    )
    source, changed = mine.add(tmp_path / "bell.txt")
    assert changed
    before = mine.store.passages(source)
    mine.remove(source.id)
    assert mine.source(source.id) is None
    assert mine.undo().id == source.id
    assert mine.store.passages(source) == before
    assert "nine tons" in plain(mine.ask("How much does the bell of Orrin weigh?").text)
    with pytest.raises(SourceError, match="Nothing that was removed"):
        mine.undo()


def test_a_topic_takes_no_more_sources_than_the_setting_allows(mine: Bot, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.md").write_text(
            f"Number {number} of the harbour's boats was painted green in the spring.\n"
        )
    outcomes = list(mine.take(gather([str(tmp_path)])))
    assert len(mine.sources()) == 6
    assert "LECTERN_MAX_SOURCES" in outcomes[-1].why


def test_a_document_over_the_limit_is_refused(tmp_path: Path) -> None:
    from bot.sources.reading.limits import Limits
    from bot.sources.reading.process import read_path

    (tmp_path / "big.pdf").write_bytes(good_pdf() + b" " * 300_000)
    with pytest.raises(SourceError, match="LECTERN_UPLOAD_MB"):
        read_path(tmp_path / "big.pdf", Limits.of(Settings(upload_mb=0.2)))
