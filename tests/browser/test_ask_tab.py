"""The Ask tab as a reader uses it."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import answers, ask, idle, loaded, open_tab, opened, press_at, questions, ready, settled, window

STOP = "#question .stop-button"


CITED = '#chat a[href*="#quote-"]'


def test_an_answer_is_cited_and_its_citation_opens_the_article(page: Page) -> None:
    ask(page, "How many hectares of coca were there in 2000?")
    link = page.locator(CITED).first
    expect(link).to_have_text("[1]")
    expect(page.locator("#chat")).to_contain_text("163,000")
    settled(page)
    expect(page.locator("#panel mark", has_text="163,000")).to_be_attached()
    # A look at what a citation quotes, without leaving the answer.
    page.locator(CITED, has_text="[2]").hover()
    expect(page.locator("#hint")).to_be_visible()
    link.click()
    paragraph = page.locator(".reader .paragraph.lit")
    expect(paragraph.locator(".sentence.lit").first).to_be_in_viewport()
    expect(paragraph).to_be_focused()
    expect(paragraph).to_contain_text("¶ ")
    original = page.locator(".reader").get_by_role("link", name="Read the original")
    expect(original).to_have_attribute("href", re.compile("^https://diplomaticourier.com/"))
    expect(original).to_have_attribute("rel", re.compile("noopener"))
    assert page.locator(".reader .paragraph").count() == 10


def test_the_keyboard_reaches_the_article_and_comes_back(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    link = page.locator(CITED).first
    expect(link).to_be_visible()
    settled(page)
    link.focus()
    expect(page.locator("#hint")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".reader .paragraph.lit")).to_be_focused()
    page.locator(".reader .paragraph.lit a.back").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()


def test_the_first_screen_says_what_this_is_and_offers_three_things(page: Page) -> None:
    assert page.evaluate("scrollY") == 0
    for part in ("#masthead h1", ".welcome h2", ".reader h2", "#question textarea", ".begin >> nth=2"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name=re.compile("^Check a claim")).click()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value("Check: ")
    page.get_by_role("button", name=re.compile("^Debate a side")).click()
    expect(page.get_by_role("tab", name="Debate")).to_have_attribute("aria-selected", "true")


def test_a_question_moves_to_the_top_with_its_answer_below(page: Page) -> None:
    for question in ("Summarize the article.", "What does Bogotá want?", "When did Plan Colombia begin?"):
        ask(page, question)
        settled(page)
    box = page.locator("#chat .bubble-wrap").bounding_box()
    last = questions(page).last.bounding_box()
    assert box is not None
    assert last is not None
    assert 0 <= last["y"] - box["y"] < 40
    expect(page.locator('#panel [data-cited~="1"]').first).to_be_in_viewport()


def test_addresses_lead_back(browser: Browser, app: str) -> None:
    with window(browser) as context:
        page = opened(context, app)
        ask(page, "When did Plan Colombia begin?")
        settled(page)
        page.wait_for_url(re.compile(r"chat="))
        page.locator("#question textarea").fill("A draft of")
        open_tab(page, "Debate")
        page.wait_for_url(re.compile("tab=debate"))
        page.go_back()
        expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
        page.reload()
        ready(page)
        expect(page.locator("#chat")).to_contain_text("Plan Colombia")
        expect(page.locator("#question textarea")).to_have_value("A draft of")
        loaded(page, f"{app}?tab=evals")
        expect(page.get_by_role("tab", name="Evals")).to_have_attribute("aria-selected", "true")
        loaded(page, f"{app}?q=Who%20called%20Petro%20an%20illegal%20drug%20leader%3F")
        expect(page.locator("#chat")).to_contain_text("Trump")


def test_conversations_are_kept_found_renamed_and_brought_back(browser: Browser, app: str) -> None:
    with window(browser, accept_downloads=True) as context:
        page = opened(context, app)
        ask(page, "What is the Clinton List step about?")
        settled(page)
        page.get_by_role("button", name="History").click()
        idle(page)
        row = page.locator("#history-list li", has_text="Clinton List")
        expect(row).to_be_visible()
        page.on("dialog", lambda dialog: dialog.accept("Sanctions"))
        row.get_by_role("button", name=re.compile("^Rename")).click()
        row = page.locator("#history-list li", has_text="Sanctions")
        expect(row).to_be_visible()
        with page.expect_download() as taken:
            row.get_by_role("button", name=re.compile("^Export")).click()
        text = Path(taken.value.path()).read_text(encoding="utf-8")
        assert text.startswith("# Sanctions\n")
        assert "Lectern's brief of González Camelo 2025" in text
        with page.expect_download() as taken:
            row.get_by_role("button", name=re.compile("^Word")).click()
        words = [one.text for one in Document(str(taken.value.path())).paragraphs]
        assert "What is the Clinton List step about?" in words
        assert any(one.startswith("[1] Lectern's brief of González Camelo 2025") for one in words)
        row.get_by_role("button", name=re.compile("^Delete")).click()
        expect(row).to_have_count(0)
        page.locator("#history-undo").click()
        expect(row).to_be_visible()
        page.locator("#history-query input, #history-query textarea").fill("no such words here")
        expect(page.locator("#history-list")).to_contain_text("Nothing has these words")


def test_an_answer_that_was_not_good_becomes_a_case(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    settled(page)
    page.get_by_role("link", name="Not good").click()
    page.locator("#wrong-words input, #wrong-words textarea").fill("no such words")
    page.locator("#wrong-note").click()
    expect(page.get_by_text("No paragraph has the words").first).to_be_visible()
    page.locator("#wrong-words input, #wrong-words textarea").fill("began in 2000")
    page.locator("#wrong-note").click()
    expect(page.get_by_text("a case of your suite").first).to_be_visible()
    open_tab(page, "Evals")
    expect(page.get_by_text(re.compile(r"noted \(\d+\)"))).to_be_attached()


def test_a_question_can_be_edited(page: Page) -> None:
    ask(page, "When did Plan Colombia begin?")
    settled(page)
    ask(page, "Who is the author?")
    settled(page)
    page.locator("#chat").get_by_role("button", name="Edit").first.click()
    page.locator("#chat textarea").fill("Who called Petro an illegal drug leader?")
    page.locator("#chat").get_by_role("button", name="Submit").click()
    # The second question goes with the answer to it, before the new answer comes.
    expect(questions(page)).to_have_count(1)
    expect(answers(page)).to_have_count(1)
    settled(page)
    expect(answers(page)).to_contain_text("Trump")


def test_an_empty_and_a_long_question_stay_in_the_box(page: Page) -> None:
    box = page.locator("#question textarea")
    box.focus()
    box.press("Enter")
    expect(page.get_by_text("Type a question first").first).to_be_visible()
    expect(page.locator(".welcome")).to_be_visible()
    long = "Why " * 2000
    ask(page, long)
    expect(page.get_by_text("at most").first).to_be_visible()
    expect(box).to_have_value(long)


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


def test_a_refusal_says_so_and_marks_nothing(page: Page) -> None:
    ask(page, "What is the capital of Mongolia?")
    expect(page.locator("#chat")).to_contain_text("Not in the sources")
    expect(page.locator("#chat")).to_contain_text("The sources do not say.")
    settled(page)
    expect(page.locator("#panel mark")).to_have_count(0)


def test_what_comes_closest_says_that_it_may_not_answer(page: Page) -> None:
    ask(page, "What did Petro promise about visas for students?")
    expect(page.locator("#chat .closest-passages")).to_have_text("Closest passages")
    expect(page.locator("#panel mark").first).to_be_attached()


def test_a_side_can_be_chosen(page: Page) -> None:
    page.get_by_label("Compare").check()
    ask(page, "How should coca be dealt with?")
    expect(page.locator("#chat .side-0 strong", has_text="Bogotá")).to_be_visible()
    left, right = (page.locator(f"#chat .side-{at}").bounding_box() for at in (0, 1))
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]


def test_copy_again_and_a_new_conversation(browser: Browser, app: str) -> None:
    with window(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(context, app)
        ask(page, "When did Plan Colombia begin?")
        settled(page)
        page.get_by_role("link", name="Copy with citations").click()
        page.wait_for_function("navigator.clipboard.readText().then((t) => t.includes('¶ 3'))")
        page.get_by_role("button", name="Ask again").click()
        settled(page)
        expect(questions(page)).to_have_count(1)
        expect(answers(page)).to_have_count(1)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".welcome")).to_be_visible()


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
        settled(page)
        ask(page, "What is the capital of Mongolia?")
        expect(page.locator("#chat")).to_contain_text("Not in the sources")
        settled(page)
        page.locator(CITED).last.click()
        expect(page.locator(".reader .paragraph.lit")).to_be_focused()
        violations += faults(page)
        assert not violations


def test_a_full_queue_says_what_to_do_and_keeps_the_question(page: Page) -> None:
    full = {"detail": "Queue is full. Max size is 64 and size is 64."}
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json=full))
    box = page.locator("#question textarea")
    box.fill("What does Bogotá want?")
    box.press("Enter")
    expect(page.locator(".toast-message-text").first).to_contain_text("currently busy. Please try again")
    expect(box).to_have_value("What does Bogotá want?")
    page.unroute("**/queue/join*")
    box.press("Enter")
    expect(page.locator("#chat .bot-row")).to_contain_text("diversification")
