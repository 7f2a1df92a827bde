"""Who may do what: the local user everything, others what ``LECTERN_REMOTE_RIGHTS`` names."""

from __future__ import annotations

import ipaddress
from typing import Any, Literal

from bot.errors import LecternError
from bot.settings import Settings

Right = Literal["add", "urls", "remove", "topics", "keys"]
_WHAT = {
    "add": "adding documents", "urls": "adding web addresses", "remove": "removing documents",
    "topics": "making and switching topics", "keys": "setting models' keys",
}  # fmt: skip
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via", "cf-connecting-ip", "x-forwarded-host")
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class RightsError(LecternError):
    """Somebody asks for what only the local user, or nobody, may do."""


def is_local(request: Any) -> bool:
    """Whether a request comes from the machine that Lectern runs on, and straight from there.

    A proxy makes everybody's requests look local, so that one which says it was forwarded does not
    count; nor does one sent to another host's name, as a page elsewhere could have a browser do.
    """
    client = getattr(request, "client", None)
    headers = getattr(request, "headers", None) or {}
    if client is None or any(headers.get(name) for name in _FORWARDED):
        return False
    host = str(headers.get("host") or "")
    bare = host if host.startswith("[") and host.endswith("]") else host.rsplit(":", 1)[0]
    try:
        return ipaddress.ip_address(client.host).is_loopback and bare in _HERE
    except ValueError:
        return False


def may(right: Right, request: Any, settings: Settings) -> bool:
    """Whether whoever sent the request may do it."""
    return is_local(request) or right in settings.remote


def require(right: Right, request: Any, settings: Settings) -> None:
    """Lets pass who may.

    Raises:
        RightsError: the sender may not; the message names the setting.
    """
    if not may(right, request, settings):
        raise RightsError(
            f"Only the local user may do this ({_WHAT[right]}). Whoever runs this page can allow it to all with "
            f"LECTERN_REMOTE_RIGHTS={right}."
        )
