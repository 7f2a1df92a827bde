"""The ballot, by rule: who won under one judge, on which issues, and what would have turned the decision.

Offence and defence are kept apart. A row that was carried into its side's last speech is a reason to vote, for what it
is worth there; a turn that stands is one for the side that made it. A row that only denies takes from the other side.
A side is worth its best reason whole, its next in part: two arguments that were defended beat many that were only said.
Weighing and framework raise what they are for. Even sides leave things as they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from bot.debate.decision import Issue, reason, turned
from bot.debate.flow import (
    answers_to,
    counts,
    extended_in,
    last_speech,
    meets,
    order,
    reply_slots,
    row_points,
    rows,
    status,
)
from bot.debate.model import STANCES, Judge, Point, Round, Stance, other
from bot.debate.paradigms import Paradigm, paradigms
from bot.debate.rubric import Points, speaker_points
from bot.debate.strength import strengths

KEEPS = 0.35
"""An answer keeps weight at the end from this strength on."""
ISSUES = 3
"""So many issues decide a round, at most."""
PROCEDURAL = frozenset({"topicality", "theory"})
ANSWERED = 0.75
"""What is left of a comparison after another one, or where nobody could make one."""
TURN = 0.9
"""What a turn is worth beside an argument of the same strength."""


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
    """The decision: ``rfd`` first and short, ``judged`` with every row, ``whole`` where the round was over.

    ``offense`` is what each side carries; ``flips`` says what would have turned the decision, each recomputed.
    """

    winner: Stance
    rfd: str
    offense: tuple[float, float]
    judged: tuple[Judged, ...]
    points: tuple[Points, Points]
    presumption: bool
    whole: bool
    judge: Judge = "flow"
    flips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sum:
    """What both sides carry: each reason to vote with its weight, and the sums."""

    reasons: tuple[tuple[Point, float], ...]
    strong: dict[str, float]
    offense: tuple[float, float]


def judge(held: Round, by: Judge = "flow") -> Ballot:
    """The ballot of a round, or of one as far as it has come. The same round always gets the same one."""
    paradigm = paradigms()[by]
    found = _summed(held, paradigm)
    winner, presumption = _winner(found.offense, paradigm)
    best = sorted(found.reasons, key=lambda one: -one[1])
    mine = next((one for one in best if one[0].stance == winner), None)
    theirs = [one for one in best if one[0].stance != winner][:2]
    decided = [one for one in (mine, *theirs) if one is not None and one[1] > 0][:ISSUES]
    issues = [_issue(held, point, weight, found.strong) for point, weight in decided]
    weights = {point.id: weight for point, weight in found.reasons}
    judged = [_judged(held, row, found.strong, weights.get(row.id, 0.0)) for row in rows(held)]
    decisive = {one.row for one, _ in decided}
    return Ballot(
        winner=winner, rfd=reason(held, winner, presumption, issues), offense=found.offense,
        judged=tuple(replace(one, decisive=one.row in decisive) for one in judged), presumption=presumption,
        whole=held.next_slot is None, judge=by,
        points=(
            speaker_points(held, "affirmative", found.offense), speaker_points(held, "negative", found.offense)
        ),
        flips=tuple(turned(held, change) for change in _turning(held, winner, paradigm, [one for one, _ in best])),
    )  # fmt: skip


def _winner(offense: tuple[float, float], paradigm: Paradigm) -> tuple[Stance, bool]:
    difference = offense[0] - offense[1]
    return ("affirmative" if difference >= paradigm.close else "negative"), abs(difference) < paradigm.close


def _summed(held: Round, by: Paradigm) -> _Sum:
    strong = strengths(held, by)
    reasons: list[tuple[Point, float]] = []
    denied = dict.fromkeys(STANCES, 1.0)
    for row in rows(held):
        strength = strong.get(row.id, 0.0) * _carried(held, row, by)
        if not row.offence:
            denied[other(row.stance)] *= 1 - by.defence * strength
        elif row.attack in PROCEDURAL:
            reasons.append((row, by.procedure * strength))
        elif row.attack != "framework":
            reasons.append((row, strength * _raised(held, row, strong, by)))
    reasons += [(one, TURN * strong.get(one.id, 0.0)) for one in held.points if _turns(held, one)]
    sums = []
    for stance in STANCES:
        own = sorted((weight for point, weight in reasons if point.stance == stance), reverse=True)
        sums.append(denied[stance] * sum(weight * by.second**at for at, weight in enumerate(own)))
    return _Sum(tuple(reasons), strong, (sums[0], sums[1]))


def _carried(held: Round, row: Point, by: Paradigm) -> float:
    """What is left of a row by how its side carried it: nothing where it is not in the last speech."""
    final = last_speech(held, row.stance)
    given = {speech.slot for speech in held.speeches}
    if row.slot == final:
        return 1.0
    if final not in given:
        return 1.0 if _carried_so_far(held, row) else 0.0
    there = [one for one in held.points if one.slot == final and one.row == row.id and one.stance == row.stance]
    if not any(one.role in ("extension", "weighing") for one in there):
        return 0.0
    return 1.0 if any(one.warrant or one.role in ("answer", "comparison") for one in there) else by.bare


def _raised(held: Round, row: Point, strong: dict[str, float], by: Paradigm) -> float:
    """What weighing and framework add to a row."""
    final = last_speech(held, row.stance)
    weighed = [one for one in held.points if one.role == "weighing" and one.extends == row.id]
    in_last = [one for one in weighed if one.slot == final] or weighed
    said = max((_comparing(held, one) for one in in_last), default=0.0)
    frames = [one for one in rows(held, row.stance) if one.attack == "framework"]
    stands = max((strong.get(one.id, 0.0) for one in frames), default=0.0)
    return 1.0 + by.weighing * said + by.framework * stands


def _comparing(held: Round, one: Point) -> float:
    """What a comparison is worth: more with a reason, less where the other side compares otherwise later or cannot."""
    place = order(held)
    after = [slot for slot in held.format.slots if slot.speech and place[slot.id] > place[one.slot]]
    could = any(slot.stance != one.stance for slot in after)
    later = any(
        each.role == "weighing" and each.stance != one.stance and place[each.slot] > place[one.slot]
        for each in held.points
    )
    return (0.6 + 0.4 * one.warrant) * (ANSWERED if later or not could else 1.0)


def _turns(held: Round, one: Point) -> bool:
    """Whether a point is a turn that its side took up again, or made in its last speech while it could be answered."""
    if one.role != "answer" or not one.turn or not counts(one):
        return False
    final = last_speech(held, one.stance)
    later = [point for point in row_points(held, one.row) if point.stance == one.stance and point.slot == final]
    return bool(later) or one.slot == final or status(held, one) == "dropped"


def _judged(held: Round, row: Point, strong: dict[str, float], weight: float) -> Judged:
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
        weight=round(weight, 4), why=_why(held, row, met, extended, strong), cells=tuple(dict.fromkeys(cells)),
    )  # fmt: skip


def _carried_so_far(held: Round, row: Point) -> bool:
    """Whether the side's latest speech took the row up, where its last one is still to come."""
    own = [speech.slot for speech in held.speeches if speech.stance == row.stance and not speech.exchanges]
    return bool(own) and any(one.slot == own[-1] for one in row_points(held, row.id) if one.stance == row.stance)


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
    if not row.offence:
        said += " It is defence: it can take from the other side and win nothing by itself."
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


