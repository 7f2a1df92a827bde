"""The Debate tab as a debater uses it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from looks import faults, in_windows, seen
from pages import served
from playwright.sync_api import Browser, Locator, Page, expect
from reader import choose, idle, open_tab, opened, press_at, window

EVIL = "<img src=x onerror='window.owned=true'> ${window.owned=true} {{window.owned=true}} **bold** [x](javascript:1)"
SPEECH = (
    "First, on root causes: enforcement works because production fell from 163,000 hectares to fewer than 50,000.\n\n"
    "Second, the article says “Petro runs the cartel himself”. You idiot.\n\n" + EVIL
)


@pytest.fixture
def tab(page: Page) -> Page:
    """The tab of a fresh page."""
    return debate(page)


def debate(page: Page) -> Page:
    open_tab(page, "Debate")
    expect(page.locator("#debate-begin")).to_be_visible()
    page.evaluate("window.owned = false")
    return page


def due(page: Page, kind: str) -> None:
    """Waits until the desk asks for a speech, a question or an answer, or says that the round is over."""
    expect(page.locator(f"#debate-desk .is-{kind}")).to_be_visible()


def say(page: Page, text: str) -> None:
    page.locator("#debate-box textarea").fill(text)
    page.locator("#debate-deliver").click()


def view(page: Page, name: str) -> None:
    page.locator("#debate-views").get_by_role("tab", name=name).click()


def beside(page: Page, name: str) -> None:
    """Opens what lies beside the speeches: a tab there, or on a narrow screen a sheet."""
    button = page.locator("#debate-desk").get_by_role("button", name=name)
    (button if button.is_visible() else page.locator("#debate-views").get_by_role("tab", name=name)).click()
    expect(page.locator("#debate-views")).to_be_in_viewport()


def back(page: Page) -> None:
    """Shuts the sheet where there is one."""
    button = page.locator("#debate-back").get_by_role("button", name="Back to the speeches")
    if button.is_visible():
        button.click()
    idle(page)


def deliver(page: Page, text: str) -> None:
    """Gives a speech, and goes on once it is shown as it was heard."""
    say(page, text)
    due(page, "heard")
    page.locator("#debate-step").click()


def bring(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as waiting:
        page.locator("#rounds-import").click()
    waiting.value.set_files(path)


def harmless(page: Page) -> None:
    """Sees that nothing of what was typed has run."""
    idle(page)
    assert page.evaluate("window.owned") is False


def to_own_speech(page: Page) -> None:
    """Begins a round as NEG and passes over the questions."""
    page.locator("#debate-begin").click()
    due(page, "question")
    page.locator("#debate-skip").click()
    due(page, "speech")


def answer_all(page: Page) -> None:
    """Answers three questions."""
    for number in range(1, 4):
        due(page, "answer")
        say(page, f"No, and that is answer {number}.")
        expect(page.locator("#debate-talk")).to_contain_text(f"that is answer {number}")
    due(page, "speech")


def test_a_round_from_the_first_card_to_the_ballot(tab: Page) -> None:
    tab.locator("#debate-begin").click()
    due(tab, "question")
    card = tab.locator("#speech-AC details.card").first
    expect(card.locator(".body")).not_to_be_visible()
    card.locator("summary").click()
    expect(card.locator(".body mark")).to_be_visible()
    expect(card).to_contain_text("González Camelo 2025")
    expect(card).to_contain_text(re.compile(r"\d+ s at 150 a minute"))
    say(tab, "How much did production fall under Plan Colombia?")
    expect(tab.locator("#speech-CX1 .a")).to_contain_text("163,000")
    tab.locator("#debate-skip").click()
    due(tab, "speech")

    view(tab, "What to answer")
    tab.locator("#debate-ask").click()
    expect(tab.locator("#debate-due li").first).to_contain_text("root causes")
    tab.locator("button.insert").first.click()
    box = tab.locator("#debate-box textarea")
    expect(box).to_have_value(re.compile(r"^On root causes: .*González Camelo 2025"))
    expect(tab.locator("#debate-desk .count b")).not_to_have_text("0")

    deliver(tab, SPEECH)
    due(tab, "answer")
    expect(box).to_have_value("")
    said = tab.locator("#speech-NC")
    expect(said).to_contain_text("“Petro runs the cartel himself” is not in the source")
    expect(said).to_contain_text("“You idiot” is no argument")
    expect(said).to_contain_text("${window.owned=true}")
    expect(tab.locator("#debate-talk .speech.by-user")).to_have_count(1)
    answer_all(tab)

    tab.locator("#speech-1AR a.cell-link").first.click()
    expect(tab.locator("#debate-sheet .point.lit")).to_be_in_viewport()
    expect(tab.locator("#debate-sheet")).to_contain_text("answered")
    expect(tab.locator("#debate-sheet")).to_contain_text("no evidence")
    deliver(tab, "Enforcement is what made production fall, because fields were cleared.")
    due(tab, "over")
    view(tab, "Ballot")
    ballot = tab.locator("#debate-verdict")
    expect(ballot).to_contain_text("Ballot")
    expect(ballot.locator(".rfd").first).to_contain_text("wins on")
    expect(ballot.locator(".rubric")).to_have_count(2)
    harmless(tab)
    assert tab.locator("#debate img").count() == 0

    tab.locator("#debate-again").click()
    due(tab, "speech")
    expect(tab.locator("#debate-desk")).to_contain_text("AFF Your speech: Affirmative constructive")
    expect(tab.locator("#debate-talk")).to_contain_text("Nothing is said yet")


def test_the_flow_is_corrected(tab: Page) -> None:
    to_own_speech(tab)
    deliver(tab, "On root causes: enforcement works because production fell from 163,000 hectares.\n\n" + EVIL)
    due(tab, "answer")
    view(tab, "Flow")
    tab.locator("#debate-sheet").get_by_role("button", name="Correct NC.1").click()
    label = tab.locator("#correct-label textarea")
    expect(label).not_to_have_value("")
    label.fill(EVIL)
    tab.locator("#correct-relabel").click()
    expect(tab.locator('[id="cell-NC.1"]')).to_contain_text("<img src=x")
    expect(tab.locator("#debate-sheet .made")).to_contain_text("Corrections made: 1")
    tab.locator("#debate-sheet").get_by_role("button", name="Correct NC.1").click()
    expect(label).not_to_have_value("")
    choose(tab, "It answers", r"AC\.2: the coca economy")
    tab.locator("#correct-relink").click()
    expect(tab.locator("#debate-sheet .made")).to_contain_text("Corrections made: 2")
    coca = tab.locator("#debate-sheet tr", has_text="the coca economy")
    expect(coca.locator('[id="cell-NC.1"]')).to_be_visible()
    tab.locator("#debate-sheet").get_by_role("button", name="Correct AC.2").click()
    expect(label).to_have_value("the coca economy")
    tab.locator("#correct-unflow").click()
    expect(tab.locator("#debate-message")).to_contain_text("link them elsewhere first")
    harmless(tab)


def taken_as(page: Page, number: int) -> Locator:
    """The choice of what a stretch of the newest speech is."""
    return page.locator(f'.heard select[data-block="{number}"]')


def test_a_speech_is_put_right_before_lectern_replies(tab: Page) -> None:
    to_own_speech(tab)
    say(tab, "The coca economy, they say. But farmers choose coca for profit.\n\nThank you all.")
    due(tab, "heard")
    expect(tab.locator("#speech-1AR, #speech-CX2")).to_have_count(0)
    cut = tab.locator(".heard .cut").first
    cut.press("Enter")
    expect(tab.locator(".heard .block")).to_have_count(3)
    taken_as(tab, 0).select_option("answer:AC.1")
    causes = tab.locator("#debate-sheet tr", has_text="root causes")
    expect(causes.locator('[id="cell-NC.1"]')).to_be_visible()
    expect(taken_as(tab, 0)).to_be_focused()
    taken_as(tab, 1).select_option("argument")
    taken_as(tab, 2).select_option("concession:AC.2")
    expect(tab.locator("#debate-sheet")).to_contain_text("conceded")
    taken_as(tab, 2).select_option("off")
    expect(tab.locator("#debate-sheet")).not_to_contain_text("conceded")
    tab.locator("#debate-step").click()
    due(tab, "answer")
    expect(tab.locator(".heard")).to_have_count(0)
    expect(tab.locator("#debate-sheet .made")).to_contain_text("Corrections made")
    harmless(tab)


def test_the_budget_is_counted_and_an_empty_box_says_nothing(tab: Page) -> None:
    to_own_speech(tab)
    tab.locator("#debate-box textarea").fill("word " * 290)
    expect(tab.locator("#debate-desk .count")).to_contain_text("290 of 280 words: the last 10 will not be heard")
    say(tab, "   ")
    expect(tab.locator("#debate-message")).to_contain_text("Nothing is written yet")
    due(tab, "speech")
    tab.locator("#debate-skip").click()
    due(tab, "answer")
    expect(tab.locator("#speech-NC")).to_contain_text("nothing is on the flow")


def test_watching_step_by_step_and_through_with_a_stop(tab: Page) -> None:
    part = tab.get_by_label("nobody, I watch")
    part.check()
    expect(part).to_be_checked()
    tab.locator("#debate-begin").click()
    expect(tab.locator("#debate-step")).to_be_visible()
    expect(tab.locator("#debate-box")).not_to_be_visible()
    tab.locator("#debate-step").click()
    expect(tab.locator("#speech-AC")).to_be_visible()
    expect(tab.locator("#debate-step")).to_be_visible()
    press_at(tab, "#speech-CX1", "#debate-stop")
    tab.locator("#debate-run").click()
    expect(tab.locator("#speech-CX1")).to_be_visible()
    expect(tab.locator("#debate-step")).to_be_visible()
    idle(tab)
    speeches = tab.locator("#debate-talk .talk section")
    stopped = speeches.count()
    assert stopped < 7
    tab.locator("#debate-run").click()
    expect(tab.locator("#debate-again")).to_be_visible()
    idle(tab)
    assert speeches.count() > stopped


def test_the_clock_runs_in_the_browser_and_prep_is_kept(tab: Page) -> None:
    to_own_speech(tab)
    clock = tab.locator("#debate-clock")
    pool = clock.locator('[data-stance="negative"]')
    expect(pool.locator("output")).to_have_text("3:00")
    expect(clock.locator('[data-stance="affirmative"] button')).to_have_count(0)
    pool.get_by_role("button", name="Use prep").click()
    expect(pool.locator("output")).to_have_text(re.compile("2:5."))
    pool.get_by_role("button", name="Pause").click()
    expect(pool.get_by_role("button", name="Use prep")).to_be_visible()
    idle(tab)
    left = pool.locator("output").inner_text()
    assert left != "3:00"
    deliver(tab, "On root causes: enforcement works because production fell.")
    due(tab, "answer")
    expect(pool.locator("output")).to_have_text(left)


def test_exports_and_import(tab: Page, tmp_path: Path) -> None:
    to_own_speech(tab)
    files = {}
    for kind, ends in (("md", ".md"), ("json", ".json"), ("docx", ".docx"), ("pack", "-prep-pack.docx")):
        with tab.expect_download() as waiting:
            tab.locator(f"#take-{kind}").click()
        assert waiting.value.suggested_filename.endswith(ends)
        files[kind] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[kind])
    assert "root causes" in files["md"].read_text(encoding="utf-8")
    assert files["docx"].read_bytes()[:2] == files["pack"].read_bytes()[:2] == b"PK"
    data = json.loads(files["json"].read_text(encoding="utf-8"))
    data["title"] = f"Brought in {EVIL}"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(data), encoding="utf-8")
    bring(tab, changed)
    expect(tab.locator("#debate-head h2")).to_contain_text("Brought in <img")
    expect(tab.locator("#speech-AC")).to_contain_text("root causes")
    bad = tmp_path / "bad.json"
    bad.write_text('{"lectern_round": 1, "title": 3}', encoding="utf-8")
    bring(tab, bad)
    expect(tab.locator("#debate-message")).to_contain_text("This is not a round of Lectern")
    harmless(tab)


def test_a_round_is_there_after_a_restart(browser: Browser, built_data: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(built_data, data)
    with served(data) as url, window(browser) as context:
        page = debate(opened(context, url))
        to_own_speech(page)
        deliver(page, "On root causes: enforcement works because production fell from 163,000 hectares.")
        due(page, "answer")
        where = page.url
    assert "round=" in where
    with served(data) as url, window(browser) as context:
        page = opened(context, f"{url}?{where.partition('?')[2]}")
        due(page, "answer")
        expect(page.locator("#speech-NC")).to_contain_text("enforcement works")
        page.on("dialog", lambda dialog: dialog.accept("Practice <b>one</b>"))
        page.locator("#masthead [data-set=history]").click()
        row = page.locator("#history-list li")
        row.get_by_role("button", name=re.compile("^Rename")).click()
        expect(row).to_contain_text("Practice <b>one</b>")
        row.locator("a").click()
        expect(page.locator("#debate-head h2")).to_have_text("Practice <b>one</b>")
        due(page, "answer")


def test_the_coach(tab: Page) -> None:
    tab.locator("#debate-coach").click()
    tab.locator("#coach-show").click()
    out = tab.locator("#coach-out")
    expect(out).to_contain_text("The case for Bogotá")
    tab.get_by_label("Block out their arguments").check()
    expect(tab.locator("#coach-show")).to_have_text("Show my blocks")
    tab.locator("#coach-show").click()
    expect(out).to_contain_text("Blocks for Bogotá")
    tab.get_by_label("Cross-examine me").check()
    expect(tab.locator("#coach-asked")).to_contain_text("Question 1")
    tab.locator("#coach-box textarea").fill(f"Yes, I agree. {EVIL}")
    tab.locator("#coach-judge").click()
    expect(out).to_contain_text("What the source lets you say")
    tab.locator("#coach-next").click()
    expect(tab.locator("#coach-asked")).to_contain_text("Question 2")
    tab.get_by_label("Answer an argument").check()
    expect(tab.locator("#coach-asked")).to_contain_text("They say, on")
    tab.locator("#coach-box textarea").fill(f"No link, because that is about something else. {EVIL}")
    tab.locator("#coach-judge").click()
    expect(out).to_contain_text("What the bank has")
    expect(out.locator(".checks")).to_contain_text("a kind of answer")
    tab.locator("#coach-next").click()
    expect(tab.locator("#coach-asked")).to_contain_text("Drill 2")
    tab.get_by_label("Cut a card").check()
    expect(tab.locator("#coach-asked .paragraph")).to_contain_text("coca")
    tab.get_by_label("Rate my speech").check()
    expect(tab.locator("#coach-judge")).to_have_text("Rate it")
    tab.locator("#coach-box textarea").fill("Coca is a symptom of poverty because the state neglects rural Colombia.")
    tab.locator("#coach-judge").click()
    expect(out.locator(".checks").first).to_contain_text("on the flow")
    tab.get_by_label("See my progress").check()
    expect(tab.locator("#coach-show")).to_have_text("Show my progress")
    tab.locator("#coach-show").click()
    expect(out).to_contain_text(re.compile("Your rounds, line by line|No round of yours is finished yet"))
    harmless(tab)


def test_what_is_answered_well_is_not_asked_again_at_once(tab: Page) -> None:
    tab.locator("#debate-coach").click()
    tab.get_by_label("Learn my answers").check()
    asked = tab.locator("#coach-asked .asked")
    expect(asked).to_contain_text("They say, on")
    first = asked.inner_text()
    tab.locator("#coach-box textarea").fill(f"No link, because it would be so under either policy. {EVIL}")
    tab.locator("#coach-judge").click()
    expect(tab.locator("#coach-out")).to_contain_text("This one comes again in")
    tab.locator("#coach-next").click()
    expect(asked).not_to_have_text(first)
    tab.get_by_label("Build my case").check()
    idle(tab)
    tab.get_by_label("Learn my answers").check()
    expect(asked).to_contain_text("They say, on")
    expect(asked).not_to_have_text(first)
    harmless(tab)


def test_a_speech_of_the_open_round_is_done_again(tab: Page) -> None:
    to_own_speech(tab)
    deliver(tab, "On root causes: no link, because it would be so under either policy.")
    due(tab, "answer")
    view(tab, "Coach")
    tab.get_by_label("Do a speech again").check()
    box = tab.locator("#coach-box textarea")
    expect(box).to_have_value(re.compile("^On root causes: no link"))
    box.fill(f"{EVIL} On root causes: no link, because it would be so under either policy, and none of it is new.")
    tab.locator("#coach-judge").click()
    expect(tab.locator("#coach-out .then-now section")).to_have_count(2)
    expect(tab.locator("#coach-out table.redone")).to_contain_text("To be met")
    harmless(tab)


@in_windows
def test_looks(browser: Browser, app: str, width: int, scheme: str) -> None:
    with seen(browser, app, width, scheme) as page:
        debate(page)
        page.get_by_role("button", name="More: reading speed").click()
        violations = faults(page)
        to_own_speech(page)
        page.locator("#speech-AC details.card summary").first.click()
        beside(page, "What to answer")
        page.locator("#debate-ask").click()
        expect(page.locator("#debate-due li").first).to_be_visible()
        violations += faults(page)
        back(page)
        say(page, SPEECH)
        due(page, "heard")
        violations += faults(page)
        page.locator("#debate-step").click()
        due(page, "answer")
        answer_all(page)
        beside(page, "Flow")
        page.get_by_role("button", name="Correct the flow").click()
        expect(page.locator("#correct-relabel")).to_be_visible()
        violations += faults(page)
        back(page)
        page.locator("#debate-skip").click()
        due(page, "over")
        beside(page, "Ballot")
        violations += faults(page)
        page.locator("#debate-views").get_by_role("tab", name="Coach").click()
        page.locator("#coach-show").click()
        expect(page.locator("#coach-out li").first).to_be_visible()
        violations += faults(page)
        assert not violations
