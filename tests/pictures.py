"""Takes the pictures of the page that lie in ``docs/pictures``: every part, three sizes, light and dark.

Run it as a script when the page has changed, and look at what it took: ``python tests/pictures.py``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pages import served
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from reader import PATIENCE, ask, idle, loaded, opened, settled, window

OUT = Path(__file__).parents[1] / "docs" / "pictures"
SIZES = ((1280, 900), (1440, 900), (390, 844))
COLOURS = 128
SPEECH = (
    "First, on root causes: enforcement worked, because production fell from 163,000 hectares to fewer than 50,000.\n\n"
    "The coca economy, they say. But farmers choose coca for profit."
)


def first(page: Page, app: str) -> None:
    """The first screen."""
    loaded(page, app)


def asked(page: Page, app: str) -> None:
    """A question with its answer and the sentence in the article."""
    loaded(page, app)
    ask(page, "How far did coca production fall under Plan Colombia?")
    settled(page)


def debated(page: Page, app: str) -> None:
    """A speech as it was heard."""
    loaded(page, f"{app}?tab=debate")
    page.locator("#debate-begin").click()
    expect(page.locator("#debate-desk .is-question")).to_be_visible()
    page.locator("#debate-skip").click()
    expect(page.locator("#debate-desk .is-speech")).to_be_visible()
    page.locator("#debate-box textarea").fill(SPEECH)
    idle(page)
    page.locator("#debate-deliver").click()
    expect(page.locator("#debate-desk .is-heard")).to_be_visible()


def prepared(page: Page, app: str) -> None:
    """A speech of one's own, put together from the bank."""
    loaded(page, f"{app}?tab=debate")
    page.locator("#debate-coach").click()
    page.locator("#debate-views").get_by_role("tab", name="Prepare").click()
    idle(page)
    for words in ("root causes", "Plan Colombia record"):
        page.locator("#own-pieces input").fill(words)
        page.locator("#own-pieces").get_by_role("option").first.click()
        idle(page)
    page.locator("#own-pieces input").blur()
    page.locator("#debate-views").scroll_into_view_if_needed()


def part(name: str) -> Callable[[Page, str], None]:
    """A part of the page as it opens."""
    return lambda page, app: (loaded(page, f"{app}?tab={name}"), None)[1]


VIEWS: dict[str, Callable[[Page, str], None]] = {
    "first": first, "ask": asked, "debate": part("debate"), "round": debated, "prepare": prepared, "map": part("map"),
    "sources": part("sources"), "evals": part("evals"),
}  # fmt: skip


def main() -> None:
    """Takes them all."""
    OUT.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as app, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width, height in SIZES:
            for scheme in ("light", "dark"):
                how = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
                with window(chromium, **how) as context:
                    page = opened(context, f"{app}?__theme={scheme}")
                    page.evaluate(f"localStorage.setItem('lectern-theme', '{scheme}')")
                    for name, view in VIEWS.items():
                        view(page, app)
                        idle(page)
                        page.wait_for_timeout(500)
                        taken = Image.open(BytesIO(page.screenshot()))
                        taken.convert("RGB").quantize(COLOURS).save(OUT / f"{name}-{width}-{scheme}.png", optimize=True)
        chromium.close()


if __name__ == "__main__":
    main()
