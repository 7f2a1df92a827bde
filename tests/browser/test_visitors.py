"""Several visitors of one page: a switch of the topic that reaches them all, rounds that are their own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pages import served
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reader import Held, ask, idle, loaded, open_tab, opened, pick, ready, settled, window
from servers import until

AFAR = {"X-Forwarded-For": "203.0.113.5"}
"""What makes a browser's requests those of somebody who is not the local user."""


@pytest.fixture(scope="module")
def visited(built_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("visitors") / "data"
    shutil.copytree(built_samples, data)
    with served(data, LECTERN_TOPIC="river") as url:
        yield url


@contextmanager
def visitor(browser: Browser, url: str, afar: bool = True) -> Iterator[tuple[BrowserContext, Page]]:
    with window(browser, **({"extra_http_headers": AFAR} if afar else {})) as context:
        yield context, opened(context, url)


def debate(page: Page) -> None:
    open_tab(page, "Debate")
    expect(page.locator("#debate-new")).to_be_visible()


def begin(page: Page) -> None:
    debate(page)
    page.locator("#debate-begin").click()
    expect(page.locator("#debate-desk .is-question")).to_be_visible()


def keeps(page: Page, count: int) -> None:
    """Sees that a page's history lists so many kept rounds; it is looked up when it is opened."""
    page.locator("#masthead [data-set=history]").click()
    expect(page.locator("#history-list")).to_be_in_viewport()
    idle(page)
    expect(page.locator("#history-list .kind", has_text="Round")).to_have_count(count)
    page.locator("#masthead [data-set=history]").click()
    idle(page)


def switch(page: Page, title: str) -> None:
    open_tab(page, "Sources")
    pick(page, "Topic", title)
    page.locator("#topic-open").click()
    expect(page.locator("#masthead")).to_contain_text(title)
    ready(page)


def test_a_switch_reaches_every_open_page(browser: Browser, visited: str) -> None:
    with (
        visitor(browser, visited, afar=False) as (_, here),
        visitor(browser, visited) as (_, idle),
        visitor(browser, visited) as (_, busy),
    ):
        begin(busy)
        open_tab(busy, "Ask")
        busy.locator("#side").get_by_label("Estmark").check()
        debate(busy)
        debate(idle)
        expect(idle.locator("#debate-mode")).to_contain_text("Estmark (affirmative)")
        switch(here, "Nurses and patients")
        debate(here)
        expect(here.locator("#debate-mode")).to_contain_text("United Nurses' Alliance (affirmative)")
        here.locator("#debate-coach").click()
        expect(here.locator("#coach-side")).to_contain_text("Hospital Federation")
        # A page on which nothing was done follows by itself; one with a round says that it is behind.
        expect(idle.locator("#masthead")).to_contain_text("Nurses and patients")
        debate(idle)
        expect(idle.locator("#debate-mode")).to_contain_text("Hospital Federation (negative)")
        expect(busy.locator("#switched")).to_contain_text("Another topic was opened here")
        busy.locator("#debate-skip").click()
        expect(busy.locator("#debate-message")).to_contain_text("is on the topic 'river', and open is 'wards'")
        expect(busy.locator("#debate-deliver")).not_to_be_visible()
        open_tab(busy, "Ask")
        ask(busy, "What does Danso want?")
        expect(busy.locator("#chat")).to_contain_text("Load the page again to ask it")
        busy.get_by_role("button", name="Load the page again").click()
        expect(busy.locator("#masthead")).to_contain_text("Nurses and patients")
        ready(busy)
        keeps(busy, 0)
        begin(here)
        switch(here, "The Sarin River")
        keeps(here, 0)


def test_what_is_chosen_before_the_page_has_settled_is_not_set_back(browser: Browser, visited: str) -> None:
    with visitor(browser, visited, afar=False) as (context, here):
        titles = ("Nurses and patients", "The Sarin River")
        for title, other in (titles, titles[::-1]):
            switch(here, title)
            page = context.new_page()
            held = Held(page)
            with page.expect_request("**/gradio_api/queue/join*"):
                page.goto(visited)
            page.get_by_role("tab", name="Debate").click()
            part = page.get_by_label("nobody, I watch")
            part.check()
            page.get_by_role("tab", name="Sources").click()
            pick(page, "Topic", other)
            held.release()
            ready(page)
            expect(page.get_by_role("combobox", name="Topic")).to_have_value(re.compile(other))
            expect(page.locator("#masthead")).to_contain_text(title)
            debate(page)
            expect(part).to_be_checked()
            page.close()


def test_rounds_are_seen_by_whose_they_are(browser: Browser, visited: str) -> None:
    with visitor(browser, visited, afar=False) as (_, here):
        if "Sarin" not in here.locator("#masthead").inner_text():
            switch(here, "The Sarin River")
        with visitor(browser, visited) as (context, ana):
            begin(ana)
            keeps(ana, 1)
            again = opened(context, visited)
            keeps(again, 1)
            again.locator("#masthead [data-set=history]").click()
            again.locator("#history-list a").first.click()
            expect(again.locator("#debate-desk .is-question")).to_be_visible()
            keeps(here, 0)
            begin(here)
            keeps(here, 1)
            with visitor(browser, visited) as (_, ben):
                keeps(ben, 0)
            keeps(loaded(ana, visited), 1)


def hears(page: Page, question: str, told: str) -> None:
    """Asks, and sees what the whole answer says."""
    open_tab(page, "Ask")
    ask(page, question)
    expect(page.locator("#chat")).to_contain_text(told)
    settled(page)


def sources(page: Page, count: int) -> None:
    """Sees that the Sources tab of a page lists so many sources."""
    open_tab(page, "Ask")
    open_tab(page, "Sources")
    expect(page.locator("#corpus-shown .paragraph").first).to_be_visible()
    expect(page.locator("#corpus-list button")).to_have_count(count)


def copies(data: Path) -> list[Path]:
    return list((data / "private").glob("*/*/corpus.db"))


def add_for_oneself(page: Page, note: Path, data: Path) -> None:
    """Adds a document for this page alone, and sees that there is one copy of the corpus for it."""
    page.locator("#corpus-files input[type=file]").set_input_files([note])
    expect(page.locator("#corpus-mine")).to_contain_text("1 document for you alone")
    expect(page.locator("#corpus-progress")).to_contain_text("added")
    idle(page)
    assert len(copies(data)) == 1


def test_what_is_added_for_oneself_nobody_else_sees_and_no_disk_keeps(
    browser: Browser, built_samples: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(built_samples, data)
    note = tmp_path / "note.md"
    note.write_text("# The sale of the mills\n\nDanso argues that the mills of Oldhaven were sold for 4,711 crowns.\n")
    question = "For how many crowns were the mills of Oldhaven sold?"
    with served(data, LECTERN_TOPIC="river", LECTERN_UPLOADS="private") as url:
        with visitor(browser, url) as (context, ana), visitor(browser, url, afar=False) as (_, here):
            open_tab(ana, "Sources")
            expect(ana.locator("#corpus-mine")).to_contain_text("for you alone")
            add_for_oneself(ana, note, data)
            expect(ana.locator("#corpus-progress")).to_contain_text("1 added")
            sources(ana, 2)
            hears(ana, question, "4,711")
            expect(ana.locator("#panel")).to_contain_text("The sale of the mills")
            # Not by the local user, nor in another tab of the same browser.
            for other in (here, opened(context, url)):
                sources(other, 1)
                hears(other, question, "Closest passages")
                expect(other.locator("#chat")).not_to_contain_text("4,711")
            ana.bring_to_front()
            open_tab(ana, "Sources")
            ana.locator("#corpus-forget").click()
            expect(ana.locator("#corpus-progress")).to_contain_text("are deleted")
            idle(ana)
            expect(ana.locator("#corpus-mine")).not_to_contain_text("1 document")
            assert copies(data) == []
            add_for_oneself(ana, note, data)
        until(lambda: not copies(data), "the copy is deleted")
        assert copies(data) == []
