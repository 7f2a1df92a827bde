"""A person is heard: on rounds and speeches that nobody tuned on, and with the person's part read from a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.bot import Bot
from bot.cli import main
from bot.debate.acts import ATTACKS, Acts, attacks
from bot.debate.debating import Debating
from bot.debate.formats import load_format
from bot.debate.model import Round, Stance
from bot.debate.script import play_script, read_script
from bot.debate.shells import GAP, shells
from bot.errors import FormatError
from evals.debate.crossed import crossed
from evals.debate.heard import Hearing, named, retyped, staged, written
from evals.debate.playing import play

HELD_OUT = 201
FLOORS = {"named": 0.97, "stock": 0.9, "answers": 0.92, "own arguments": 0.85, "not late": 0.99}
WRITTEN = {"written, placed": 0.6, "written, none": 0.7}
"""What the figures on the half that was held out may not fall under; they are printed by ``python -m evals debate``."""


@pytest.fixture(scope="module")
def debating(bot: Bot) -> Debating:
    return Debating(bot)


def test_the_bots_words_and_stock_refutations_typed_by_a_person_reach_their_row(debating: Debating) -> None:
    found = Hearing()
    for name in ("short", "lincoln-douglas"):
        held = play(debating, load_format(name), HELD_OUT).held
        named(debating, held, "held", found)
        retyped(debating, held, found)
        retyped(debating, held, found, " ")
    for name, floor in FLOORS.items():
        wrong = "\n".join(line for line in found.wrong if line.startswith(name))
        assert found.share(name) >= floor, f"{name}: {found.share(name):.3f}\n{wrong}"


def test_speeches_written_by_hand_are_laid_as_a_judge_would(debating: Debating) -> None:
    for half, floors in (("tuned", dict.fromkeys(WRITTEN, 0.9)), ("held", WRITTEN)):
        found = Hearing()
        written(debating, half, found)  # type: ignore[arg-type]
        for name, floor in floors.items():
            assert found.share(name) >= floor, f"{half} {name}: {found.share(name):.3f}"


def test_questions_in_cross_examination_get_answers_of_use_and_none_that_is_false(debating: Debating) -> None:
    for half, floor in (("tuned", 0.85), ("held", 0.75)):
        found = Hearing()
        crossed(debating, half, found)  # type: ignore[arg-type]
        assert found.share("cross-examination, not false") == 1.0, found.wrong
        assert found.share("cross-examination, usable") >= floor, found.wrong


FLOW = {"AC": ["a-roots", "a-livelihoods", "a-instability", "a-trade"], "NC": ["n-results", "n-leverage", "n-trust"]}


def heard(debating: Debating, slot_id: str, text: str, laid: dict[str, list[str]] = FLOW) -> Round:
    """The staged round with a speech typed by a person in it."""
    there = replace(staged(debating, laid, slot_id), players=("user", "user"))
    return debating.hear(there, text)


def test_what_is_said_about_the_speech_itself_puts_nothing_on_the_flow(debating: Debating) -> None:
    held = heard(debating, "NC", "I negate.\n\nTwo arguments.\n\nThank you, judge.\n\nPlease vote negative.")
    assert not [point for point in held.points if point.slot == "NC"]
    assert not held.speeches[-1].notes


def test_fragments_go_on_with_the_last_signpost_and_keep_their_kind(debating: Debating) -> None:
    held = heard(debating, "1AR", "The partner.\nNo warrant.\n\nLeverage.\nNo link.")
    said = [(point.answers, point.attack) for point in held.points if point.slot == "1AR"]
    assert said == [("NC.3", "no_warrant"), ("NC.2", "no_link")]


def test_a_quotation_with_its_comma_inside_is_exact_and_an_outside_card_is_neither(debating: Debating) -> None:
    quoted = '"production will persist as long as its root causes go unaddressed," and that is no reason to stop.'
    held = heard(debating, "NC", f"On root causes: she writes {quoted}")
    assert held.points[-1].evidence
    assert not held.speeches[-1].notes
    held = heard(debating, "NC", "On root causes: Smith 24 says “farmers never switch without force”.")
    assert [note.kind for note in held.speeches[-1].notes] == ["outside"]
    assert not held.points[-1].evidence
    assert not held.points[-1].misquotes
    held = heard(debating, "NC", "On root causes: the author says “farmers never switch without force”.")
    assert held.points[-1].misquotes


def test_an_attack_on_what_nobody_argued_is_noted(debating: Debating) -> None:
    held = heard(debating, "NC", "On the wheat subsidy, no link.")
    assert [note.kind for note in held.speeches[-1].notes] == ["unplaced"]


def test_several_things_granted_in_one_sentence_are_each_on_the_flow(debating: Debating) -> None:
    held = heard(debating, "1AR", "I concede American leverage and the partner.")
    granted = [point.answers for point in held.points if point.slot == "1AR" and point.role == "concession"]
    assert granted == ["NC.2", "NC.3"]


def test_every_kind_of_attack_has_replies_whose_gaps_are_known(bot: Bot) -> None:
    assert set(attacks()) | {"claim"} == set(shells())
    gaps = {"label", "reason", "paragraph", "row", "why", "resolution"}
    for texts in shells().values():
        assert texts
        assert all(set(GAP.findall(text)) <= gaps for text in texts)
    acts = Acts(bot.embedder)
    for kind, one in yaml.safe_load(ATTACKS.read_text(encoding="utf-8")).items():
        for term in one["terms"]:
            assert acts.of(f"{term}, I say.").kind == kind, term


SCRIPT = """
CX1: {{questions: ["Has any tariff been lifted?"]}}
NC: |
  First, the record. Coca production fell from more than 163,000 hectares in 2000 to fewer than 50,000 by 2012.

  On {label}, no warrant.
