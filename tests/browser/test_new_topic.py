"""A topic of one's own by the form: proposed, corrected by hand, opened, edited again, left."""

from __future__ import annotations

import re
from pathlib import Path

from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import ask, idle, open_tab, pick, ready

SAMPLE = Path(__file__).parents[1] / "data" / "topics" / "wards" / "article.md"


def dropped(page: Page) -> None:
    open_tab(page, "Sources")
    page.locator("#topic-files input[type=file]").set_input_files([SAMPLE])
    expect(page.locator("#topic-preview li").first).to_be_visible()
    idle(page)


def make_arguments(page: Page) -> None:
    """Goes through the form of the arguments, and begins a round with them."""
    open_tab(page, "Debate")
    page.locator("#debate-coach").click()
    page.locator("#debate-views").get_by_role("tab", name="Prepare").click()
    idle(page)
    page.get_by_role("button", name="Make the arguments of this topic").click()
    page.locator("#bank-begin").click()
    row = page.locator("#bank-row")
    expect(row).to_contain_text("not kept")
    many = int(re.findall(r"of (\d+)", row.inner_text())[0])
    page.locator("#bank-claim textarea").fill("")
    page.locator("#bank-keep").click()
    expect(page.locator("#bank-told")).to_contain_text("needs a side, a name and a claim")
    idle(page)
    page.locator("#bank-leave").click()
    page.locator("#bank-back").click()
    expect(row).to_contain_text(f"1 of {many}")
    for number in range(1, many + 1):
        expect(row).to_contain_text(f"{number} of {many}")
        page.locator("#bank-so-what textarea").fill(f"So the law turns on this, number {number}.")
        page.locator("#bank-keep").click()
        idle(page)
    expect(row).to_contain_text("That was the last one")
    page.locator("#bank-save").click()
    expect(page.locator("#bank-told")).to_contain_text(f"Saved {many} arguments. Begin a round")
    page.locator("#debate-begin").click()
    expect(page.locator("#debate-talk")).to_contain_text("So the law turns on this, number")


def test_a_topic_is_proposed_corrected_opened_edited_and_left_again(page: Page, app: str) -> None:
    dropped(page)
    name, resolution = (
        page.locator("#topic-for-name textarea, #topic-for-name input"),
        page.locator("#topic-resolution textarea"),
    )
    expect(name).to_have_value(re.compile("United Nurses"))
    expect(page.locator("#topic-for-speaks")).to_contain_text("Grace Adeyemi")
    expect(page.locator("#topic-against-speaks")).to_contain_text("Paul Renner")
    page.locator("#topic-name textarea, #topic-name input").fill("Nurses and numbers")
    was = resolution.input_value()
    resolution.fill("")
    idle(page)
    page.locator("#topic-save").click()
    expect(page.locator("#topic-told")).to_contain_text("Write the resolution")
    resolution.fill(was)
    first = page.locator("#topic-preview li").first
    mark = first.locator("button").first
    before = mark.text_content()
    mark.click()
    expect(mark).not_to_have_text(before or "")
    expect(first).to_contain_text("put right")
    idle(page)
    page.locator("#topic-swap").click()
    expect(page.locator("#topic-for-name textarea, #topic-for-name input")).to_have_value(re.compile("Hospital"))
    idle(page)
    page.locator("#topic-swap").click()
    expect(name).to_have_value(re.compile("United Nurses"))
    idle(page)
    page.locator("#topic-save").click()
    expect(page.locator("#masthead")).to_contain_text("Nurses and numbers")
    ready(page)
    expect(page.locator("#side")).to_contain_text("Hospital Federation")
    ask(page, "How do the two sides differ?")
    expect(page.locator("#chat")).to_contain_text("Federation")
    make_arguments(page)
    open_tab(page, "Sources")
    page.locator("#topic-edit").click()
    expect(page.locator("#topic-preview li").first).to_contain_text("put right")
    idle(page)
    pick(page, "Topic", "U.S.–Colombia")
    page.locator("#topic-open").click()
    expect(page.locator("#masthead")).to_contain_text("Colombia")
    ready(page)


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        dropped(page)
        assert faults(page) == []
