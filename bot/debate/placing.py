"""Finds the place of a unit on the flow: what it names there decides, then what it says.

A label, a number or a cell names a row whatever the rest of the unit says. What names nothing goes on with the last
signpost of its speech, or is laid by what it says: an argument or an answer that the bank knows, else the nearest row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bot.debate.acts import CLAIM, GRANT, Act, Acts
from bot.debate.bank import Bank, Node
from bot.debate.cues import ORDINAL, PART, folded
from bot.debate.flow import counts, must_answer, rows
from bot.debate.matching import Matcher
from bot.debate.model import Exchange, Point, Round, Slot, Stance, other
from bot.debate.phrases import without_ordinal
from bot.debate.signposts import BARE, SAID, SURE, Mention, Names, Verb, stems
from bot.debate.splitting import Unit, split
from bot.learned.batches import Floats

SAME = 0.2
"""A unit makes a known point from this probability on: unrelated ones stay under .06 on the bundled topic."""
LIKE = 0.5
"""From this one on it may bear the bank's name and evidence; below, the person's own words are its label."""
AIMED = 0.08
"""The same where the known point would answer just what the unit answers."""
ABOUT = 0.5
"""A unit speaks of a point of the other side from this score on; less where its words say that it answers."""
ABOUT_CUED = 0.25
FAR = 0.1
"""In a rebuttal what speaks of no point of the other side from this score on, and is developed, is new."""
DEVELOPED = 22
"""So many words make an argument developed."""
KNOWN_ANSWER = 0.4
"""What it adds that a unit makes an answer which the bank has to that very point."""
_MY_NUMBER = re.compile(rf"\b(?:my|our) (?:very )?(?:{ORDINAL} |{PART} )")


@dataclass(frozen=True)
class Ground:
    """The flow as a speaker finds it: the other side's points, open ones first, and their own rows."""

    held: Round
    slot: Slot
    theirs: tuple[Point, ...]
    their_rows: tuple[Point, ...]
    mine: tuple[Point, ...]

    @classmethod
    def of(cls, held: Round, slot: Slot) -> Ground:
        """The ground of the side that speaks in a slot."""
        against = rows(held, other(slot.stance))
        due = must_answer(held, slot.stance)
        theirs = (*due, *(row for row in against if row not in due))
        return cls(held, slot, theirs, tuple(against), tuple(rows(held, slot.stance)))

    @property
    def stance(self) -> Stance:
        """Who speaks."""
        return self.slot.stance

    @property
    def side(self) -> str:
        """The id of the side that speaks."""
        return self.held.side(self.slot.stance)

    @cached_property
    def due(self) -> frozenset[str]:
        """The points of the other side that nobody has met yet."""
        return frozenset(point.id for point in must_answer(self.held, self.stance))

    @cached_property
    def names(self) -> Names:
        """What can be named: rows first, then what is open, then the rest."""
        points = [point for point in self.held.points if counts(point)]
        points.sort(key=lambda point: (point.role != "argument", point.id not in self.due))
        return Names(points)

    def answers_on(self, row: str) -> list[Point]:
        """What the other side has said on an own row, the open ones where there are any."""
        there = [
            point for point in self.held.points
            if point.row == row and point.stance != self.stance and counts(point) and point.role == "answer"
        ]  # fmt: skip
        return [point for point in there if point.id in self.due] or there


@dataclass(frozen=True, slots=True)
class Read:
    """A unit with what it names: a point of the other side, an own row, how plainly, and what it does."""

    unit: Unit
    act: Act
    theirs: tuple[Point, ...]
    mine: tuple[Point, ...]
    first: Point | None
    """The point that it opens with as a signpost."""
    verb: Verb = ""
    """What it does with what it names, where it says so."""
    plain: bool = False
    """Whether a signpost names it, or says whose it is."""
    after: str = ""
    """What it says behind the signpost."""
    recalls: Point | None = None
    """An own answer that it names together with what that answered: it tells how the flow went."""

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.unit.text.split())


