"""The Map tab: pressed by keyboard and mouse, where its buttons lead, the file, the timeline, how it looks."""

from __future__ import annotations

import base64

from looks import faults, in_windows, seen
from lxml import etree
from playwright.sync_api import Browser, Page, expect
from reader import idle, open_tab


def drawn(page: Page) -> None:
    open_tab(page, "Map")
    expect(page.locator("#map g[data-node]:visible").first).to_be_visible()


def opened(page: Page, at: int = 0) -> None:
    page.locator("#map g[data-node]:visible").nth(at).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map-opened .node")).to_be_visible()


def test_an_argument_is_opened_and_shut_by_the_keyboard_and_leads_on(page: Page) -> None:
    drawn(page)
    opened(page)
    told = page.locator("#map-opened .node")
    expect(told).to_contain_text("Coca is a symptom of poverty")
    expect(told).to_contain_text("Lectern's brief of González Camelo 2025")
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    opened(page)
    told.get_by_role("button", name="Argue against it").click()
    expect(page.get_by_role("tab", name="Debate")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#debate-mode input[value=negative]")).to_be_checked()
    drawn(page)
    opened(page)
    told.get_by_role("button", name="Argue it", exact=True).click()
    expect(page.locator("#debate-mode input[value=affirmative]")).to_be_checked()
    drawn(page)
    opened(page)
    told.get_by_role("button", name="Ask about it").click()
    expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#question textarea")).to_have_value(
        "Check: Coca is a symptom of poverty and of neglect by the state."
    )


def test_what_the_other_side_says_is_opened_from_there(page: Page) -> None:
    drawn(page)
    opened(page)
    page.locator("#map-opened li button").first.click()
    expect(page.locator("#map-opened .badge")).to_have_text("Washington")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#map-opened .node")).to_be_hidden()


def test_a_dated_sentence_leads_to_its_place_in_the_article(page: Page) -> None:
    drawn(page)
    line = page.locator("#map-timeline li").filter(has_text="163,000 hectares")
    expect(line.locator("b")).to_have_text("2000")
    line.locator("a").click()
    expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".reader .sentence.lit").first).to_contain_text("163,000 hectares")


def test_the_map_is_a_file_and_has_an_address(page: Page, app: str) -> None:
    page.goto(f"{app}?tab=map")
    link = page.locator("#map a.file")
    expect(link).to_have_attribute("download", "us-colombia-map.svg")
    data = (link.get_attribute("href") or "").partition("base64,")[2]
    tree = etree.fromstring(base64.b64decode(data))
    assert "root causes" in "".join(tree.itertext())
    idle(page)


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        drawn(page)
        violations = faults(page)
        opened(page)
        assert violations + faults(page) == []
