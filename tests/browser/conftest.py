"""The real page, served by ``app.py``, in the real Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import served
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reader import PATIENCE, opened, window

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
GROUPS = {
    "test_debate_tab": "page-1", "test_prepare": "page-1", "test_evals_tab": "page-2", "test_ask_tab": "page-2",
    "test_answered_by": "page-2", "test_corpus_tab": "page-2",
}  # fmt: skip
"""Which tests one worker runs after another, over a served page that they share: there are two of them at most."""

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" not in item.path.parts:
            continue
        if item.path.stem in GROUPS:
            item.add_marker(pytest.mark.xdist_group(GROUPS[item.path.stem]))
        if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed (Debian: apt install chromium)"))


@pytest.fixture(scope="session")
def app(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running page."""
    data = tmp_path_factory.mktemp("page") / "data"
    shutil.copytree(built_data, data)
    with served(data) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, app: str) -> Iterator[Page]:
    """A fresh page, the bot ready."""
    with window(browser) as context:
        yield opened(context, app)
