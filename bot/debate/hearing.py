"""Hears a person's speech: stretch by stretch, each in the light of what was named and argued before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.debate import phrases
from bot.debate.acts import PROCEDURE
from bot.debate.cues import HEADS, PARTS, SIGNPOSTS
from bot.debate.cues import folded as cue_text
from bot.debate.laying import MY_GROUND, Layer
from bot.debate.model import Block, Note, Point, Round, Slot, Speech
from bot.debate.placing import ABOUT, DEVELOPED, SAME, Ground, Placer, Read
from bot.debate.splitting import Unit, split
from bot.debate.unknown import Researcher
from bot.debate.warrants import reasoned
from bot.model import Source

MOST_UNITS = 150
"""Units that are read of one speech; what comes after is more than any flow holds."""
_CITES = re.compile(r"[(“\"…]|\S+(?: \S+){0,6} (?:19|20)\d\d, ¶")
"""What opens with a quotation, a bracket or a cite is the evidence of what was said before it."""
_CARRIES = re.compile(rf"{_CITES.pattern}|(?:And|But|Also)\b")
"""So does a paragraph that opens with a conjunction go on with it."""
_DOES = ("extension", "concession", "weighing", "insult", "switch")
HEADING = 5
"""What is counted and no longer than so many words only names what comes."""


@dataclass(slots=True)
class _Heard:
    """What was heard of a speech so far.

    ``last`` is the point that was named last, ``heading`` what announces the next argument, ``counted`` whether the
    arguments are counted, ``before_case`` whether the text of a plan or a definition is being read.
    """

    ground: Ground
    signposted: int
    points: list[Point] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    last: Point | None = None
    heading: str = ""
    counted: bool = False
    before_case: bool = False

    def off(self, unit: Unit) -> None:
        """Keeps a unit off the flow."""
        self.blocks.append(Block("typed", unit.text))

    def join(self, unit: Unit, point: Point) -> None:
        """Takes a unit as more of the last point."""
        self.points[-1] = point
        self.blocks.append(Block("typed", unit.text, point=f"#{len(self.points) - 1}"))

    def lay(self, unit: Unit, made: Sequence[Point], note: Note | None) -> None:
        """Puts what a unit makes on the flow."""
        self.heading = ""
        self.notes += [note] if note is not None else []
        self.blocks.append(Block("typed", unit.text, point=f"#{len(self.points)}" if made else ""))
        self.points += made
        if made and made[0].role == "argument":
            # What comes after an argument of one's own is no answer to what was named before it.
            self.last = None


class Hearer:
    """Reads what people type, for one topic."""

    def __init__(self, placer: Placer, researcher: Researcher, sources: Sequence[Source]) -> None:
        self._placer = placer
        self._layer = Layer(placer, researcher, sources)

    def hear(self, held: Round, slot: Slot, typed: str) -> tuple[Speech, tuple[Point, ...]]:
        """The speech as it was typed, and its points; what falls outside the budget is not heard."""
        said, words, overrun = _within(typed, slot.words)
        ground = Ground.of(held, slot)
        units = split(said, lambda sentence: ground.names.opening(sentence) is not None)
        heard = _Heard(ground, _signposted(units, ground) if slot.kind == "last" else 0)
        if overrun:
            over = f"The budget is {slot.words} words; the {overrun} words after that are not on the flow."
            heard.notes.append(Note("overrun", over, str(slot.words)))
        if not units:
            heard.notes.append(Note("empty", "Nothing was said, so nothing is on the flow."))
        for unit in islice(units, MOST_UNITS):
            read = self._placer.read(replace(unit, gap=unit.gap and not _CARRIES.match(unit.text)), ground, heard.last)
            if not self._announces(read, heard):
                self._take(read, heard)
        speech = Speech(
            slot.id, slot.stance, "user", tuple(heard.blocks), typed=typed, heard=words, notes=tuple(heard.notes)
        )
        return speech, tuple(heard.points)

    def _announces(self, read: Read, heard: _Heard) -> bool:
        """Whether a unit only looks ahead: at the whole of a last speech, at a plan, at the next point by its name."""
        unit = read.unit
        if unit.start < heard.signposted and not self._plainly(read, heard.ground):
            heard.off(unit)
            return True
        heard.last = read.first or heard.last
        counted = phrases.without_ordinal(unit.text) != unit.text
        goes_on = heard.before_case and not (unit.gap or counted or read.first) and unit.cue == "argument"
        heard.before_case = goes_on or bool(HEADS.match(cue_text(unit.text)))
        if read.recalls is not None:
            heard.last = heard.ground.held.point(read.recalls.row)
        if heard.before_case:
            heard.off(unit)
            return True
        if _is_signpost(read):
            heard.heading = "" if read.first else phrases.without_ordinal(unit.text).rstrip(".:")
            heard.off(unit)
            return True
        return False

    def _take(self, read: Read, heard: _Heard) -> None:
        """Joins a unit to the point before it, or lays what it makes."""
        unit, ground = read.unit, heard.ground
        own = bool(heard.heading or MY_GROUND.search(unit.text))
        if ground.slot.new_arguments and own and read.first is None:
            heard.last = None
        before = heard.points[-1] if heard.points and not heard.heading else None
        if before is not None and not read.plain and _CITES.match(unit.text) and unit.cue not in _DOES:
            misquoted = self._layer.misquoted(unit, ground)
            joined = _together(before, (), unit, self._layer.evidence(unit, misquoted))
            heard.join(unit, replace(joined, misquotes=(*joined.misquotes, *misquoted)))
            heard.notes += [Note("misquote", f"“{words}” is not in the source.", words) for words in misquoted[:1]]
            return
        if before is not None and self._says_more(read, ground, before):
            heard.join(unit, _together(before, (), unit, self._layer.evidence(unit, ())))
            return
        made, note = self._layer.laid(read, ground, heard.last, heard.heading)
        heard.counted |= bool(heard.heading) or phrases.without_ordinal(unit.text) != unit.text
        if before is not None and _goes_with(made, note, before, read, heard.counted):
            heard.join(unit, _together(before, made, unit))
        else:
            heard.lay(unit, made, note)

    def named(self, held: Round, slot: Slot, text: str) -> bool:
        """Whether a stretch of a speech opens with the name of something on the flow."""
        return Ground.of(held, slot).names.opening(cue_text(text)) is not None

    def point(self, held: Round, slot: Slot, text: str) -> Point:
        """The point that a stretch of a speech makes by itself: at the least an argument of its own."""
        ground, units = Ground.of(held, slot), split(text)
        if units:
            read = self._placer.read(replace(units[0], text=text), ground)
            made, _ = self._layer.laid(read, ground, read.first, "")
            if made:
                return made[0]
        own = Unit(text, 0, len(text), "argument", None, "", (), denies=False, turns=False)
        return self._layer.argument(self._placer.read(own, ground), ground, phrases.quoted_label(text), ())

    def _plainly(self, read: Read, ground: Ground) -> bool:
        """Whether what comes before the first signpost of a last speech is more than a look at the whole."""
        if read.plain or read.act.term or read.unit.quotes or read.unit.cue in _DOES:
            return True
        near, _ = self._placer.near(read, ground, ABOUT)
        return near is not None or self._placer.aimed(read.unit.text, ground)[1] >= SAME

    def _says_more(self, read: Read, ground: Ground, before: Point) -> bool:
        """Whether a unit is a part of the position before it, or goes on with an own argument in the same breath."""
        unit = read.unit
        if before.role != "argument" or before.late or read.first is not None or unit.quotes:
            return False
        if PARTS.match(cue_text(unit.text)):
            return True
        if unit.gap or read.plain or unit.cue != "argument" or unit.denies or unit.turns or read.act.attacks:
            return False
        goes_on = (
            read.words < DEVELOPED
            and not (read.act.stands and read.act.term)
            and not SIGNPOSTS.search(cue_text(unit.text))
        )
        return goes_on and self._placer.aimed(unit.text, ground)[1] < SAME


def _goes_with(made: Sequence[Point], note: Note | None, before: Point, read: Read, counted: bool) -> bool:
    """Whether a unit only says more of the point before it: nothing sets it off, and it would say the same of the flow.

    In a speech that counts its arguments (``counted``) what is not counted goes with the last one.
    """
    if note is not None and note.kind == "off topic":
        return True
    if (
        len(made) != 1
        or note is not None
        or read.plain
        or (made[0].attack and made[0].attack != before.attack)
        or (before.role != "weighing" and SIGNPOSTS.search(cue_text(read.unit.text)))
    ):
        return False
    one, apart = made[0], read.unit.gap
    if one.role == before.role == "argument":
        return one.node in ("", before.node) and not read.act.stands and (counted or not apart)
    if apart:
        return False
    if before.role == "weighing":
        return one.role in ("weighing", "extension") and one.row == before.row
    same = one.role == before.role and one.answers == before.answers and one.extends == before.extends
    return same and one.role in ("answer", "extension")


def _together(before: Point, made: Sequence[Point], unit: Unit, evidence: bool = False) -> Point:
    """A point with more words to it, and what they add."""
    one = made[0] if made else replace(before, warrant=True, evidence=evidence)
    words = f"{before.text} {unit.text}"
    longer = reasoned(words, before.role, bool(before.node))
    return replace(
        before, text=words, warrant=before.warrant or one.warrant or longer,
        turn=before.turn or one.turn,
        evidence=before.evidence or one.evidence, node=before.node or one.node, attack=before.attack or one.attack,
    )  # fmt: skip


def _signposted(units: Sequence[Unit], ground: Ground) -> int:
    """Where in what was typed the first unit begins that opens with a signpost; 0 where none does."""
    return next((unit.start for unit in units if ground.names.opening(cue_text(unit.text)) is not None), 0)


def _is_signpost(read: Read) -> bool:
    """Whether a unit only names what comes next: "Second, leverage.", "On root causes.", "Their record."."""
    bare = phrases.without_ordinal(read.unit.text)
    if read.first is not None:
        doing = read.verb or read.unit.cue in ("concession", "extension", "weighing")
        return not doing and read.act.kind == PROCEDURE and len(bare.split()) <= len(read.first.label.split()) + 3
    short = bare != read.unit.text and len(bare.split()) <= HEADING and not read.unit.quotes
    return read.unit.cue == "argument" and short and not read.act.term


def _within(typed: str, budget: int) -> tuple[str, int, int]:
    """The text within the budget, how many words that is, and how many lie beyond."""
    words = list(re.finditer(r"\S*\w\S*", typed))
    if len(words) <= budget:
        return typed, len(words), 0
    return typed[: words[budget - 1].end()], budget, len(words) - budget
