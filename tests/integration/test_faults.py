"""What breaks, and what happens then: a typed error that says what to do, or the index built again; nothing lost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from benchmarks.corpora import PASSAGES, documents
from benchmarks.static import StaticEmbedder
from bot import Bot
from bot.errors import StoreError
from bot.learned.encoder import Embedder
from bot.search import generation, sealing
from bot.search.generation import Generation
from bot.search.vectors import LocalVectors
from bot.settings import Settings
from bot.sources import database
from bot.sources.database import SCHEMA_VERSION, open_database
from bot.sources.document import Document, Paragraph
from bot.sources.passages import make_passages, make_source
from bot.sources.store import Store
from bot.sources.vectors import VectorCache
from bot.topics import load_topic

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How many hectares of coca were there in 2000?"
FERRY = "When does the ferry to Leticia leave?"
LARGE = 1_200
"""Passages from which on Chroma keeps its graph in files of its own."""
HOLDER = """
import signal, sys
from pathlib import Path
from bot.sources.store import Store
with Store(Path(sys.argv[1])).writing():
    print("held", flush=True)
    signal.pause()
"""

OPENED = """
import sys
from pathlib import Path
import numpy as np
from bot.search.vectors import LocalVectors
vectors = LocalVectors(Path(sys.argv[1]))
vectors.open()
assert len(vectors.ids()) == 1200 and vectors.search(np.ones(384, dtype=np.float32), 5)
vectors.close()
"""


@pytest.fixture
def built(built: Settings) -> Settings:
    """A copy of a built corpus, to damage; nobody waits for long to write into it."""
    return built.model_copy(update={"build_timeout": 0.5})


@pytest.fixture
def small_disk(built_data: Path, tmp_path: Path) -> Iterator[Path]:
    """A built corpus on a file system of its own with 40 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here: {mounted.stderr.strip()}")
    try:
        shutil.copytree(built_data, place / "data")
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def note(folder: Path, words: str = "leaves at noon") -> Path:
    path = folder / "note.md"
    path.write_text(f"# A note\n\nThe ferry to Leticia {words}.\n", encoding="utf-8")
    return path


def test_a_second_writer_is_told_and_readers_go_on(built: Settings, embedder: Embedder, tmp_path: Path) -> None:
    bot = Bot.open(built, embedder=embedder)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(built.database)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="Another Lectern is writing"):
            bot.add(note(tmp_path))
        assert "163,000" in bot.ask(QUESTION).text
        assert "163,000" in Bot.open(built, embedder=embedder).ask(QUESTION).text
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()
    # The lock went with the process that held it.
    assert bot.add(note(tmp_path))[1]