class Placer:
    """Places units by name, by number, and by what they say."""

    def __init__(self, bank: Bank, matcher: Matcher, acts: Acts) -> None:
        self._bank = bank
        self._matcher = matcher
        self._acts = acts
        self._last: tuple[str, str, dict[str, float]] = ("", "", {})

    def read(self, unit: Unit, ground: Ground, last: Point | None = None) -> Read:
        """What a unit names and does; a name that may mean several things means what is ``last`` spoken of."""
        said = folded(unit.text)
        mentions = ground.names.mentions(said)
        unit = _without(unit, said, mentions)
        opening = next((one for one in mentions if one.strength > SAID), None)
        rest = said[opening.end :].strip(" ,.:;–—-") if opening is not None else said
        act = self._acts.of(rest)
        if act.stands and any(point.attack == act.kind for one in mentions for point in one.points):
            # "The counterplan keeps …" speaks of the position of that name and does not make one.
            act = Act(CLAIM)
        takes_up = unit.cue in ("extension", "concession", "weighing") or act.kind == GRANT
        takes_up = takes_up or any(one.verb in ("grant", "extend", "left") for one in mentions if one.strength >= SAID)
        takes_up = takes_up or any(one.verb == "weigh" for one in mentions)
        there = [one for one in mentions if one.strength >= (BARE if takes_up else SAID)]
        theirs = [point for one in there if (point := self._meant(one, ground, last, own=False)) is not None]
        mine = [point for one in there if (point := self._meant(one, ground, last, own=True)) is not None]
        first = self._first(opening, ground) if opening is not None else None
        mine_numbered = bool(_MY_NUMBER.search(said)) or (unit.cue == "extension" and bool(ground.mine))
        numbered = _numbered(unit.refers_to, ground.mine if mine_numbered else ground.their_rows)
        if first is None and numbered is not None:
            first = numbered
            (mine if numbered.stance == ground.stance else theirs).insert(0, numbered)
        verb: Verb = next((one.verb for one in there if one.verb), "")
        plain = first is not None or any(one.whose or one.verb for one in there)
        after = (
            unit.text[opening.end :].lstrip(" ,.:;–—-") if opening is not None and len(said) == len(unit.text) else ""
        )
        return Read(unit, act, _once(theirs), _once(mine), first, verb, plain, after, _recalled(mentions, ground))

    def target(self, read: Read, ground: Ground) -> Point | None:
        """The point of the other side that a unit answers by what it names, or None."""
        if read.theirs:
            return self.on_row(read, ground, read.theirs[0])
        return self.nearest_answer(read, ground, read.mine[0]) if read.mine else None

    def near(self, read: Read, ground: Ground, least: float) -> tuple[Point | None, float]:
        """The point of the other side that a unit speaks of most, where it does so enough, and how much."""
        if not ground.theirs:
            return None, 0.0
        scores = self._speaking_of(read, ground, ground.theirs)
        best = int(scores.argmax())
        return (ground.theirs[best] if scores[best] >= least else None), float(scores[best])

    def elsewhere(self, read: Read, ground: Ground, last: Point) -> Point | None:
        """The point that a unit plainly speaks of though the last signpost named another row, or None."""
        if not ground.theirs:
            return None
        scores = self._speaking_of(read, ground, ground.theirs)
        best = int(scores.argmax())
        there = max((float(scores[at]) for at, point in enumerate(ground.theirs) if point.row == last.row), default=0.0)
        sure = scores[best] >= ABOUT_CUED and there < scores[best] / 2
        return ground.theirs[best] if sure and ground.theirs[best].row != last.row else None

    def own(self, read: Read, ground: Ground, *, cued: bool) -> tuple[Point | None, float]:
        """The own row that a unit takes up again; ``cued``: it says that it does, so the nearest one is meant."""
        if not ground.mine:
            return None, 0.0
        if read.mine:
            return read.mine[0], 1.0
        texts = [f"{one.label}. {one.text}" for one in ground.mine]
        scores = (self._matcher.about if cued else self._matcher.same)([read.unit.text], texts)[0]
        best = int(scores.argmax())
        return (ground.mine[best] if cued or scores[best] >= SAME else None), float(scores[best])

    def argument(self, text: str, side: str) -> tuple[Node | None, float]:
        """The argument of the bank that a text makes, or None, and how likely it makes the likeliest."""
        return self._known(text, [node for node in self._bank.of(side) if node.argument])

    def labelled(self, text: str, side: str) -> Node | None:
        """The argument of the bank whose label opens a text, as its heading or its first sentence; else None."""
        heading = re.split(r"(?<=[.!?:])\s", without_ordinal(text), maxsplit=1)
        said = [stems(part.strip(" .:")) for part in (heading[0], *heading[1:2])]
        return next((node for node in self._bank.of(side) if node.argument and stems(node.label) in said), None)

    def answer(self, text: str, side: str, target: Point) -> Node | None:
        """The answer of the bank that a text makes to a point, or None."""
        aimed = [node for node in self._bank.answers_to(target.node) if node.side == side]
        node, chance = self._known(text, aimed)
        return node if chance >= LIKE else None

    def aimed(self, text: str, ground: Ground) -> tuple[Point | None, float]:
        """The open point that a text meets with an answer which the bank has to it, and how likely it does."""
        made = self._made(text, ground.side)
        found = [
            (made[node.id], point)
            for node in self._bank.of(ground.side) for point in ground.theirs if point.node and point.node in node.to
        ]  # fmt: skip
        chance, point = max(found, key=lambda one: one[0], default=(0.0, None))
        return point, chance

    def nearest_answer(self, read: Read, ground: Ground, row: Point) -> Point | None:
        """What the other side said on an own row that a unit speaks of most; None where they said nothing."""
        there = ground.answers_on(row.row)
        if not there:
            return None
        return there[int(self._speaking_of(read, ground, there).argmax())]

    def exchange(self, text: str, ground: Ground) -> Exchange | None:
        """What the other side said in cross-examination that a text speaks of, or None."""
        there = [
            one for speech in ground.held.speeches for one in speech.exchanges
            if one.asker == ground.stance and one.answer and one.question != one.answer
        ]  # fmt: skip
        if not there:
            return None
        scores = self._matcher.about([text], [f"{one.question} {one.answer}" for one in there])[0]
        said = [_folds(one.answer) in _folds(text) for one in there]
        best = int((scores + np.array(said)).argmax())
        return there[best] if scores[best] >= ABOUT_CUED or said[best] else None

    def nearest(self, text: str, points: Sequence[Point]) -> Point | None:
        """The point that a text says most nearly, or None where there are none."""
        if not points:
            return None
        best: int = self._matcher.same([text], [one.text for one in points])[0].argmax()
        return points[int(best)]

    def relevance(self, text: str) -> float:
        """How far a text speaks of anything that either side can argue, 0 to 1."""
        nodes = self._bank.nodes
        return float(self._matcher.about([text], [_said(node) for node in nodes]).max()) if nodes else 1.0

    def on_row(self, read: Read, ground: Ground, named: Point) -> Point:
        """Of the row that a unit names, the point that it answers: the one named while it is open, else an open one."""
        if named.id in ground.due or named.role == "answer":
            return named
        there = [point for point in ground.theirs if point.row == named.row and point.id in ground.due]
        return there[int(self._speaking_of(read, ground, there).argmax())] if there else named

    def _speaking_of(self, read: Read, ground: Ground, points: Sequence[Point]) -> Floats:
        text = read.unit.refers_words or read.unit.text
        scores = self._matcher.about([text], [f"{one.label}. {one.text}" for one in points])[0]
        made = self._made(read.unit.text, ground.side)
        nodes = [node for node in self._bank.of(ground.side) if made[node.id] >= AIMED]
        known = {target: made[node.id] for node in nodes for target in node.to}
        bonus = np.array([known.get(one.node, 0.0) for one in points])
        return np.asarray(scores + KNOWN_ANSWER * bonus, dtype=np.float32)

    def _first(self, opening: Mention, ground: Ground) -> Point | None:
        """The point that a signpost names: of the side that it says, else the likeliest."""
        points = opening.points
        if opening.whose:
            mine = opening.whose == "mine"
            points = tuple(point for point in points if (point.stance == ground.stance) == mine) or points
        return points[0] if points else None

    def _meant(self, mention: Mention, ground: Ground, last: Point | None, *, own: bool) -> Point | None:
        """The point of one side that a mention means, an own one as its row; None where it means the other side's."""
        if mention.whose == "theirs" and own:
            return None
        if mention.whose == "mine" and not own and any(point.stance == ground.stance for point in mention.points):
            return None
        there = [point for point in mention.points if (point.stance == ground.stance) == own]
        if not there:
            return None
        there.sort(key=lambda point: last is None or mention.strength == SURE or point.row != last.row)
        return ground.held.point(there[0].row) if own and there[0].row in {one.id for one in ground.mine} else there[0]

    def _known(self, text: str, nodes: Sequence[Node]) -> tuple[Node | None, float]:
        if not nodes:
            return None, 0.0
        made = self._made(text, nodes[0].side)
        best = max(nodes, key=lambda node: made[node.id])
        return best, made[best.id]

    def _made(self, text: str, side: str) -> dict[str, float]:
        """How likely a text makes each entry of a side, by id; all are scored together, since scores are relative."""
        if self._last[:2] != (text, side):
            nodes = self._bank.of(side)
            scores = self._matcher.same([text], [_said(node) for node in nodes])
            made = {node.id: float(score) for node, score in zip(nodes, scores[0], strict=True)}
            # One unit is held against the whole bank several times over, one after the other.
            self._last = (text, side, made)
        return self._last[2]


def _said(node: Node) -> str:
    return f"{node.claim} {node.warrant}"


def _without(unit: Unit, said: str, mentions: Sequence[Mention]) -> Unit:
    """A unit whose cue is not that of a name in it: a label may have "they drop" in it."""
    if not mentions or unit.cue in ("argument", "answer"):
        return unit
    for mention in reversed(mentions):
        said = f"{said[: mention.start]}that{said[mention.end :]}"
    units = split(said)
    return replace(unit, cue=units[0].cue) if units else unit


def _folds(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _recalled(mentions: Sequence[Mention], ground: Ground) -> Point | None:
    """An own answer among what is named, where what it answered is named too."""
    named = [point for one in mentions for point in one.points]
    met = {point.id for point in named if point.stance != ground.stance}
    return next((point for point in named if point.stance == ground.stance and point.answers in met), None)


def _once(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple({point.id: point for point in points}.values())


def _numbered(number: int | None, points: Sequence[Point]) -> Point | None:
    """The n-th of some rows, counted from the end for a negative number; None where there is none."""
    if number is None or not points:
        return None
    at = number - 1 if number > 0 else number
    return points[at] if -len(points) <= at < len(points) else None
