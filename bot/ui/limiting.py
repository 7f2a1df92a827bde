"""How many questions one reader may ask in a minute."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from bot.errors import LecternError

MINUTE = 60.0
NETWORK = 64
"""The bits of an address of IP version 6 that tell one reader from another."""
READERS = 10_000
"""Readers that are remembered; the one seen longest ago is forgotten first."""


class RateError(LecternError):
    """A reader asks faster than the settings allow."""


class Rate:
    """Counts questions by reader: their login where there is one, else the address they come from."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._turn = threading.Lock()

    def take(self, request: Any) -> None:
        """Counts one question of whoever sent the request.

        Raises:
            RateError: they have asked as many as they may within the last minute; says when to try again.
        """
        if not self.per_minute:
            return
        now = self._clock()
        reader = _reader(request)
        with self._turn:
            asked = self._asked.setdefault(reader, deque())
            self._asked.move_to_end(reader)
            while asked and asked[0] <= now - MINUTE:
                asked.popleft()
            if len(asked) >= self.per_minute:
                wait = asked[0] + MINUTE - now
                raise RateError(
                    f"More than {self.per_minute} questions within a minute: try again in {wait:.0f} s. "
                    "(LECTERN_QUESTIONS_PER_MINUTE sets the limit.)"
                )
            asked.append(now)
            while len(self._asked) > READERS:
                self._asked.popitem(last=False)


def _reader(request: Any) -> str:
    if name := getattr(request, "username", None):
        return f"login {name}"
    host = str(getattr(getattr(request, "client", None), "host", None) or "")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None or address.version == 4:
        return str(mapped or address)
    # Whoever has one address of version 6 has all of its network.
    return str(ipaddress.ip_network((address, NETWORK), strict=False))
