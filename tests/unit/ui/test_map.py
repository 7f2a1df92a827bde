"""The map: what is drawn of a bank, wide and narrow, and which sentences are dated."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bot import Bot
from bot.answer.dating import dated
from bot.debate.bank import Bank, Node
from bot.debate.debating import Debating
from bot.debate.issues import issues, issues_of
from bot.model import Sentence, Side, Topic
from bot.ui.map.clash import bands_of
from bot.ui.map.drawing import NARROW, WIDE, Form, svg

SVG = "{http://www.w3.org/2000/svg}"
TOPIC = Topic("t", "T", "R.", (Side("a", "Aside", "affirmative", "p", "s"), Side("b", "Bside", "negative", "p", "s")))


def sentence(number: int) -> Sentence:
    return Sentence(f"s{number}", "p", "source", number, 0, 1, "x")


BANK = Bank(
    (
        Node("a1", "a", "the <first>", "Claim of the first.", issue="cause", sentences=(sentence(1),)),
        Node("a2", "a", "alone", "Nobody answers this.", issue="tool", sentences=(sentence(2),)),
        Node("b1", "b", "the second", "Claim of the second.", issue="tool", sentences=(sentence(3),)),
        Node("rb", "b", "a plain reply", "It is so.", to=("a1",), sentences=(sentence(4), sentence(5), sentence(6))),
        Node("ra", "a", "a turn", "It helps us.", to=("b1",), turn="link"),
    )
)
ISSUE_OF = {node.id: node.issue for node in BANK.nodes if node.argument}


def drawn(form: Form, alone: bool = False) -> etree._Element:
    return etree.fromstring(svg(bands_of(BANK, TOPIC, ISSUE_OF), ["Aside", "Bside"], form, alone).encode())


@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_argument_and_reply_is_drawn_and_can_be_pressed(form: Form) -> None:
    tree = drawn(form)
    boxes = {one.get("data-node"): one for one in tree.iter(f"{SVG}g")}
    assert set(boxes) == {node.id for node in BANK.nodes}
    assert all((box.get("role"), box.get("tabindex")) == ("button", "0") for box in boxes.values())
    assert boxes["a1"].get("aria-label") == "Aside: the <first>. 1 reply"
    assert "No replies" in boxes["a2"].get("aria-label", "")
    texts = [text.text for text in tree.iter(f"{SVG}text")]
    assert [title for title in texts if title in {one.title for one in issues()}] == [
        "The problem and its cause", "What works against it",
    ]  # fmt: skip
    for box in tree.iter(f"{SVG}rect"):
        assert 0 <= float(box.get("x", "")) <= form.width - float(box.get("width", ""))


def test_lines_are_as_thick_as_the_evidence_and_turns_are_broken() -> None:
    lines = list(drawn(WIDE).iter(f"{SVG}path"))
    assert len(lines) == 2
    plain = next(line for line in lines if line.get("class") is None)
    turn = next(line for line in lines if line.get("class") == "turn")
    assert float(plain.get("stroke-width", "")) > float(turn.get("stroke-width", ""))
    assert len(list(drawn(WIDE).iter(f"{SVG}circle"))) == 1


def test_boxes_stand_apart() -> None:
    for form in (WIDE, NARROW):
        boxes = [
            [float(box.get(name, "")) for name in ("x", "y", "width", "height")]
            for box in drawn(form).iter(f"{SVG}rect")
        ]
        for at, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[at + 1 :]:
                beside = x + width <= other_x or other_x + other_width <= x
                assert beside or y + height <= other_y or other_y + other_height <= y


def test_the_file_has_its_own_style_and_nothing_to_press() -> None:
    tree = drawn(WIDE, alone=True)
    assert tree.find(f"{SVG}style") is not None
    assert not [one for one in tree.iter(f"{SVG}g") if one.get("tabindex")]


def test_the_bundled_bank_names_each_issue_and_every_argument_is_on_one(bot: Bot) -> None:
    debating = Debating(bot)
    bands = bands_of(debating.bank, debating.topic, debating.issue_of)
    assert [band.title for band in bands] == [issue.title for issue in issues()]
    plain = sum(len(debating.bank.arguments(side.id)) for side in debating.topic.sides)
    assert sum(len(band.rows) for band in bands) == plain
    assert all(row.replies for band in bands for row in band.rows)


def test_an_issue_that_nobody_named_is_found_by_meaning(bot: Bot) -> None:
    nodes = [
        Node(
            "1", "a", "origins", "The crisis comes from decades of neglect and corruption, which are to blame for it."
        ),
        Node("2", "a", "benchmarks", "Arrest figures are the wrong yardstick of success."),
        Node("3", "a", "the burden", "Poor families pay the price while the rich lose nothing."),
        Node("4", "a", "next steps", "Parliament should adopt the treaty that is proposed for next year."),
    ]
    assert issues_of(nodes, bot.embedder) == {"1": "cause", "2": "measure", "3": "cost", "4": "future"}


def test_the_timeline_is_in_the_order_of_time_and_quotes_exactly(bot: Bot) -> None:
    content = bot.reader.content
    found = dated(content, content.sources, 60)
    assert len(found) >= 8
    assert [one.year for one in found] == sorted(one.year for one in found)
    assert {"1990s", "2000"} <= {one.shown for one in found}
    for one in found:
        source = bot.source(one.sentence.source_id)
        assert source is not None
        assert one.shown in source.text[one.sentence.start : one.sentence.end]
    few = dated(content, content.sources, 4)
    assert len(few) <= 4
    assert set(few) <= set(found)


def test_a_topic_without_a_bank_is_drawn_from_what_its_sides_hold(tmp_path: Path, bot: Bot) -> None:
    from bot.settings import Settings
    from bot.sources.intake import Given
    from bot.sources.mining.making import draft_topic, open_draft

    river = Path(__file__).parents[2] / "data" / "topics" / "river" / "article.md"
    settings = Settings(data_dir=tmp_path, topic="river")
    open_draft(settings, draft_topic(settings, [Given(str(river))], topic_id="river"))
    debating = Debating(Bot.open(settings, embedder=bot.embedder))
    bands = bands_of(debating.bank, debating.topic, debating.issue_of)
    assert sum(len(band.rows) for band in bands) >= 4
    assert etree.fromstring(svg(bands, ["Estmark", "Norvale"], WIDE).encode()) is not None
