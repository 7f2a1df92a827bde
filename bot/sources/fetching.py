"""Fetches a document from a URL: from the public network only, with a size and a time that it may take."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpcore

from bot.errors import SourceError
from bot.sources.addresses import Resolve, checked, printable, public, system_resolve
from bot.sources.reading.formats import ENDINGS

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ENDINGS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt",
    "text/markdown": ".md", "text/x-markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_HEADERS = {
    b"User-Agent": b"Lectern (reads one document for its user)",
    b"Accept": b"text/html,application/pdf,text/plain,*/*;q=.5", b"Accept-Encoding": b"identity",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave: the bytes, a file name with the right ending, and the address after redirects."""

    data: bytes
    name: str
    url: str


@dataclass(slots=True)
class Fetcher:
    """Fetches within ``seconds`` and ``most`` bytes; ``resolve`` and ``dial`` are the network."""

    seconds: float
    most: int
    resolve: Resolve = system_resolve
    dial: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    trust: ssl.SSLContext | None = None

    def fetch(self, url: str) -> Fetched:
        """What is at the URL.

        Raises:
            SourceError: it may not be fetched, cannot be, takes too long, is too large, or is no document.
        """
        until = time.monotonic() + self.seconds
        for _ in range(REDIRECTS + 1):
            parts = checked(url)
            shown = parts.geturl()
            answer = self._get(shown, until)
            if isinstance(answer, Fetched):
                return answer
            try:
                url = urljoin(shown, answer)
            except ValueError as error:
                raise SourceError(f"{shown} was redirected to what is no web address.") from error
        raise SourceError(f"{printable(url)} was redirected more than {REDIRECTS} times.")

    def _get(self, url: str, until: float) -> Fetched | str:
        """The document, or where it has moved to."""
        backend = _Checked(self.resolve, self.dial, until, self.seconds)
        left = max(0.1, until - time.monotonic())
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), left)
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend, ssl_context=self.trust, retries=0) as pool,
                pool.stream("GET", url, headers=_headers(url), extensions={"timeout": timeouts}) as response,
            ):
                headers = {name.lower(): value for name, value in response.headers}
                if response.status in _MOVED and headers.get(b"location"):
                    return headers[b"location"].decode("latin-1").strip()
                if response.status != 200:
                    raise SourceError(f"{url} answered {response.status}: nothing was added.")
                if headers.get(b"content-encoding", b"identity") not in (b"identity", b""):
                    raise SourceError(f"{url} sends what was not asked for (packed): save the page and add the file.")
                data = self._body(response.iter_stream(), url, until)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, ssl.SSLError) as error:
            raise SourceError(f"{url} cannot be fetched: {_why(error, self.seconds)}.") from error
        return Fetched(data, _name(url, headers.get(b"content-type", b"")), url)

    def _body(self, pieces: Iterable[bytes], url: str, until: float) -> bytes:
        found = bytearray()
        for piece in pieces:
            found += piece
            if len(found) > self.most:
                raise SourceError(
                    f"{url} has more than {self.most / 1e6:g} MB, the most that is read; see LECTERN_UPLOAD_MB."
                )
            if time.monotonic() > until:
                raise SourceError(f"{url} took more than {self.seconds:g} seconds: nothing was added.")
        return bytes(found)


class _Checked(httpcore.NetworkBackend):
    """Looks a host up once, checks every address, and connects to what was checked: no second look-up can differ."""

    def __init__(self, resolve: Resolve, dial: httpcore.NetworkBackend, until: float, seconds: float) -> None:
        self.resolve, self.dial, self.until, self.seconds = resolve, dial, until, seconds

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to the host's first address; TLS still checks the host's name."""
        left = self.until - time.monotonic()
        addresses = public(host, port, self.resolve, left)
        stream = self.dial.connect_tcp(addresses[0], port, max(0.1, self.until - time.monotonic()))
        return _Timed(stream, self.until)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise httpcore.ConnectError("sockets of this machine are not fetched from")

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


class _Timed(httpcore.NetworkStream):
    """A connection on which everything together must be over by one moment, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream, self.until = stream, until

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As its own, within the time that is left."""
        return self.stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As its own, within the time that is left."""
        self.stream.write(buffer, self._left())

    def close(self) -> None:
        """Closes it."""
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """As its own, within the time that is left."""
        return _Timed(self.stream.start_tls(ssl_context, server_hostname, self._left()), self.until)

    def get_extra_info(self, info: str) -> Any:
        """As its own."""
        return self.stream.get_extra_info(info)


def _headers(url: str) -> list[tuple[bytes | str, bytes | str]]:
    return [(b"Host", urlsplit(url).netloc.encode("ascii")), *_HEADERS.items()]


def _name(url: str, content_type: bytes) -> str:
    """A file name for what came: the last part of the path, with the ending of its kind."""
    parts = urlsplit(url)
    last = PurePosixPath(unquote(parts.path)).name or parts.hostname or "page"
    kind = content_type.decode("latin-1").split(";")[0].strip().lower()
    own = PurePosixPath(last).suffix.lower()
    if kind in ("", "application/octet-stream", "binary/octet-stream", "text/plain") and own in ENDINGS:
        return last
    ending = _ENDINGS.get(kind)
    if ending is None:
        raise SourceError(f"{url} is {kind or 'of no kind that it says'}; Lectern reads {', '.join(ENDINGS)}.")
    return last if own == ending else f"{last}{ending}"


def _why(error: Exception, seconds: float) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return f"it took more than {seconds:g} seconds"
    return str(error) or type(error).__name__


def is_url(text: str) -> bool:
    """Whether what was given is an address rather than a path."""
    return bool(re.match(r"[a-z][a-z0-9+.-]{1,20}://", text, re.IGNORECASE))
