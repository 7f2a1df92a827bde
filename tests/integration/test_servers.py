"""Behind a PostgreSQL and a Chroma server: the same answers, two processes at once, and outages that are told."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot import Bot
from bot.errors import ServerError, SettingsError, StoreError
from bot.learned.encoder import Embedder
from bot.search.server import Server, ServerVectors
from bot.settings import Settings
from bot.sources.database import open_database
from bot.sources.patience import be_patient
from bot.sources.store import Store
from bot.sources.vectors import VectorCache
from tests.servers import ChromaServer, chroma, empty_database, free_port, suspended, until

pytestmark = pytest.mark.xdist_group("postgres")

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How many hectares of coca were there in 2000?"
FERRY = "When does the ferry to Leticia leave?"
LONGEST = 10.0
"""Seconds after which no request may still be waiting."""


@pytest.fixture(scope="module")
def database(database_server: str) -> str:
    return empty_database(database_server)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture(scope="module")
def shared(
    database: str, server: ChromaServer, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bot]:
    """The bundled topic, opened behind both servers."""
    opened = Bot.open(
        Settings(
            data_dir=tmp_path_factory.mktemp("one"), database_url=SecretStr(database), chroma_url=server.url,
            server_timeout=2,
        ),
        embedder=embedder,
    )  # fmt: skip
    yield opened
    opened.close()


def note(folder: Path, hour: str) -> Path:
    path = folder / "note.md"
    path.write_text(f"# A note\n\nThe ferry to Leticia leaves at {hour}.\n", encoding="utf-8")
    return path


def test_answers_are_those_of_one_machine(bot: Bot, shared: Bot) -> None:
    for question in (QUESTION, "How do the two sides differ?", "What does Washington want?"):
        assert shared.ask(question).text == bot.ask(question).text


def test_nothing_lies_on_this_machine_but_what_can_be_lost(shared: Bot) -> None:
    assert not shared.settings.database.exists()
    assert not list(shared.settings.index_dir.rglob("chroma.sqlite3"))


def test_adding_replacing_and_removing(shared: Bot, tmp_path: Path) -> None:
    source, changed = shared.add(note(tmp_path, "noon"))
    assert changed
    assert "noon" in shared.ask(FERRY).text
    shared.add(note(tmp_path, "midnight"))
    assert "midnight" in shared.ask(FERRY).text
    shared.remove(source.id)
    assert shared.ask(FERRY).outcome == "no_evidence"


class Process:
    """Another Lectern, as a process that answers lines of JSON."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("answering.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        )  # fmt: skip
        assert self.says() == "ready"

    def says(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self, question: str) -> dict[str, str]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        found: dict[str, str] = json.loads(self.says())
        return found

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.mark.servers
def test_two_processes_serve_one_corpus(shared: Bot, database: str, tmp_path: Path) -> None:
    other = Process(
        {
            "LECTERN_DATA_DIR": str(tmp_path / "two"), "LECTERN_DATABASE_URL": database,
            "LECTERN_CHROMA_URL": shared.settings.chroma_url, "LECTERN_WATCH_SECONDS": "0.3",
        }
    )  # fmt: skip
    try:
        adding = threading.Thread(target=shared.add, args=(note(tmp_path, "dusk"),))
        adding.start()
        answers = 0
        while adding.is_alive() or answers < 3:
            assert "163,000" in other.ask(QUESTION)["text"]
            answers += 1
        adding.join()
        until(lambda: "dusk" in other.ask(FERRY)["text"], "the other process knows the new document")
        shared.remove(next(source.id for source in shared.sources() if source.title == "A note"))
        until(lambda: other.ask(FERRY)["outcome"] == "no_evidence", "the other process has dropped it")
    finally:
        other.end()


@pytest.mark.servers
def test_a_stalled_server_is_told_in_time_and_answers_come_back(shared: Bot, server: ChromaServer) -> None:
    started = threading.Event()
    found: queue.Queue[tuple[str, float]] = queue.Queue()

    def asking() -> None:
        while found.qsize() < 400 and not started.is_set():
            begun = time.monotonic()
            try:
                text = shared.ask(QUESTION).text
            except ServerError as error:
                text = str(error)
            found.put((text, time.monotonic() - begun))

    thread = threading.Thread(target=asking)
    thread.start()
    until(lambda: found.qsize() >= 2, "questions are answered")
    server.send(signal.SIGSTOP)
    until(lambda: "has not answered within 2 s" in "".join(text for text, _ in list(found.queue)), "it is told")
    server.send(signal.SIGCONT)
    before = found.qsize()
    until(lambda: any("163,000" in text for text, _ in list(found.queue)[before + 1 :]), "answers are back")
    started.set()
    thread.join()
    assert max(taken for _, taken in list(found.queue)) < LONGEST


@pytest.mark.servers
def test_a_suspended_database_is_told_in_time_and_answers_come_back(shared: Bot, database: str, tmp_path: Path) -> None:
    """Its kernel takes connections and bytes as before; nothing comes back, and nothing ends by itself."""
    with shared.store.engine.connect() as connection:
        data = Path(connection.execute(text("SHOW data_directory")).scalar_one())
    assert "163,000" in shared.ask(QUESTION).text
    taken: list[float] = []

    def told(act: Callable[[], object]) -> None:
        begun = time.monotonic()
        with pytest.raises(ServerError, match=r"was silent for|cannot be reached|timeout expired"):
            act()
        taken.append(time.monotonic() - begun)

    with suspended(data):
        # The vectors of what was asked of lately are in memory: such a question needs no database.
        assert shared.ask("Which measures did the United States take against Colombia's government?").citations
        told(shared.refresh)
        told(lambda: shared.add(note(tmp_path, "dawn")))
        told(lambda: open_database(database, 2))
        told(lambda: open_database(database, 8))
    assert max(taken) < LONGEST, taken
    assert "163,000" in shared.ask(QUESTION).text
    source, changed = shared.add(note(tmp_path, "dawn"))
    assert changed
    assert "dawn" in shared.ask(FERRY).text
    shared.remove(source.id)


