"""Drills of two minutes: answer this argument, extend yours, weigh these two, cut this card; each scored with reasons.

A drill stages as much of a round as it needs, hears what was typed as in any round, and says of each thing that a coach
would look for whether it is there, in the person's own words, or what was missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.answer.support import folded
from bot.debate import phrases
from bot.debate.acts import attacks
from bot.debate.advising import Reply
from bot.debate.bank import Node
from bot.debate.card import count_words
from bot.debate.coaching import Check
from bot.debate.debating import Debating
from bot.debate.formats import DEFAULT, WPM, load_format
from bot.debate.marking import copied
from bot.debate.misquote import misquotes
from bot.debate.model import Block, Exchange, Point, Round, Slot, Speech, Stance, other
from bot.debate.questions import PASSED
from bot.errors import RoundError

Kind = Literal["answer", "extend", "weigh", "cut"]
MINUTES = 2
QUOTED = 9
"""So many of a person's words are quoted back."""
LONGEST_CUT = 60
"""A card of more words than this is not cut."""
_LAST = {"affirmative": "2AR", "negative": "NR"}
_NEXT = {"affirmative": "1AR", "negative": "NC"}


@dataclass(frozen=True, slots=True)
class Task:
    """One drill: what to do, about which arguments (the own one first), on which staged flow, in which speech.

    ``paragraph`` is the text to cut a card from, "" for the others.
    """

    kind: Kind
    said: str
    about: tuple[Node, ...]
    held: Round
    slot: Slot
    paragraph: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """What was typed, scored: each thing that was looked for, and what the bank would have said."""

    checks: tuple[Check, ...]
    typed: str
    models: tuple[Reply, ...]

    @property
    def good(self) -> int:
        """How many things were there."""
        return sum(check.good for check in self.checks)


