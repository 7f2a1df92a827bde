"""The same document given twice is one, in a file and in a PostgreSQL; and what was read of a topic's files is kept."""

from __future__ import annotations

import io
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from hostile import good_docx, good_pdf
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from bot.settings import Settings
from bot.sources.fetching import Fetched, Fetcher
from bot.sources.intake import Given, Intake
from bot.sources.library import sync_topic
from bot.sources.store import Store
from bot.topics import load_topic

pytestmark = pytest.mark.xdist_group("postgres")
TEXT = "The ferry to Orrin leaves at noon, and nobody has ever missed it twice.\n\nIt carries nine people and a dog.\n"


def count_tokens(text: str) -> int:
    return len(text.split()) + 2


class Page(Fetcher):
    """Answers with one page for whatever address, as a redirect to it would."""

    def fetch(self, url: str) -> Fetched:
        paragraphs = "".join(f"<p>{TEXT} Notice {at} says so, and the harbour master signs it.</p>" for at in range(5))
        page = f"<html><head><title>Ferries</title></head><body><article>{paragraphs}</article></body></html>"
        return Fetched(page.encode(), "ferries.html", "https://harbour.example/ferries")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = "" if request.param == "SQLite" else request.getfixturevalue("database")
    opened = Store(tmp_path_factory.mktemp("twice") / "corpus.db", url=url)
    yield opened
    opened.close()


def test_the_same_document_twice_is_one(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    topic = load_topic(settings.corpus_dir, settings.topic)
    intake = Intake(store, topic, settings, count_tokens, Page(5.0, 1_000_000))

    def taken(*given: Given) -> list[str]:
        return [outcome.status for outcome in intake.take(given)]

    contents = {"a.txt": TEXT.encode(), "a.pdf": good_pdf(1), "a.docx": good_docx()}
    for name, data in contents.items():
        again = f"b.{name[2:]}"
        for one in (name, again):
            (tmp_path / one).write_bytes(data)
        assert taken(Given(str(tmp_path / name)), Given(str(tmp_path / again))) == ["added", "unchanged"], name
        upload = Given(str(tmp_path / again), upload=True, name=f"c.{name[2:]}")
        assert taken(Given(str(tmp_path / name)), upload) == ["unchanged", "unchanged"], name
        (outcome,) = intake.take([Given(str(tmp_path / again))])
        assert outcome.source is not None
        assert Path(outcome.source.origin).name == name
    assert taken(Given("https://harbour.example/ferries"), Given("http://harbour.example/old")) == [
        "added",
        "unchanged",
    ]
    assert len(store.sources(topic.id)) == len(contents) + 1
    (tmp_path / "b.txt").write_text(TEXT.replace("noon", "dusk"))
    assert taken(Given(str(tmp_path / "b.txt"))) == ["added"]


PARAGRAPHS = (
    "The Orlov bridge has 12 arches of stone, and it was built in 1874 by masons from Quill.",
    "Nobody paid.", "Its repair cost 4.5 million crowns in 2019; the town's council had asked for 3.9 million.",
    "“We could not wait,” said Anna Brock, who led the works, “for a ministry that answers no letters.”",
)  # fmt: skip


def _in_formats() -> dict[str, bytes]:
    """One text as Markdown, web page, Word file, PDF and wrapped text."""
    word = docx.Document()
    word.add_heading("The Orlov bridge", 0)
    for paragraph in PARAGRAPHS:
        word.add_paragraph(paragraph)
    saved, printed = io.BytesIO(), io.BytesIO()
    word.save(saved)
    styles = getSampleStyleSheet()
    SimpleDocTemplate(printed).build(
        [Paragraph("The Orlov bridge", styles["Title"]), *(Paragraph(one, styles["BodyText"]) for one in PARAGRAPHS)]
    )
    wrapped = "\n\n".join(textwrap.fill(one, 44) for one in PARAGRAPHS)
    page = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return {
        "bridge.md": "\n\n".join(("# The Orlov bridge", *PARAGRAPHS)).encode(), "bridge.docx": saved.getvalue(),
        "bridge.html": f"<html><body><article><h1>The Orlov bridge</h1>{page}</article></body></html>".encode(),
        "bridge.pdf": printed.getvalue(), "bridge.txt": f"THE ORLOV BRIDGE\n\n{wrapped}\n".encode(),
    }  # fmt: skip


@pytest.mark.parametrize("first", _in_formats())
def test_the_same_text_in_two_formats_is_one_document(store: Store, tmp_path: Path, first: str) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    topic = load_topic(settings.corpus_dir, settings.topic)
    intake = Intake(store, topic, settings, count_tokens)
    formats = _in_formats()
    for name, data in formats.items():
        (tmp_path / name).write_bytes(data)
    places = [str(tmp_path / name) for name in (first, *(name for name in formats if name != first))]
    outcomes = list(intake.take(map(Given, places)))
    assert [outcome.status for outcome in outcomes] == ["added", *["unchanged"] * 4]
    assert all(f"already as {first}: " in outcome.why for outcome in outcomes[1:])
    assert len(store.sources(topic.id)) == 1


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("12 arches", "13 arches"),
        ("4.5 million", "4.6 million"),
        ("could not wait", "could wait"),
        ("Nobody paid.", ""),
    ],
)
def test_another_wording_is_another_document(store: Store, tmp_path: Path, was: str, now: str) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    topic = load_topic(settings.corpus_dir, settings.topic)
    (tmp_path / "a.md").write_bytes(_in_formats()["bridge.md"])
    (tmp_path / "b.html").write_text(_in_formats()["bridge.html"].decode().replace(was, now), encoding="utf-8")
    outcomes = Intake(store, topic, settings, count_tokens).take(
        [Given(str(tmp_path / name)) for name in ("a.md", "b.html")]
    )
    assert [outcome.status for outcome in outcomes] == ["added", "added"]


def test_two_processes_that_add_it_at_once_store_one(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    topic = load_topic(settings.corpus_dir, settings.topic)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    # Neither knows of what the other stores: what is held is read before.
    outcomes = [
        Intake(store, topic, settings, count_tokens)._one(Given(str(tmp_path / name)), False, {})
        for name in ("a.txt", "b.txt")
    ]
    assert [outcome.status for outcome in outcomes] == ["added", "unchanged"]
    assert len(store.sources(topic.id)) == 1


def test_a_topics_files_are_read_once(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    corpus = tmp_path / "corpus"
    shutil.copytree(Path(settings.corpus_dir) / "us-colombia", corpus / "us-colombia")
    (corpus / "us-colombia" / "gates.pdf").write_bytes(good_pdf(2))
    described = corpus / "us-colombia" / "topic.yaml"
    described.write_text(described.read_text().replace("sources:\n", "sources:\n  - file: gates.pdf\n", 1))
    topic = load_topic(corpus, "us-colombia")
    assert sync_topic(store, topic, corpus, count_tokens) == 2
    before = store.sources(topic.id)
    assert {Path(source.origin).suffix for source in before} == {".md", ".pdf"}

    def never(*_: object) -> None:
        raise AssertionError("it was read again")

    monkeypatch.setattr("bot.sources.readers.read_path", never)
    assert sync_topic(store, topic, corpus, count_tokens) == 0
    assert store.sources(topic.id) == before
    monkeypatch.undo()
    for kept in (store.path.parent / "read").iterdir():
        kept.write_text("{")
    assert sync_topic(store, topic, corpus, count_tokens) == 0
    (corpus / "us-colombia" / "gates.pdf").write_bytes(good_pdf(3))
    assert sync_topic(store, topic, corpus, count_tokens) == 1
