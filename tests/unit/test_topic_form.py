"""A topic as the form has it: what is written goes into the file, and what is missing is said."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import TopicError
from bot.settings import Settings
from bot.sources.intake import Given
from bot.sources.mining.filling import (
    Filled,
    Held,
    Mark,
    Place,
    complete,
    filled,
    form_of,
    marks_of,
    preview,
    turned,
)
from bot.sources.mining.making import Draft, draft_topic, open_draft, reopened
from bot.topics import load_topic, read_topic_file

RIVER = Path(__file__).parents[1] / "data" / "topics" / "river" / "article.md"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def draft(settings: Settings) -> Draft:
    return draft_topic(settings, [Given(str(RIVER))], topic_id="river")


def marks(draft: Draft) -> dict[Place, Mark]:
    return {place: mark for place, _, mark, _ in preview(draft.topic, draft.documents)}


def test_the_form_of_a_draft_gives_the_draft_again(draft: Draft) -> None:
    form = form_of(draft.topic)
    assert [held.name for held in form.sides] == ["Estmark", "Norvale"]
    assert "Leila Danso" in form.sides[0].speaks
    again = filled(draft.topic, form, {})
    assert {side.id: side for side in again.sides} == {side.id: side for side in draft.topic.sides}
    assert {actor.name: actor.side for actor in again.actors} == {
        actor.name: actor.side for actor in draft.topic.actors
    }


def test_nothing_is_open_before_it_is_saved(settings: Settings, draft: Draft) -> None:
    with pytest.raises(TopicError, match="no topic 'river'"):
        read_topic_file(settings.topics_dir, "river")
    place = open_draft(settings, draft)
    assert place == settings.topics_dir / "river" / "topic.yaml"
    assert load_topic(settings.topics_dir, "river").sides[0].name == "Estmark"


def test_names_move_with_the_side_they_speak_for_and_paragraphs_with_what_was_pressed(
    settings: Settings, draft: Draft
) -> None:
    form = form_of(draft.topic)
    before = marks(draft)
    place = next(place for place, (side, _) in before.items() if side == "affirmative")
    sides = (
        replace(form.sides[0], name="The delta", speaks=("Estmark", "the farmers", "Zoe Park")),
        replace(form.sides[1], speaks=(*form.sides[1].speaks, "Leila Danso")),
    )
    done = filled(draft.topic, replace(form, sides=sides), {place: ("negative", "quoted")})
    delta, norvale = done.sides
    assert (delta.name, delta.aliases) == ("The delta", ("Estmark", "the farmers"))
    people = {actor.name: actor.side for actor in done.actors}
    assert (people["Zoe Park"], people["Leila Danso"]) == (delta.id, norvale.id)
    shown = {at: (mark, by_hand) for at, _, mark, by_hand in preview(done, draft.documents)}
    assert shown[place] == (("negative", "quoted"), True)
    assert sum(by_hand for _, by_hand in shown.values()) == 1
    open_draft(settings, replace(draft, topic=done))
    again = reopened(settings, "river")
    assert marks_of(again.topic) == {place: ("negative", "quoted")}
    assert form_of(again.topic).sides[0].name == "The delta"


def test_a_press_goes_round() -> None:
    mark: Mark = ("neutral", "author")
    seen = []
    for _ in range(4):
        mark = turned(mark, "side")
        seen.append(mark[0])
    assert seen == ["affirmative", "negative", "both", "neutral"]
    assert [turned(mark, "voice")[1], turned(turned(mark, "voice"), "voice")[1]] == ["reported", "quoted"]


def test_sides_are_swapped_with_all_that_is_theirs(draft: Draft) -> None:
    form = form_of(draft.topic).swapped()
    done = filled(draft.topic, form, {})
    assert [(side.name, side.stance) for side in done.sides] == [("Norvale", "affirmative"), ("Estmark", "negative")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"resolution": "  "}, "Write the resolution"),
        ({"sides": (Held(), Held("Norvale", position="It wants power."))}, "needs a name"),
        ({"sides": (Held("Norvale", position="x y"), Held("Norvale", position="x y"))}, "different names"),
        ({"sides": (Held("Estmark"), Held("Norvale", position="It wants power."))}, "in one line what Estmark holds"),
    ],
)
def test_what_is_missing_is_said(draft: Draft, change: dict[str, object], why: str) -> None:
    form: Filled = replace(form_of(draft.topic), **change)  # type: ignore[arg-type]
    with pytest.raises(TopicError, match=why):
        complete(filled(draft.topic, form, {}))


def test_a_draft_whose_documents_are_gone_is_not_opened(settings: Settings, draft: Draft) -> None:
    for path in draft.folder.iterdir():
        path.unlink()
    with pytest.raises(TopicError, match="give the documents once more"):
        open_draft(settings, draft)


def test_a_second_topic_of_the_same_documents_gets_an_id_of_its_own(settings: Settings, draft: Draft) -> None:
    open_draft(settings, draft)
    with pytest.raises(TopicError, match="already"):
        draft_topic(settings, [Given(str(RIVER))], topic_id="river")
    again = draft_topic(settings, [Given(str(RIVER))], topic_id="river", anew=True)
    assert again.topic.id == "river-2"
    open_draft(settings, again)
    assert load_topic(settings.topics_dir, "river-2").id == "river-2"


def test_what_nobody_opens_is_deleted_after_a_day_and_two_drafts_of_one_id_do_not_meet(settings: Settings) -> None:
    first, second = (draft_topic(settings, [Given(str(RIVER))], topic_id="river") for _ in range(2))
    assert first.folder != second.folder
    day_before = time.time() - 2 * 24 * 3600
    os.utime(first.folder, (day_before, day_before))
    third = draft_topic(settings, [Given(str(RIVER))], topic_id="other")
    assert [one.folder.is_dir() for one in (first, second, third)] == [False, True, True]
    open_draft(settings, second)
    again = draft_topic(settings, [Given(str(RIVER))], topic_id="third")
    with pytest.raises(TopicError, match="already"):
        open_draft(settings, replace(again, topic=second.topic))


def test_the_bundled_topics_are_not_edited(settings: Settings) -> None:
    with pytest.raises(TopicError, match="bundled"):
        reopened(settings, "us-colombia")