def _issue(held: Round, point: Point, weight: float, strong: dict[str, float]) -> Issue:
    """A reason to vote with what was said against it that takes most, and how that was met."""
    met = [one for one in answers_to(held, point) if meets(one)]
    worst = max(met, key=lambda one: strong.get(one.id, 0.0), default=None)
    replies = [one for one in answers_to(held, worst) if meets(one)] if worst else []
    reply = max(replies, key=lambda one: strong.get(one.id, 0.0), default=None)
    final = last_speech(held, point.stance)
    weighed = next(
        (one for one in held.points if one.slot == final and one.role == "weighing" and one.extends == point.id), None
    )
    kept = strong.get(worst.id, 0.0) if worst else 0.0
    return Issue(point, round(weight, 2), worst, reply, weighed, status(held, point), kept)


def _turning(held: Round, winner: Stance, by: Paradigm, best: list[Point]) -> list[tuple[str, Point]]:
    """What the losing side could have done to win, one thing each: it is done, and the round judged again."""
    if held.next_slot is not None:
        return []
    loser = other(winner)
    final = last_speech(held, loser)
    tried: list[tuple[str, Point, Round]] = []
    for point in [one for one in best if one.stance == winner][:ISSUES]:
        slots = [slot.id for slot in reply_slots(held, point)]
        if slots and not any(one.slot in slots and meets(one) for one in answers_to(held, point)):
            tried.append(("answer", point, _with(held, _said(point, slots[0], loser, "answer"))))
    for row in [one for one in best if one.stance == loser and one.role == "argument"][:ISSUES]:
        if not any(one.slot == final and one.extends == row.id for one in held.points) and row.slot != final:
            tried.append(("extend", row, _with(held, _said(row, final, loser, "extension"))))
        for attack in answers_to(held, row):
            slots = [slot.id for slot in reply_slots(held, attack)]
            if slots and meets(attack) and not any(meets(one) for one in answers_to(held, attack)):
                tried.append(("defend", attack, _with(held, _said(attack, slots[0], loser, "answer"))))
        if not any(one.role == "weighing" and one.extends == row.id for one in held.points):
            tried.append(("weigh", row, _with(held, _said(row, final, loser, "weighing"))))
    kinds: Counter[str] = Counter()
    found: list[tuple[str, Point]] = []
    for kind, point, again in tried:
        if kinds[kind] < 1 and _winner(_summed(again, by).offense, by) == (loser, False):
            kinds[kind] += 1
            found.append((kind, point))
    return found[:ISSUES]


def _said(of: Point, slot: str, stance: Stance, role: str) -> Point:
    """A point as a good debater would have made it, with a reason and evidence."""
    answers, extends = (of.id, "") if role == "answer" else ("", of.id)
    return Point(
        id=f"{slot}.+", slot=slot, stance=stance, role=role, label="", text="", row=of.row, answers=answers,  # type: ignore[arg-type]
        extends=extends, warrant=True, evidence=True,
    )  # fmt: skip


def _with(held: Round, point: Point) -> Round:
    return replace(held, points=(*held.points, point))
