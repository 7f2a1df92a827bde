"""Lays a person's speech on the flow: what it argues, answers, extends and grants, and what is no argument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.answer.support import folded, stands_in
from bot.debate import phrases
from bot.debate.bank import Node
from bot.debate.model import Block, Note, Point, Role, Round, Slot, Speech
from bot.debate.placing import Ground, Placer
from bot.debate.splitting import Unit, split
from bot.debate.unknown import Researcher
from bot.model import Source
from bot.sources.sentences import sentence_spans

ON_TOPIC, TREATED = 0.2, 0.06
"""Under the first by the sources, and under the second by what either side can argue, a unit is off the topic."""
COPIED = 12
"""So many words in a row from the other side's speeches make a copy."""
MOST_UNITS = 40
"""Units that are read of one speech; what comes after is more than any flow holds."""
_ATTRIBUTED = re.compile(
    r"\b(?:the|their|our|my) (?:own )?(?:author|article|source|brief|card|evidence)\b(?: (?:also|itself|even))* "
    r"(?:says?|writes|states?|reports?|notes?|admits?|grants?|argues?|warns?|concedes?)(?: that)?[\s,:]+",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r",? (?:because|since|so that|which means(?: that)?|and therefore|so) ", re.IGNORECASE)
LOOKED_UP = 5
"""Claims of a unit that are looked up in the sources for its evidence."""
_REASON = re.compile(
    r"\b(?:because|since|so|therefore|thus|hence|which means|as a result|due to|that is why|otherwise)\b", re.IGNORECASE
)


class Hearer:
    """Reads what people type, for one topic."""

    def __init__(self, placer: Placer, researcher: Researcher, sources: Sequence[Source]) -> None:
        self._placer = placer
        self._researcher = researcher
        self._texts = [source.text for source in sources]

    def hear(self, held: Round, slot: Slot, typed: str) -> tuple[Speech, tuple[Point, ...]]:
        """The speech as it was typed, and its points; what falls outside the budget is not heard."""
        heard, words, overrun = _within(typed, slot.words)
        notes: list[Note] = []
        if overrun:
            said = f"The budget is {slot.words} words; the {overrun} words after that are not on the flow."
            notes.append(Note("overrun", said, str(slot.words)))
        units = split(heard)
        if not units:
            notes.append(Note("empty", "Nothing was said, so nothing is on the flow."))
        ground = Ground.of(held, slot)
        points: list[Point] = []
        blocks: list[Block] = []
        heading = ""
        for unit in islice(units, MOST_UNITS):
            if _is_heading(unit):
                heading = phrases.without_ordinal(unit.text).rstrip(".:")
                blocks.append(Block("typed", unit.text))
                continue
            point, note = self._read(unit, ground, heading)
            if note is not None and note.kind == "off topic" and points and not heading:
                # What follows an argument and is about nothing else is its reason in other words.
                points[-1] = replace(points[-1], text=f"{points[-1].text} {unit.text}", warrant=True)
                blocks.append(Block("typed", unit.text, point=f"#{len(points) - 1}"))
                continue
            heading = ""
            if note is not None:
                notes.append(note)
            blocks.append(Block("typed", unit.text, point=f"#{len(points)}" if point else ""))
            if point is not None:
                points.append(point)
        speech = Speech(slot.id, slot.stance, "user", tuple(blocks), typed=typed, heard=words, notes=tuple(notes))
        return speech, tuple(points)

    def point(self, held: Round, slot: Slot, text: str) -> Point:
        """The point that a stretch of a speech makes by itself: at the least an argument of its own."""
        ground, units = Ground.of(held, slot), split(text)
        if units:
            unit = replace(units[0], text=text)
            point, _ = self._read(unit, ground, "")
            if point is not None:
                return point
        own = Unit(text, 0, len(text), "argument", None, "", (), denies=False, turns=False)
        return self._argument(own, ground, phrases.quoted_label(text), None, ())

    def _read(self, unit: Unit, ground: Ground, heading: str) -> tuple[Point | None, Note | None]:
        label = phrases.quoted_label(heading or unit.text)
        if unit.cue == "insult":
            return None, Note("insult", f"{label} is no argument and is not on the flow.", label)
        if unit.cue == "switch":
            return None, Note("switch", f"{label}: sides are kept for the whole round.", label)
        if unit.cue in ("roadmap", "empty_talk") or (unit.cue == "weighing" and not ground.mine):
            return None, None
        if _copied(unit.text, ground.held):
            target = self._placer.nearest(unit.text, ground.theirs)
            point = _point(unit, ground, "concession", label, target=target) if target else None
            return point, Note("copied", f"{label} repeats the other side's own words: agreement, no answer.", label)
        misquoted = tuple(words for words in unit.quotes if not stands_in(words, self._texts))
        point = self._place(unit, ground, label, misquoted)
        if point is None:
            return None, Note("off topic", f"{label} speaks of nothing that the sources treat.", label)
        if misquoted:
            return point, Note("misquote", f"“{misquoted[0]}” is not in the source.", misquoted[0])
        if point.late:
            return point, Note("late", f"{label} is a new argument; this speech may make none.", label)
        return point, None

    def _place(self, unit: Unit, ground: Ground, label: str, misquoted: tuple[str, ...]) -> Point | None:
        """The point that a unit makes; None where it is about nothing here."""
        if unit.cue == "concession":
            target = self._placer.target(unit, ground)
            return _point(unit, ground, "concession", label, target=target) if target else None
        own = self._placer.own(unit, ground)
        if unit.cue == "weighing" and own is not None:
            return replace(_point(unit, ground, "weighing", label), row=own.row, extends=own.id)
        made = None if misquoted else self._placer.argument(unit.text, ground.side)
        new = made is not None and all(row.node != made.id for row in ground.mine)
        if unit.cue == "argument" and new and ground.slot.new_arguments and not unit.denies:
            return self._argument(unit, ground, label, made, misquoted)
        target = self._placer.target(unit, ground)
        if own is not None and (unit.cue == "extension" or target is None):
            return replace(_point(unit, ground, "extension", label), row=own.row, extends=own.id, node=own.node)
        if target is not None:
            node = None if misquoted else self._placer.answer(unit.text, ground.side, target)
            answer = _point(unit, ground, "answer", node.label if node else label, target=target, node=node)
            return replace(answer, misquotes=misquoted, evidence=self._evidence(unit, misquoted))
        if not misquoted and not self._on_topic(unit.text):
            return None
        return self._argument(unit, ground, label, made, misquoted)

    def _argument(self, unit: Unit, ground: Ground, label: str, node: Node | None, misquoted: tuple[str, ...]) -> Point:
        point = _point(unit, ground, "argument", node.label if node else label, node=node)
        return replace(
            point, misquotes=misquoted, evidence=self._evidence(unit, misquoted), late=not ground.slot.new_arguments
        )

    def _evidence(self, unit: Unit, misquoted: tuple[str, ...]) -> bool:
        """Whether the source bears a unit out: its quotations are exact, or a sentence of it is supported."""
        if misquoted:
            return False
        if unit.quotes:
            return True
        sentences = [unit.text[start:end] for start, end in sentence_spans(unit.text)]
        claims = [claim for one in sentences for claim in _claims(phrases.without_ordinal(one))]
        return any(self._researcher.supports(one) is not None for one in claims[:LOOKED_UP])

    def _on_topic(self, text: str) -> bool:
        return self._placer.relevance(text) >= TREATED or self._researcher.relevance(text) >= ON_TOPIC


