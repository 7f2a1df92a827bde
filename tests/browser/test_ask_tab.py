"""The Ask tab as a reader uses it."""

from __future__ import annotations

import re

import pytest
from looks import faults, seen
from playwright.sync_api import Browser, Page, expect

SECONDS = 1000


def ask(page: Page, question: str) -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")


def answers(page: Page):
    return page.locator("#chat .bot.message, #chat .message.bot")


def settled(page: Page) -> None:
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=20 * SECONDS)


def test_an_answer_is_cited_and_its_citation_opens_the_quote(page: Page) -> None:
    ask(page, "By how much did coca production fall?")
    link = page.locator('#chat a[href*="#cite-"]').first
    expect(link).to_have_text("[1]", timeout=20 * SECONDS)
    expect(page.locator("#chat")).to_contain_text("163,000")
    settled(page)
    link.click()
    card = page.locator(".sources .card.lit")
    expect(card).to_be_in_viewport()
    expect(card.locator("mark.lit")).to_contain_text("163,000")
    expect(card).to_contain_text("From Cooperation to Confrontation · ¶ 3")
    expect(card).to_be_focused()
    original = card.get_by_role("link", name="Read the original")
    assert original.get_attribute("href").startswith("https://diplomaticourier.com/")
    assert "noopener" in original.get_attribute("rel")


def test_the_keyboard_reaches_a_card_and_comes_back(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    link = page.locator('#chat a[href*="#cite-"]').first
    expect(link).to_be_visible(timeout=20 * SECONDS)
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
    expect(page.locator("#chat")).to_contain_text("need each other", timeout=20 * SECONDS)
    settled(page)
    assert len(set(page.evaluate("window.seen"))) > 5


def test_stop_ends_an_answer(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    # The network is slowed so that the answer is still coming when Stop is pressed.
    page.goto(app)
    page.wait_for_selector("#status .ready", timeout=90 * SECONDS)
    ask(page, "Summarize the article.")
    page.get_by_role("button", name="Stop").click(timeout=5 * SECONDS)
    expect(page.locator("#chat")).to_contain_text("Stopped.", timeout=10 * SECONDS)
    settled(page)
    ask(page, "When did Plan Colombia begin?")
    expect(page.locator("#chat")).to_contain_text("2000", timeout=20 * SECONDS)
    context.close()


def test_a_follow_up_is_understood(page: Page) -> None:
    ask(page, "What does Bogotá want?")
    expect(page.locator("#chat")).to_contain_text("poverty", timeout=20 * SECONDS)
    settled(page)
    ask(page, "And Washington's?")
    expect(page.locator("#chat")).to_contain_text("Understood as: What does Washington want?", timeout=20 * SECONDS)
    expect(page.locator("#chat")).to_contain_text("supply-side")
    expect(page.locator(".sources details summary")).to_contain_text("What does Bogotá want?")


def test_a_chip_asks_its_question(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    expect(page.locator("#chat")).to_contain_text("2000", timeout=20 * SECONDS)
    settled(page)
    chip = page.locator("#chat .options button, #chat button.option").first
    words = chip.inner_text().strip()
    chip.click()
    expect(page.locator("#chat .user").last).to_contain_text(words, timeout=10 * SECONDS)
    settled(page)
    assert page.locator("#chat .user.message, #chat .message.user").count() == 2


def test_an_example_asks_its_question(page: Page) -> None:
    page.get_by_role("button", name=re.compile("How did Petro respond to Trump")).click()
    expect(page.locator("#chat")).to_contain_text("ambassador", timeout=20 * SECONDS)


def test_a_refusal_says_so_and_offers_the_nearest(page: Page) -> None:
    ask(page, "What is the capital of Mongolia?")
    expect(page.locator("#chat")).to_contain_text("Not in the sources", timeout=20 * SECONDS)
    expect(page.locator("#chat")).to_contain_text("The sources do not say.")
    expect(page.locator("#chat")).to_contain_text("The nearest thing that they do say")


def test_a_side_can_be_chosen(page: Page) -> None:
    page.get_by_label("Both sides").check()
    ask(page, "How should coca be dealt with?")
    expect(page.locator("#chat")).to_contain_text("Washington", timeout=20 * SECONDS)
    expect(page.locator("#chat strong", has_text="Bogotá").first).to_be_visible()


def test_copy_again_and_clear(browser: Browser, app: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(app)
    page.wait_for_selector("#status .ready", timeout=90 * SECONDS)
    ask(page, "When did Plan Colombia begin?")
    expect(page.locator(".sources .card").first).to_be_visible(timeout=20 * SECONDS)
    settled(page)
    page.get_by_role("button", name="Copy with citations").click()
    page.wait_for_function("navigator.clipboard.readText().then((t) => t.includes('¶ 3'))", timeout=5 * SECONDS)
    page.get_by_role("button", name="Ask again").click()
    settled(page)
    assert page.locator("#chat .user.message, #chat .message.user").count() == 1
    page.locator("#tools").get_by_role("button", name="Clear").click()
    expect(page.locator(".sources")).to_contain_text("appear here")
    context.close()


def test_nothing_typed_is_executed(page: Page) -> None:
    page.evaluate("window.owned = false")
    ask(page, "<img src=x onerror='window.owned=true'><script>window.owned=true</script> ${window.owned=true} **b**")
    expect(page.locator("#chat")).to_contain_text("Not in the sources", timeout=20 * SECONDS)
    expect(page.locator("#chat .user").last).to_contain_text("<script>")
    assert page.evaluate("window.owned") is False
    assert page.locator("#chat img[src='x']").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_looks(browser: Browser, app: str, scheme: str, width: int) -> None:
    with seen(browser, app, width, scheme) as page:
        assert page.evaluate("document.body.classList.contains('dark')") is (scheme == "dark")
        violations = faults(page)
        ask(page, "How do the two sides differ?")
        expect(page.locator(".sources .card").first).to_be_visible(timeout=20 * SECONDS)
        settled(page)
        ask(page, "And what percentage tariff?")
        expect(page.locator("#chat")).to_contain_text("Not in the sources", timeout=20 * SECONDS)
        settled(page)
        page.locator('#chat a[href*="#cite-"]').last.click()
        page.wait_for_timeout(500)
        violations += faults(page)
        assert not violations
