"""The ballot, by rule: who won, why in two or three sentences, and what became of each argument, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.debate.flow import answers_to, counts, extended_in, last_speech, meets, row_points, rows, status
from bot.debate.model import STANCES, Point, Round, Stance, other
from bot.debate.rubric import Points, speaker_points
from bot.debate.strength import strengths

KEEPS = 0.35
"""An answer keeps weight at the end from this strength on."""
CLOSE = 0.02
"""Under this difference the sides are even, and the one that asks for no change keeps its ballot."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one argument. ``cells`` are the ids of the points that say so, ``weight`` what it counts for."""

    row: str
    stance: Stance
    label: str
    evidence: bool
    warrant: bool
    answered: bool
    extended: bool
    dropped: bool
    decisive: bool
    strength: float
    weight: float
    why: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """The decision: ``rfd`` first and short, ``judged`` with every row, ``whole`` where the round was over."""

    winner: Stance
    rfd: str
    offense: tuple[float, float]
    judged: tuple[Judged, ...]
    points: tuple[Points, Points]
    presumption: bool
    whole: bool


def judge(held: Round) -> Ballot:
    """The ballot of a round, or of one as far as it has come. The same round always gets the same one."""
    strong = strengths(held)
    judged = [_judged(held, row, strong) for row in rows(held)]
    offense = tuple(
        sum(one.weight for one in judged if one.stance == stance) + _turns(held, stance, strong) for stance in STANCES
    )
    difference = offense[0] - offense[1]
    presumption = abs(difference) < CLOSE
    winner: Stance = "affirmative" if difference >= CLOSE else "negative"
    best = max((one for one in judged if one.stance == winner), key=lambda one: one.weight, default=None)
    lost = max((one for one in judged if one.stance != winner), key=lambda one: one.strength, default=None)
    decisive = {one.row for one in (best, lost) if one is not None and one.strength > 0}
    verdicts = tuple(replace(one, decisive=one.row in decisive) for one in judged)
    return Ballot(
        winner=winner, rfd=_rfd(winner, presumption, best, lost, offense), offense=(offense[0], offense[1]),
        judged=verdicts, presumption=presumption, whole=held.next_slot is None,
        points=(speaker_points(held, "affirmative"), speaker_points(held, "negative")),
    )  # fmt: skip


def _judged(held: Round, row: Point, strong: dict[str, float]) -> Judged:
    met = [one for one in answers_to(held, row) if meets(one)]
    final = last_speech(held, row.stance)
    carried = extended_in(held, row)
    given = {speech.slot for speech in held.speeches}
    extended = final in carried or row.slot == final or (final not in given and _carried_so_far(held, row))
    strength = strong.get(row.id, 0.0)
    cells = [row.id, *(one.id for one in met), *(one.id for one in row_points(held, row.id) if one.extends == row.id)]
    return Judged(
        row=row.id, stance=row.stance, label=row.label, evidence=row.evidence, warrant=row.warrant, answered=bool(met),
        extended=extended, dropped=status(held, row) == "dropped", decisive=False, strength=round(strength, 4),
        weight=round(strength if extended else 0.0, 4), why=_why(held, row, met, extended, strong),
        cells=tuple(dict.fromkeys(cells)),
    )  # fmt: skip


def _carried_so_far(held: Round, row: Point) -> bool:
    """Whether the side's latest speech took the row up, where its last one is still to come."""
    own = [speech.slot for speech in held.speeches if speech.stance == row.stance and not speech.exchanges]
    return bool(own) and any(one.slot == own[-1] for one in row_points(held, row.id) if one.stance == row.stance)


def _turns(held: Round, stance: Stance, strong: dict[str, float]) -> float:
    """What a side's own turns on the other's rows count for, where they were carried to its last speech."""
    total = 0.0
    final = last_speech(held, stance)
    for one in held.points:
        if one.stance == stance and one.turn and counts(one):
            carried = one.slot == final or final in {p.slot for p in row_points(held, one.row) if p.stance == stance}
            total += 0.5 * strong.get(one.id, 0.0) if carried else 0.0
    return total


def _why(held: Round, row: Point, met: list[Point], extended: bool, strong: dict[str, float]) -> str:
    """In a sentence or two, with the cells: what was done to a row and what is left of it."""
    if status(held, row) == "conceded":
        said = f"Conceded ([{_conceding(held, row)}])."
    elif status(held, row) == "dropped":
        said = "The other side dropped it, with every chance to answer."
    elif met:
        said = f"Against it, {'; '.join(_met(held, one, strong) for one in met)}."
    else:
        said = (
            "Unanswered; it came too late to be answered." if status(held, row) == "last word" else "Not answered yet."
        )
    if not extended:
        said += " Not carried into the last speech, so it cannot be voted on."
    lacking = [name for name, there in (("evidence", row.evidence), ("a warrant", row.warrant)) if not there]
    return said + (f" It lacks {' and '.join(lacking)}." if lacking else "")


def _conceding(held: Round, row: Point) -> str:
    return next(one.id for one in answers_to(held, row) if one.role == "concession")


def _met(held: Round, answer: Point, strong: dict[str, float]) -> str:
    """What an answer did to its row: how it was met, and whether it still takes something from it."""
    replies = [one for one in answers_to(held, answer) if meets(one)]
    named = f"{answer.label} [{answer.id}]"
    if replies:
        left = "but keeps weight" if strong.get(answer.id, 0.0) >= KEEPS else "and counts for little by the end"
        return f"{named} was met by {', '.join(f'[{one.id}]' for one in replies)} {left}"
    fate = {"dropped": "was dropped, so it stands", "conceded": "was conceded, so it stands"}
    return f"{named} {fate.get(status(held, answer), 'was never met')}"


def _rfd(
    winner: Stance, presumption: bool, best: Judged | None, lost: Judged | None, offense: tuple[float, ...]
) -> str:
    """The reason for decision in two or three sentences."""
    name, loser = winner.capitalize(), other(winner)
    if presumption or best is None or best.weight == 0:
        even = "neither side carries more than the other to the end"
        ground = even if best and best.weight else "no argument was carried to the end"
        return f"{name} wins on presumption: {ground}, and then nothing is to be changed."
    first = f"{name} wins on {best.label} [{best.row}]: {_short(best)}"
    if lost is None or lost.strength == 0:
        return f"{first} The {loser} has no argument left to set against it."
    theirs = f"The {loser}'s best argument, {lost.label} [{lost.row}],"
    if not lost.extended:
        return f"{first} {theirs} was not carried into the last speech."
    if lost.weight > best.weight:
        sums = f"{max(offense):.2f} to {min(offense):.2f}"
        return f"{first} {theirs} counts for more by itself, but in all the {winner} carries more ({sums})."
    return f"{first} {theirs} is left weaker: {_short(lost)}"


def _short(one: Judged) -> str:
    """The first reason of a row, to stand after a colon."""
    said = one.why.split(" Not carried", maxsplit=1)[0].split(". ", maxsplit=1)[0].rstrip(".")
    return f"{said[:1].lower()}{said[1:]}."
