"""Every provider's own exceptions as one type with a kind, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import SecretStr

from bot.errors import Failure, ModelCallError
from bot.models.secrets import redacted

AGAIN: frozenset[Failure] = frozenset({"rate_limit", "server", "connection", "timeout", "dropped", "empty"})
"""Kinds of failure after which the same call may succeed."""
_OVERFLOW = re.compile(
    r"context[ _](?:length|window|size)|maximum context|too many tokens|prompt is too long|exceed\w* .{0,40}tokens",
    re.IGNORECASE,
)
_TYPES: tuple[tuple[str, Failure], ...] = (
    ("ContextOverflow", "too_long"),
    ("Authentication", "key"),
    ("PermissionDenied", "key"),
    ("NotFound", "missing"),
    ("RateLimit", "rate_limit"),
    ("RemoteProtocolError", "dropped"),
    ("ReadError", "dropped"),
    ("WriteError", "dropped"),
    ("IncompleteRead", "dropped"),
    ("Timeout", "timeout"),
    ("ConnectError", "connection"),
    ("ConnectionError", "connection"),
    ("ValidationError", "unreadable"),
    ("JSONDecodeError", "unreadable"),
)
_STATUS: dict[int, Failure] = {
    401: "key",
    403: "key",
    404: "missing",
    408: "timeout",
    413: "too_long",
    429: "rate_limit",
}
_WORDS: dict[Failure, str] = {
    "key": "its server refused the key; set {key}, or give another key in the page",
    "missing": "its server has no such model; LECTERN_MODEL names it{pull}",
    "rate_limit": "its server asks to slow down",
    "server": "its server failed",
    "connection": "no server answers{at}; start it{serve}, or mend LECTERN_MODEL_URL",
    "timeout": "it kept silent for too long; LECTERN_MODEL_TIMEOUT sets how long to wait",
    "dropped": "the connection broke in the middle of its reply",
    "empty": "its reply was empty; where it thinks before it writes, raise LECTERN_MODEL_REPLY",
    "too_long": "the question and its evidence are too long for it; lower LECTERN_MODEL_CONTEXT",
    "endless": "its reply did not end; LECTERN_MODEL_REPLY and LECTERN_MODEL_DEADLINE set how much is read",
    "unreadable": "its reply has another shape than the protocol's; does LECTERN_MODEL_URL name the right server?",
    "refused": "its server refused the request",
    "filtered": "its provider's content filter stopped the reply; word the question in another way",
}  # fmt: skip
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google_genai": "GOOGLE_API_KEY"}
DETAIL = 200
"""Characters of a provider's own words that are passed on."""


def failure(kind: Failure, model: str, url: str = "", detail: str = "", wait: float | None = None) -> ModelCallError:
    """The error of that kind; ``model`` as provider:name."""
    provider, _, name = model.partition(":")
    words = _WORDS[kind].format(
        key=key_name(provider, url),
        at=f" at {url}" if url else "",
        pull=f"; get it with: ollama pull {name}" if provider == "ollama" else "",
        serve=" with: ollama serve" if provider == "ollama" else "",
    )
    asked = f" for {wait:.0f} s" if wait and kind == "rate_limit" else ""
    told = f" ({' '.join(detail.split())[:DETAIL]})" if detail else ""
    return ModelCallError(kind, f"The model {model} failed: {words}{asked}{told}.", wait)


def key_name(provider: str, url: str = "") -> str:
    """The variable that a provider's key is taken from, in words."""
    own = "" if url else _KEYS.get(provider, "")
    return f"LECTERN_MODEL_KEY or {own}" if own else "LECTERN_MODEL_KEY"


def translated(error: BaseException, model: str, url: str, secret: SecretStr | None) -> ModelCallError:
    """A provider's exception as the program's own."""
    if isinstance(error, ModelCallError):
        return error
    kind = _kind(error)
    return failure(kind, model, url, redacted(_detail(error), secret), _retry_after(error))


def _kind(error: BaseException) -> Failure:
    status = _status(error)
    text = str(error)
    if (status in (400, 413, 422) or status is None) and _OVERFLOW.search(text):
        return "too_long"
    if status is not None:
        return _STATUS.get(status, "server" if status >= 500 else "refused")
    if "No generation" in text:
        return "empty"
    names = [kind.__name__ for each in _chain(error) for kind in type(each).__mro__]
    for part, kind in _TYPES:
        if any(part in name for name in names):
            return kind
    if isinstance(error, ValueError | TypeError | KeyError | AttributeError | IndexError | Warning):
        return "unreadable"
    return "connection" if isinstance(error, OSError) else "server"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    for each in _chain(error):
        for name in ("status_code", "code"):
            value = getattr(each, name, None)
            if isinstance(value, int) and value >= 400:
                return value
    return None


def _detail(error: BaseException) -> str:
    body = getattr(error, "body", None)
    if isinstance(body, Mapping):
        inner = body.get("error", body)
        if isinstance(inner, Mapping) and isinstance(inner.get("message"), str):
            return str(inner["message"])
    return str(getattr(error, "message", "") or error)


def _retry_after(error: BaseException) -> float | None:
    """The seconds in the header Retry-After; a date there is not read."""
    for each in _chain(error):
        response: Any = getattr(each, "response", None)
        headers = getattr(response, "headers", None)
        value = headers.get("retry-after") if headers is not None else None
        if value is not None and re.fullmatch(r"\d+(?:\.\d+)?", str(value)):
            return float(value)
    return None
