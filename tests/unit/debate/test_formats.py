"""Formats as data: the bundled ones are whole, one of the user's own is found, and a bad one is named by its field."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.debate.formats import FOLDER, formats, load_format, read_format
from bot.errors import FormatError


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_bundled_format_is_a_debate(name: str) -> None:
    form = load_format(name)
    assert form.id == name
    assert {slot.stance for slot in form.slots} == {"affirmative", "negative"}
    for slot in form.slots:
        assert slot.words > 0 if slot.speech else slot.questions > 0
    for stance in ("affirmative", "negative"):
        own = [slot for slot in form.slots if slot.speech and slot.stance == stance]
        assert own[-1].kind == "last"
        assert own[0].new_arguments


def test_the_short_round_has_its_budgets() -> None:
    words = {slot.id: slot.words or slot.questions for slot in load_format("short").slots}
    assert words == {"AC": 280, "CX1": 3, "NC": 280, "CX2": 3, "1AR": 200, "NR": 200, "2AR": 180}


def test_minutes_make_a_budget_of_words() -> None:
    form = load_format("policy")
    assert form.slot("1AC").words == 8 * form.wpm
    assert form.slot("2AR").words == 5 * form.wpm


def test_the_other_side_may_open() -> None:
    form = load_format("public-forum", opens="negative")
    assert [slot.id for slot in form.slots][:2] == ["NC", "AC"]
    assert [slot.stance for slot in form.slots][:2] == ["negative", "affirmative"]
    assert form.slots[0].title == "Negative constructive"
    assert not form.slot("AC").answers
    assert load_format("public-forum", opens="affirmative") == load_format("public-forum")


def test_a_format_of_ones_own_is_found_and_comes_before_a_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    data = yaml.safe_load((FOLDER / "short.yaml").read_text())
    for name, words in (("mine", 90), ("short", 91)):
        data["id"], data["slots"][0]["words"] = name, words
        (tmp_path / "formats" / f"{name}.yaml").write_text(yaml.safe_dump(data))
    assert load_format("mine", tmp_path).slot("AC").words == 90
    assert load_format("short", tmp_path).slot("AC").words == 91
    assert load_format(str(tmp_path / "formats" / "mine.yaml")).id == "mine"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": "many"}, r"slot 'AC': words: .*many"),
        ({"words": -1}, r"slot 'AC': words: "),
        ({"stance": "pro"}, r"slot 'AC': stance: .*'pro'"),
        ({"kind": "speech"}, r"slot 'AC': kind: .*'speech'"),
        ({"colour": "red"}, r"slot 'AC': colour: "),
        ({"title": ""}, r"slot 'AC': title: "),
        ({"words": 0, "minutes": 0}, r"slot 'AC': .*words: a speech needs a budget"),
        ({"kind": "cross_examination"}, r"slot 'AC': .*questions: a cross-examination needs"),
        ({"id": ""}, r"slot number 1: id: "),
    ],
)
def test_a_bad_slot_is_named_with_its_field(change: dict[str, object], message: str, tmp_path: Path) -> None:
    data = yaml.safe_load((FOLDER / "short.yaml").read_text())
    data["slots"][0] |= change
    path = tmp_path / "bad.yaml"
    path.write_text(yaml.safe_dump(data))
    with pytest.raises(FormatError, match=rf"^bad\.yaml: {message}"):
        read_format(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("title"), "title: "),
        (lambda data: data.update(wpm=5), "wpm: "),
        (lambda data: data.update(id="No Good"), "id: "),
        (lambda data: data["slots"][2].update(id="AC"), "'AC' is used twice"),
        (lambda data: data["slots"][0].update(kind="rebuttal"), "the affirmative needs a constructive"),
        (lambda data: data["slots"][6].update(kind="rebuttal"), "last speech, '2AR', must be of kind: last"),
        (lambda data: data.update(slots=[]), "slots"),
        (lambda data: data.pop("slots"), "slots: "),
    ],
)
def test_a_format_that_is_no_debate_is_refused(change, message: str, tmp_path: Path) -> None:
    data = yaml.safe_load((FOLDER / "short.yaml").read_text())
    change(data)
    path = tmp_path / "bad.yaml"
    path.write_text(yaml.safe_dump(data))
    with pytest.raises(FormatError, match=message):
        read_format(path)


@pytest.mark.parametrize("text", ["[1, 2", "- a\n- b", ""])
def test_what_is_no_mapping_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(FormatError, match=r"bad\.yaml"):
        read_format(path)


def test_an_unknown_format_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no format 'parliament'.*policy.*short"):
        load_format("parliament", tmp_path)
    with pytest.raises(FormatError, match="cannot be read"):
        load_format(str(tmp_path / "nowhere.yaml"))
