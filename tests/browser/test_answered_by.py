"""The control "Answered by": a model connected in the page, over a real server, as a reader uses it."""

from __future__ import annotations

from pathlib import Path

from chatserver import Asked, Pause, Script, Status, chat_server, pieces
from looks import faults, in_windows, seen
from playwright.sync_api import Browser, Page, expect
from reader import PATIENCE, ask, idle, settled

SENTINEL = "sk-sentinel-0123456789abcdefghij"
FALL = "By how much did coca production fall?"


def say(asked: Asked) -> Script:
    if asked.job in ("rewrite-follow-up", "suggest-questions") or not asked.ids:
        return ["…"]
    three = next(each for each in asked.ids if each.endswith("-3"))
    return pieces(
        f"Coca production fell from more than 163,000 hectares in 2000 to fewer than 50,000 by 2012 [{three}]. "
        f"It has since doubled [{three}]."
    )


def connect(page: Page, url: str) -> None:
    press_connect(page, url)
    expect(page.locator("#engine-told")).to_contain_text("Connected.")
    expect(page.locator("#engine > button")).to_contain_text("openai:test-model")
    idle(page)


def press_connect(page: Page, url: str) -> None:
    page.locator("#engine > button").click()
    page.locator("#engine-name input, #engine-name textarea").fill("openai:test-model")
    page.locator("#engine-url input, #engine-url textarea").fill(f"{url}/v1")
    page.locator("#engine-key input").fill(SENTINEL)
    page.locator("#engine-connect").click()


def test_a_connected_model_answers_and_what_fails_is_marked_in_words(page: Page) -> None:
    with chat_server(say) as server:
        connect(page, server.url)
        expect(page.locator("#engine-key input")).to_have_value("")
        ask(page, FALL)
        chat = page.locator("#chat")
        expect(chat).to_contain_text("Unverified:")
        settled(page)
        expect(chat).to_contain_text("1 of 2 statements could not be verified and is marked.")
        expect(chat).to_contain_text("Answered by openai:test-model")
        expect(chat).to_contain_text("tokens read")
        expect(page.locator("#panel mark")).to_contain_text("163,000")
        assert {each.key for each in server.asked} == {SENTINEL}
        assert SENTINEL not in page.content()
        page.get_by_label("Quotations, no model").check()
        expect(page.locator("#engine > button")).to_contain_text("quotations")
        idle(page)
        asked = len(server.asked)
        ask(page, "When did Plan Colombia begin?")
        expect(chat).to_contain_text("began in 2000")
        settled(page)
        assert len(server.asked) == asked


def test_stop_ends_the_models_request(page: Page) -> None:
    steps = ["Coca production fell ", *([Pause(0.05), "and fell "] * 6000)]
    with chat_server(lambda asked: steps if asked.job == "answer" else ["…"]) as server:
        connect(page, server.url)
        ask(page, FALL)
        expect(page.locator("#chat")).to_contain_text("and fell and fell")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#chat")).to_contain_text("Stopped.")
        (asked,) = server.of("answer")
        assert asked.closed.wait(PATIENCE / 1000)
        assert not asked.whole


def test_a_model_that_fails_leaves_the_quotations_and_no_key(page: Page) -> None:
    refused = Status(401, "Incorrect API key provided: {key}")
    with chat_server(lambda asked: refused if asked.ids else ["ready"]) as server:
        connect(page, server.url)
        ask(page, FALL)
        expect(page.locator("#chat")).to_contain_text("refused the key")
        expect(page.locator("#chat")).to_contain_text("163,000")
        settled(page)
        assert SENTINEL not in page.content()


def test_connected_is_said_only_once_the_model_has_answered(page: Page) -> None:
    with chat_server(lambda _asked: Status(401, "Incorrect API key provided: {key}")) as server:
        press_connect(page, server.url)
        expect(page.locator("#engine-told")).to_contain_text("refused the key")
        expect(page.locator("#engine-told")).not_to_contain_text("Connected.")
        assert SENTINEL not in page.content()
        assert len(server.asked) == 1


def test_what_cannot_be_connected_says_why(page: Page) -> None:
    page.locator("#engine > button").click()
    page.locator("#engine-name input, #engine-name textarea").fill("gpt")
    page.locator("#engine-connect").click()
    expect(page.locator("#engine-told")).to_contain_text("write provider:name")


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str, tmp_path: Path) -> None:
    with seen(browser, app, width, scheme) as page:
        with chat_server(say) as server:
            connect(page, server.url)
            ask(page, FALL)
            expect(page.locator("#chat")).to_contain_text("Unverified:")
            settled(page)
            page.screenshot(path=str(tmp_path / f"{scheme}-{width}.png"), full_page=True)
            violations = faults(page)
        assert not violations
