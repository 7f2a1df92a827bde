"""How long a model's first words take to the page: ``python -m benchmarks.first_words``.

A server on this machine writes a reply; the time runs from when it sends its first piece to when the browser
shows it. Needs Chromium and playwright.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from chatserver import Asked, Pause, Script, chat_server, pieces  # noqa: E402

TIMES = 12
_WATCH = """() => { window.seen = 0; const chat = document.querySelector('#chat');
new MutationObserver(() => { if (!window.seen && chat.innerText.includes('Coca ')) window.seen = Date.now(); })
.observe(chat, { subtree: true, childList: true, characterData: true }); }"""
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def say(asked: Asked) -> Script:
    if asked.job != "answer":
        return ["…"]
    three = next(each for each in asked.ids if each.endswith("-3"))
    first, *rest = pieces(f"Coca production fell to fewer than 50,000 hectares by 2012 [{three}].")
    return [Pause(0.5), first, Pause(0.3), *rest]


def main() -> None:
    with chat_server(say) as server, tempfile.TemporaryDirectory() as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {
            **os.environ, "LECTERN_DATA_DIR": data, "LECTERN_PORT": str(port), "LECTERN_MODEL": "openai:bench",
            "LECTERN_MODEL_URL": f"{server.url}/v1",
        }  # fmt: skip
        app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=env)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_QUIET)
                page = browser.new_page()
                _opened(page, f"http://127.0.0.1:{port}/")
                waited = [_asked(page, server.asked) for _ in range(TIMES)]
                browser.close()
        finally:
            app.terminate()
            app.wait(10)
    # The first answer makes the connection and loads what is loaded once.
    told = sorted(waited[1:])
    median = statistics.median(told)
    print(f"first words on the page after: median {median:.0f} ms, worst of {len(told)} {told[-1]:.0f} ms")


def _opened(page: Page, url: str) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            page.goto(url)
            break
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
    page.wait_for_selector("#status .ready", timeout=240_000)


def _asked(page: Page, asked: list[Asked]) -> float:
    """Milliseconds from the server's first piece to the page."""
    page.locator("#tools").get_by_role("button", name="Clear").click()
    page.wait_for_timeout(700)
    page.evaluate(_WATCH)
    before = len(asked)
    box = page.locator("#question textarea")
    box.fill("By how much did coca production fall?")
    box.press("Enter")
    page.wait_for_function("window.seen > 0", timeout=60_000)
    seen = float(page.evaluate("window.seen"))
    page.get_by_role("button", name="Ask", exact=True).wait_for(timeout=60_000)
    mine = next(each for each in asked[before:] if each.job == "answer")
    return seen - 1000 * mine.first


if __name__ == "__main__":
    main()
