"""The Sources tab as a coach uses it: add, browse, search, remove and bring back; a new topic."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import idle, open_tab, read_document

SAMPLE = Path(__file__).parents[1] / "data" / "topics" / "wards" / "article.md"


@pytest.fixture
def tab(page: Page) -> Page:
    open_tab(page, "Sources")
    expect(page.locator("#corpus-shown .paragraph").first).to_be_visible()
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
    read_document(tab, "The harvest report")
    expect(tab.locator("#corpus-list button[aria-pressed=true]")).to_contain_text("Word · no date · 1 paragraph")
    shown = tab.locator("#corpus-shown")
    expect(shown.locator("dl.facts")).to_contain_text("report.docx")
    expect(shown.locator("h3")).to_have_text("Terraces")
    expect(shown.locator(".badge").first).to_have_text("Bogotá")
    expect(shown.locator(".voice").first).to_have_text("a view that the author reports")
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


def test_what_belongs_to_the_topic_is_neither_removed_nor_corrected(tab: Page) -> None:
    read_document(tab, "Lectern's brief")
    expect(tab.locator("#corpus-remove")).to_be_hidden()
    expect(tab.locator("#corpus-facts")).to_be_hidden()


def test_five_drops_one_after_the_other_all_arrive(tab: Page, tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"quay-{number}.txt"
        path.write_text(f"Quay {number}\n\nThe quay of Tarn number {number} was sold for {number + 3} crowns in May.\n")
        tab.locator("#corpus-files input[type=file]").set_input_files([path])
        tab.wait_for_timeout(250)
    told = tab.locator("#corpus-progress")
    for number in range(5):
        expect(told.locator("li.added").filter(has_text=f"quay-{number}.txt")).to_have_count(1)
    idle(tab)
    expect(tab.locator("#corpus-list button").filter(has_text="Quay ")).to_have_count(5)


def test_facts_are_corrected_where_the_document_is_read(tab: Page, tmp_path: Path) -> None:
    (tmp_path / "pier.md").write_text("# The pier\n\nThe pier of Tarn was closed, and nobody has asked why it was.\n")
    tab.locator("#corpus-files input[type=file]").set_input_files([tmp_path / "pier.md"])
    told = tab.locator("#corpus-progress")
    expect(told).to_contain_text("no date found")
    idle(tab)
    read_document(tab, "The pier")
    tab.locator("#corpus-facts button").first.click()
    # Gradio fills what is opened some frames later, and takes over what is written; nobody is as fast as this test.
    idle(tab)
    tab.locator("#corpus-fact-date").get_by_role("textbox").fill("soon")
    idle(tab)
    tab.locator("#corpus-correct").click()
    expect(told).to_contain_text("is not a date")
    tab.locator("#corpus-fact-date").get_by_role("textbox").fill("3 May 2022")
    tab.locator("#corpus-fact-author").get_by_role("textbox").fill("Bo Ray, Ida Moss")
    idle(tab)
    tab.locator("#corpus-correct").click()
    expect(told).to_contain_text("Saved the facts")
    idle(tab)
    expect(tab.locator("#corpus-shown dl.facts")).to_contain_text("Bo Ray and Ida Moss (corrected)")
    expect(tab.locator("#corpus-list button[aria-pressed=true]")).to_contain_text("Markdown · May 3, 2022")


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


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        open_tab(page, "Sources")
        expect(page.locator("#corpus-shown .paragraph").first).to_be_visible()
        violations = faults(page)
        search(page, "crop substitution")
        expect(page.locator("#corpus-shown mark").first).to_be_visible()
        page.locator("#corpus-shown details summary").first.click()
        violations += faults(page)
        assert not violations
