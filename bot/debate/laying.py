"""Says what one stretch of a person's speech puts on the flow: by what it names there, then by what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answer.support import folded
from bot.debate import phrases
from bot.debate.acts import GRANT, PROCEDURE, positions
from bot.debate.bank import Node
from bot.debate.cards import evidence_kind
from bot.debate.model import Note, Point, Role, Turn
from bot.debate.placing import ABOUT, ABOUT_CUED, DEVELOPED, FAR, LIKE, SAME, Ground, Placer, Read
from bot.debate.quotations import exact, outside
from bot.debate.splitting import Unit
from bot.debate.strength import REPORTED_VIEW
from bot.debate.unknown import Researcher
from bot.debate.warrants import reasoned
from bot.model import Source
from bot.sources.sentences import sentence_spans

ON_TOPIC, TREATED = 0.2, 0.06
"""Under the first by the sources, and under the second by what either side can argue, a unit is off the topic."""
COPIED = 12
"""So many words in a row from the other side's speeches make a copy."""
_ATTRIBUTED = re.compile(
    r"\b(?:the|their|our|my) (?:own )?(?:author|article|source|brief|card|evidence)\b(?: (?:also|itself|even))* "
    r"(?:says?|writes|states?|reports?|notes?|admits?|grants?|argues?|warns?|concedes?)(?: that)?[\s,:]+",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r",? (?:because|since|so that|which means(?: that)?|and therefore|so) ", re.IGNORECASE)
_CROSS = re.compile(
    r"\b(?:cross[- ]?(?:ex(?:amination)?|fire)|c\.?x\.?|when (?:i|we) asked|(?:i|we) asked (?:them|you)|"
    r"asked (?:about|whether|if)|"
    r"(?:they|you) (?:have )?(?:just )?(?:admitted|told (?:me|us)))\b",
    re.IGNORECASE,
)
MY_GROUND = re.compile(
    r"\b(?:my|our)(?: own)?(?: (?:first|second|third|next|only|last))? "
    r"(?:side|case|part|offen[sc]e|argument|contention|point)\b",
    re.IGNORECASE,
)
COMPARES = frozenset({"compare", "no_evidence"})
"""Kinds of attack that compare what was read."""
SHORT = 16
"""What is longer than so many words is no mere procedure."""
OFTENER = 0.8
"""In a constructive what points at nothing is an argument of one's own even where an answer is likelier by so much."""
LOOKED_UP = 5
"""Claims of a unit that are looked up in the sources for its evidence."""