def _point(
    unit: Unit, ground: Ground, role: Role, label: str, *, target: Point | None = None, node: Node | None = None
) -> Point:
    return Point(
        id="", slot=ground.slot.id, stance=ground.stance, role=role, label=label, text=unit.text,
        row=target.row if target else "", answers=target.id if target else "", node=node.id if node else "",
        turn="link" if unit.turns else None, warrant=bool(_REASON.search(unit.text)),
    )  # fmt: skip


def _claims(sentence: str) -> list[str]:
    """What may be looked up of a sentence: what it says that the author says, or all of it and its halves."""
    said = _ATTRIBUTED.split(sentence, maxsplit=1)
    if len(said) > 1:
        return [said[1]]
    halves = [half for half in _BECAUSE.split(sentence) if len(half.split()) >= 5]
    return [sentence, *halves] if len(halves) > 1 else [sentence]


def _is_heading(unit: Unit) -> bool:
    """Whether a unit only names what the next one argues: "Second, leverage."."""
    bare = phrases.without_ordinal(unit.text)
    return unit.cue == "argument" and bare != unit.text and len(bare.split()) <= 4 and not unit.quotes


def _copied(text: str, held: Round) -> bool:
    mine = folded(text).split()
    if len(mine) < COPIED:
        return False
    said = " ".join(folded(block.spoken) for one in held.speeches if one.by == "bot" for block in one.blocks)
    runs = (" ".join(mine[at : at + COPIED]) for at in range(0, len(mine) - COPIED + 1, 4))
    return any(run in said for run in runs)


def _within(typed: str, budget: int) -> tuple[str, int, int]:
    """The text within the budget, how many words that is, and how many lie beyond."""
    words = list(re.finditer(r"\S*\w\S*", typed))
    if len(words) <= budget:
        return typed, len(words), 0
    return typed[: words[budget - 1].end()], budget, len(words) - budget
