"""The part of the Debate tab in which a person prepares a speech of their own."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import idle, open_tab

EVIL = "<img src=x onerror='window.owned=true'> ${window.owned=true} **bold**"


def prepare(page: Page) -> Page:
    open_tab(page, "Debate")
    page.evaluate("window.owned = false")
    page.locator("#debate-coach").click()
    page.locator("#debate-views").get_by_role("tab", name="Prepare").click()
    idle(page)
    return page


@pytest.fixture
def part(page: Page) -> Page:
    """The part of a fresh page."""
    return prepare(page)


def debaters_file(folder: Path) -> Path:
    made = docx.Document()
    made.add_heading(f"Quays {EVIL}", 1)
    made.add_heading("The levy works.", 4)
    cite = made.add_paragraph()
    cite.add_run("Moss 24").bold = True
    cite.add_run(f" of the harbour {EVIL}")
    body = made.add_paragraph()
    body.add_run("The levy cut traffic by a third").underline = True
    body.add_run(f", its board said. {EVIL}")
    path = folder / "case.docx"
    made.save(str(path))
    return path


def bring(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as waiting:
        page.locator("#own-bring").click()
    waiting.value.set_files(path)


def pick(page: Page, words: str) -> None:
    """Picks the first block whose name has these words."""
    box = page.locator("#own-pieces input")
    box.fill(words)
    page.locator("#own-pieces").get_by_role("option").filter(has_text=re.compile(words, re.IGNORECASE)).first.click()
    idle(page)


def test_cards_are_brought_ticked_and_taken_away_as_a_speech(part: Page, tmp_path: Path) -> None:
    bring(part, debaters_file(tmp_path))
    expect(part.locator("#own-message")).to_contain_text("“case.docx”: 1 card and 0 blocks without a card.")
    idle(part)
    pick(part, "The levy works")
    pick(part, "Our case")
    speech = part.locator("#own-speech")
    expect(speech).to_contain_text("Moss 24: The levy cut traffic by a third")
    expect(speech).to_contain_text("Outside")
    expect(speech.locator("ol > li")).to_have_count(2)
    expect(speech.locator("button.insert")).to_have_count(0)
    with part.expect_download() as waiting:
        part.locator("#own-take").click()
    words = "\n".join(one.text for one in docx.Document(str(waiting.value.path())).paragraphs)
    assert "The levy cut traffic by a third" in words
    assert "outside: as you brought it" in words
    part.locator("#own-remove").click()
    expect(part.locator("#own-message")).to_contain_text("1 of your own blocks")
    expect(speech.locator("ol > li")).to_have_count(1)
    assert part.evaluate("window.owned") is False


def test_a_file_that_is_none_says_so(part: Page, tmp_path: Path) -> None:
    path = tmp_path / "case.docx"
    path.write_bytes(b"not a Word file")
    bring(part, path)
    expect(part.locator("#own-message")).to_contain_text("case.docx is damaged")


def test_a_card_is_cut_by_selecting_and_spoken_in_a_round(part: Page) -> None:
    part.get_by_role("button", name="Cut a card from the sources").click()
    source = part.locator("#own-source")
    expect(source).to_be_visible()
    part.evaluate(
        """() => { const text = document.querySelector('#own-source').firstChild, range = document.createRange();
        range.setStart(text, 1); range.setEnd(text, 40);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    part.get_by_role("button", name="Take what is selected").click()
    words = part.locator("#own-words textarea").input_value()
    whole = source.inner_text()
    assert whole.startswith(words)
    assert not whole[len(words)].isalnum()
    part.locator("#own-cut").click()
    expect(part.locator("#own-made")).to_contain_text("A card needs both")
    part.locator("#own-tag textarea").fill(f"The quay of Tarn is first. {EVIL}")
    part.locator("#own-words textarea").fill(f"{words} and the moon")
    part.locator("#own-cut").click()
    expect(part.locator("#own-made")).to_contain_text("does not stand in ¶")
    part.locator("#own-words textarea").fill(words)
    part.locator("#own-cut").click()
    expect(part.locator("#own-made")).to_contain_text("It is among your blocks")
    idle(part)
    part.locator("#debate-begin").click()
    expect(part.locator("#debate-desk .is-question")).to_be_visible()
    part.locator("#debate-skip").click()
    expect(part.locator("#debate-desk .is-speech")).to_be_visible()
    part.locator("#debate-views").get_by_role("tab", name="Prepare").click()
    part.locator("#own-side").get_by_label("Washington").check()
    idle(part)
    pick(part, "The quay of Tarn is first")
    part.locator("#own-speech").get_by_role("button", name="Insert into my speech").click()
    expect(part.locator("#debate-box textarea")).to_have_value(re.compile(re.escape(words)))
    assert part.evaluate("window.owned") is False


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        prepare(page)
        page.get_by_role("button", name="Cut a card from the sources").click()
        expect(page.locator("#own-source")).to_be_visible()
        idle(page)
        assert faults(page) == []
