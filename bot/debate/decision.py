"""A decision as a judge speaks it: what the round came down to, in the debaters' own words, and what could turn it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.debate.flow import Status
from bot.debate.model import Point, Round, Stance, other
from bot.debate.phrases import without_ordinal

FEWEST, LONGEST = 5, 24
"""A quotation is the first sentence of so many words at least, and no more than so many of it."""
WEAK = 0.35
"""Under this strength an attack takes little by the end."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that decided: a reason to vote, its weight, what hurt it most, how that was met and weighed."""

    point: Point
    weight: float
    attack: Point | None
    reply: Point | None
    weighed: Point | None
    status: Status
    kept: float


def reason(held: Round, winner: Stance, presumption: bool, issues: Sequence[Issue]) -> str:
    """The reason for decision, one paragraph of at most three issues."""
    name, loser = winner.capitalize(), other(winner)
    won = next((one for one in issues if one.point.stance == winner), None)
    lost = [one for one in issues if one.point.stance == loser]
    if presumption or won is None:
        even = "neither side carries more than the other to the end"
        ground = even if issues else "no argument was carried to the end"
        return f"{name} wins on presumption: {ground}, and then nothing is to be changed."
    said = [f"{name} wins on {_named(won.point)}. {_fate(held, won)}"]
    if not lost:
        said.append(f"The {loser} has nothing left to set against it.")
    for at, one in enumerate(lost):
        lead = f"Against it the {loser} has" if at == 0 else "There is also"
        said.append(f"{lead} {_named(one.point)}. {_fate(held, one)}")
    if lost:
        said.append(_compared(held, won, lost[0]))
    return " ".join(said)


def turned(held: Round, change: tuple[str, Point]) -> str:
    """What would have turned the decision, to the side that lost."""
    kind, point = change
    if kind == "answer":
        return f"An answer to {_named(point)} with a reason and a card, in its time, would have turned this."
    if kind == "defend":
        return f"Meeting {_named(point)}, which was left standing on your own row, would have turned this."
    if kind == "extend":
        return f"Carrying {_named(point)} into the last speech with its reason would have turned this."
    return f"Saying in the last speech why {_named(point)} counts for more would have turned this."


def _named(point: Point) -> str:
    return f"{point.label} [{point.id}]"


def _fate(held: Round, issue: Issue) -> str:
    """What was said for a reason to vote, what against it, and what is left, quoting who said it."""
    side = issue.point.stance
    first = f"The {side} {_in_words(held, 'said', issue.point)}"
    if issue.attack is None:
        ends = {
            "conceded": "and the other side granted it",
            "dropped": "and the other side never answered, though it had every chance",
        }
        return f"{first} {ends.get(issue.status, 'and nothing was said against it')}."
    against = f"{first}; the {other(side)} {_in_words(held, 'answered', issue.attack)} [{issue.attack.id}]"
    if issue.reply is None:
        left = "which was left standing" if issue.kept >= WEAK else "which takes little from it"
        return f"{against}, {left}."
    left = "and that answer still takes something" if issue.kept >= WEAK else "which settles it"
    return f"{against}, {_in_words(held, 'met with', issue.reply)} [{issue.reply.id}], {left}."


def _compared(held: Round, won: Issue, lost: Issue) -> str:
    """Why the one counts for more than the other."""
    if won.weighed is not None:
        return f"{_in_words(held, 'The comparison decides it', won.weighed)} [{won.weighed.id}]."
    if won.weight >= lost.weight:
        if lost.weighed is not None:
            return f"Even weighed as the {lost.point.stance} weighs it, that is less than is left of the first."
        return "Nobody told me how to weigh the two, and more is left of the first."
    return f"That is the largest single argument, but with its other arguments the {won.point.stance} carries more."


def _in_words(held: Round, verb: str, point: Point) -> str:
    """What was said, after a verb: a person's words between quotation marks, Lectern's without.

    What Lectern argues may be worded like the brief, and quotation marks would make it the author's words.
    """
    if held.player(point.stance) == "user":
        return f"{verb} “{first_words(point)}”"
    return f"{verb}: {first_words(point)}"


def first_words(point: Point) -> str:
    """The first words of a point that say something."""
    text = (without_ordinal(point.text) or point.label).translate(str.maketrans("“”", "‘’"))
    pieces = re.split(r"(?<=[.!?])\s", text)
    first = next((piece for piece in pieces if len(piece.split()) >= FEWEST), pieces[0])
    words = first.split()
    cut = " ".join(words[:LONGEST]).rstrip(".,;:")
    return f"{cut}{'…' if len(words) > LONGEST else ''}"
