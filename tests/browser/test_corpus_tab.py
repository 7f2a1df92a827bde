"""The Corpus tab as a coach uses it: add, browse, search, remove and bring back; a new topic."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import ask, choose, idle, open_tab, pick, ready

SAMPLE = Path(__file__).parents[1] / "data" / "topics" / "wards" / "article.md"


@pytest.fixture
def tab(page: Page) -> Page:
    open_tab(page, "Corpus")
    expect(page.locator("#corpus-shown .passage").first).to_be_visible()
    return page


def search(page: Page, words: str) -> None:
    box = page.locator("#corpus-query").get_by_role("textbox")
    box.fill(words)
    box.press("Enter")


def test_documents_are_added_browsed_searched_removed_and_brought_back(tab: Page, tmp_path: Path) -> None:
    report = docx.Document()
    report.core_properties.title = "The harvest report"
    report.add_heading("Terraces", 1)
    report.add_paragraph("Petro argues that the terraces above the lake feed nine villages without a single pump.")
    report.save(tmp_path / "report.docx")
    (tmp_path / "empty.txt").write_bytes(b"")
    files = [tmp_path / "report.docx", tmp_path / "empty.txt", tmp_path / "report.docx"]
    tab.locator("#corpus-files input[type=file]").set_input_files(files[:2])
    told = tab.locator("#corpus-progress")
    expect(told).to_contain_text("1 added, 1 refused")
    expect(told.locator("li.refused")).to_contain_text("empty.txt is empty")
    idle(tab)
    choose(tab, "Source", "The harvest report")
    shown = tab.locator("#corpus-shown")
    expect(shown).to_contain_text("From: report.docx")
    expect(shown.locator("h3")).to_have_text("Terraces")
    expect(shown.locator(".badge").first).to_have_text("Bogotá")
    expect(shown.locator(".badge.voice").first).to_have_text("Voice: reported view")
    search(tab, "aerial fumigation")
    expect(shown.locator("mark").first).to_contain_text("fumigation")
    shown.locator("details summary").first.click()
    expect(shown.locator("details").first.get_by_text("Before it")).to_be_visible()
    tab.locator("#corpus-remove").click()
    expect(told).to_contain_text("Removed “The harvest report”")
    tab.locator("#corpus-undo").click()
    expect(told).to_contain_text("Brought back “The harvest report”")
    tab.locator("#corpus-remove").click()
    expect(told).to_contain_text("Removed")


def test_what_belongs_to_the_topic_is_not_removed(tab: Page) -> None:
    tab.locator("#corpus-remove").click()
    expect(tab.locator("#corpus-progress")).to_contain_text("belongs to the topic")


def test_an_address_that_may_not_be_fetched_says_why(tab: Page) -> None:
    box = tab.locator("#corpus-url").get_by_role("textbox")
    for url, why in (
        ("http://127.0.0.1:8080/x", "public network"), ("file:///etc/passwd", "http"),
        ("http://[::ffff:10.0.0.1]/", "public network"), ("words", "http"),
    ):  # fmt: skip
        box.fill(url)
        box.press("Enter")
        idle(tab)
        expect(tab.locator("#corpus-progress")).to_contain_text(why)


def test_a_topic_is_made_corrected_opened_and_left_again(page: Page, app: str) -> None:
    open_tab(page, "Corpus")
    page.locator("#topic-title").get_by_role("textbox").fill("Nurses and numbers")
    page.locator("#topic-files input[type=file]").set_input_files([SAMPLE])
    text = page.locator("#topic-text textarea")
    expect(text).to_be_visible()
    expect(text).to_have_value(re.compile("United Nurses"))
    idle(page)
    text.fill(text.input_value().replace("stance: affirmative", "stance: for"))
    page.locator("#topic-save").click()
    expect(page.locator("#topic-told")).to_contain_text("stance")
    text.fill(text.input_value().replace("stance: for", "stance: affirmative"))
    page.locator("#topic-save").click()
    expect(page.locator("#masthead")).to_contain_text("Nurses and numbers")
    ready(page)
    expect(page.locator("#side")).to_contain_text("Hospital Federation")
    ask(page, "How do the two sides differ?")
    expect(page.locator("#chat")).to_contain_text("Federation")
    open_tab(page, "Corpus")
    pick(page, "Topic", "U.S.–Colombia")
    page.locator("#topic-open").click()
    expect(page.locator("#masthead")).to_contain_text("Colombia")
    ready(page)


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        open_tab(page, "Corpus")
        expect(page.locator("#corpus-shown .passage").first).to_be_visible()
        violations = faults(page)
        search(page, "crop substitution")
        expect(page.locator("#corpus-shown mark").first).to_be_visible()
        page.locator("#corpus-shown details summary").first.click()
        violations += faults(page)
        assert not violations
