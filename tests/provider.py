"""A model provider on this machine: a real HTTP server that speaks OpenAI's chat protocol and says what it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = str | int
"""What the model says; a number is an HTTP status to fail with."""


class Provider:
    """Answers each request by ``reply(body)``; ``requests`` are the bodies that came in."""

    def __init__(self, reply: Callable[[dict[str, Any]], Reply]) -> None:
        self.reply = reply
        self.requests: list[dict[str, Any]] = []
        self.url = ""


@contextmanager
def provider(reply: Callable[[dict[str, Any]], Reply]) -> Iterator[Provider]:
    """A running provider, at its ``url``."""
    mine = Provider(reply)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            mine.requests.append(body)
            said = mine.reply(body)
            if isinstance(said, int):
                self._send(said, "application/json", json.dumps({"error": {"message": "no", "type": "t"}}))
            elif body.get("stream"):
                self._send(200, "text/event-stream", "".join(_events(body, said)))
            else:
                self._send(200, "application/json", json.dumps(_whole(body, said)))

        def _send(self, status: int, kind: str, text: str) -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    mine.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield mine
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _whole(body: dict[str, Any], said: str) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body["model"],
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def _events(body: dict[str, Any], said: str) -> Iterator[str]:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
    for at in range(0, len(said), 7):
        delta = {"role": "assistant", "content": said[at : at + 7]}
        yield f"data: {json.dumps({**head, 'choices': [{'index': 0, 'delta': delta, 'finish_reason': None}]})}\n\n"
    yield f"data: {json.dumps({**head, 'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]})}\n\n"
    yield "data: [DONE]\n\n"