class Driller:
    """Sets and scores drills for either side of one topic."""

    def __init__(self, debating: Debating) -> None:
        self._debating = debating

    def task(self, kind: Kind, side: str, number: int) -> Task:
        """The ``number``-th drill of a kind, from 0; it goes round.

        Raises:
            RoundError: the topic has no such side, or no argument for such a drill.
        """
        stance = self._stance(side)
        mine, theirs = self._of(side), [node for one in self._debating.topic.sides if one.id != side
                                        for node in self._of(one.id)]  # fmt: skip
        if not mine or not theirs:
            raise RoundError("This topic has no arguments to practise with on both sides.")
        own, rival = mine[number % len(mine)], theirs[number % len(theirs)]
        if kind == "answer":
            return self._answering(stance, rival)
        if kind == "extend":
            return self._extending(stance, own)
        return self._weighing(stance, own, rival) if kind == "weigh" else self._cutting(stance, own)

    def lesson(self, side: str, node: Node) -> Task:
        """The drill that learns the answer to an argument of the other side, or to an answer of theirs.

        Raises:
            RoundError: the topic has no such side, or the bank no argument of it that an answer is made to.
        """
        stance = self._stance(side)
        if node.argument:
            return self._answering(stance, node)
        own = next((one for one in self._of(side) if one.id in node.to), None)
        if own is None:
            raise RoundError(f"The bank has no argument of this side that {node.label} answers.")
        return self._extending(stance, own, node)

    def score(self, task: Task, typed: str) -> Scored:
        """What was typed, scored."""
        if task.kind == "cut":
            return self._scored_cut(task, typed)
        speech, points = self._debating.hearer.hear(task.held, replace(task.slot, words=MINUTES * WPM), typed)
        scores = {"answer": self._scored_answer, "extend": self._scored_extension, "weigh": self._scored_weighing}
        models = [node for one in task.about for node in self._debating.bank.answers_to(one.id)]
        shown = models if task.kind == "answer" else []
        over = any(note.kind == "overrun" for note in speech.notes)
        time = Check("two minutes", not over, f"{speech.words} of {MINUTES * WPM} words")
        return Scored(
            (*scores[task.kind](task, points), time), typed, tuple(self._debating.adviser.reply(one) for one in shown)
        )

    def _stance(self, side: str) -> Stance:
        known = self._debating.topic.side(side)
        if known is None:
            raise RoundError(f"The topic has no side {side!r}.")
        return "affirmative" if known.stance == "affirmative" else "negative"

    def _of(self, side: str) -> list[Node]:
        return self._debating.bank.arguments(side)

    def _answering(self, stance: Stance, rival: Node) -> Task:
        held = self._staged(stance, _NEXT[stance], [(rival, other(stance))])
        said = f"They say, on {rival.label}: {rival.claim} {rival.warrant} Answer it, in two ways if you can."
        return Task("answer", said.strip(), (rival,), held, held.format.slot(_NEXT[stance]))

    def _extending(self, stance: Stance, own: Node, against: Node | None = None) -> Task:
        against = against or next(iter(self._debating.bank.answers_to(own.id)), None)
        held = self._staged(stance, "1AR" if stance == "affirmative" else "NR", [(own, stance)], against)
        said = f"You argued {own.label}: {own.claim}"
        if against is not None:
            said = f"{said} They answered: {against.claim} {against.warrant}".strip()
        slot = held.format.slot("1AR" if stance == "affirmative" else "NR")
        return Task("extend", f"{said} Extend it, with its reason, and meet the answer.", (own,), held, slot)

    def _weighing(self, stance: Stance, own: Node, rival: Node) -> Task:
        held = self._staged(stance, _LAST[stance], [(own, stance), (rival, other(stance))])
        said = (
            f"Both stand at the end: your {own.label} ({own.claim}) and their {rival.label} ({rival.claim}) "
            "Say why yours counts for more."
        )
        return Task("weigh", said, (own, rival), held, held.format.slot(_LAST[stance]))

    def _cutting(self, stance: Stance, own: Node) -> Task:
        cards = self._debating.cutter.cards(own)
        if not cards:
            raise RoundError(f"No sentence carries {own.label}.")
        paragraph, where = self._debating.cutter.paragraph(cards[0]), cards[0].where
        held = self._staged(stance, _NEXT[stance], [])
        said = f"The tag: {own.claim} Copy from {where} the words that you would read aloud under it."
        return Task("cut", said, (own,), held, held.format.slot(_NEXT[stance]), paragraph, where)

    def _staged(
        self, stance: Stance, until: str, made: Sequence[tuple[Node, Stance]], against: Node | None = None
    ) -> Round:
        """A short round up to a speech, with some arguments on its flow and an answer to the first of them."""
        held = self._debating.staged(load_format(DEFAULT), stance)
        for slot in held.format.slots:
            if slot.id == until:
                break
            if not slot.speech:
                passed = (Exchange(slot.stance, PASSED, PASSED),) * slot.questions
                held = replace(held, speeches=(*held.speeches, Speech(slot.id, slot.stance, "bot", exchanges=passed)))
                continue
            points = _laid(held, slot, made, against)
            blocks = tuple(Block("argument", f"{one.label}. {one.text}", point=one.id) for one in points)
            speech = Speech(slot.id, slot.stance, "bot", blocks)
            held = replace(held, speeches=(*held.speeches, speech), points=(*held.points, *points))
        return held

    def _scored_answer(self, task: Task, points: Sequence[Point]) -> list[Check]:
        row = next(one for one in task.held.points if one.node == task.about[0].id)
        met = [one for one in points if one.row == row.id and one.role in ("answer", "comparison")]
        moves = [attacks()[one.attack].title for one in met if one.attack] + ["turn" for one in met if one.turn]
        kinds = f"you made: {phrases.listed(list(dict.fromkeys(moves)))}" if moves else _TYPES
        return [
            _check("reaches it", met, f"name it first: “On {row.label}: …”"),
            Check("a kind of answer", bool(moves or any(one.node for one in met)), kinds),
            _check("a reason", [one for one in met if one.warrant], "say why: because, therefore, so that"),
            _check("evidence", [one for one in met if one.evidence], "nothing in the source bears it out as worded"),
            Check("two ways", len(met) > 1, f"{len(met)} heard; a second answer still stands when the first falls"),
        ]

    def _scored_extension(self, task: Task, points: Sequence[Point]) -> list[Check]:
        row = next(one for one in task.held.points if one.role == "argument")
        there = [one for one in points if one.row == row.id]
        carried = [one for one in there if one.role in ("extension", "weighing")]
        asked = [one for one in task.held.points if one.answers == row.id]
        met = [one for one in there if one.role in ("answer", "comparison")]
        checks = [
            _check("carries it", carried, f"say that you go on with it: “Extend {row.label} …”"),
            _check(
                "its reason", [one for one in carried if one.warrant], "a name is no argument: give the reason again"
            ),
        ]
        if asked:
            checks.append(_check("meets the answer", met, f"they answered with {asked[0].label}; say something to it"))
        return checks

    def _scored_weighing(self, task: Task, points: Sequence[Point]) -> list[Check]:
        own, rival = task.about
        weighs = [one for one in points if one.role == "weighing"]
        both = [one for one in weighs if _names(one.text, own.label) and _names(one.text, rival.label)]
        axes = [one for one in weighs if _AXIS.search(one.text)]
        return [
            _check("compares", weighs, "set one against the other: “… outweighs … because …”"),
            _check("names both", both, f"say both names: {own.label}, {rival.label}"),
            _check("a measure", axes, "say in what: how much, how sure, how soon, for how long, or which comes first"),
            _check("a reason", [one for one in weighs if one.warrant], "say why: because, therefore, so that"),
        ]

    def _scored_cut(self, task: Task, typed: str) -> Scored:
        node = task.about[0]
        there = copied(typed, task.paragraph)
        spans, exact = there.spans, there.exact
        read = " ".join(task.paragraph[start:end] for start, end in spans)
        left_out = misquotes(task.paragraph, list(spans)) if exact else []
        beyond = self._debating.cutter.beyond(node.claim, read) if exact else []
        carries = exact and not beyond and self._bears(node, read)
        words = count_words(typed)
        checks = (
            Check(
                "word for word", exact,
                "every word is there" if exact else f"“{_short(there.lacking)}” does not stand there so",
            ),
            Check("fair", exact and not left_out, left_out[0] if left_out else _FAIR[exact]),
            Check("carries the tag", carries, f"the tag says more: {beyond[0]}" if beyond else _CARRIES[carries]),
            Check("short", words <= LONGEST_CUT, f"{words} words; up to {LONGEST_CUT} are read with ease"),
        )  # fmt: skip
        return Scored(checks, typed, (self._debating.adviser.reply(node),))

    def _bears(self, node: Node, read: str) -> bool:
        """Whether what is read has the sentence that carries an argument, or most of its words."""
        carried = set(folded(node.sentences[0].text).split()) if node.sentences else set()
        return bool(carried) and len(carried & set(folded(read).split())) >= 0.6 * len(carried)