@pytest.mark.servers
def test_a_statement_that_the_server_stops_answering_is_ended(database: str) -> None:
    engine = open_database(database, 2)
    with engine.connect() as connection:
        data = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        connection.execute(text("SELECT pg_sleep(1)"))
        with suspended(data):
            begun = time.monotonic()
            with pytest.raises(OperationalError, match=r"silent for 2 s"):
                connection.execute(text("SELECT 1"))
            assert time.monotonic() - begun < 4
    with engine.begin() as connection:
        be_patient(connection)
        assert connection.execute(text("SELECT 1 FROM pg_sleep(3)")).scalar_one() == 1
    engine.dispose()


@pytest.mark.servers
def test_a_server_that_is_gone_is_told_and_answers_come_back(shared: Bot, server: ChromaServer) -> None:
    server.stop()
    begun = time.monotonic()
    with pytest.raises(ServerError, match=r"cannot be reached.*LECTERN_CHROMA_URL"):
        shared.ask(QUESTION)
    assert time.monotonic() - begun < LONGEST
    server.start()
    assert "163,000" in shared.ask(QUESTION).text


@pytest.mark.servers
def test_a_server_that_lost_its_data_gets_it_again(shared: Bot) -> None:
    assert isinstance(shared.reader.ranker.index.passages, ServerVectors)
    vectors = shared.reader.ranker.index.passages
    server = Server(shared.settings)
    server._reading.delete_collection(vectors.name)
    server.close()
    with pytest.raises(ServerError, match="no longer has this corpus"):
        shared.ask(QUESTION)
    shared.refresh()
    assert "163,000" in shared.ask(QUESTION).text


def test_the_timeout_takes_effect_from_the_first_request_on(server: ChromaServer) -> None:
    client = Server(Settings(chroma_url=server.url, server_timeout=0.5))
    server.send(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        with pytest.raises(ServerError, match=r"within 0\.5 s"):
            client.collection("anything")
        assert time.monotonic() - begun < 2
    finally:
        server.send(signal.SIGCONT)
        client.close()


class TestToken:
    """A server that asks for a token, as the gate in front of a Chroma server does."""

    @pytest.fixture
    def gate(self) -> Iterator[tuple[str, list[str]]]:
        from http.server import BaseHTTPRequestHandler, HTTPServer

        seen: list[str] = []

        class Gate(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append(self.headers.get("Authorization") or self.headers.get("X-Chroma-Token") or "")
                self.send_response(404 if "right" in seen[-1] else 401)
                self.send_header("Content-Length", "54")
                self.end_headers()
                self.wfile.write(b'{"error":"NotFoundError","message":"there is no such"}'.ljust(54))

            def log_message(self, *_: object) -> None:
                pass

        listening = HTTPServer(("127.0.0.1", free_port()), Gate)
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", seen
        listening.shutdown()
        thread.join()
        listening.server_close()

    @pytest.mark.parametrize(("header", "sent"), [("X-Chroma-Token", "right"), ("Authorization", "Bearer right")])
    def test_it_is_sent(self, gate: tuple[str, list[str]], header: str, sent: str) -> None:
        url, seen = gate
        server = Server(Settings(chroma_url=url, chroma_token=SecretStr("right"), chroma_token_header=header))
        assert server.collection("some") is None
        server.close()
        assert seen == [sent]

    def test_a_refusal_names_the_setting_and_not_the_token(self, gate: tuple[str, list[str]]) -> None:
        settings = Settings(chroma_url=gate[0], chroma_token=SecretStr("wr0ng"))
        server = Server(settings)
        with pytest.raises(ServerError, match="LECTERN_CHROMA_TOKEN") as refused:
            server.collection("some")
        server.close()
        assert "wr0ng" not in str(refused.value)
        assert "wr0ng" not in repr(settings)


def test_a_second_writer_waits_and_is_told(database: str, tmp_path: Path) -> None:
    one = Store(tmp_path / "one" / "corpus.db", url=database)
    two = Store(tmp_path / "two" / "corpus.db", lock_timeout=0.5, url=database)
    with one.writing(), pytest.raises(StoreError, match="Another Lectern is writing"), two.writing():
        pass
    with two.writing():
        pass
    one.close()
    two.close()


def test_a_database_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://me:s3cret@127.0.0.1:{free_port()}/none"
    begun = time.monotonic()
    with pytest.raises(ServerError, match="LECTERN_DATABASE_URL") as told:
        open_database(url, 2)
    assert "s3cret" not in str(told.value)
    assert time.monotonic() - begun < LONGEST
    with pytest.raises(SettingsError, match="PostgreSQL is meant"):
        open_database("mysql://here/there")


def test_embeddings_are_kept_in_it(database: str, shared: Bot) -> None:
    store = Store(shared.settings.database, url=database)
    cache = VectorCache(shared.store.engine, shared.embedder.id)
    assert cache.count() > 0
    assert store.engine.dialect.name == "postgresql"
    assert Embedder().id in cache.model
    store.close()
