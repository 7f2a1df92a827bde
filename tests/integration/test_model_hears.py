"""A language model that hears a person's speech, and that reasons out answers to what they argue freely."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from chatserver import Asked, Script, Status, pieces

from bot import Bot
from bot.debate.correcting import relink
from bot.debate.debating import Debating
from bot.debate.formats import load_format
from bot.debate.keeping import from_json, to_json
from bot.debate.model import Round

FREE = (
    "On eradication and instability: whoever pays the piper learns no music by it.\n\n"
    "Neighbours talk at the well in the evening, and what they settle there holds for a season."
)


def answering(hear: str = "", reply: str = "") -> Callable[[Asked], Script]:
    """A model that keeps the flow in these lines, answers free points in these words, and words nothing anew."""

    def say(asked: Asked) -> Script:
        if "<cells>" in asked.prompt:
            return pieces(hear) if hear else [""]
        if "<point>\nNeighbours" in asked.prompt:
            return pieces(reply) if reply else [""]
        return [""]

    return say


def heard(debating: Debating, text: str = FREE, until: str = "NC") -> Round:
    """A round in which a person, negative, has given one speech."""
    held = debating.run(debating.begin(load_format("short"), "negative", 1))
    while held.next_slot is not None and held.next_slot.id != until:
        held = debating.run(debating.hear(held, "/done" if debating.waits_for(held) == "user" else ""))
    return debating.hear(held, text)


def plainly(bot: Bot) -> Round:
    return heard(Debating(bot).worded_by(None))


def case_of(held: Round) -> str:
    return [one.id for one in held.points if one.stance == "affirmative" and one.role == "argument"][1]


def test_the_model_lays_what_no_name_decides(serve, bot: Bot) -> None:
    before = plainly(bot)
    target = case_of(before)
    stretch = next(one for one in before.points if one.slot == "NC" and "Neighbours" in one.text)
    assert stretch.answers != target
    asking, server = serve(answering(hear=f"[1] argues\n[2] answers {target}"))
    held = heard(Debating(asking))
    moved = next(one for one in held.points if "Neighbours" in one.text)
    assert (moved.role, moved.answers) == ("answer", target)
    assert held.corrections == ()
    assert any("placed 1 of" in remark for remark in held.speeches[-1].remarks)
    assert moved == relink(before, stretch.id, target).point(stretch.id)
    assert from_json(to_json(held)) == held
    prompt = next(one.prompt for one in server.asked if "<cells>" in one.prompt)
    assert "Neighbours talk at the well" in prompt


def test_a_named_label_decides_whatever_the_model_says(serve, bot: Bot) -> None:
    before = plainly(bot)
    asking, _ = serve(answering(hear="[1] nothing\n[1] argues"))
    assert heard(Debating(asking)).points == before.points


@pytest.mark.parametrize(
    "lines",
    [
        "[2] answers AC.99", "[2] answers NC.1", "[2] extends AC.1", "[9] argues", "2 is an answer to their case",
        "[2] wins", "[2] nothing\n[2] argues", "I will not keep this flow.", "[2] answers", "[2] nothing",
    ],
)  # fmt: skip
def test_what_is_no_cell_or_cannot_be_is_not_heard(serve, bot: Bot, lines: str) -> None:
    before = plainly(bot)
    asking, _ = serve(answering(hear=lines))
    held = heard(Debating(asking))
    assert held.points == before.points
    assert held.speeches[-1] == before.speeches[-1]


def test_a_model_that_fails_leaves_the_speech_as_the_program_hears_it(serve, bot: Bot) -> None:
    before = plainly(bot)
    asking, _ = serve(lambda asked: Status(500, "boom"), attempts=1)
    held = heard(Debating(asking))
    assert held.points == before.points
    assert any("heard by the program alone" in remark for remark in held.speeches[-1].remarks)


def test_no_new_argument_is_made_in_a_rebuttal_by_a_model(serve, bot: Bot) -> None:
    asking, _ = serve(answering(hear="\n".join(f"[{number}] argues" for number in range(1, 9))))
    held = heard(Debating(asking), until="NR")
    assert not [one for one in held.points if one.slot == "NR" and one.role == "argument" and not one.late]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("What is settled at a well binds the people at the well, and the resolution is about governments.", True),
        ("In Venezuela that failed, and the resolution is about governments.", False),
        ("That held in 1987, and the resolution is about governments.", False),
        ("They are right about that, and I concede the point.", False),
        ("As they say, “wells bind nobody”.", False),
        ("One thing follows another here, and " * 12, False),
        ("", False),
    ],
)
def test_a_free_point_is_answered_on_its_substance_without_new_facts(serve, bot: Bot, reply: str, said: bool) -> None:
    target = case_of(plainly(bot))
    lines = f"[2] answers {target}"
    asking, _ = serve(answering(hear=lines, reply=reply))
    held = heard(Debating(asking))
    free = next(one for one in held.points if "Neighbours" in one.text)
    assert not free.node
    debating = Debating(asking)
    while debating.waits_for(held) == "user":
        held = debating.hear(held, "I cannot say.")
    held = debating.run(held)
    while debating.waits_for(held) == "user" and not held.next_slot.speech:
        held = debating.run(debating.hear(held, "I cannot say."))
    speech = next(one for one in held.speeches if one.slot == "1AR")
    words = " ".join(block.spoken for block in speech.blocks)
    assert (bool(reply) and " ".join(reply.split()) in words) is said
    assert speech.words <= held.format.slot("1AR").words
    met = [one for one in held.points if one.answers == free.id and one.slot == "1AR"]
    if said:
        assert [one.text for one in met] == [reply]
    assert not re.search("Venezuela|1987|I concede the point|wells bind", words)
