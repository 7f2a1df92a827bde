"""The Corpus tab as a coach uses it: add, browse, search, remove and bring back; a new topic."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from looks import faults, seen
from playwright.sync_api import Browser, Page, expect

SECONDS = 1000
SAMPLE = Path(__file__).parents[1] / "data" / "topics" / "wards" / "article.md"


@pytest.fixture
def tab(page: Page) -> Page:
    page.get_by_role("tab", name="Corpus").click()
    expect(page.locator("#corpus-shown .passage").first).to_be_visible(timeout=30 * SECONDS)
    return page


def choose(page: Page, label: str, text: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option").filter(has_text=text).first.click()


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
    expect(told).to_contain_text("1 added, 1 refused", timeout=60 * SECONDS)
    expect(told.locator("li.refused")).to_contain_text("empty.txt is empty")
    expect(tab.get_by_role("combobox", name="Source")).to_be_enabled(timeout=30 * SECONDS)
    tab.wait_for_timeout(1500)
    choose(tab, "Source", "The harvest report")
    shown = tab.locator("#corpus-shown")
    expect(shown).to_contain_text("From: report.docx", timeout=20 * SECONDS)
    expect(shown.locator("h3")).to_have_text("Terraces")
    expect(shown.locator(".badge").first).to_have_text("Bogotá")
    expect(shown.locator(".badge.voice").first).to_have_text("Voice: reported view")
    search(tab, "aerial fumigation")
    expect(shown.locator("mark").first).to_contain_text("fumigation", timeout=20 * SECONDS)
    shown.locator("details summary").first.click()
    expect(shown.locator("details").first.get_by_text("Before it")).to_be_visible()
    tab.locator("#corpus-remove").click()
    expect(told).to_contain_text("Removed “The harvest report”", timeout=30 * SECONDS)
    tab.locator("#corpus-undo").click()
    expect(told).to_contain_text("Brought back “The harvest report”", timeout=30 * SECONDS)
    tab.locator("#corpus-remove").click()
    expect(told).to_contain_text("Removed", timeout=30 * SECONDS)


def test_what_belongs_to_the_topic_is_not_removed(tab: Page) -> None:
    tab.locator("#corpus-remove").click()
    expect(tab.locator("#corpus-progress")).to_contain_text("belongs to the topic", timeout=20 * SECONDS)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd", "words"])
def test_an_address_that_may_not_be_fetched_says_why(tab: Page, url: str) -> None:
    box = tab.locator("#corpus-url").get_by_role("textbox")
    box.fill(url)
    box.press("Enter")
    expect(tab.locator("#corpus-progress")).to_contain_text(
        "public network" if "://" in url and "file" not in url else "http", timeout=30 * SECONDS
    )


def test_a_topic_is_made_corrected_opened_and_left_again(page: Page, app: str) -> None:
    page.get_by_role("tab", name="Corpus").click()
    page.locator("#topic-title").get_by_role("textbox").fill("Nurses and numbers")
    page.locator("#topic-files input[type=file]").set_input_files([SAMPLE])
    text = page.locator("#topic-text textarea")
    expect(text).to_be_visible(timeout=60 * SECONDS)
    expect(text).to_have_value(re.compile("United Nurses"), timeout=10 * SECONDS)
    text.fill(text.input_value().replace("stance: affirmative", "stance: for"))
    page.locator("#topic-save").click()
    expect(page.locator("#topic-told")).to_contain_text("stance", timeout=20 * SECONDS)
    text.fill(text.input_value().replace("stance: for", "stance: affirmative"))
    page.locator("#topic-save").click()
    expect(page.locator("#masthead")).to_contain_text("Nurses and numbers", timeout=60 * SECONDS)
    page.wait_for_selector("#status .ready", timeout=90 * SECONDS)
    expect(page.locator("#side")).to_contain_text("Hospital Federation")
    box = page.locator("#question textarea")
    box.fill("How do the two sides differ?")
    box.press("Enter")
    expect(page.locator("#chat")).to_contain_text("Federation", timeout=30 * SECONDS)
    page.get_by_role("tab", name="Corpus").click()
    choose(page, "Topic", "U.S.–Colombia")
    page.locator("#topic-open").click()
    expect(page.locator("#masthead")).to_contain_text("Colombia", timeout=60 * SECONDS)
    page.wait_for_selector("#status .ready", timeout=90 * SECONDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_looks(browser: Browser, app: str, scheme: str, width: int) -> None:
    with seen(browser, app, width, scheme) as page:
        page.get_by_role("tab", name="Corpus").click()
        expect(page.locator("#corpus-shown .passage").first).to_be_visible(timeout=30 * SECONDS)
        violations = faults(page)
        search(page, "crop substitution")
        expect(page.locator("#corpus-shown mark").first).to_be_visible(timeout=20 * SECONDS)
        page.locator("#corpus-shown details summary").first.click()
        violations += faults(page)
        assert not violations
