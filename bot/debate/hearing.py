"""Lays a person's speech on the flow: what it argues, answers, extends and grants, and what is no argument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.answering.support import folded, stands_in
from bot.debate import phrases
from bot.debate.bank import Bank
from bot.debate.flow import must_answer, rows
from bot.debate.matching import Matcher
from bot.debate.model import Block, Note, Point, Round, Slot, Speech, Stance, other
from bot.debate.splitting import Unit, split
from bot.debate.unknown import Researcher
from bot.model import Source

SAME = 0.5
"""A unit makes a known point from this probability on."""
ABOUT = 0.5
"""A unit speaks of a point of the other side from this score on; less where its words say that it answers."""
ABOUT_CUED = 0.25
ON_TOPIC = 0.2
"""Under this, by the gate and by the bank alike, a unit is off the topic."""
COPIED = 12
"""So many words in a row from the other side's speeches make a copy."""
MOST_UNITS = 40
"""Units that are read of one speech; what comes after is more than any flow holds."""
_REASON = re.compile(
    r"\b(?:because|since|so that|therefore|thus|hence|which means|as a result|due to|that is why)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Context:
    held: Round
    slot: Slot
    theirs: tuple[Point, ...]
    mine: tuple[Point, ...]
    side: str

    @property
    def stance(self) -> Stance:
        return self.slot.stance


class Hearer:
    """Reads what people type, for one topic."""

    def __init__(self, bank: Bank, matcher: Matcher, researcher: Researcher, sources: Sequence[Source]) -> None:
        self._bank = bank
        self._matcher = matcher
        self._researcher = researcher
        self._texts = [source.text for source in sources]

    def hear(self, held: Round, slot: Slot, typed: str) -> tuple[Speech, tuple[Point, ...]]:
        """The speech as it was typed, and its points; what falls outside the budget is not heard."""
        heard, words, overrun = _within(typed, slot.words)
        notes: list[Note] = []
        if overrun:
            notes.append(
                Note(
                    "overrun",
                    f"The budget is {slot.words} words; {overrun} words after that are not on the flow.",
                    str(slot.words),
                )
            )
        units = split(heard)
        if not units:
            notes.append(Note("empty", "Nothing was said, so nothing is on the flow."))
        context = _Context(
            held, slot, tuple(_open_first(held, slot.stance)), tuple(rows(held, slot.stance)), held.side(slot.stance)
        )
        points: list[Point] = []
        blocks: list[Block] = []
        for unit in units[:MOST_UNITS]:
            point, note = self._read(unit, context, points)
            if note is not None:
                notes.append(note)
            blocks.append(Block("typed", unit.text, point=f"#{len(points)}" if point else ""))
            if point is not None:
                points.append(point)
        return Speech(slot.id, slot.stance, "user", tuple(blocks), typed=typed, heard=words, notes=tuple(notes)), tuple(
            points
        )

    def _read(self, unit: Unit, context: _Context, so_far: Sequence[Point]) -> tuple[Point | None, Note | None]:
        label = phrases.quoted_label(unit.text)
        if unit.cue == "insult":
            return None, Note("insult", f"{label} is no argument and is not on the flow.", label)
        if unit.cue == "switch":
            return None, Note("switch", f"{label}: sides are kept for the whole round.", label)
        if unit.cue in ("roadmap", "empty_talk"):
            return None, None
        if self._copied(unit.text, context):
            target = self._nearest(unit, context.theirs)
            point = self._point(unit, context, "concession", target) if target else None
            return point, Note(
                "copied", f"{label} repeats the other side's own words: agreement, not an answer.", label
            )
        misquoted = tuple(words for words in unit.quotes if not stands_in(words, self._texts))
        point = self._place(unit, context, misquoted)
        if misquoted:
            return point, Note("misquote", f"“{misquoted[0]}” is not in the source.", misquoted[0])
        if point is None:
            return None, Note("off topic", f"{label} speaks of nothing that the sources treat.", label)
        if point.late:
            return point, Note("late", f"{label} is a new argument; this speech may make none.", label)
        return point, None

    def _place(self, unit: Unit, context: _Context, misquoted: tuple[str, ...]) -> Point | None:
        """The point that a unit makes; None where it is about nothing here."""
        target = self._target(unit, context)
        if unit.cue == "concession":
            return self._point(unit, context, "concession", target) if target else None
        own = self._own(unit, context)
        if unit.cue == "weighing" and (own or target):
            row = own or target
            assert row is not None
            return replace(self._point(unit, context, "weighing", None), row=row.row)
        if own is not None and (unit.cue == "extension" or target is None):
            return replace(self._point(unit, context, "extension", None), row=own.row, extends=own.id, node=own.node)
        if target is not None:
            return replace(self._point(unit, context, "answer", target), misquotes=misquoted)
        if not misquoted and unit.cue != "extension" and not self._on_topic(unit.text):
            return None
        made = replace(self._point(unit, context, "argument", None), misquotes=misquoted)
        return made if context.slot.new_arguments else replace(made, late=True)

    def _target(self, unit: Unit, context: _Context) -> Point | None:
        """The point of the other side that a unit answers, by number, by name, or by what it speaks of."""
        theirs = context.theirs
        if not theirs:
            return None
        arguments = rows(context.held, other(context.stance))
        if unit.refers_to is not None and arguments:
            at = unit.refers_to - 1 if unit.refers_to > 0 else unit.refers_to
            if -len(arguments) <= at < len(arguments):
                return self._last_on(arguments[at], theirs)
        words = unit.refers_words or unit.text
        cued = unit.cue in ("answer", "concession", "question") or unit.denies or unit.turns or bool(unit.refers_words)
        if unit.cue == "extension" or not (cued or unit.cue in ("argument", "weighing")):
            return None
        scores = self._matcher.about([words], [f"{one.label}. {one.text}" for one in theirs])[0]
        node = self._known(unit, context.side)
        if node:
            aims = self._bank.by_id[node].to
            scores = scores + np.array([0.5 if one.node in aims else 0.0 for one in theirs])
        best = int(scores.argmax())
        return theirs[best] if scores[best] >= (ABOUT_CUED if cued else ABOUT) else None

    def _last_on(self, row: Point, theirs: Sequence[Point]) -> Point:
        """The other side's open point on a row, the row itself where there is none."""
        return next((one for one in theirs if one.row == row.id), row)

    def _nearest(self, unit: Unit, points: Sequence[Point]) -> Point | None:
        if not points:
            return None
        return points[int(self._matcher.same([unit.text], [one.text for one in points])[0].argmax())]

    def _own(self, unit: Unit, context: _Context) -> Point | None:
        """The own row that a unit takes up again."""
        if not context.mine:
            return None
        words = unit.refers_words if unit.cue == "extension" and unit.refers_words else unit.text
        if unit.cue == "extension" and unit.refers_to is not None:
            at = unit.refers_to - 1 if unit.refers_to > 0 else unit.refers_to
            if -len(context.mine) <= at < len(context.mine):
                return context.mine[at]
        texts = [f"{one.label}. {one.text}" for one in context.mine]
        score = self._matcher.about if unit.cue in ("extension", "weighing") else self._matcher.same
        scores = score([words], texts)[0]
        best = int(scores.argmax())
        return context.mine[best] if scores[best] >= (ABOUT_CUED if unit.cue == "extension" else SAME) else None

    def _known(self, unit: Unit, side: str) -> str:
        """The entry of the bank that a unit makes, by id; "" where it is the person's own."""
        nodes = self._bank.of(side)
        if not nodes:
            return ""
        scores = self._matcher.same([unit.text], [f"{node.claim} {node.warrant}" for node in nodes])[0]
        best = int(scores.argmax())
        return nodes[best].id if scores[best] >= SAME else ""

    def _point(self, unit: Unit, context: _Context, role: str, target: Point | None) -> Point:
        node = self._known(unit, context.side) if role in ("argument", "answer") else ""
        known = self._bank.by_id.get(node)
        borne_out = bool(unit.quotes) and all(stands_in(words, self._texts) for words in unit.quotes)
        if role in ("argument", "answer") and not borne_out:
            borne_out = self._researcher.supports(unit.text) is not None
        return Point(
            id="", slot=context.slot.id, stance=context.stance, role=role,  # type: ignore[arg-type]
            label=known.label if known else phrases.quoted_label(unit.text), text=unit.text,
            row=target.row if target else "", answers=target.id if target else "", node=node,
            turn="link" if unit.turns else None, evidence=borne_out, warrant=bool(_REASON.search(unit.text)),
        )  # fmt: skip

    def _on_topic(self, text: str) -> bool:
        if self._researcher.relevance(text) >= ON_TOPIC:
            return True
        nodes = self._bank.nodes
        return bool(nodes) and float(self._matcher.about([text], [node.claim for node in nodes]).max()) >= ABOUT

    def _copied(self, text: str, context: _Context) -> bool:
        mine = folded(text).split()
        if len(mine) < COPIED:
            return False
        said = " ".join(
            folded(block.spoken) for speech in context.held.speeches if speech.by == "bot" for block in speech.blocks
        )
        runs = [" ".join(mine[at : at + COPIED]) for at in range(0, len(mine) - COPIED + 1, 4)]
        return any(run in said for run in runs)


def _open_first(held: Round, stance: Stance) -> list[Point]:
    """The other side's points that may be answered: those still open first, then its rows."""
    due = must_answer(held, stance)
    return [*due, *(row for row in rows(held, other(stance)) if row not in due)]


def _within(typed: str, budget: int) -> tuple[str, int, int]:
    """The text within the budget, how many words that is, and how many lie beyond."""
    words = list(re.finditer(r"\S*\w\S*", typed))
    if len(words) <= budget:
        return typed, len(words), 0
    return typed[: words[budget - 1].end()], budget, len(words) - budget
