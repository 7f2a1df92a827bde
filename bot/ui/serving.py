"""Serves the page."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec

from bot.errors import SettingsError
from bot.settings import Settings
from bot.ui.stubs import no_stubs

log = logging.getLogger("lectern")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WAITING = 64
"""Questions that may wait for their turn."""


def serve(settings: Settings, mcp: bool = False) -> None:
    """Serves the page until it is stopped; the bot is opened in the background.

    With ``mcp`` its endpoints are also tools of the Model Context Protocol, under ``/gradio_api/mcp/``.

    Raises:
        LecternError: the topic cannot be read, or what MCP takes is not installed.
    """
    if mcp and find_spec("mcp") is None:
        raise SettingsError("The tools of MCP take the package mcp. Install it: pip install 'lectern[mcp]'.")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    with no_stubs():
        from bot.ui.page import build
        from bot.ui.theme import SCRIPT, STYLE, theme
        from bot.ui.warming import Warming

    warming = Warming(settings)
    page = build(warming)
    page.queue(max_size=WAITING)
    if not settings.logins and settings.host not in LOOPBACK:
        log.warning("The page listens on %s without a login: set LECTERN_AUTH=name:password.", settings.host)
    if mcp:
        from bot.ui.tools import keep_types

        keep_types()
    page.launch(
        server_name=settings.host, server_port=settings.port or None, theme=theme(), css_paths=STYLE,
        head_paths=[SCRIPT], footer_links=["api"], run_history=False, enable_monitoring=False,
        ssr_mode=False, share=False, max_file_size=round(settings.upload_mb * 1_000_000), show_error=True,
        auth=settings.logins or None, auth_message="Log in to ask Lectern." if settings.logins else None,
        prevent_thread_lock=True, mcp_server=mcp,
    )  # fmt: skip
    # Only now: opening the bot would keep the page from coming up.
    warming.start()
    page.block_thread()
