"""The Evals tab as an evaluator uses it, and what a reader is told of how far to trust an answer."""

from __future__ import annotations

import re

import pytest
from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import answers, choose, open_tab, press_at, questions, settled


@pytest.fixture
def tab(page: Page) -> Page:
    open_tab(page, "Evals")
    expect(page.locator("#evals-shown")).to_contain_text("Citation recall")
    return page


def only(page: Page, *suites: str) -> None:
    for box in page.get_by_role("checkbox").all():
        name = box.evaluate("node => node.closest('label').innerText").split(" ")[0]
        box.set_checked(name in suites)


def test_a_footnote_says_how_far_to_trust(page: Page) -> None:
    foot = page.locator("#quality")
    expect(foot).to_contain_text("Asked about articles it had never seen")
    expect(foot).to_contain_text(re.compile(r"in \d+ of \d+ questions"))


def test_suites_run_with_progress_and_are_shown(tab: Page) -> None:
    only(tab, "about", "both-sides")
    tab.evaluate(
        """() => { window.bars = []; const node = document.querySelector('#evals-progress');
        const look = () => { const bar = node.querySelector('progress'); if (bar) window.bars.push(bar.value); };
        const all = { subtree: true, childList: true, characterData: true, attributes: true };
        new MutationObserver(look).observe(node, all); }"""
    )
    tab.get_by_role("button", name="Run", exact=True).click()
    expect(tab.locator("#evals-progress")).to_contain_text("Done in")
    assert len(set(tab.evaluate("window.bars"))) > 2
    expect(tab.locator("#evals-which input")).to_have_value(re.compile(r"about, both-sides.*of 55 right"))
    shown = tab.locator("#evals-shown")
    expect(shown).to_contain_text("both-sides (31)")
    assert shown.locator("svg.plot").count() >= 3


def test_a_run_can_be_stopped_and_goes_on(tab: Page) -> None:
    only(tab, "facts")
    press_at(tab, '#evals-progress progress:not([value="0"])', "#evals-stop")
    tab.get_by_role("button", name="Run", exact=True).click()
    expect(tab.locator("#evals-progress")).to_contain_text("Stopped.")
    expect(tab.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    tab.get_by_role("button", name="Run", exact=True).click()
    expect(tab.locator("#evals-progress")).to_contain_text("Done in")
    expect(tab.locator("#evals-progress")).to_contain_text("of 113 right")


def test_a_failed_case_opens_in_the_chat(tab: Page) -> None:
    choose(tab, "Run", "baseline")
    expect(tab.locator("#evals-shown")).to_contain_text("facts (113)")
    case = tab.locator("#evals-shown details.case", has_text="follow-ups/").first
    case.locator("summary").click()
    for part in ("Asked", "Wanted", "Got", "Why it is wrong"):
        expect(case.locator("dt", has_text=part).first).to_be_visible()
    case.get_by_role("button", name="Open in Ask").click()
    expect(tab.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    settled(tab)
    expect(questions(tab)).to_have_count(2)
    expect(answers(tab)).to_have_count(2)


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        violations = faults(page)
        open_tab(page, "Evals")
        expect(page.locator("#evals-shown")).to_contain_text("Citation recall")
        choose(page, "Compare with", "baseline")
        expect(page.locator("#evals-shown")).to_contain_text("Compared with the earlier run")
        choose(page, "Run", "baseline")
        expect(page.locator("#evals-shown")).to_contain_text("facts (113)")
        page.locator("#evals-shown details.case summary").first.click()
        expect(page.locator("#evals-shown .open-case").first).to_be_visible()
        violations += faults(page)
        assert not violations
        assert page.evaluate("document.querySelector('main').getBoundingClientRect().width") <= width
