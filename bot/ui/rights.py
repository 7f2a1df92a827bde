"""Who may do what: the local user everything, others what ``LECTERN_REMOTE_RIGHTS`` names."""

from __future__ import annotations

import ipaddress
from typing import Any, Literal

from bot.errors import LecternError
from bot.settings import Settings

Right = Literal["add", "urls", "remove", "topics", "keys", "evals"]
_WHAT = {
    "add": "adding documents", "urls": "adding web addresses", "remove": "removing documents",
    "topics": "making and switching topics", "keys": "setting models' keys",
    "evals": "running evals",
}  # fmt: skip
_FORWARDED = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"})
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})


class RightsError(LecternError):
    """Somebody asks for what only the local user, or nobody, may do."""


def is_local(request: Any) -> bool:
    """Whether a request comes from the machine that Lectern runs on, and straight from there.

    A proxy makes everybody's requests look local, so that one which says it was forwarded does not count, whatever it
    says. Nor does one sent to another host's name, or by a page of another site: a browser here can be had to do both.
    """
    client = getattr(request, "client", None)
    headers = {str(name).lower(): str(value) for name, value in (getattr(request, "headers", None) or {}).items()}
    if client is None or any(name in _FORWARDED or name.startswith("x-forwarded") for name in headers):
        return False
    if "origin" in headers and _host(headers["origin"].partition("://")[2]) not in _HERE:
        return False
    return _is_loopback(str(client.host)) and _host(headers.get("host", "")) in _HERE


def _host(place: str) -> str:
    """The host of "host:port", small; a host's name has no case."""
    bare = place if place.endswith("]") else place.rsplit(":", 1)[0]
    return bare.lower()


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket for both families shows a caller over IPv4 so, and not every Python unwraps it.
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def may(right: Right, request: Any, settings: Settings) -> bool:
    """Whether whoever sent the request may do it."""
    return is_local(request) or right in settings.remote


def may_add(request: Any, settings: Settings, private: bool) -> None:
    """Lets pass who may add a document: for themselves alone anybody where that is switched on.

    Raises:
        RightsError: they may not; the message names the setting.
    """
    if settings.uploads == "off":
        raise RightsError("Adding documents in the page is switched off (LECTERN_UPLOADS=off).")
    if settings.uploads not in ("both", "private" if private else "shared"):
        whose = "for you alone" if private else "for everybody"
        raise RightsError(f"Documents are not added {whose} here (LECTERN_UPLOADS={settings.uploads}).")
    if not private:
        require("add", request, settings)


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