class Layer:
    """Lays stretches of what people type on the flow, for one topic."""

    def __init__(self, placer: Placer, researcher: Researcher, sources: Sequence[Source]) -> None:
        self._placer = placer
        self._researcher = researcher
        self._texts = [source.text for source in sources]
        self._cited = [f"{source.author} {source.title} {source.publisher}" for source in sources]

    def laid(self, read: Read, ground: Ground, last: Point | None, heading: str) -> tuple[list[Point], Note | None]:
        """The points that a unit makes, and what there is to note about it."""
        unit = read.unit
        label = phrases.quoted_label(heading or read.after or unit.text)
        if unit.cue == "insult":
            return [], Note("insult", f"{label} is no argument and is not on the flow.", label)
        if unit.cue == "switch":
            return [], Note("switch", f"{label}: sides are kept for the whole round.", label)
        if _is_procedure(read):
            return [], None
        if unit.cue == "weighing" and not ground.mine and not read.theirs:
            # Nothing is there that it could weigh: what says why something comes first argues for it.
            if not ground.slot.new_arguments:
                return [], Note("unplaced", f"{label} weighs what is not on the flow.", label)
            read = replace(read, unit=replace(unit, cue="argument"))
        if not unit.quotes and _copied(read, ground, self._texts):
            target = self._placer.nearest(unit.text, ground.theirs)
            copied = [_point(read, ground, "concession", label, target=target)] if target else []
            return copied, Note("copied", f"{label} repeats the other side's own words: agreement, no answer.", label)
        cited = outside(unit.text, self._cited)
        misquoted = self.misquoted(unit, ground)
        points = self._placed(read, ground, last, label, misquoted, heading)
        if not points and read.act.attacks and read.act.term:
            return [], Note("unplaced", f"{label} answers something that is not on the flow.", label)
        if not points:
            return [], Note("off topic", f"{label} speaks of nothing that the sources treat.", label)
        if misquoted:
            return points, Note("misquote", f"“{misquoted[0]}” is not in the source.", misquoted[0])
        if points[0].late:
            return points, Note("late", f"{label} is a new argument; this speech may make none.", label)
        if cited:
            return points, Note("outside", f"{cited} is not in our sources, so it cannot be checked here.", cited)
        return points, None

    def misquoted(self, unit: Unit, ground: Ground) -> tuple[str, ...]:
        """The quotations of a unit that no source has and nobody in the round has said; none of a card from outside."""
        if not unit.quotes or outside(unit.text, self._cited):
            return ()
        said = [block.spoken for speech in ground.held.speeches for block in speech.blocks]
        said += [
            words for speech in ground.held.speeches for one in speech.exchanges for words in (one.question, one.answer)
        ]  # fmt: skip
        return tuple(words for words in unit.quotes if not exact(words, self._texts) and not exact(words, said))

    def _placed(
        self, read: Read, ground: Ground, last: Point | None, label: str, misquoted: tuple[str, ...], announced: str
    ) -> list[Point]:
        """The points that a unit makes; none where it is about nothing here."""
        cue = read.unit.cue
        lets_go = read.act.kind == GRANT and bool(read.theirs or read.mine) and read.words < DEVELOPED
        if read.verb == "grant" or lets_go or (cue == "concession" and not read.verb):
            return self._conceded(read, ground, last, label)
        admitted = self._admitted(read, ground, label)
        if admitted is not None:
            return [admitted]
        if read.recalls is not None:
            row = ground.held.point(read.recalls.row)
            return [_carried(_point(read, ground, "extension", label), row if row in ground.mine else read.recalls)]
        weighs = cue == "weighing" or (read.verb == "weigh" and bool(read.mine))
        goes_on = last is not None and last.stance != ground.stance and not read.unit.gap
        if weighs and (read.mine or not (read.theirs or goes_on)):
            return self._carrying(read, ground, "weighing", label, last)
        if (cue == "extension" and read.verb != "left") or read.verb == "extend" or (read.verb == "left" and read.mine):
            carried = self._carrying(read, ground, "extension", label, last)
            if carried:
                return carried
        if (
            read.first is not None
            and read.first.stance == ground.stance
            and not self._defends(read, ground, read.first)
        ):
            return self._carrying(read, ground, "extension", label, read.first)
        target = self._placer.target(read, ground) if _points_there(read, last, announced) else None
        if target is not None:
            return [self._answer(read, ground, target, label, misquoted)]
        return self._unnamed(read, ground, last, label, misquoted, announced)

    def _carrying(self, read: Read, ground: Ground, role: Role, label: str, last: Point | None) -> list[Point]:
        """What takes up an own row: the one named, else that of the last signpost, else the nearest."""
        if not read.mine and last is not None and last.stance == ground.stance:
            own: Point | None = ground.held.point(last.row)
        else:
            own, _ = self._placer.own(read, ground, cued=True)
        return [_carried(_point(read, ground, role, label), own)] if own is not None else []

    def _unnamed(
        self, read: Read, ground: Ground, last: Point | None, label: str, misquoted: tuple[str, ...], announced: str
    ) -> list[Point]:
        """The points of a unit that names nothing on the flow; ``announced`` is the heading that stood before it."""
        unit, rebuttal = read.unit, not ground.slot.new_arguments
        node, chance = self._placer.argument(f"{announced} {unit.text}".strip(), ground.side)
        known = node is not None and chance >= SAME and all(row.node != node.id for row in ground.mine)
        met, aimed = self._placer.aimed(unit.text, ground)
        own_ground = bool(announced or MY_GROUND.search(unit.text))
        new = known and chance >= (0.0 if own_ground else OFTENER * aimed) and not unit.denies
        new = new and not read.act.attacks and unit.cue == "argument"
        if read.act.stands and not rebuttal and (last is None or unit.gap or read.act.term):
            return [self.argument(read, ground, label, misquoted)]
        if last is not None and not (new and (unit.gap or rebuttal) and (not rebuttal or _developed(read, chance))):
            elsewhere = self._placer.elsewhere(read, ground, last) if rebuttal and unit.gap else None
            if elsewhere is not None:
                return [self._answer(read, ground, elsewhere, label, misquoted)]
            return [self._going_on(read, ground, last, label, misquoted)]
        if (new or own_ground or not ground.slot.answers) and not rebuttal:
            return [self.argument(read, ground, label, misquoted, announced)]
        own, same = self._placer.own(read, ground, cued=False)
        if own is not None and same > max(aimed, chance if known else 0.0) and not read.act.attacks:
            return [_carried(_point(read, ground, "extension", label), own)]
        if met is not None and aimed >= SAME:
            return [self._answer(read, ground, met, label, misquoted)]
        cued = unit.cue in ("answer", "question") or unit.denies or unit.turns or read.act.attacks or unit.refers_words
        near, how = self._placer.near(read, ground, 0.0 if rebuttal else ABOUT_CUED if cued else ABOUT)
        if rebuttal and not (cued or misquoted) and how < FAR and not self._on_topic(unit.text):
            return []
        far = rebuttal and not cued and read.words >= DEVELOPED and (how < FAR or (new and chance >= LIKE))
        if near is not None and not far:
            return [self._answer(read, ground, near, label, misquoted)]
        if not misquoted and ((read.act.attacks and read.act.term) or not self._on_topic(unit.text)):
            return []
        if rebuttal and not far and ground.mine:
            return self._carrying(read, ground, "extension", label, None)
        return [self.argument(read, ground, label, misquoted)]

    def _going_on(self, read: Read, ground: Ground, last: Point, label: str, misquoted: tuple[str, ...]) -> Point:
        """What goes on with the row of the last signpost: an answer there, or more on an own row."""
        if last.stance != ground.stance:
            return self._answer(read, ground, self._placer.on_row(read, ground, last), label, misquoted)
        there = self._placer.nearest_answer(read, ground, last) if self._defends(read, ground, last) else None
        if there is not None:
            return self._answer(read, ground, there, label, misquoted)
        return _carried(_point(read, ground, "extension", label), ground.held.point(last.row))

    def _defends(self, read: Read, ground: Ground, own: Point) -> bool:
        """Whether a unit on an own row answers what was said against it."""
        if not ground.answers_on(own.row):
            return False
        unit = read.unit
        if unit.cue == "answer" or unit.denies or unit.turns or read.act.term:
            return True
        met, aimed = self._placer.aimed(unit.text, ground)
        return met is not None and met.row == own.row and aimed >= SAME

    def _answer(self, read: Read, ground: Ground, target: Point, label: str, misquoted: tuple[str, ...]) -> Point:
        node = None if misquoted else self._placer.answer(read.unit.text, ground.side, target)
        answer = _point(read, ground, "answer", node.label if node else label, target=target, node=node)
        evidence = self.evidence(read.unit, misquoted) or bool(node and node.sentences)
        # What is known from the bank is what it is there, whatever it sounds like.
        attack = "" if node is not None and not read.act.term else answer.attack
        met = next((one for one in ground.held.points if one.id == target.answers), None)
        if node is None and met is not None and met.stance == ground.stance and attack in COMPARES:
            # The third time round a comparison of what was read says who is ahead, and asks for no reply.
            answer = replace(answer, role="comparison", turn=None, warrant=False)
        return replace(answer, misquotes=misquoted, evidence=evidence, kind=_kind(node), attack=attack)

    def _conceded(self, read: Read, ground: Ground, last: Point | None, label: str) -> list[Point]:
        """What a unit grants: each point of the other side that it names, or all that they said on an own row."""
        targets = [*read.theirs]
        for row in read.mine:
            targets += [] if read.theirs else ground.answers_on(row.row)
        if not targets and last is not None and last.stance != ground.stance:
            targets = [last]
        if not targets:
            near, _ = self._placer.near(read, ground, ABOUT_CUED)
            targets = [near] if near else []
        return [_point(read, ground, "concession", label, target=target) for target in targets]

    def _admitted(self, read: Read, ground: Ground, label: str) -> Point | None:
        """The use of what the other side said in cross-examination; None where a unit speaks of none."""
        if not _CROSS.search(read.unit.text):
            return None
        found = self._placer.exchange(read.unit.text, ground)
        if found is None:
            return None
        granted = next(
            (point for point in ground.held.points if point.role == "admission" and found.answer in point.text), None
        )
        target = read.theirs[0] if read.theirs else None
        if target is None and found.target:
            target = ground.held.point(found.target)
        if granted is not None:
            target = ground.held.point(granted.answers)
        if target is None or target.stance == ground.stance:
            return None
        point = _point(read, ground, "answer", phrases.own_word(target.label), target=target)
        return replace(point, extends=granted.id if granted else "", evidence=granted is not None)

    def argument(
        self, read: Read, ground: Ground, label: str, misquoted: tuple[str, ...], announced: str = ""
    ) -> Point:
        """An argument of one's own, with the bank's name and evidence where it is one of the bank's."""
        text = f"{announced} {read.unit.text}".strip()
        node, chance = (None, 0.0) if misquoted else self._placer.argument(text, ground.side)
        named = None if misquoted else self._placer.labelled(announced or read.unit.text, ground.side)
        if named is not None:
            node, chance = named, 1.0
        if chance < LIKE or any(row.node == (node.id if node else "") for row in ground.mine):
            node = None
        point = _point(read, ground, "argument", node.label if node else label, node=node)
        if node is not None:
            point = replace(point, attack=node.form if node.form in positions() else "")
        return replace(
            point, misquotes=misquoted, evidence=self.evidence(read.unit, misquoted) or node is not None,
            late=not ground.slot.new_arguments, kind=_kind(node), offence=node is None or node.offence,
        )  # fmt: skip

    def evidence(self, unit: Unit, misquoted: tuple[str, ...]) -> bool:
        """Whether the source bears a unit out: its quotations are exact, or a sentence of it is supported."""
        if misquoted:
            return False
        if any(exact(words, self._texts) for words in unit.quotes):
            return True
        sentences = [unit.text[start:end] for start, end in sentence_spans(unit.text)]
        claims = [claim for one in sentences for claim in _claims(phrases.without_ordinal(one))]
        return any(self._researcher.supports(one) is not None for one in claims[:LOOKED_UP])

    def _on_topic(self, text: str) -> bool:
        return self._placer.relevance(text) >= TREATED or self._researcher.relevance(text) >= ON_TOPIC


