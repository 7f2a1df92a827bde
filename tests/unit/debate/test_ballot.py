"""Strength worked by hand, a ballot that is the same for the same round and names its cells, points by the rubric."""

from __future__ import annotations

from dataclasses import replace

import pytest
from staging import answer, extension, held, mirrored, point

from bot.bot import Bot
from bot.debate.ballot import judge
from bot.debate.card import Card
from bot.debate.debating import Debating
from bot.debate.formats import formats, load_format
from bot.debate.model import JUDGES, Point, Round, Stance, other
from bot.debate.paradigms import paradigms
from bot.debate.rubric import LEAST, LINES, speaker_points
from bot.debate.strength import base, strengths

AC1 = point("AC.1", "affirmative")
NC1 = point("NC.1", "negative")
NC2 = answer("NC.2", "negative", AC1)
AR1 = answer("1AR.1", "affirmative", NC2)


FLOW = paradigms()["flow"]
EVEN = (0.5, 0.5)


def test_the_base_score_is_a_checklist(bot: Bot) -> None:
    bare = replace(AC1, evidence=False, warrant=False)
    assert base(bare, {}) == pytest.approx(FLOW.claim)
    assert base(replace(AC1, evidence=False), {}) == pytest.approx(FLOW.claim + FLOW.warrant)
    assert base(AC1, {}) == pytest.approx(FLOW.claim + FLOW.warrant + FLOW.evidence)
    debating = Debating(bot)
    card: Card = debating.cutter.cards(debating.bank.by_id["n-results"])[0]
    read = base(replace(AC1, cards=(card.id,)), {card.id: card})
    assert read > base(AC1, {})
    assert base(replace(AC1, cards=(card.id,)), {card.id: replace(card, voice="reported")}) < read
    # What a person says of a known figure counts like the figure.
    assert base(replace(AC1, kind="statistic"), {}) == pytest.approx(read)


def test_attacks_combine_as_df_quad_has_it() -> None:
    # 0.75 for each by itself; an attacker of strength s leaves 1 − t·s with the flow judge's t.
    assert strengths(held([AC1]))["AC.1"] == pytest.approx(0.75)
    one = strengths(held([AC1, NC2]))
    assert one["AC.1"] == pytest.approx(0.75 * (1 - FLOW.answer * 0.75))
    two = strengths(held([AC1, NC2, replace(NC2, id="NC.3")]))
    assert two["AC.1"] == pytest.approx(0.75 * (1 - FLOW.answer * 0.75) ** 2)
    defended = strengths(held([AC1, NC2, AR1]))
    assert defended["NC.2"] == pytest.approx(0.75 * (1 - FLOW.answer * 0.75))
    assert defended["AC.1"] == pytest.approx(0.75 * (1 - FLOW.answer * defended["NC.2"]))
    assert one["AC.1"] < defended["AC.1"] < 0.75


def test_a_broken_link_takes_more_than_a_doubt_and_what_comes_late_takes_little() -> None:
    taken = {
        kind: strengths(held([AC1, replace(NC2, attack=kind)]))["AC.1"] for kind in ("no_link", "", "date")
    }  # fmt: skip
    assert taken["no_link"] < taken[""] < taken["date"]
    late = answer("NR.1", "negative", AC1)
    assert strengths(held([AC1, late]))["AC.1"] == pytest.approx(0.75 * (1 - FLOW.answer * 0.75 * FLOW.late))


def test_concessions_and_late_points_attack_nothing() -> None:
    for flawed in (replace(NC2, role="concession"), replace(NC2, late=True), replace(NC2, copied=True)):
        assert strengths(held([AC1, flawed]))["AC.1"] == pytest.approx(0.75)


def test_a_dropped_argument_that_is_carried_wins() -> None:
    one = held([AC1, extension("1AR.1", AC1), extension("2AR.1", AC1)])
    ballot = judge(one)
    assert ballot.winner == "affirmative"
    assert not ballot.presumption
    assert ballot.whole
    assert "ac.1 [AC.1]" in ballot.rfd
    assert "never answered" in ballot.rfd
    assert "said: the text of AC.1" in ballot.rfd
    assert ballot.judged[0].dropped
    assert ballot.judged[0].decisive
    assert ballot.judged[0].cells == ("AC.1", "1AR.1", "2AR.1")


def carried(rows: list[Point], slots: dict[Stance, str]) -> list[Point]:
    """Some rows with the extension of each in its side's last speech."""
    said = [*rows]
    for at, row in enumerate(rows, 1):
        said.append(extension(f"{slots[row.stance]}.{at}", row))
    return said


LAST: dict[Stance, str] = {"affirmative": "2AR", "negative": "NR"}


def test_two_defended_arguments_beat_seven_one_liners() -> None:
    mine = [AC1, point("AC.2", "affirmative")]
    attacks = [answer("NC.8", "negative", AC1), answer("NC.9", "negative", mine[1])]
    defence = [answer("1AR.8", "affirmative", attacks[0]), answer("1AR.9", "affirmative", attacks[1])]
    bare = [replace(point(f"NC.{at}", "negative"), evidence=False, warrant=False) for at in range(1, 8)]
    ballot = judge(held([*carried(mine, LAST), *attacks, *defence, *carried(bare, LAST)]))
    assert ballot.winner == "affirmative", ballot.offense