def test_questions_are_answered_while_a_document_is_added_and_removed(
    built: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    bot = Bot.open(built, embedder=embedder)
    wrong: list[str] = []
    done = threading.Event()

    def asking() -> None:
        while not done.is_set():
            answer = bot.ask(QUESTION).text
            if "163,000" not in answer:
                wrong.append(answer)

    threads = [threading.Thread(target=asking) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        source, _ = bot.add(note(tmp_path))
        assert "noon" in bot.ask(FERRY).text
        bot.add(note(tmp_path, "leaves at midnight"))
        assert "midnight" in bot.ask(FERRY).text
        bot.remove(source.id)
        assert bot.ask(FERRY).outcome == "no_evidence"
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not wrong


def test_the_same_document_twice_is_one(built: Settings, embedder: Embedder, tmp_path: Path) -> None:
    bot = Bot.open(built, embedder=embedder)
    first, changed = bot.add(note(tmp_path))
    assert changed
    again = tmp_path / "other.md"
    shutil.copyfile(tmp_path / "note.md", again)
    assert bot.add(again) == (first, False)
    assert len(bot.sources()) == 2


def test_near_copies_do_not_crowd_out_the_rest(built: Settings, embedder: Embedder, tmp_path: Path) -> None:
    bot = Bot.open(built, embedder=embedder)
    copies = tmp_path / "copies.md"
    lines = (f"The ferry to Leticia leaves at noon, says notice {at} by the harbour." for at in range(150))
    copies.write_text("# Notices\n\n" + "\n\n".join(lines), encoding="utf-8")
    bot.add(copies)
    bot.add(note(tmp_path, "was built by hand in Manaus"))
    best = [
        hit.sentence.text for hit in bot.search("What about the ferry to Leticia, the notice by the harbour?", k=10)
    ]
    assert any("Manaus" in text for text in best), best
    assert sum("notice" in text for text in best) <= 5, best


class TestDisk:
    def test_a_full_one_is_told_and_nothing_is_lost(self, small_disk: Path, embedder: Embedder, tmp_path: Path) -> None:
        bot = Bot.open(Settings(data_dir=small_disk / "data"), embedder=embedder)
        filler = small_disk / "filler"
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(b"\0" * 65_536)
                    file.flush()
            except OSError:
                pass
        with pytest.raises(StoreError, match=r"room|cannot be written"):
            bot.add(note(tmp_path))
        assert "163,000" in bot.ask(QUESTION).text
        filler.unlink()
        bot.add(note(tmp_path))
        assert "noon" in bot.ask(FERRY).text
        bot.close()
        again = Bot.open(Settings(data_dir=small_disk / "data"), embedder=embedder)
        assert "163,000" in again.ask(QUESTION).text
        assert "noon" in again.ask(FERRY).text
        again.close()

    def test_one_that_cannot_be_written_is_told(self, small_disk: Path, embedder: Embedder) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        with pytest.raises(StoreError, match=r"written|opened as a database"):
            Bot.open(Settings(data_dir=small_disk / "data"), embedder=embedder)

    def test_a_place_that_is_no_folder_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="LECTERN_DATA_DIR"):
            Bot.open(Settings(data_dir=tmp_path / "file" / "data"))


class TestDatabase:
    @pytest.mark.parametrize("damage", ["head", "middle", "cut", "empty"])
    def test_a_damaged_one_is_told_with_what_to_do(self, built: Settings, embedder: Embedder, damage: str) -> None:
        with sqlite3.connect(built.database) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        data = bytearray(built.database.read_bytes())
        if damage == "head":
            data[:200] = b"\xff" * 200
        elif damage == "middle":
            data[16_384 : len(data) // 2] = random.Random(1).randbytes(len(data) // 2 - 16_384)
        elif damage == "cut":
            del data[len(data) // 2 :]
        else:
            data.clear()
        built.database.write_bytes(data)
        if damage == "empty":
            # An empty file is a new database: the topic's own sources are read again.
            assert "163,000" in Bot.open(built, embedder=embedder).ask(QUESTION).text
            return
        with pytest.raises(StoreError, match=r"lectern restore"):
            Bot.open(built, embedder=embedder)

    def test_every_older_schema_is_brought_up_to_date(self, tmp_path: Path) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        revisions = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
        assert SCHEMA_VERSION in revisions
        for revision in revisions:
            path = tmp_path / f"{revision}.db"
            engine = create_engine(f"sqlite:///{path}")
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
            engine.dispose()
            opened = open_database(path)
            with opened.connect() as connection:
                assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == SCHEMA_VERSION
            assert {"sources", "passages", "sentences", "vectors"} <= set(inspect(opened).get_table_names())
            opened.dispose()

    def test_a_newer_schema_is_told(self, built: Settings, embedder: Embedder) -> None:
        with sqlite3.connect(built.database) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '999'")
        connection.close()
        with pytest.raises(StoreError, match="newer"):
            Bot.open(built, embedder=embedder)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Generation, str]:
    """An index of so many passages that Chroma has files of its own, by a model that costs nothing."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("large"))
    topic, embedder = load_topic(settings.corpus_dir, settings.topic), StaticEmbedder()
    store = Store.of(settings)
    for number, document in enumerate(documents(LARGE // PASSAGES)):
        source = make_source(document, topic.id, f"/made-up/{number}")
        store.put(source, make_passages(source, document, embedder.count_tokens))
    Bot(settings, topic, store, embedder).close()
    ready = generation.current(settings.index_dir)
    assert ready is not None
    return settings, ready, embedder.id


DAMAGES = ("lost", "cut", "garbled")


def damage(path: Path, how: str) -> None:
    """Loses, cuts or garbles a file."""
    data = path.read_bytes()
    if how == "lost":
        path.unlink()
    elif how == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        chance, changed = random.Random(3), bytearray(data)
        for at in range(0, len(data), 512):
            changed[at : at + 64] = chance.randbytes(len(changed[at : at + 64]))
        path.write_bytes(changed)


def test_every_file_lost_cut_or_garbled_is_found(large: tuple[Settings, Generation, str], tmp_path: Path) -> None:
    settings, ready, model = large
    assert generation.check(ready, str(settings.database), model)
    assert sealing.damaged(ready.folder, ready.files) is None
    files = [entry for entry in sorted(ready.folder.rglob("*")) if entry.is_file() and entry.stat().st_size]
    assert {"data_level0.bin", "link_lists.bin", "header.bin", "length.bin", "chroma.sqlite3", "lexical.db"} <= {
        entry.name for entry in files
    }
    missed = []
    for number, entry in enumerate(files):
        for how in DAMAGES if os.environ.get("LONG_RUN") else (DAMAGES[number % len(DAMAGES)],):
            index_dir = tmp_path / f"{number}-{how}"
            copy = index_dir / ready.folder.name
            shutil.copytree(ready.folder, copy)
            (index_dir / generation.POINTER).write_text(f'{{"generation": "{ready.folder.name}"}}')
            damage(copy / entry.relative_to(ready.folder), how)
            found = generation.current(index_dir)
            whole = found is not None and found.states == ready.states
            if whole and sealing.damaged(found.folder, found.files) is None:
                missed.append(f"{entry.name} {how}")
            shutil.rmtree(index_dir)
    assert not missed


def test_what_chroma_writes_when_it_is_opened_and_asked_is_no_damage(
    large: tuple[Settings, Generation, str], tmp_path: Path
) -> None:
    ready = large[1]
    copy = tmp_path / ready.folder.name
    shutil.copytree(ready.folder, copy)
    before = (copy / "chroma" / sealing.STORE).read_bytes()
    subprocess.run([sys.executable, "-c", OPENED, str(copy / "chroma")], check=True, cwd=ROOT)
    assert (copy / "chroma" / sealing.STORE).read_bytes() != before
    assert sealing.damaged(copy, ready.files) is None
    with sqlite3.connect(copy / "chroma" / sealing.STORE) as connection:
        connection.execute("UPDATE embedding_metadata SET string_value = 'x' WHERE rowid = 7")
    connection.close()
    assert sealing.damaged(copy, ready.files) == f"chroma/{sealing.STORE}"


def test_a_damaged_graph_is_built_again_by_itself(
    large: tuple[Settings, Generation, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(large[0].data_dir, tmp_path / "data")
    settings = Settings(data_dir=tmp_path / "data")
    topic, store = load_topic(settings.corpus_dir, settings.topic), Store.of(settings)
    damage(next(settings.index_dir.glob("gen-*/chroma/*/link_lists.bin")), "garbled")
    bot = Bot(settings, topic, store, StaticEmbedder())
    assert "link_lists.bin is missing or not as it was written" in caplog.text
    assert len(bot.search(bot.reader.content.passages[7].sentences[0].text)) > 0
    bot.close()


@pytest.mark.parametrize("how", DAMAGES)
def test_files_of_a_small_graph_are_of_no_account(
    built: Settings, embedder: Embedder, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Chroma makes them anew from its SQLite on each opening; so their loss is neither found nor felt."""
    for entry in built.index_dir.glob("gen-*/chroma/*/*"):
        damage(entry, how)
    bot = Bot.open(built, embedder=embedder)
    assert "Building" not in caplog.text
    passages = bot.reader.ranker.index.passages
    assert isinstance(passages, LocalVectors)
    held = bot.reader.ranker.index.vectors.of(list(bot.reader.content.passages))
    assert (passages.best(np.stack([each.whole for each in held])) > 0.999).all()
    bot.close()


def test_hundreds_of_passages_that_are_alike_blind_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    topic, embedder = load_topic(settings.corpus_dir, settings.topic), StaticEmbedder()
    store = Store.of(settings)
    once, *others = documents(12)
    for number in range(700):
        same = Document(f"Copy {number}", (Paragraph(once.paragraphs[0].text, "Notice"),))
        source = make_source(same, topic.id, f"/copies/{number}")
        store.put(source, make_passages(source, same, embedder.count_tokens))
    for number, document in enumerate(others):
        source = make_source(document, topic.id, f"/made-up/{number}")
        store.put(source, make_passages(source, document, embedder.count_tokens))
    bot = Bot(settings, topic, store, embedder)
    for document in others:
        text = document.paragraphs[3].text
        vector = embedder.encode([f"{document.paragraphs[3].section}. {text}"])[0].vector
        best = next(iter(bot.reader.ranker.index.passages.search(vector, 5)))
        found = bot.passage(best)
        assert found is not None
        assert found.text == text
    bot.close()
    again = Bot(settings, topic, store, embedder)
    assert caplog.text.count("Building the index") == 1
    again.close()


def test_another_embedding_model_builds_another_index(
    built: Settings, embedder: Embedder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bot.Embedder.of", lambda _settings: StaticEmbedder())
    bot = Bot.open(built)
    assert "the embedding model or a library have changed" in caplog.text
    assert VectorCache(bot.store.engine, bot.embedder.id).count() > 0
    assert "static" in bot.embedder.id
    bot.close()
    monkeypatch.undo()
    assert "163,000" in Bot.open(built, embedder=embedder).ask(QUESTION).text