_FAIR = {True: "nothing that limits it is left out", False: "to be told once it is word for word"}
_CARRIES = {True: "what is read says it", False: "read the sentence that says what the tag claims"}
_TYPES = "say what you do to it: no link, turn, no evidence, outweighed, another cause …"
_AXIS = re.compile(
    r"\b(?:magnitude|scale|scope|size|large[rst]*|small\w*|big\w*|probab\w*|certain\w*|likel\w*|sure\w*|measured|"
    r"time\w*|soon\w*|now|first|before|already|last\w*|revers\w*|irrevers\w*|long\w*|short\w*|more|most|less)\b",
    re.IGNORECASE,
)


def _laid(held: Round, slot: Slot, made: Sequence[tuple[Node, Stance]], against: Node | None) -> list[Point]:
    """What a speech of the staging puts on the flow: its side's arguments, carried on later, and the answer."""
    points: list[Point] = []
    for node, stance in made:
        if slot.stance == stance and slot.new_arguments:
            key = f"{slot.id}.{len(points) + 1}"
            points.append(_made(node, slot, key, key, role="argument", offence=node.offence))
    for row in [one for one in held.points if one.role == "argument" and one.stance == slot.stance]:
        points.append(replace(row, id=f"{slot.id}.{len(points) + 1}", slot=slot.id, role="extension", extends=row.id))
    target = next((one for one in held.points if against is not None and one.node in against.to), None)
    answered = any(against is not None and one.node == against.id for one in held.points)
    if against is not None and target is not None and not answered and target.stance != slot.stance:
        key = f"{slot.id}.{len(points) + 1}"
        points.append(_made(against, slot, key, target.row, role="answer", answers=target.id))
    return points


def _made(node: Node, slot: Slot, key: str, row: str, **more: Any) -> Point:
    """A point that makes an entry of the bank whole."""
    return Point(
        id=key, slot=slot.id, stance=slot.stance, label=node.label, text=node.claim, row=row, node=node.id,
        warrant=bool(node.warrant), evidence=bool(node.sentences), **more,
    )  # fmt: skip


def _check(name: str, there: Sequence[Point], missing: str) -> Check:
    """A thing that is there, with the words that it is in, or what to do about it."""
    return Check(name, bool(there), f"“{_short(there[0].text)}”" if there else missing)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:QUOTED]).strip(".,;:") + (" …" if len(words) > QUOTED else "")


def _names(text: str, label: str) -> bool:
    wanted = [word for word in folded(label).split() if len(word) > 3]
    said = folded(text)
    return any(word in said for word in wanted) if wanted else folded(label) in said