def test_weighing_decides_between_two_equal_rows_and_a_row_of_defence_wins_nothing() -> None:
    rows = carried([AC1, NC1], LAST)
    weighed = extension("NR.9", NC1, role="weighing")
    assert judge(held(rows)).presumption
    assert judge(held([*rows, weighed])).winner == "negative"
    assert not judge(held([*rows, weighed])).presumption
    answered = extension("2AR.9", AC1, role="weighing")
    # Of two comparisons the first was answered and the second could not be: neither is worth more.
    assert judge(held([*rows, weighed, answered])).presumption
    denies = replace(AC1, offence=False)
    assert judge(held(carried([denies], LAST))).presumption


def test_what_would_have_turned_it_is_judged_again() -> None:
    rows = carried([AC1, replace(NC1, evidence=False)], LAST)
    ballot = judge(held(rows))
    assert ballot.winner == "affirmative"
    assert any("An answer to ac.1 [AC.1]" in line for line in ballot.flips), ballot.flips
    assert judge(held([*rows, answer("NC.9", "negative", AC1)])).winner == "negative"


def test_judges_differ_on_what_was_dropped_without_a_reason() -> None:
    reasoned = replace(AC1, evidence=False)
    proved = replace(NC1, warrant=False)
    winners = {name: judge(held(carried([reasoned, proved], LAST)), name).winner for name in JUDGES}
    assert winners["lay"] == "affirmative"
    assert winners["policymaker"] == "negative"


def test_what_is_not_carried_to_the_end_cannot_be_voted_on() -> None:
    ballot = judge(held([AC1, extension("1AR.1", AC1), NC1, extension("NR.1", NC1)]))
    assert ballot.winner == "negative"
    mine = next(one for one in ballot.judged if one.row == "AC.1")
    assert mine.weight == 0
    assert "Not carried into the last speech" in mine.why


def test_nothing_on_the_flow_is_presumed_negative_for_either_side() -> None:
    for one in (held([]), mirrored(held([]))):
        ballot = judge(one)
        assert (ballot.winner, ballot.presumption) == ("negative", True)


def test_every_cell_that_is_named_is_on_the_flow_and_the_reason_is_short(automatic: list[Round]) -> None:
    for one in automatic:
        ballot = judge(one)
        ids = {each.id for each in one.points}
        assert ballot.whole
        assert {cell for judged in ballot.judged for cell in judged.cells} <= ids
        assert len(ballot.rfd.split()) <= 320, ballot.rfd
        assert sum(judged.decisive for judged in ballot.judged) <= 3
        assert len(ballot.flips) <= 3
        assert ballot.winner in ballot.rfd.lower()


def test_the_same_round_gets_the_same_ballot(automatic: list[Round]) -> None:
    for one in automatic:
        assert judge(one) == judge(replace(one, id="another", title="Another", changed="later"))


def test_the_mirrored_round_has_the_mirrored_winner(automatic: list[Round]) -> None:
    for one in automatic:
        mine, theirs = judge(one), judge(mirrored(one))
        assert theirs.offense == pytest.approx(mine.offense[::-1])
        assert theirs.presumption == mine.presumption
        assert theirs.winner == (mine.winner if mine.presumption else other(mine.winner))
        assert [each.weight for each in theirs.judged] == [each.weight for each in mine.judged]
        assert [each.total for each in theirs.points] == [each.total for each in mine.points[::-1]]


@pytest.fixture(scope="module")
def automatic(bot: Bot) -> list[Round]:
    """A round of each format, and a second of the shortest."""
    debating = Debating(bot)
    made = [(name, 0) for name in formats()] + [("short", 3)]
    return [debating.run(debating.begin(load_format(name), None, seed)) for name, seed in made]


def test_the_rubric_gives_each_line_its_share() -> None:
    bare = replace(NC1, evidence=False, warrant=False)
    weighed = extension("2AR.2", AC1, role="weighing")
    one = held([AC1, extension("2AR.1", AC1), weighed, NC2, AR1, bare])
    given = {name: share for name, share, _ in speaker_points(one, "affirmative", (0.6, 0.6)).lines}
    # Two of theirs were due, NC.2 was met and NC.1 was not; all of the own have evidence and warrants; one row is
    # carried, with its reason, and weighed. Nothing was spoken in the speeches themselves.
    assert given == {
        "clash": 0.35, "argument": 0.25, "evidence": 0.3, "warrants": 0.3, "choice": 0.3, "speaking": 0.15,
        "discipline": 0.1,
    }  # fmt: skip
    assert sum(most for _, most, _ in LINES) == pytest.approx(2.5)
    theirs = {name: share for name, share, _ in speaker_points(one, "negative", (0.6, 0.2)).lines}
    assert theirs["evidence"] == 0.15
    assert theirs["warrants"] == 0.15
    assert theirs["argument"] == 0.0
    assert theirs["choice"] == 0.0


def test_conceding_gives_no_credit() -> None:
    granted = answer("1AR.3", "affirmative", NC1, role="concession")
    met = answer("1AR.3", "affirmative", NC1)
    clash = [speaker_points(held([AC1, NC1, one]), "affirmative", EVEN).lines[0] for one in (granted, met)]
    assert clash == [("clash", 0.0, 0.7), ("clash", 0.7, 0.7)]


def test_lapses_cost_the_line_of_discipline_and_silence_gives_nothing() -> None:
    late = replace(AC1, id="1AR.2", slot="1AR", row="1AR.2", late=True)
    for flawed in (late, replace(AC1, misquotes=("never said",))):
        lines = {name: share for name, share, _ in speaker_points(held([flawed]), "affirmative", EVEN).lines}
        assert lines["discipline"] == 0.0
    assert speaker_points(held([AC1]), "negative", EVEN).total == LEAST
