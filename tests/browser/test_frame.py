"""What all parts of the page share: addresses, the keyboard, a large zoom, two windows, a slow server."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Held, answers, ask, idle, loaded, opened, questions, settled, window

ROUTES = ("ask", "debate", "map", "sources", "evals")
_SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const shows = (it) => { const how = getComputedStyle(it);
    const drawn = it.matches("g[data-node]") && parseFloat(getComputedStyle(it.querySelector("rect")).strokeWidth) > 3;
    return drawn || how.outlineStyle !== "none" && parseFloat(how.outlineWidth) > 0 || how.boxShadow !== "none"; };
  // A ring may be drawn around what holds the control.
  let ring = false;
  for (let it = one, up = 0; it && up < 4 && !ring; it = it.parentElement, up += 1) ring = shows(it);
  const words = one.getAttribute("aria-label") || one.textContent;
  const name = `${one.tagName}#${one.id} ${words} ${one.className}`.slice(0, 160);
  return JSON.stringify([name, ring || one.tagName === "TEXTAREA" || one.tagName === "INPUT"]);
}"""


def test_a_paragraph_has_an_address(browser: Browser, app: str) -> None:
    with window(browser) as context:
        page = opened(context, f"{app}#p7")
        paragraph = page.locator("#panel .paragraph.lit")
        expect(paragraph).to_contain_text("¶ 7")
        expect(paragraph).to_be_in_viewport()
        page.locator("#panel .place a", has_text="¶ 2").click()
        expect(page).to_have_url(re.compile("#p2$"))
        expect(paragraph).to_contain_text("¶ 2")


@pytest.mark.parametrize("route", ROUTES)
def test_the_keyboard_is_enough_and_its_place_is_seen(page: Page, app: str, route: str) -> None:
    loaded(page, f"{app}?tab={route}")
    idle(page)
    page.evaluate("document.body.focus()")
    reached: dict[str, bool] = {}
    for _ in range(45):
        page.keyboard.press("Tab")
        found = page.evaluate(_SEEN)
        if found:
            name, ring = json.loads(found)
            reached[name] = ring
    assert len(reached) > 8, reached
    assert not [name for name, ring in reached.items() if not ring]


def test_at_twice_the_size_nothing_is_cut_off(browser: Browser, app: str) -> None:
    # 1280 by 900 pixels at 200% are these to the page.
    with window(browser, viewport={"width": 640, "height": 450}, device_scale_factor=2) as context:
        page = opened(context, app)
        for route in ROUTES:
            loaded(page, f"{app}?tab={route}")
            idle(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 640, route
        loaded(page, app)
        ask(page, "When did Plan Colombia begin?")
        settled(page)
        expect(page.locator("#question textarea")).to_be_in_viewport()
        expect(questions(page).last).to_be_in_viewport()


def test_two_windows_keep_their_conversations_apart(browser: Browser, app: str) -> None:
    with window(browser) as context:
        here, there = opened(context, app), opened(context, app)
        ask(here, "When did Plan Colombia begin?")
        ask(there, "What does Bogotá want?")
        settled(here)
        settled(there)
        expect(questions(here)).to_have_count(1)
        expect(questions(here)).to_contain_text("Plan Colombia")
        expect(questions(there)).to_contain_text("Bogotá")
        assert here.url != there.url


def test_a_slow_server_loses_nothing(page: Page) -> None:
    held = Held(page)
    with page.expect_request("**/gradio_api/queue/join*"):
        ask(page, "When did Plan Colombia begin?")
    # Until the server has it, what was asked is in the box.
    expect(page.locator("#question textarea")).to_have_value("When did Plan Colombia begin?")
    expect(answers(page)).to_have_count(0)
    held.release()
    settled(page)
    expect(answers(page)).to_contain_text("2000")
