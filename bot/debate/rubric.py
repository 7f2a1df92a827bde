"""Speaker points by a stated rubric, from 27 to 29.5: the same lines for both sides, each shown with what it gave."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from bot.debate.flow import answers_to, counts, last_speech, meets, reply_slots, rows, status
from bot.debate.model import STANCES, Point, Round, Speech, Stance, other

LEAST = 27.0
LINES = (
    ("clash", 0.7, "share of the other side's points that were answered in time; conceding gives nothing"),
    ("argument", 0.5, "what is left of the own arguments at the end, beside what is left of the other side's"),
    ("evidence", 0.3, "share of the own points that rest on the source"),
    ("warrants", 0.3, "share of the own points that give a reason"),
    ("choice", 0.3, "the last speech goes for few issues, carries them with reasons and weighs them"),
    ("speaking", 0.3, "the time is used, and nothing is said twice"),
    ("discipline", 0.1, "all within the budgets, nothing new in a rebuttal, no invented quotation"),
)
"""Each line: name, the points it can give, what it measures."""
FEW = 3
"""A last speech that carries more rows than these has not chosen."""
LEAST_SHARE, MOST_SHARE = 0.25, 0.75
"""Of what both sides have left, from which share the line for argument gives something, and from which all."""
SLACK = 0.15
"""A speech that leaves no more than this of its time unused has used it."""


@dataclass(frozen=True, slots=True)
class Points:
    """A side's speaker points (27 to 29.5 in tenths) and what each line of the rubric gave."""

    stance: Stance
    total: float
    lines: tuple[tuple[str, float, float], ...]
    """Name, given, possible."""


def speaker_points(held: Round, stance: Stance, offense: tuple[float, float]) -> Points:
    """The points of one side; ``offense`` is what each side has left at the end, the affirmative first."""
    own = [one for one in held.points if one.stance == stance and counts(one)]
    shares = {
        "clash": _clash(held, stance),
        "argument": _argument(stance, offense),
        "evidence": _share(own, [one for one in own if one.evidence]),
        "warrants": _share(own, [one for one in own if one.warrant]),
        "choice": _choice(held, stance),
        "speaking": _speaking(held, stance),
        "discipline": float(not _lapses(held, stance)),
    }
    spoke = any(one.stance == stance for one in held.points)
    lines = tuple((name, round(shares[name] * most, 2) if spoke else 0.0, most) for name, most, _ in LINES)
    return Points(stance, round(LEAST + sum(given for _, given, _ in lines), 1), lines)


def _share(whole: list[Point], part: list[Point]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _argument(stance: Stance, offense: tuple[float, float]) -> float:
    whole = sum(offense)
    share = offense[STANCES.index(stance)] / whole if whole else 0.0
    return min(1.0, max(0.0, (share - LEAST_SHARE) / (MOST_SHARE - LEAST_SHARE)))


def _clash(held: Round, stance: Stance) -> float:
    theirs = [one for one in held.points if one.stance == other(stance) and counts(one)]
    due = [one for one in theirs if status(held, one) in ("answered", "conceded", "dropped")]
    met = 0
    for one in due:
        owed = {slot.id for slot in reply_slots(held, one)}
        met += any(meets(each) and each.slot in owed for each in answers_to(held, one))
    return met / len(due) if due else 1.0


def _choice(held: Round, stance: Stance) -> float:
    """A third each for going for few rows, for carrying these with a reason, for weighing."""
    final = last_speech(held, stance)
    there = [one for one in held.points if one.slot == final and one.stance == stance]
    own = {row.id for row in rows(held, stance)}
    carried = {one.row for one in there if one.row in own and one.role in ("extension", "weighing")}
    if not carried:
        return 0.0
    reasoned = {one.row for one in there if one.row in carried and (one.warrant or one.role == "weighing")}
    few = min(1.0, FEW / len(carried))
    return (few + len(reasoned) / len(carried) + any(one.role == "weighing" for one in there)) / 3


def _speaking(held: Round, stance: Stance) -> float:
    """Half for the time used, half for saying nothing twice."""
    speeches = [one for one in held.speeches if one.stance == stance and held.format.slot(one.slot).speech]
    budget = sum(held.format.slot(one.slot).words for one in speeches)
    if not budget:
        return 0.0
    used = min(1.0, sum(one.words for one in speeches) / ((1 - SLACK) * budget))
    said = Counter(sentence for speech in speeches for sentence in _sentences(speech))
    again = sum(count - 1 for count in said.values()) / max(1, sum(said.values()))
    return (used + max(0.0, 1 - 5 * again)) / 2


def _sentences(speech: Speech) -> list[str]:
    """The sentences of a speech in its own words, folded, those of under five words left out."""
    words = " ".join(f"{block.text} {block.after}" for block in speech.blocks)
    pieces = (re.sub(r"\W+", " ", piece).strip().lower() for piece in re.split(r"(?<=[.!?;:])\s+", words))
    return [piece for piece in pieces if piece.count(" ") >= 4]


def _lapses(held: Round, stance: Stance) -> bool:
    late = any(one.late or one.misquotes for one in held.points if one.stance == stance)
    over = any(note.kind == "overrun" for speech in held.speeches if speech.stance == stance for note in speech.notes)
    return late or over
