"""Model providers on this machine: a real HTTP server that speaks OpenAI's, Anthropic's and Ollama's chat protocols.

What it says is a script: pieces of text, pauses, a broken connection; or a status, or a body of another shape.
"""

from __future__ import annotations

import json
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = (1200, 60)
"""Tokens that the server says it read and wrote."""


@dataclass(frozen=True)
class Pause:
    """Seconds of silence."""

    seconds: float


@dataclass(frozen=True)
class Drop:
    """The connection breaks; ``clean`` ends the body as if it were whole."""

    clean: bool = False


@dataclass(frozen=True)
class Status:
    """An HTTP error; ``message`` may hold {key}, which becomes the key that was sent."""

    code: int
    message: str = "no"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """A body of another shape."""

    body: str
    kind: str = "text/html"


Script = Sequence[str | Pause | Drop] | Status | Raw
"""What one request gets."""


@dataclass
class Asked:
    """One request: what was asked, with which key, when its first piece went out, and how it ended."""

    path: str
    body: dict[str, Any]
    key: str
    first: float = 0.0
    closed: threading.Event = field(default_factory=threading.Event)
    whole: bool = False
    sent: int = 0

    @property
    def prompt(self) -> str:
        """All that was said to the model."""
        said = [self.body.get("system") or "", *(each["content"] for each in self.body["messages"])]
        return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in said)

    @property
    def ids(self) -> list[str]:
        """The ids of the passages in the prompt."""
        return re.findall(r"<passage id=\[([\w-]+)\]", self.prompt)

    @property
    def job(self) -> str:
        """Which of the prompts it was."""
        openings = {
            "You answer questions": "answer", "You set out what one": "one-side", "You set two sides": "both-sides",
            "You sum up": "summary", "You mend": "mend", "You rewrite": "rewrite-follow-up",
            "You offer": "suggest-questions", "You compare a claim": "judge-claim",
        }  # fmt: skip
        return next((job for opening, job in openings.items() if opening in self.prompt), "")


class ChatServer:
    """``say(asked)`` gives the script for a request; ``asked`` are those that came in."""

    def __init__(self, say: Callable[[Asked], Script]) -> None:
        self.say = say
        self.asked: list[Asked] = []
        self.url = ""

    def of(self, *jobs: str) -> list[Asked]:
        """The requests for some jobs."""
        return [each for each in self.asked if each.job in jobs]


@contextmanager
def chat_server(say: Callable[[Asked], Script]) -> Iterator[ChatServer]:
    """A running server, at its ``url`` (without a path)."""
    mine = ChatServer(say)

    class Handler(_Handler):
        chat = mine

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    mine.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield mine
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    chat: ChatServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers.get("Authorization", "").removeprefix("Bearer ") or self.headers.get("x-api-key", "")
        asked = Asked(self.path, body, key)
        self.chat.asked.append(asked)
        script = self.chat.say(asked)
        try:
            self._reply(asked, script)
        except OSError:
            pass
        finally:
            asked.closed.set()

    def _reply(self, asked: Asked, script: Script) -> None:
        if isinstance(script, Status):
            told = script.message.replace("{key}", asked.key)
            self._send(script.code, "application/json", json.dumps(_error(asked.path, told)), script.headers)
        elif isinstance(script, Raw):
            self._send(200, script.kind, script.body)
        else:
            self._stream(asked, script)

    def _send(self, status: int, kind: str, text: str, headers: dict[str, str] | None = None) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, asked: Asked, script: Sequence[str | Pause | Drop]) -> None:
        protocol = _PROTOCOLS[asked.path.rsplit("/", 1)[-1]](asked.body.get("model", ""))
        self.send_response(200)
        self.send_header("Content-Type", protocol.kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._chunks(protocol.opening())
        for step in script:
            if isinstance(step, Pause):
                self._wait(step.seconds)
            elif isinstance(step, Drop):
                if step.clean:
                    self._chunk(b"")
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            else:
                asked.first = asked.first or time.time()
                self._chunks(protocol.piece(step))
                asked.sent += 1
        self._chunks(protocol.closing())
        self._chunk(b"")
        asked.whole = True

    def _chunks(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._chunk(line.encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _wait(self, seconds: float) -> None:
        """Waits; raises where the client goes away meanwhile."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ready, _, _ = select.select([self.connection], [], [], 0.02)
            if ready and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError("the client is gone")

    def log_message(self, *_: object) -> None:
        pass


def _error(path: str, message: str) -> dict[str, Any]:
    if path.endswith("/api/chat"):
        return {"error": message}
    return {"type": "error", "error": {"message": message, "type": "an_error", "code": None}}


class _OpenAI:
    kind = "text/event-stream"

    def __init__(self, model: str) -> None:
        self._head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model}

    def opening(self) -> list[str]:
        return [self._event({"role": "assistant", "content": ""}, None)]

    def piece(self, text: str) -> list[str]:
        return [self._event({"content": text}, None)]

    def closing(self) -> list[str]:
        usage = {"prompt_tokens": USAGE[0], "completion_tokens": USAGE[1], "total_tokens": sum(USAGE)}
        return [
            self._event({}, "stop"), _sse({**self._head, "choices": [], "usage": usage}), "data: [DONE]\n\n",
        ]  # fmt: skip

    def _event(self, delta: dict[str, str], finish: str | None) -> str:
        return _sse({**self._head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


class _Anthropic:
    kind = "text/event-stream"

    def __init__(self, model: str) -> None:
        self._model = model

    def opening(self) -> list[str]:
        message = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": self._model, "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": USAGE[0], "output_tokens": 0},
        }  # fmt: skip
        block = {"type": "text", "text": ""}
        return [
            _named("message_start", message=message),
            _named("content_block_start", index=0, content_block=block),
        ]

    def piece(self, text: str) -> list[str]:
        return [_named("content_block_delta", index=0, delta={"type": "text_delta", "text": text})]

    def closing(self) -> list[str]:
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        return [
            _named("content_block_stop", index=0),
            _named("message_delta", delta=delta, usage={"input_tokens": USAGE[0], "output_tokens": USAGE[1]}),
            _named("message_stop"),
        ]


class _Ollama:
    kind = "application/x-ndjson"

    def __init__(self, model: str) -> None:
        self._model = model

    def opening(self) -> list[str]:
        return []

    def piece(self, text: str) -> list[str]:
        return [self._line(text, done=False)]

    def closing(self) -> list[str]:
        counts = {"prompt_eval_count": USAGE[0], "eval_count": USAGE[1], "total_duration": 1, "eval_duration": 1}
        return [self._line("", done=True, done_reason="stop", **counts)]

    def _line(self, text: str, **more: Any) -> str:
        message = {"role": "assistant", "content": text}
        return (
            json.dumps({"model": self._model, "created_at": "2025-01-01T00:00:00Z", "message": message, **more}) + "\n"
        )


_PROTOCOLS = {"completions": _OpenAI, "messages": _Anthropic, "chat": _Ollama}


def _sse(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def _named(event: str, **data: Any) -> str:
    return f"event: {event}\n{_sse({'type': event, **data})}"


def pieces(text: str, size: int = 7) -> list[str]:
    """A text in pieces of so many characters, as a model writes it."""
    return [text[at : at + size] for at in range(0, len(text), size)]
