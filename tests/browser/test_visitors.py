"""Several visitors of one page: a switch of the topic that reaches them all, rounds that are their own."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

Serving = Callable[..., AbstractContextManager[str]]
SECONDS = 1000
LONG = 60 * SECONDS
SAMPLES = Path(__file__).parents[1] / "data" / "topics"
AFAR = {"X-Forwarded-For": "203.0.113.5"}
"""What makes a browser's requests those of somebody who is not the local user."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample topics in it."""
    folder = tmp_path_factory.mktemp("visitors")
    for name in ("river", "wards"):
        shutil.copytree(SAMPLES / name, folder / "topics" / name)
    return folder


@pytest.fixture(scope="module")
def visited(data: Path, serving: Serving) -> Iterator[str]:
    with serving(data, LECTERN_TOPIC="river") as url:
        yield url


@contextmanager
def visitor(browser: Browser, url: str, afar: bool = True, **how: object) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(**({"extra_http_headers": AFAR} if afar else {}), **how)  # type: ignore[arg-type]
    yield context, ready(context.new_page(), url)
    context.close()


def ready(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("#status .ready", timeout=90 * SECONDS)
    return page


def debate(page: Page) -> None:
    page.get_by_role("tab", name="Debate").click()
    expect(page.locator("#debate-kept")).to_be_visible()


def begin(page: Page) -> None:
    debate(page)
    page.locator("#debate-begin").click()
    expect(page.locator("#debate-desk .is-question")).to_be_visible(timeout=LONG)


def kept(page: Page) -> list[str]:
    """The kept rounds that a page lists."""
    page.get_by_role("tab", name="Ask").click()
    debate(page)
    page.get_by_role("button", name="Kept rounds").click()
    page.wait_for_timeout(1500)
    box = page.get_by_role("combobox", name="Kept round")
    box.click()
    found = page.get_by_role("option").all_inner_texts()
    box.press("Escape")
    page.get_by_role("button", name="Kept rounds").click()
    return found


def keeps(page: Page, count: int) -> None:
    """Sees that a page comes to list so many kept rounds; the list is looked up when the tab is opened."""
    until = time.monotonic() + 60
    while len(found := kept(page)) != count and time.monotonic() < until:
        pass
    assert len(found) == count, found


def choose_topic(page: Page, title: str) -> None:
    page.get_by_role("combobox", name="Topic").click()
    page.get_by_role("option").filter(has_text=title).first.click()
    expect(page.get_by_role("combobox", name="Topic")).to_have_value(re.compile(title))


def switch(page: Page, title: str) -> None:
    page.get_by_role("tab", name="Corpus").click()
    choose_topic(page, title)
    page.locator("#topic-open").click()
    expect(page.locator("#masthead")).to_contain_text(title, timeout=LONG)
    page.wait_for_selector("#status .ready", timeout=90 * SECONDS)


def test_a_switch_reaches_every_open_page(browser: Browser, visited: str) -> None:
    with (
        visitor(browser, visited, afar=False) as (_, here),
        visitor(browser, visited) as (_, idle),
        visitor(browser, visited) as (_, busy),
    ):
        begin(busy)
        busy.get_by_role("tab", name="Ask").click()
        busy.locator("#side").get_by_label("Estmark").check()
        debate(busy)
        debate(idle)
        expect(idle.locator("#debate-mode")).to_contain_text("AFF (Estmark)")
        switch(here, "Nurses and patients")
        debate(here)
        expect(here.locator("#debate-mode")).to_contain_text("I argue AFF (United Nurses' Alliance)")
        here.locator("#debate-views").get_by_role("tab", name="Coach").click()
        expect(here.locator("#coach-side")).to_contain_text("Hospital Federation")
        # A page on which nothing was done follows by itself; one with a round says that it is behind.
        expect(idle.locator("#masthead")).to_contain_text("Nurses and patients", timeout=LONG)
        debate(idle)
        expect(idle.locator("#debate-mode")).to_contain_text("NEG (Hospital Federation)", timeout=LONG)
        expect(busy.locator("#switched")).to_contain_text("Another topic was opened here", timeout=LONG)
        busy.locator("#debate-skip").click()
        expect(busy.locator("#debate-message")).to_contain_text("is on the topic 'river', and open is 'wards'")
        expect(busy.locator("#debate-deliver")).not_to_be_visible()
        busy.get_by_role("tab", name="Ask").click()
        box = busy.locator("#question textarea")
        box.fill("What does Danso want?")
        box.press("Enter")
        expect(busy.locator("#chat")).to_contain_text("Load the page again to ask it", timeout=LONG)
        busy.get_by_role("button", name="Load the page again").click()
        expect(busy.locator("#masthead")).to_contain_text("Nurses and patients", timeout=LONG)
        busy.wait_for_selector("#status .ready", timeout=90 * SECONDS)
        keeps(busy, 0)
        begin(here)
        switch(here, "The Sarin River")
        keeps(here, 0)


def hold(page: Page) -> list[Route]:
    """Holds back what the page asks the server for from now on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route("**/gradio_api/**", keep)
    return held


def test_what_is_chosen_before_the_page_has_settled_is_not_set_back(browser: Browser, visited: str) -> None:
    with visitor(browser, visited, afar=False) as (context, here):
        titles = ("Nurses and patients", "The Sarin River")
        for title, other in (titles, titles[::-1]):
            switch(here, title)
            page = context.new_page()
            held = hold(page)
            page.goto(visited)
            debate(page)
            part = page.get_by_label("Watch Lectern against itself")
            part.check()
            page.get_by_role("tab", name="Corpus").click()
            choose_topic(page, other)
            assert held
            while held:
                held.pop().continue_()
            page.unroute("**/gradio_api/**")
            page.wait_for_selector("#status .ready", timeout=90 * SECONDS, state="attached")
            page.wait_for_timeout(1000)
            expect(page.get_by_role("combobox", name="Topic")).to_have_value(re.compile(other))
            expect(page.locator("#masthead")).to_contain_text(title)
            debate(page)
            expect(part).to_be_checked()
            page.close()


def test_rounds_are_seen_by_whose_they_are(browser: Browser, visited: str) -> None:
    with visitor(browser, visited, afar=False) as (_, here), visitor(browser, visited) as (context, ana):
        if "Sarin" not in here.locator("#masthead").inner_text():
            switch(here, "The Sarin River")
            ready(ana, visited)
        begin(ana)
        keeps(ana, 1)
        again = ready(context.new_page(), visited)
        keeps(again, 1)
        again.locator("#debate-kept").get_by_role("button", name="Kept rounds").click()
        again.locator("#rounds-open").click()
        expect(again.locator("#debate-desk .is-question")).to_be_visible(timeout=LONG)
        keeps(here, 0)
        begin(here)
        keeps(here, 1)
        with visitor(browser, visited) as (_, ben):
            keeps(ben, 0)
        keeps(ready(ana, visited), 1)


def ask(page: Page, question: str, told: str) -> None:
    page.get_by_role("tab", name="Ask").click()
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    expect(page.locator("#chat")).to_contain_text(told, timeout=LONG)


def sources(page: Page) -> list[str]:
    """The sources that the Corpus tab of a page lists."""
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("tab", name="Corpus").click()
    expect(page.locator("#corpus-shown .passage").first).to_be_visible(timeout=LONG)
    page.wait_for_timeout(1000)
    box = page.get_by_role("combobox", name="Source")
    box.click()
    found = page.get_by_role("option").all_inner_texts()
    box.press("Escape")
    return found


def copies(data: Path) -> list[Path]:
    return list((data / "private").glob("*/*/corpus.db"))


def test_what_is_added_for_oneself_nobody_else_sees_and_no_disk_keeps(
    browser: Browser, serving: Serving, tmp_path: Path
) -> None:
    shutil.copytree(SAMPLES / "river", tmp_path / "topics" / "river")
    note = tmp_path / "note.md"
    note.write_text("# The sale of the mills\n\nDanso argues that the mills of Oldhaven were sold for 4,711 crowns.\n")
    question = "For how many crowns were the mills of Oldhaven sold?"
    with serving(tmp_path, LECTERN_TOPIC="river", LECTERN_UPLOADS="private") as url:
        with visitor(browser, url) as (context, ana), visitor(browser, url, afar=False) as (_, here):
            ana.get_by_role("tab", name="Corpus").click()
            expect(ana.locator("#corpus-mine")).to_contain_text("for you alone")
            ana.locator("#corpus-files input[type=file]").set_input_files([note])
            expect(ana.locator("#corpus-progress")).to_contain_text("1 added", timeout=LONG)
            expect(ana.locator("#corpus-mine")).to_contain_text("1 document for you alone", timeout=LONG)
            assert len(copies(tmp_path)) == 1
            assert len(sources(ana)) == 2
            ask(ana, question, "4,711")
            expect(ana.locator("#panel")).to_contain_text("The sale of the mills")
            # Not by the local user, nor in another tab of the same browser.
            for other in (here, ready(context.new_page(), url)):
                assert len(sources(other)) == 1
                other.get_by_role("tab", name="Ask").click()
                ask(other, question, "They do not mention Oldhaven")
                expect(other.locator("#chat")).not_to_contain_text("4,711")
            ana.get_by_role("tab", name="Corpus").click()
            ana.locator("#corpus-forget").click()
            expect(ana.locator("#corpus-progress")).to_contain_text("are deleted", timeout=LONG)
            assert copies(tmp_path) == []
            ana.locator("#corpus-files input[type=file]").set_input_files([note])
            expect(ana.locator("#corpus-mine")).to_contain_text("1 document for you alone", timeout=LONG)
            assert len(copies(tmp_path)) == 1
        until = time.monotonic() + 30
        while copies(tmp_path) and time.monotonic() < until:
            time.sleep(0.2)
        assert copies(tmp_path) == []