def _point(
    read: Read, ground: Ground, role: Role, label: str, *, target: Point | None = None, node: Node | None = None
) -> Point:
    stands = read.act.stands and (role == "argument" or read.act.term)
    kind = read.act.kind if read.act.attacks or stands else ""
    turn: Turn | None = (
        "impact" if kind == "impact_turn" else "link" if kind == "link_turn" or read.unit.turns else None
    )
    return Point(
        id="", slot=ground.slot.id, stance=ground.stance, role=role, label=label, text=read.unit.text,
        row=target.row if target else "", answers=target.id if target else "", node=node.id if node else "",
        turn=(node.turn if node else turn) if role == "answer" else None,
        warrant=reasoned(read.unit.text, role, node is not None and bool(node.warrant)),
        attack=kind,
    )  # fmt: skip


def _kind(node: Node | None) -> str:
    """The kind of evidence behind an entry of the bank that a person made in their own words."""
    if node is None or not node.sentences:
        return ""
    first = node.sentences[0]
    return evidence_kind(first.text, first.voice) if first.voice == "author" else REPORTED_VIEW


def _carried(point: Point, own: Point) -> Point:
    """The point as one that takes up an own row."""
    label = own.label if point.role == "extension" else f"weighing {own.label}"
    return replace(point, label=label, row=own.row, extends=own.id, node=own.node)


