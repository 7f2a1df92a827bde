"""The coach: a case built, blocks against the other side, a drill in cross-examination, a speech rated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.debate.advising import Reply
from bot.debate.bank import Node
from bot.debate.card import Card
from bot.debate.debating import Debating
from bot.debate.flow import must_answer, status
from bot.debate.model import Exchange, Format, Note, Point, Round, Slot, Stance
from bot.debate.questions import admits
from bot.errors import RoundError


@dataclass(frozen=True, slots=True)
class Drilled:
    """One question of a drill, answered: what a good answer keeps, where to look, and whether something was granted."""

    exchange: Exchange
    model: str
    card: Card | None
    granted: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a rating: what was looked at, whether it is there, and what to do about it."""

    name: str
    good: bool
    words: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A speech rated: the points that it would put on the flow, each with its checks, and the speech as a whole."""

    points: tuple[tuple[Point, tuple[Check, ...]], ...]
    whole: tuple[Check, ...]
    notes: tuple[Note, ...]
    words: int


class Coach:
    """Coaches either side of one topic, outside any round."""

    def __init__(self, debating: Debating) -> None:
        self._debating = debating

    def case(self, side: str, most: int = 0) -> list[tuple[Node, list[Card]]]:
        """The arguments of a side with their cards, the bank's first ones first; all of them for 0."""
        return self._debating.adviser.case(side, most)

    def blocks(self, side: str) -> list[tuple[Node, list[Reply]]]:
        """For each argument of the other side, what this side answers."""
        return self._debating.adviser.blocks(side)

    def question(self, side: str, number: int) -> tuple[Node, str]:
        """The ``number``-th question, from 0, that a side must expect about its own arguments; it goes round.

        Raises:
            RoundError: the topic has no questions for that side.
        """
        there = [(node, one.ask) for node in self._debating.bank.arguments(side) for one in node.cx]
        if not there:
            raise RoundError("This topic's argument bank has no questions for that side.")
        # One question an argument first, so that a short drill covers the whole case.
        seen: dict[str, int] = {}
        ranked = []
        for node, ask in there:
            seen[node.id] = seen.get(node.id, -1) + 1
            ranked.append((seen[node.id], node, ask))
        ordered = sorted(ranked, key=lambda one: one[0])
        _, node, ask = ordered[number % len(ordered)]
        return node, ask

    def answer(self, side: str, number: int, typed: str) -> Drilled:
        """What a person's answer to the ``number``-th question granted, and how the bank would have answered.

        Raises:
            RoundError: as :meth:`question`.
        """
        node, ask = self.question(side, number)
        asked = next(one for one in node.cx if one.ask == ask)
        said = Exchange("affirmative", ask, " ".join(typed.split()) or "(no answer)", wants=asked.wants)
        cutter = self._debating.cutter
        card = cutter.of_sentence(asked.sentence, side)
        return Drilled(said, asked.reply, card, admits(said))

    def rate(self, typed: str, side: str, form: Format, held: Round | None = None) -> Rating:
        """A speech rated as the flow sees it: by itself, or as the next speech of a round.

        Raises:
            RoundError: the round given is over or waits for something else than a speech.
        """
        stance = self._stance(side)
        if held is None:
            slot = next(one for one in form.slots if one.stance == stance and one.new_arguments)
            held = self._debating.staged(form, stance)
        else:
            upcoming = held.next_slot
            if upcoming is None or not upcoming.speech:
                raise RoundError("This round waits for no speech.")
            slot = upcoming
        speech, points = self._debating.hearer.hear(held, slot, typed)
        checked = tuple((point, _checks(point)) for point in points)
        return Rating(checked, _whole(held, slot, points, speech.notes, speech.words), speech.notes, speech.words)

    def _stance(self, side: str) -> Stance:
        known = self._debating.topic.side(side)
        if known is None:
            raise RoundError(f"The topic has no side {side!r}.")
        return "affirmative" if known.stance == "affirmative" else "negative"


def _checks(point: Point) -> tuple[Check, ...]:
    """Card present, warrant present, on the flow in its time."""
    found = [
        Check(
            "evidence", point.evidence,
            "borne out by the source" if point.evidence else "nothing in the source bears this out as worded; quote it",
        ),
        Check(
            "warrant", point.warrant, "gives a reason" if point.warrant else "say why: because, therefore, so that",
        ),
    ]  # fmt: skip
    if point.role == "argument":
        found.append(Check("in time", not point.late, "may be made here" if not point.late else "new in a rebuttal"))
    if point.misquotes:
        found.append(Check("quotation", False, f"“{point.misquotes[0]}” is not in the source"))
    return tuple(found)


def _whole(
    held: Round, slot: Slot, points: tuple[Point, ...], notes: tuple[Note, ...], words: int
) -> tuple[Check, ...]:
    named = tuple(replace(one, id=f"{slot.id}.{at}") for at, one in enumerate(points, 1))
    after = replace(held, points=(*held.points, *named))
    due = must_answer(held, slot.stance)
    left = [one for one in due if status(after, one) == "open"]
    met = f"{len(due) - len(left)} of {len(due)}" if due else "nothing was due"
    missing = f"; still open: {', '.join(one.label for one in left)}" if left else ""
    over = any(note.kind == "overrun" for note in notes)
    return (
        Check("on the flow", bool(points), f"{len(points)} points"),
        Check("answers", not left, f"{met}{missing}"),
        Check(
            "weighing", any(one.role == "weighing" for one in points) or slot.kind != "last", "needed in a last speech"
        ),
        Check("budget", not over, f"{words} of {slot.words} words" + (", and more that is not heard" if over else "")),
    )
