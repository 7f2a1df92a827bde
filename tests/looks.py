"""How the page must look at any width, light and dark: what axe finds, what is too wide, what is fetched elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WARM = 90_000
"""Milliseconds that a page may take until its bot is open."""


@contextmanager
def seen(browser: Browser, app: str, width: int, scheme: str) -> Iterator[Page]:
    """The page in a window of its own, ready; at the end it must have asked its own address only."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{app}?__theme={scheme}")
    page.wait_for_selector("#status .ready", timeout=WARM)
    yield page
    assert not [url for url in requests if not url.startswith((app, "data:", "blob:"))]
    context.close()


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, and whether the page scrolls sideways."""
    page.wait_for_timeout(300)
    found = [
        (each["id"], [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in each["nodes"][:4]])
        for each in Axe().run(page).response["violations"]
    ]
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [*found, *([("too wide", [f"{wide} pixels of {window}"])] if wide > window else [])]
