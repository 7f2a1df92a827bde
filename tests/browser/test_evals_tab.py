"""The Evals tab as an evaluator uses it, and the quality card as a reader does."""

from __future__ import annotations

import re

import pytest
from looks import faults, seen
from playwright.sync_api import Browser, Page, expect

SECONDS = 1000


@pytest.fixture
def tab(page: Page) -> Page:
    page.get_by_role("tab", name="Evals").click()
    expect(page.locator("#evals-shown")).to_contain_text("Citation recall", timeout=20 * SECONDS)
    return page


def only(page: Page, *suites: str) -> None:
    for box in page.get_by_role("checkbox").all():
        name = box.evaluate("node => node.closest('label').innerText").split(" ")[0]
        box.set_checked(name in suites)


def test_the_quality_card_says_how_far_to_trust(page: Page) -> None:
    card = page.locator(".quality")
    expect(card.locator("summary")).to_contain_text(re.compile(r"Measured: \d+(\.\d)?% of \d+ test cases right"))
    expect(card.locator("li").first).not_to_be_visible()
    card.locator("summary").click()
    expect(card).to_contain_text("100% of quotes are in their source to the letter")
    expect(card).to_contain_text("extractive engine")


def test_suites_run_with_progress_and_are_shown(tab: Page) -> None:
    only(tab, "about", "both-sides")
    tab.evaluate(
        """() => { window.bars = []; const node = document.querySelector('#evals-progress');
        const look = () => { const bar = node.querySelector('progress'); if (bar) window.bars.push(bar.value); };
        const all = { subtree: true, childList: true, characterData: true, attributes: true };
        new MutationObserver(look).observe(node, all); }"""
    )
    tab.get_by_role("button", name="Run", exact=True).click()
    expect(tab.locator("#evals-progress")).to_contain_text("Done in", timeout=90 * SECONDS)
    assert len(set(tab.evaluate("window.bars"))) > 2
    expect(tab.locator("#evals-which input")).to_have_value(re.compile(r"about, both-sides.*of 55 right"))
    shown = tab.locator("#evals-shown")
    expect(shown).to_contain_text("both-sides (31)", timeout=20 * SECONDS)
    assert shown.locator("svg.plot").count() >= 3


def test_a_run_can_be_stopped_and_goes_on(tab: Page) -> None:
    only(tab, "facts")
    tab.get_by_role("button", name="Run", exact=True).click()
    expect(tab.locator("#evals-progress progress")).to_be_visible(timeout=30 * SECONDS)
    expect(tab.locator("#evals-progress")).not_to_contain_text("0 of", timeout=30 * SECONDS)
    tab.locator("#evals-stop").click()
    expect(tab.locator("#evals-progress")).to_contain_text("Stopped.", timeout=20 * SECONDS)
    expect(tab.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    tab.get_by_role("button", name="Run", exact=True).click()
    expect(tab.locator("#evals-progress")).to_contain_text("Done in", timeout=90 * SECONDS)
    expect(tab.locator("#evals-progress")).to_contain_text("of 113 right")


def choose(page: Page, label: str, pattern: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option").filter(has_text=re.compile(pattern)).first.click()


def test_a_failed_case_opens_in_the_chat(tab: Page) -> None:
    choose(tab, "Run", "baseline")
    expect(tab.locator("#evals-shown")).to_contain_text("facts (113)", timeout=20 * SECONDS)
    choose(tab, "Failed case", "follow-ups/")
    detail = tab.locator("#evals-detail")
    expect(detail).to_contain_text("Expected: answered", timeout=20 * SECONDS)
    expect(detail).to_contain_text("Wrong")
    tab.locator("#evals-open").click()
    expect(tab.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true", timeout=20 * SECONDS)
    expect(tab.locator("#chat .user.message, #chat .message.user")).to_have_count(2, timeout=20 * SECONDS)
    expect(tab.locator("#chat .bot.message, #chat .message.bot")).to_have_count(2, timeout=20 * SECONDS)
    expect(tab.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=20 * SECONDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_looks(browser: Browser, app: str, scheme: str, width: int) -> None:
    with seen(browser, app, width, scheme) as page:
        page.locator(".quality summary").click()
        violations = faults(page)
        page.get_by_role("tab", name="Evals").click()
        expect(page.locator("#evals-shown")).to_contain_text("Citation recall", timeout=20 * SECONDS)
        choose(page, "Compare with", "baseline")
        expect(page.locator("#evals-shown")).to_contain_text("Compared with the earlier run", timeout=30 * SECONDS)
        choose(page, "Run", "baseline")
        expect(page.locator("#evals-shown")).to_contain_text("facts (113)", timeout=20 * SECONDS)
        choose(page, "Failed case", "facts/")
        expect(page.locator("#evals-detail")).to_contain_text("Expected", timeout=20 * SECONDS)
        page.wait_for_timeout(300)
        violations += faults(page)
        assert not violations
        assert page.evaluate("document.querySelector('main').getBoundingClientRect().width") <= width