CX2: {{answers: ["It runs to 2012.", "Yes."]}}
NR: Extend the record, since it is the only measured result in the round.
"""


def test_a_round_is_played_from_a_file(debating: Debating, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    held = debating.begin(load_format("short"), "negative", seed=1)
    path.write_text(SCRIPT.format(label=debating.step(held).points[0].label))
    played = play_script(held, read_script(path, held.format), debating)
    assert played.next_slot is None
    asked = [one for speech in played.speeches for one in speech.exchanges]
    assert asked[0].question == "Has any tariff been lifted?"
    assert "It runs to 2012." in [one.answer for one in asked]
    replies = [point for point in played.points if point.slot == "1AR" and point.answers == "NC.2"]
    assert replies
    part = {"speeches": {"NC": "First, the record, since it was measured."}}
    path.write_text(yaml.safe_dump(part))
    stopped = play_script(held, read_script(path, held.format), debating)
    assert stopped.next_slot is not None
    assert stopped.next_slot.id == "NR"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a list", "no speeches"), ("1XX: hello", "is no slot of Short round"), ("NC: [a, b]", "is written"),
        ("CX1: hello", "is written"), ("NC: 'unclosed", "not valid YAML"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_says_what_is_wrong(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(FormatError, match=said):
        read_script(path, load_format("short"))


def test_the_command_prints_the_round_and_every_judges_ballot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SCRIPT.format(label="trade"))
    monkeypatch.setenv("LECTERN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["lectern", "debate", "--seed", "1", "--speeches", str(path), "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["ballots"]) == {"flow", "lay", "policymaker", "tabula-rasa"}
    assert printed["ballot"]["judge"] == "flow"
    assert [speech["by"] for speech in printed["speeches"] if speech["slot"] == "NC"] == ["user"]


FOLLOWED = """
NC: |
  I think drugs are bad and we need police to stop them, because cartels grow more coca where nobody stops them.
CX2: {answers: ["I don't know.", "I told you.", "Maybe."]}
"""


def test_its_questions_follow_up_on_what_was_answered(debating: Debating, tmp_path: Path) -> None:
    path = tmp_path / "novice.yaml"
    path.write_text(FOLLOWED)
    held = debating.begin(load_format("short"), "negative", seed=1)
    played = play_script(held, read_script(path, held.format), debating)
    asked = [one.question for speech in played.speeches if speech.slot == "CX2" for one in speech.exchanges]
    assert asked[0].startswith("Which sentence of the source carries")
    assert asked[1].endswith("rests on your word alone, and on no sentence of the source?")
    assert asked[2] == "Yes or no: so" + asked[1][2:]


@pytest.mark.parametrize(
    ("form", "seed", "stance", "question", "said"),
    [
        ("policy", 0, "affirmative", "What is the plan text?", "The plan: the United States ends eradication"),
        ("policy", 0, "negative", "What is the counterplan text?", "adds money for state-building"),
        ("lincoln-douglas", 0, "affirmative", "What does replace mean?", "By supply-side enforcement I mean"),
        ("short", 0, "affirmative", "What is the plan text?", "The plan is the resolution as it is worded"),
    ],
)
def test_it_answers_with_the_plan_and_the_definitions_that_it_has_read(
    debating: Debating, form: str, seed: int, stance: Stance, question: str, said: str
) -> None:
    held = debating.run(debating.begin(load_format(form), None, seed))
    assert said in debating.questioner.reply(held, question, stance).answer
