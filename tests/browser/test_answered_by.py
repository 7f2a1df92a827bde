"""The control "Answered by": a model connected in the page, over a real server, as a reader uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from chatserver import Asked, Pause, Script, Status, chat_server, pieces
from looks import faults, seen
from playwright.sync_api import Browser, Page, expect

SECONDS = 1000
SENTINEL = "sk-sentinel-0123456789abcdefghij"
FALL = "By how much did coca production fall?"


def say(asked: Asked) -> Script:
    if asked.job in ("rewrite-follow-up", "suggest-questions"):
        return ["…"]
    three = next(each for each in asked.ids if each.endswith("-3"))
    return pieces(
        f"Coca production fell from more than 163,000 hectares in 2000 to fewer than 50,000 by 2012 [{three}]. "
        f"It has since doubled [{three}]."
    )


def connect(page: Page, url: str) -> None:
    page.locator("#engine > button").click()
    page.locator("#engine-name input, #engine-name textarea").fill("openai:test-model")
    page.locator("#engine-url input, #engine-url textarea").fill(f"{url}/v1")
    page.locator("#engine-key input").fill(SENTINEL)
    page.locator("#engine-connect").click()
    expect(page.locator("#engine-told")).to_contain_text("Connected.", timeout=20 * SECONDS)
    expect(page.locator("#engine > button")).to_contain_text("openai:test-model")


def ask(page: Page, question: str) -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")


def settled(page: Page) -> None:
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=30 * SECONDS)


def test_a_connected_model_answers_and_what_fails_is_marked_in_words(page: Page) -> None:
    with chat_server(say) as server:
        connect(page, server.url)
        assert page.locator("#engine-key input").input_value() == ""
        ask(page, FALL)
        chat = page.locator("#chat")
        expect(chat).to_contain_text("Unverified:", timeout=30 * SECONDS)
        settled(page)
        expect(chat).to_contain_text("1 of 2 statements could not be verified and is marked.")
        expect(chat).to_contain_text("Answered by openai:test-model")
        expect(chat).to_contain_text("tokens read")
        expect(page.locator(".sources .card mark")).to_contain_text("163,000")
        assert server.asked[0].key == SENTINEL
        assert SENTINEL not in page.content()
        page.get_by_label("Quotations, no model").check()
        expect(page.locator("#engine > button")).to_contain_text("quotations")
        asked = len(server.asked)
        ask(page, "When did Plan Colombia begin?")
        expect(chat).to_contain_text("began in 2000", timeout=20 * SECONDS)
        settled(page)
        assert len(server.asked) == asked


def test_stop_ends_the_models_request(page: Page) -> None:
    steps = ["Coca production fell ", *([Pause(0.05), "and fell "] * 600)]
    with chat_server(lambda asked: steps if asked.job == "answer" else ["…"]) as server:
        connect(page, server.url)
        ask(page, FALL)
        expect(page.locator("#chat")).to_contain_text("and fell and fell", timeout=30 * SECONDS)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#chat")).to_contain_text("Stopped.", timeout=10 * SECONDS)
        (asked,) = server.of("answer")
        assert asked.closed.wait(10)
        assert not asked.whole


def test_a_model_that_fails_leaves_the_quotations_and_no_key(page: Page) -> None:
    with chat_server(lambda _asked: Status(401, "Incorrect API key provided: {key}")) as server:
        connect(page, server.url)
        ask(page, FALL)
        expect(page.locator("#chat")).to_contain_text("refused the key", timeout=30 * SECONDS)
        expect(page.locator("#chat")).to_contain_text("163,000")
        settled(page)
        assert SENTINEL not in page.content()


def test_what_cannot_be_connected_says_why(page: Page) -> None:
    page.locator("#engine > button").click()
    page.locator("#engine-name input, #engine-name textarea").fill("gpt")
    page.locator("#engine-connect").click()
    expect(page.locator("#engine-told")).to_contain_text("write provider:name", timeout=10 * SECONDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_looks(browser: Browser, app: str, scheme: str, width: int, tmp_path: Path) -> None:
    with seen(browser, app, width, scheme) as page:
        with chat_server(say) as server:
            connect(page, server.url)
            ask(page, FALL)
            expect(page.locator("#chat")).to_contain_text("Unverified:", timeout=30 * SECONDS)
            settled(page)
            page.screenshot(path=str(tmp_path / f"{scheme}-{width}.png"), full_page=True)
            violations = faults(page)
        assert not violations
