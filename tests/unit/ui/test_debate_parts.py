"""The parts of the Debate tab as HTML: what is said, and that nothing put into them becomes markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.debate.ballot import judge
from bot.debate.card import Card, Cite
from bot.debate.correcting import relabel
from bot.debate.formats import load_format
from bot.debate.model import JUDGES, Block, Exchange, Note, Player, Point, Round, Speech
from bot.model import Topic
from bot.settings import bundled
from bot.topics import load_topic
from bot.ui.debate import clock, desk, sheet, talk, verdict
from bot.ui.debate.setup import Setup
from bot.ui.debate.words import with_cells, with_tips

EVIL = "<img src=x onerror=go()>\"'</p> ${go()} {{go()}}"


@pytest.fixture(scope="module")
def topic() -> Topic:
    return load_topic(bundled("corpus"), "us-colombia")


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said += data


def card() -> Card:
    cite = Cite(EVIL, "2025", EVIL, EVIL, EVIL, EVIL, EVIL, 3, f"javascript:{EVIL}")
    return Card(
        id=EVIL, tag=EVIL, cite=cite, source_id="s", passage_id="p", start=0, end=len(EVIL), body=EVIL,
        read=((0, 4), (6, 9)), side=EVIL, voice="author", kind="statistic", attribution=EVIL, warnings=(EVIL,),
    )  # fmt: skip


def held(players: tuple[Player, Player] = ("bot", "user")) -> Round:
    """A round whose every word is hostile: a constructive, a cross-examination and an answer."""
    form = load_format("short")
    points = (
        Point(id="AC.1", slot="AC", stance="affirmative", role="argument", label=EVIL, text=EVIL, row="AC.1"),
        Point(
            id="NC.1", slot="NC", stance="negative", role="answer", label=EVIL, text=EVIL, row="AC.1", answers="AC.1",
            misquotes=(EVIL,), turn="link",
        ),
        Point(id="NC.2", slot="NC", stance="negative", role="argument", label=EVIL, text=EVIL, row="NC.2", late=True),
    )  # fmt: skip
    asked = tuple(Exchange("negative", EVIL, EVIL, "AC.1", card=card()) for _ in range(3))
    typed = (Block("typed", EVIL, point="NC.1"), Block("typed", EVIL))
    return Round(
        id="r", title=EVIL, topic="us-colombia", resolution=EVIL, format=form, sides=("bogota", "washington"),
        players=players, points=points, prep=(180.0, 180.0), corrections=(EVIL,),
        speeches=(
            Speech("AC", "affirmative", "bot", (Block("argument", EVIL, card(), EVIL, "AC.1"),)),
            Speech("CX1", "negative", "user", exchanges=asked),
            Speech("NC", "negative", "user", typed, typed=EVIL, heard=3, notes=(Note("insult", EVIL, EVIL),)),
        ),
    )  # fmt: skip


def test_nothing_that_was_said_becomes_markup(topic: Topic) -> None:
    it = held()
    parts = [
        talk.head_html(it, topic), talk.talk_html(it, topic), sheet.sheet_html(it, topic), clock.clock_html(it),
        verdict.verdict_html(it, [judge(it, name) for name in JUDGES], topic), desk.desk_html(desk.due_now(it, "user")),
    ]  # fmt: skip
    for part in parts:
        read = Tags(part)
        assert "img" not in [tag for tag, _ in read.tags]
        for tag, attributes in read.tags:
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            assert not (attributes.get("href") or "#").startswith("javascript")
    assert EVIL in Tags(parts[1]).said


def test_a_card_folds_over_its_body_with_the_words_read_marked(topic: Topic) -> None:
    shown = talk.talk_html(held(), topic)
    assert shown.count('<details class="card">') == 4
    assert "<mark>&lt;img</mark> s<mark>rc=</mark>x" in shown
    assert "Mind the cut" in shown


def test_the_sheet_says_what_became_of_each_point_and_keeps_late_ones_apart(topic: Topic) -> None:
    said = Tags(sheet.sheet_html(held(), topic)).said
    counted, aside = said.split("Not counted")
    assert "answered" in counted
    assert "link turn" in counted
    assert "quotation not in the source" in counted
    assert "new, too late to count" in aside
    assert "Corrections made: 1" in aside


def test_only_cells_that_are_on_the_flow_are_links() -> None:
    shown = with_cells("Met by [NC.1], not by [NC.9] or [<b>].", {"NC.1"})
    assert 'data-cell="NC.1"' in shown
    assert "[NC.9] or [&lt;b&gt;]" in shown


@pytest.mark.parametrize(
    ("speeches", "waits", "kind", "button"),
    [(0, "bot", "bot", "Deliver"), (3, "bot", "heard", "Deliver"), (2, "user", "speech", "Deliver")],
)
def test_the_desk_asks_for_what_is_due(speeches: int, waits: Player, kind: str, button: str) -> None:
    it = replace(held(), speeches=held().speeches[:speeches])
    now = desk.due_now(it, waits)
    assert (now.kind, now.button) == (kind, button)


def test_the_desk_asks_for_a_question_then_an_answer() -> None:
    asked = replace(held(), speeches=held().speeches[:1])
    assert desk.due_now(asked, "user").kind == "question"
    waiting = Speech("CX1", "negative", "bot", exchanges=(Exchange("negative", "Is it so?"),))
    answering = replace(held(("user", "bot")), speeches=(*held().speeches[:1], waiting))
    now = desk.due_now(answering, "user")
    assert (now.kind, now.about, now.stance) == ("answer", "Is it so?", "affirmative")


def test_prep_is_spent_and_never_gained() -> None:
    it = held()
    assert clock.spent(it, "negative", 100.5).prep == (180.0, 100.5)
    assert clock.spent(it, "negative", 900).prep == it.prep
    assert clock.spent(it, "negative", -4).prep == (180.0, 0.0)
    for stance, left in (("nobody", 3), ("negative", "3"), ("negative", float("nan")), (None, None)):
        assert clock.spent(it, stance, left) is it


def test_a_point_that_is_relabelled_shows_its_new_label(topic: Topic) -> None:
    assert "a new name" in sheet.sheet_html(relabel(held(), "AC.1", "a new name"), topic)


def test_a_format_of_ones_own_is_offered_and_a_bad_one_says_which_field(topic: Topic, tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    folder.mkdir()
    good = (bundled("corpus").parent / "bot" / "debate" / "formats" / "short.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(good.replace("id: short", "id: mine").replace("Short round", "Mine <b>"))
    (folder / "bad.yaml").write_text(good.replace("id: short", "id: bad").replace("words: 280", "words: many"))
    setup = Setup(topic, tmp_path)
    names = {value: name for name, value in setup.choices()}
    assert names["mine"] == "Mine <b>, your own"
    assert names["bad"] == "bad (cannot be used), your own"
    said = setup.describe("bad", "affirmative")
    assert "AC" in said
    assert "words" in said
    assert "280 words" in setup.describe("mine", "affirmative")


def test_the_negative_may_open_public_forum(topic: Topic, tmp_path: Path) -> None:
    setup = Setup(topic, tmp_path)
    assert Tags(setup.describe("public-forum", "negative")).said.index("Negative constructive") < 250
    assert "First affirmative constructive" in Tags(setup.describe("policy", "negative")).said


def test_a_word_of_debate_has_its_meaning_once_and_what_is_typed_stays_escaped() -> None:
    said = with_tips("A constructive, another Constructive, <b>the flow</b>.")
    assert said.count("data-tip") == 2
    assert (
        '<span class="term" tabindex="0" data-tip="A speech in which new arguments may be made.">constructive' in said
    )
    assert "&lt;b&gt;" in said
