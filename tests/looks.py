"""How the page must look at any width, light and dark: what axe finds, what is too wide, what is fetched elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from reader import idle, opened, window

in_windows = pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.windows),
        pytest.param(390, "light", marks=pytest.mark.windows),
    ],
)
"""Runs a test in a wide and a narrow window, light and dark; in two of these only where all are asked for."""


@contextmanager
def seen(browser: Browser, app: str, width: int, scheme: str) -> Iterator[Page]:
    """The page in a window of its own, ready; at the end it must have asked its own address only."""
    with window(browser, viewport={"width": width, "height": 844}, color_scheme=scheme) as context:
        requests: list[str] = []
        context.on("request", lambda request: requests.append(request.url))
        yield opened(context, f"{app}?__theme={scheme}")
        assert not [url for url in requests if not url.startswith((app, "data:", "blob:"))]


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, and whether the page scrolls sideways."""
    idle(page)
    found = [
        (each["id"], [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in each["nodes"][:4]])
        for each in Axe().run(page).response["violations"]
    ]
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [*found, *([("too wide", [f"{wide} pixels of {window}"])] if wide > window else [])]
