"""Whose a kept round is: a login's, the local user's, or a browser's.

A visitor without a login is known by a random word that their browser keeps; the server holds only its hash, and for
as long as the page is open, so that no event of the page has to bring it along.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from typing import Any

import gradio as gr

from bot.ui.rights import is_local

LOCAL = ""
"""The owner of what the local user keeps, on the command line as in the page."""
PAGES = 10_000
"""Open pages that are remembered; the one opened first is forgotten first."""
SHORTEST, LONGEST = 20, 200
"""Characters of a word that nobody guesses."""


class Owners:
    """Knows whose page sends a request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._browsers: OrderedDict[str, str] = OrderedDict()

    def met(self, word: object, request: gr.Request) -> str:
        """Remembers which browser a page is open in, by the word that it keeps; returns the word, or a first one."""
        known = word if isinstance(word, str) and SHORTEST <= len(word) <= LONGEST else secrets.token_urlsafe(24)
        with self._lock:
            self._browsers[_page(request)] = known
            while len(self._browsers) > PAGES:
                self._browsers.popitem(last=False)
        return known

    def gone(self, request: gr.Request) -> None:
        """Forgets a page that was closed."""
        with self._lock:
            self._browsers.pop(_page(request), None)

    def of(self, request: Any) -> str:
        """The owner of what is kept for whoever sent the request."""
        if name := getattr(request, "username", None):
            return f"login:{_hash(str(name))}"
        if is_local(request):
            return LOCAL
        page = _page(request)
        with self._lock:
            word = self._browsers.get(page)
        # Of a page that was never met what is kept ends with the page.
        return f"browser:{_hash(word)}" if word else f"page:{_hash(page or secrets.token_urlsafe())}"


def _page(request: Any) -> str:
    return str(getattr(request, "session_hash", None) or "")


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:40]
