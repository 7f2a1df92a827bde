"""The Ask tab as a reader uses it."""

from __future__ import annotations

import re

from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import answers, ask, opened, press_at, questions, settled, window

STOP = "#question .stop-button"


def test_an_answer_is_cited_and_its_citation_opens_the_quote(page: Page) -> None:
    ask(page, "How many hectares of coca were there in 2000?")
    link = page.locator('#chat a[href*="#cite-"]').first
    expect(link).to_have_text("[1]")
    expect(page.locator("#chat")).to_contain_text("163,000")
    settled(page)
    link.click()
    card = page.locator(".sources .card.lit")
    expect(card).to_be_in_viewport()
    expect(card.locator("mark.lit")).to_contain_text("163,000")
    expect(card).to_contain_text("From Cooperation to Confrontation · ¶ 3")
    expect(card).to_be_focused()
    original = card.get_by_role("link", name="Read the original")
    expect(original).to_have_attribute("href", re.compile("^https://diplomaticourier.com/"))
    expect(original).to_have_attribute("rel", re.compile("noopener"))


def test_the_keyboard_reaches_a_card_and_comes_back(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    link = page.locator('#chat a[href*="#cite-"]').first
    expect(link).to_be_visible()
    settled(page)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sources .card.lit")).to_be_focused()
    page.locator(".sources .card.lit a.back").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()


def test_the_answer_streams(page: Page) -> None:
    page.evaluate(
        """() => { window.seen = []; const chat = document.querySelector('#chat');
        new MutationObserver(() => window.seen.push(chat.innerText.length)).observe(chat,
        { subtree: true, childList: true, characterData: true }); }"""
    )
    ask(page, "Summarize the article.")
    expect(page.locator("#chat")).to_contain_text("need each other")
    settled(page)
    assert len(set(page.evaluate("window.seen"))) > 5


def test_stop_ends_an_answer(page: Page) -> None:
    press_at(page, "#chat .bot.message a", STOP)
    ask(page, "Summarize the article.")
    settled(page)
    expect(answers(page)).to_contain_text("Stopped.")
    ask(page, "When did Plan Colombia begin?")
    expect(answers(page).last).to_contain_text("2000")


def test_stop_before_its_first_word_ends_an_answer(page: Page) -> None:
    press_at(page, STOP, STOP)
    ask(page, "Summarize the article.")
    settled(page)
    expect(answers(page)).to_contain_text("Stopped.")
    expect(answers(page)).not_to_contain_text("need each other")


def test_a_follow_up_is_understood(page: Page) -> None:
    ask(page, "What does Bogotá want?")
    expect(page.locator("#chat")).to_contain_text("poverty")
    settled(page)
    ask(page, "And Washington's?")
    expect(page.locator("#chat")).to_contain_text("Read with: “What does Bogotá want?”")
    expect(page.locator("#chat")).to_contain_text("supply-side")
    expect(page.locator(".sources details summary")).to_contain_text("What does Bogotá want?")


def test_a_chip_asks_its_question(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    expect(page.locator("#chat")).to_contain_text("2000")
    settled(page)
    chip = page.locator("#chat .options button, #chat button.option").first
    expect(chip).to_be_visible()
    words = chip.inner_text().strip()
    chip.click()
    expect(page.locator("#chat .user").last).to_contain_text(words)
    settled(page)
    expect(questions(page)).to_have_count(2)


def test_an_example_asks_its_question(page: Page) -> None:
    page.get_by_role("button", name=re.compile("How did Petro respond to Trump")).click()
    expect(page.locator("#chat")).to_contain_text("ambassador")


def test_a_refusal_says_so_and_shows_nothing(page: Page) -> None:
    ask(page, "What is the capital of Mongolia?")
    expect(page.locator("#chat")).to_contain_text("Not in the sources")
    expect(page.locator("#chat")).to_contain_text("The sources do not say.")
    expect(page.locator(".sources")).to_contain_text("This answer quotes no source.")


def test_what_comes_closest_says_that_it_may_not_answer(page: Page) -> None:
    ask(page, "What did Petro promise about visas for students?")
    expect(page.locator("#chat .closest")).to_contain_text("they may not answer")
    expect(page.locator(".sources .card").first).to_be_visible()


def test_a_side_can_be_chosen(page: Page) -> None:
    page.get_by_label("Both sides").check()
    ask(page, "How should coca be dealt with?")
    expect(page.locator("#chat")).to_contain_text("Washington")
    expect(page.locator("#chat strong", has_text="Bogotá").first).to_be_visible()


def test_copy_again_and_clear(browser: Browser, app: str) -> None:
    with window(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(context, app)
        ask(page, "When did Plan Colombia begin?")
        expect(page.locator(".sources .card").first).to_be_visible()
        settled(page)
        page.get_by_role("button", name="Copy with citations").click()
        page.wait_for_function("navigator.clipboard.readText().then((t) => t.includes('¶ 3'))")
        page.get_by_role("button", name="Ask again").click()
        settled(page)
        expect(questions(page)).to_have_count(1)
        expect(answers(page)).to_have_count(1)
        page.locator("#tools").get_by_role("button", name="Clear").click()
        expect(page.locator(".sources")).to_contain_text("appear here")


def test_nothing_typed_is_executed(page: Page) -> None:
    page.evaluate("window.owned = false")
    ask(page, "<img src=x onerror='window.owned=true'><script>window.owned=true</script> ${window.owned=true} **b**")
    expect(page.locator("#chat")).to_contain_text("Not in the sources")
    expect(page.locator("#chat .user").last).to_contain_text("<script>")
    settled(page)
    assert page.evaluate("window.owned") is False
    assert page.locator("#chat img[src='x']").count() == 0


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        assert page.evaluate("document.body.classList.contains('dark')") is (scheme == "dark")
        violations = faults(page)
        ask(page, "How do the two sides differ?")
        expect(page.locator(".sources .card").first).to_be_visible()
        settled(page)
        ask(page, "What is the capital of Mongolia?")
        expect(page.locator("#chat")).to_contain_text("Not in the sources")
        settled(page)
        page.locator('#chat a[href*="#cite-"]').last.click()
        expect(page.locator(".sources .card.lit")).to_be_focused()
        violations += faults(page)
        assert not violations
