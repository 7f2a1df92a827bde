"""What the served page lets whom do over plain HTTP, and how its limits are told."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from pages import Caller, served

from bot.settings import Settings

Calls = Callable[..., Caller]
LENGTH = 300
RATE = 12
FORGED = {
    "a forwarded caller": {"x_forwarded_for": "203.0.113.5"},
    "a forged way": {"x_forwarded_for": "127.0.0.1"},
    "an empty way": {"x_forwarded_for": ""},
    "a proxy": {"via": "1.1 proxy"},
    "another name": {"host": "evil.example:7860"},
    "a name that holds ours": {"host": "127.0.0.1@evil.example"},
    "another page": {"origin": "https://evil.example"},
}


@pytest.fixture(scope="module")
def page(built_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page over a sample topic with narrow limits."""
    data = tmp_path_factory.mktemp("http") / "data"
    shutil.copytree(built_samples, data)
    limits = {"LECTERN_QUESTION_CHARS": str(LENGTH), "LECTERN_QUESTIONS_PER_MINUTE": str(RATE)}
    with served(data, LECTERN_TOPIC="river", **limits) as url:
        with Caller(url, x_forwarded_for="203.0.113.99") as caller:
            caller.ready()
        yield url


@pytest.fixture
def call(page: str) -> Iterator[Callable[..., Caller]]:
    """Makes callers of the page by their headers."""
    with ExitStack() as stack:
        yield lambda **headers: stack.enter_context(Caller(page, **headers))


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text("# Mills\n\nDanso argues that the mills of Oldhaven were sold for 4,711 crowns in 1999.\n", "utf-8")
    return path


@pytest.mark.parametrize("how", FORGED)
def test_a_visitor_is_refused_what_is_the_local_users(call: Calls, note: Path, how: str) -> None:
    afar = call(**FORGED[how])
    told = [
        afar.press("corpus-files", "upload", [afar.upload(note)], "shared")[0],
        afar.press("corpus-url", "submit", "https://example.org/", "shared")[0],
        afar.press("corpus-original", "click", "shared")[0],
        afar.press("corpus-remove", "click", "")[0],
        afar.press("corpus-correct", "click", "", *("",) * 5)[0],
        afar.press("corpus-undo", "click", "")[0],
        afar.press("topic-open", "click", "river")[0],
        afar.press("topic-edit", "click", "river")[0],
        afar.press("topic-save", "click", None, None, "Mills", "Mills should go.", *("Mill", [], "", "") * 2)[0],
        afar.press("topic-files", "upload", [afar.upload(note)])[0],
        afar.press("engine-connect", "click", "openai:any", "http://127.0.0.1:9/v1", "key", None, "extractive")[3],
        afar.press("evals-run", "click", ["river"], "extractive", None, then=True)[0],
    ]
    assert [line for line in told if "Only the local user may do this" not in str(line)] == []
    assert "LECTERN_REMOTE_RIGHTS" in str(told[0])
    private = afar.press("corpus-files", "upload", [afar.upload(note)], "private")[0]
    assert "LECTERN_UPLOADS=shared" in str(private)
    assert afar.api("search", "mills of Oldhaven", 1, None)[0] == "complete"


def test_the_local_user_may(call: Calls, note: Path) -> None:
    here = call()
    here.press("corpus-url", "submit", "http://127.0.0.1:8080/", "shared")
    assert "public network" in str(here.press("corpus-url", "submit", [], then=True)[0])
    here.press("corpus-files", "upload", [here.upload(note)], "shared")
    assert "1 added" in str(here.press("corpus-files", "upload", [], then=True)[0])
    kind, hits = here.api("search", "mills of Oldhaven", 1, None)
    assert kind == "complete"
    assert "4,711" in str(hits)


def test_length_is_told_at_every_endpoint_and_in_the_chat(call: Calls) -> None:
    long = "What does Danso want? " * LENGTH
    afar = call(x_forwarded_for="203.0.113.6")
    for name, rest in (("ask", (None, None)), ("check", ()), ("search", (3, None)), ("cards", (None, 3))):
        kind, told = afar.api(name, long, *rest)
        assert (kind, f"at most {LENGTH} are read" in str(told)) == ("error", True), name
    assert f"at most {LENGTH} are read" in str(afar.chat(long))
    kind, told = afar.api("ask", "What does Danso want?", "nobody", None)
    assert (kind, "no side 'nobody'" in str(told)) == ("error", True)


def test_rate_is_told_at_every_endpoint_and_in_the_chat(call: Calls) -> None:
    afar = call(x_forwarded_for="203.0.113.7")
    kind, answer = call(x_forwarded_for="203.0.113.8").api("ask", "What does Danso want?", None, None)
    assert (kind, "Danso" in answer[0]["text"]) == ("complete", True)
    for _ in range(RATE):
        assert afar.api("search", "Danso", 1, None)[0] == "complete"
    for name, rest in (("ask", (None, None)), ("check", ()), ("search", (3, None)), ("cards", (None, 3))):
        kind, told = afar.api(name, "What does Danso want?", *rest)
        assert kind == "error"
        assert f"More than {RATE} questions within a minute: try again in" in str(told)
    assert f"More than {RATE} questions within a minute" in str(afar.chat("What does Danso want?"))
    # What a caller says of the way it came does not make it another one behind the proxy that is believed.
    assert call(x_forwarded_for="198.51.100.1, 203.0.113.7").api("search", "Danso", 1, None)[0] == "error"
    assert call(x_forwarded_for="203.0.113.9").api("search", "Danso", 1, None)[0] == "complete"


def test_a_login_is_asked_of_the_interface_too(built: Settings) -> None:
    with served(built.data_dir, LECTERN_AUTH="ana:open sesame,ben:other") as url:
        for method, path in (
            ("POST", "gradio_api/call/ask"), ("POST", "gradio_api/run/mark"), ("POST", "gradio_api/queue/join"),
            ("POST", "gradio_api/upload"), ("GET", "config"), ("GET", "gradio_api/info"),
            ("GET", "gradio_api/queue/data?session_hash=abc"),
        ):  # fmt: skip
            body = {"json": {"data": ["x"], "fn_index": 0, "session_hash": "abc"}} if method == "POST" else {}
            answer = httpx.request(method, url + path, timeout=20, **body)  # type: ignore[arg-type]
            assert answer.status_code == 401, f"{path}: {answer.status_code} {answer.text[:80]}"
        wrong = httpx.post(url + "login", data={"username": "ana", "password": "other"}, timeout=20)
        assert wrong.status_code == 400
        with Caller(url) as caller:
            caller.http.post("login", data={"username": "ana", "password": "open sesame"}).raise_for_status()
            caller.ready()
            assert caller.api("ask", "Who is Gustavo Petro?", None, None)[0] == "complete"


def test_the_page_listens_on_this_machine_alone(page: str) -> None:
    port = httpx.URL(page).port
    assert port is not None
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", port)) != 0
