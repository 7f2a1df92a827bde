"""Speaker points by a stated rubric: from 26 to 30, the same lines for both sides, each shown with what it gave."""

from __future__ import annotations

from dataclasses import dataclass

from bot.debate.flow import answers_to, counts, extended_in, rows, status
from bot.debate.model import Point, Round, Stance, other

LEAST = 26.0
LINES = (
    ("clash", 1.2, "share of the other side's points that were answered or openly conceded"),
    ("evidence", 1.0, "share of the own points that rest on the source"),
    ("warrants", 0.8, "share of the own points that give a reason"),
    ("extension", 0.6, "share of the own arguments carried past the speech that made them"),
    ("discipline", 0.4, "all within the budgets, nothing new in a rebuttal, no invented quotation"),
)
"""Each line: name, the points it can give, what it measures."""


@dataclass(frozen=True, slots=True)
class Points:
    """A side's speaker points (26 to 30 in tenths) and what each line of the rubric gave."""

    stance: Stance
    total: float
    lines: tuple[tuple[str, float, float], ...]
    """Name, given, possible."""


def speaker_points(held: Round, stance: Stance) -> Points:
    """The points of one side."""
    own = [one for one in held.points if one.stance == stance and counts(one)]
    shares = {
        "clash": _clash(held, stance),
        "evidence": _share(own, [one for one in own if one.evidence]),
        "warrants": _share(own, [one for one in own if one.warrant]),
        "extension": _extension(held, stance),
        "discipline": float(not _lapses(held, stance)),
    }
    lines = tuple((name, round(shares[name] * most, 2), most) for name, most, _ in LINES)
    spoke = any(one.stance == stance for one in held.points)
    total = LEAST + (sum(given for _, given, _ in lines) if spoke else 0.0)
    return Points(stance, round(total, 1), lines)


def _share(whole: list[Point], part: list[Point]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _clash(held: Round, stance: Stance) -> float:
    theirs = [one for one in held.points if one.stance == other(stance) and counts(one)]
    due = [one for one in theirs if status(held, one) in ("answered", "conceded", "dropped")]
    met = [one for one in due if answers_to(held, one)]
    return len(met) / len(due) if due else 1.0


def _extension(held: Round, stance: Stance) -> float:
    own = rows(held, stance)
    return _share(own, [row for row in own if extended_in(held, row)])


def _lapses(held: Round, stance: Stance) -> bool:
    late = any(one.late or one.misquotes for one in held.points if one.stance == stance)
    over = any(note.kind == "overrun" for speech in held.speeches if speech.stance == stance for note in speech.notes)
    return late or over
