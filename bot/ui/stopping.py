"""Stop buttons: the work of a page looks for the wish to stop, and ends by itself.

Gradio's own ``cancels`` leaves the page's queue for a moment between two events: what is started in that moment is
lost without a word (seen in Gradio 6: a second run pressed within 0.2 s of Stop never began), and work that is in the
middle of a step goes on unseen. Work that ends by itself shows its last state, and can be started again at once.
"""

from __future__ import annotations

import threading

import gradio as gr


class Stopping:
    """The sessions of one tab whose work was asked to stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: set[str] = set()

    def ask(self, request: gr.Request) -> None:
        """Somebody pressed Stop."""
        with self._lock:
            self._asked.add(_session(request))

    def clear(self, request: gr.Request) -> None:
        """New work is about to begin."""
        with self._lock:
            self._asked.discard(_session(request))

    def asked(self, request: gr.Request) -> bool:
        """True where the work of this session is to end."""
        return _session(request) in self._asked


def _session(request: gr.Request) -> str:
    return str(request.session_hash)
