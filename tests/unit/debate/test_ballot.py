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
from bot.debate.model import Round, other
from bot.debate.rubric import LEAST, LINES, speaker_points
from bot.debate.strength import base, strengths

AC1 = point("AC.1", "affirmative")
NC1 = point("NC.1", "negative")
NC2 = answer("NC.2", "negative", AC1)
AR1 = answer("1AR.1", "affirmative", NC2)


def test_the_base_score_is_a_checklist(bot: Bot) -> None:
    assert base(replace(AC1, evidence=False, warrant=False), {}) == pytest.approx(0.25)
    assert base(replace(AC1, evidence=False), {}) == pytest.approx(0.45)
    assert base(AC1, {}) == pytest.approx(0.8)
    debating = Debating(bot)
    card: Card = debating.cutter.cards(debating.bank.by_id["n-results"])[0]
    assert base(replace(AC1, cards=(card.id,)), {card.id: card}) == pytest.approx(0.95)
    reported = replace(card, voice="reported")
    assert base(replace(AC1, cards=(card.id,)), {card.id: reported}) == pytest.approx(0.85)


def test_attacks_combine_as_df_quad_has_it() -> None:
    # 0.8 for each by itself; an attacker of strength s leaves 1 − 0.7·s.
    assert strengths(held([AC1]))["AC.1"] == pytest.approx(0.8)
    one = strengths(held([AC1, NC2]))
    assert one["AC.1"] == pytest.approx(0.8 * (1 - 0.7 * 0.8))
    two = strengths(held([AC1, NC2, replace(NC2, id="NC.3")]))
    assert two["AC.1"] == pytest.approx(0.8 * (1 - 0.7 * 0.8) ** 2)
    defended = strengths(held([AC1, NC2, AR1]))
    assert defended["NC.2"] == pytest.approx(0.8 * (1 - 0.7 * 0.8))
    assert defended["AC.1"] == pytest.approx(0.8 * (1 - 0.7 * defended["NC.2"]))
    assert one["AC.1"] < defended["AC.1"] < 0.8


def test_concessions_and_late_points_attack_nothing() -> None:
    for flawed in (replace(NC2, role="concession"), replace(NC2, late=True), replace(NC2, copied=True)):
        assert strengths(held([AC1, flawed]))["AC.1"] == pytest.approx(0.8)


def test_a_dropped_argument_that_is_carried_wins() -> None:
    one = held([AC1, extension("1AR.1", AC1), extension("2AR.1", AC1)])
    ballot = judge(one)
    assert ballot.winner == "affirmative"
    assert not ballot.presumption
    assert ballot.whole
    assert "ac.1 [AC.1]" in ballot.rfd
    assert "dropped" in ballot.rfd
    assert ballot.judged[0].dropped
    assert ballot.judged[0].decisive
    assert ballot.judged[0].cells == ("AC.1", "1AR.1", "2AR.1")


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
        assert 1 <= ballot.rfd.count(". ") + 1 <= 3, ballot.rfd
        assert sum(judged.decisive for judged in ballot.judged) in (1, 2)
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
    one = held([AC1, extension("1AR.1", AC1), NC2, AR1, bare])
    points = speaker_points(one, "affirmative")
    given = {name: share for name, share, _ in points.lines}
    # Two of theirs were due, NC.2 was met and NC.1 was not; all of the own have evidence and warrants.
    assert given == {"clash": 0.6, "evidence": 1.0, "warrants": 0.8, "extension": 0.6, "discipline": 0.4}
    assert points.total == pytest.approx(LEAST + 3.4)
    assert sum(most for _, most, _ in LINES) == pytest.approx(4.0)
    theirs = {name: share for name, share, _ in speaker_points(one, "negative").lines}
    assert theirs["evidence"] == 0.5
    assert theirs["warrants"] == 0.4
    assert theirs["extension"] == 0.0


def test_lapses_cost_the_line_of_discipline_and_silence_gives_nothing() -> None:
    late = replace(AC1, id="1AR.2", slot="1AR", row="1AR.2", late=True)
    for flawed in (late, replace(AC1, misquotes=("never said",))):
        lines = {name: share for name, share, _ in speaker_points(held([flawed]), "affirmative").lines}
        assert lines["discipline"] == 0.0
    assert speaker_points(held([AC1]), "negative").total == LEAST