def _claims(sentence: str) -> list[str]:
    """What may be looked up of a sentence: what it says that the author says, or all of it and its halves."""
    said = _ATTRIBUTED.split(sentence, maxsplit=1)
    if len(said) > 1:
        return [said[1]]
    halves = [half for half in _BECAUSE.split(sentence) if len(half.split()) >= 5]
    return [sentence, *halves] if len(halves) > 1 else [sentence]


def _points_there(read: Read, last: Point | None, announced: str) -> bool:
    """Whether what a unit names is what it is about, and not a word of what was announced before it."""
    if announced:
        return read.first is not None
    return read.plain or read.unit.gap or last is None


def _developed(read: Read, chance: float) -> bool:
    """Whether a unit is an argument of the bank's in full."""
    return read.words >= DEVELOPED and chance >= LIKE


def _is_procedure(read: Read) -> bool:
    """Whether a unit says how the speech goes, or is a courtesy."""
    if read.unit.cue in ("roadmap", "empty_talk"):
        return True
    short = len(read.unit.text.split()) <= SHORT
    named = bool(read.theirs or read.mine)
    return read.act.kind == PROCEDURE and short and not named and read.unit.cue not in ("concession", "extension")


def _copied(read: Read, ground: Ground, sources: Sequence[str]) -> bool:
    """Whether a unit repeats what the other side said in its own words, on the row that it names where it names one.

    What both may read of a source is no copy.
    """
    mine = folded(read.unit.text).split()
    if len(mine) < COPIED:
        return False
    row = read.first.row if read.first is not None else ""
    on_row = {point.id for point in ground.held.points if point.row == row} if row else None
    theirs = (
        block for one in ground.held.speeches if one.stance != ground.stance for block in one.blocks
        if on_row is None or block.point in on_row
    )  # fmt: skip
    said = " ".join(folded(f"{block.text} {block.after}") for block in theirs)
    runs = (" ".join(mine[at : at + COPIED]) for at in range(0, len(mine) - COPIED + 1, 4))
    return any(run in said and not any(run in folded(source) for source in sources) for run in runs)
