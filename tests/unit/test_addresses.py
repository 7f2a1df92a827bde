"""Sixty addresses and more that must not be fetched, and what is fetched: a fake resolver, real servers on loopback."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest
from hostileurls import NEVER

from bot.errors import SourceError
from bot.sources.addresses import checked, is_public
from bot.sources.fetching import Fetcher, is_url
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_bytes

PAGE = b"<html><head><title>Gates</title></head><body><article>" + b"".join(
    b"<p>The board opened gate %d in May, and the village below it lost its bridge before the night was over.</p>" % n
    for n in range(4)
)
PUBLIC = "93.184.216.34"
NAMES = {
    "public.example": [PUBLIC], "two.example": [PUBLIC, "10.0.0.5"], "inside.example": ["192.168.1.1"],
    "six.example": ["::1"], "mapped.example": ["::ffff:127.0.0.1"], "metadata.example": ["169.254.169.254"],
    "nothing.example": [], "wide.example": ["64:ff9b::7f00:1"], "old.example": ["2002:7f00:1::"],
    "shared.example": ["100.64.0.1"], "zero.example": ["0.0.0.0"], "many.example": ["224.0.0.1"],
    "local6.example": ["fe80::1%eth0"], "unique.example": ["fd00::1"], "localhost": ["127.0.0.1"],
}  # fmt: skip


def resolve(host: str, _port: int) -> list[str]:
    if host.replace(".", "").isdigit() or ":" in host:
        return [host]
    if host not in NAMES:
        raise OSError("no such host")
    return NAMES[host]


class Dial(httpcore.SyncBackend):
    """Connects to a server on loopback in place of the public address, and remembers which was asked for."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.asked: list[str] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.asked.append(host)
        return super().connect_tcp("127.0.0.1", self.port, timeout)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(f"{self.headers['Host']}{self.path}")
        path, _, value = self.path.partition("?")
        if path == "/to":
            self._send(302, b"", Location=value)
        elif path == "/again":
            self._send(302, b"", Location="/again")
        elif path == "/drip":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "100000")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        elif path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.close_connection = True
            for _ in range(400):
                self.wfile.write(b"x" * 100_000)
        elif path == "/packed":
            self._send(200, gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
        elif path == "/picture":
            self._send(200, b"\x89PNG", **{"Content-Type": "image/png"})
        elif path == "/error":
            self._send(500, b"no")
        else:
            self._send(200, PAGE)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[int]:
    Handler.seen = []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield httpd.server_address[1]
    httpd.shutdown()
    httpd.server_close()
    thread.join(5)


def fetcher(port: int, seconds: float = 5.0, resolving=resolve) -> Fetcher:
    return Fetcher(seconds, 1_000_000, resolving, Dial(port))


@pytest.mark.parametrize("url", NEVER)
def test_it_is_never_fetched(url: str, server: int) -> None:
    mine = fetcher(server)
    with pytest.raises(SourceError) as error:
        mine.fetch(url)
    assert str(error.value).isprintable()
    assert not mine.dial.asked
    assert not Handler.seen


def test_there_are_sixty_of_them() -> None:
    assert len(set(NEVER)) == len(NEVER) >= 60


@pytest.mark.parametrize(
    "target",
    [url for url in NEVER if url and "://" in url and "\r" not in url and url.isascii() and url != "http:///x"],
)
def test_a_redirect_is_checked_like_the_first_address(target: str, server: int) -> None:
    mine = fetcher(server)
    with pytest.raises(SourceError):
        mine.fetch(f"http://public.example/to?{target}")
    assert set(mine.dial.asked) <= {PUBLIC}
    assert all(seen.startswith("public.example/") for seen in Handler.seen)


def test_a_page_is_fetched_from_the_checked_address_under_its_own_name(server: int) -> None:
    mine = fetcher(server)
    found = mine.fetch("http://public.example/gates#part")
    assert (found.name, found.url) == ("gates.html", "http://public.example/gates")
    assert mine.dial.asked == [PUBLIC]
    assert Handler.seen == ["public.example/gates"]
    document = read_bytes(found.data, found.name, Limits(), found.url)
    assert (document.title, document.url, len(document.paragraphs)) == ("Gates", found.url, 4)


def test_a_name_that_changes_its_answer_is_looked_up_once_a_connection(server: int) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    mine = fetcher(server, resolving=lambda host, port: next(answers))
    assert mine.fetch("http://public.example/a").data == PAGE
    assert mine.dial.asked == [PUBLIC]
    with pytest.raises(SourceError, match="not on the public network"):
        mine.fetch("http://public.example/b")


def test_a_redirect_within_the_public_network_is_followed(server: int) -> None:
    assert fetcher(server).fetch("http://public.example/to?/gates").url == "http://public.example/gates"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/again", "more than 5 times"), ("/endless", "more than 1 MB"), ("/packed", "packed"), ("/error", "answered 500"),
        ("/picture", "image/png"), ("/drip", "1 seconds"),
    ],
)  # fmt: skip
def test_what_is_no_document_or_takes_too_much_is_refused(path: str, says: str, server: int) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError, match=says):
        fetcher(server, seconds=1.0).fetch(f"http://public.example{path}")
    assert time.monotonic() - begun < 10


def test_a_resolver_that_hangs_does_not_hold_it_up(server: int) -> None:
    go = threading.Event()
    begun = time.monotonic()
    with pytest.raises(SourceError, match="looked up within"):
        fetcher(server, seconds=0.3, resolving=lambda host, port: go.wait(5) and [PUBLIC]).fetch(
            "http://public.example/"
        )
    go.set()
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("fec0::1", False), ("192.0.2.1", False),
     ("240.0.0.1", False), ("words", False), ("2001:db8::1", False)],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_in_other_letters_is_fetched_in_ascii() -> None:
    assert checked("https://bücher.example/x").geturl() == "https://xn--bcher-kva.example/x"
    assert is_url("HTTPS://x")
    assert not is_url("C:\\x")
