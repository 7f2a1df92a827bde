"""What a server of the OpenAI protocol sends, looked at on its way: is it done, and does it stream at all?

Servers of many makers speak that protocol nearly: some end a stream with ``[DONE]`` and never say why, some ignore that
a stream was asked for and send the whole reply at once.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx

TAIL = 64
"""Bytes at the end of what has come that are looked at."""
WHOLE = 8_000_000
"""Bytes of a reply that was not streamed, at most."""
_DONE = b"[DONE]"


@dataclass
class Wire:
    """What was seen of one request: ``done``, its last word was ``[DONE]``; ``unstreamed``, it came in one piece."""

    done: bool = False
    unstreamed: bool = False


seen: ContextVar[Wire | None] = ContextVar("seen", default=None)
"""Of the request that runs in this context."""


async def look(response: httpx.Response) -> None:
    """Looks at a response as it is read; an event hook of ``httpx``."""
    wire = seen.get()
    if wire is None or response.status_code != httpx.codes.OK or not isinstance(response.stream, httpx.AsyncByteStream):
        return
    wire.unstreamed = response.headers.get("content-type", "").startswith("application/json")
    response.stream = _Whole(response.stream) if wire.unstreamed else _Looked(response.stream, wire)


class _Looked(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, wire: Wire) -> None:
        self._stream, self._wire = stream, wire

    async def __aiter__(self) -> AsyncIterator[bytes]:
        tail = b""
        async for piece in self._stream:
            tail = (tail + piece)[-TAIL:]
            self._wire.done = tail.rstrip().endswith(_DONE)
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Whole(httpx.AsyncByteStream):
    """A reply in one piece as the stream that was asked for."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        data = b""
        async for piece in self._stream:
            data += piece
            if len(data) > WHOLE:
                break
        yield _as_stream(data)

    async def aclose(self) -> None:
        await self._stream.aclose()


def _as_stream(data: bytes) -> bytes:
    """A whole completion as server-sent events; anything else as it is."""
    try:
        reply: Any = json.loads(data)
        choice = reply["choices"][0]
        text, ended = choice["message"]["content"] or "", choice.get("finish_reason")
    except (ValueError, LookupError, TypeError):
        return data
    head = {key: value for key, value in reply.items() if key not in ("choices", "usage")}
    head["object"] = "chat.completion.chunk"
    delta = {"role": "assistant", "content": text}
    chunks: list[dict[str, Any]] = [
        {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": ended or "stop"}]},
        {**head, "choices": [], "usage": reply.get("usage")},
    ]
    return b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks) + b"data: [DONE]\n\n"
