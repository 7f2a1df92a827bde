"""How well a person's words are heard: what the bot would say, typed by a person, and what people say.

Three measurements are on rounds that the bot has played with itself, whose flow is known. ``named``: an answer of the
bank, typed with the label of what it meets in front, and stock refutations with that label, each on the flow of just
before a speech. ``retyped``: a whole speech of the bot's as a person would type it. ``replayed``: a whole round in
which a person types all that one side said; the ballot should be that of the round. A fourth, ``written``, is on
speeches written by hand with what a judge would write for each stretch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from bot.debate.ballot import judge
from bot.debate.debating import Debating
from bot.debate.flow import must_answer
from bot.debate.formats import formats, load_format
from bot.debate.model import STANCES, Block, Exchange, Player, Point, Round, Slot, Speech, Stance
from bot.debate.questions import PASSED
from evals.debate.playing import play

Half = Literal["tuned", "held"]
REFUTATIONS = Path(__file__).with_name("refutations.yaml")
SPEECHES = Path(__file__).with_name("speeches.yaml")


@dataclass(slots=True)
class Hearing:
    """Counts by name: how often something was right, and of how many; ``wrong`` says where not."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, said: str = "") -> None:
        """Counts one instance."""
        self.total[name] += 1
        self.right[name] += right
        if not right:
            self.wrong.append(f"{name}: {said}")

    def share(self, name: str) -> float:
        """How many of a name's instances were right, 0 to 1."""
        return self.right[name] / self.total[name] if self.total[name] else 1.0


@cache
def refutations(half: Half) -> list[tuple[str, str]]:
    """The kind and the words, with their gaps, of each stock refutation of a half."""
    data = yaml.load(REFUTATIONS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [(one["attack"], one["text"]) for one in data if one.get("half", "tuned") == half]


def with_label(text: str, label: str) -> str:
    """A refutation with a label in its gap."""
    return text.format(label=label, Label=label[:1].upper() + label[1:])


def before(held: Round, slot_id: str) -> Round:
    """A round as it was before a speech was given."""
    at = next(i for i, speech in enumerate(held.speeches) if speech.slot == slot_id)
    given = {speech.slot for speech in held.speeches[:at]}
    return replace(
        held, speeches=held.speeches[:at], points=tuple(point for point in held.points if point.slot in given)
    )


def speeches(held: Round) -> Iterator[tuple[Slot, Speech]]:
    """The speeches of a finished round that answer something, with their slots."""
    for speech in held.speeches:
        slot = held.format.slot(speech.slot)
        if slot.speech and any(one.stance != speech.stance for one in before(held, slot.id).points):
            yield slot, speech


def named(debating: Debating, held: Round, half: Half, found: Hearing) -> None:
    """Answers typed with the label of what they meet, alone in a speech: do they reach their row."""
    for slot, speech in speeches(held):
        there = before(held, slot.id)
        if not slot.answers:
            continue
        due = must_answer(there, speech.stance)
        for at, target in enumerate(due):
            own = [node for node in debating.bank.answers_to(target.node) if node.side == held.side(speech.stance)]
            for node in own[:1]:
                said = f"On {target.label}: {node.claim} {node.warrant}"
                right = _reached(debating, there, slot, said, target)
                found.add("named", right, f"{slot.id} ({target.row}) {said} -> {_heard(debating, there, slot, said)}")
            if target.role == "argument":
                texts = refutations(half)
                for step in range(3):
                    kind, text = texts[(3 * at + step + held.seed) % len(texts)]
                    said = with_label(text, target.label)
                    right = _reached(debating, there, slot, said, target)
                    found.add("stock", right, f"{kind} {slot.id} {said} -> {_heard(debating, there, slot, said)}")


def _heard(debating: Debating, there: Round, slot: Slot, said: str) -> str:
    _, points = debating.hearer.hear(there, slot, said)
    return "; ".join(f"{one.role} {one.label} on {one.row}{' late' if one.late else ''}" for one in points) or "nothing"


def _reached(debating: Debating, there: Round, slot: Slot, said: str, target: Point) -> bool:
    """Whether all that was heard answers (or grants) something on the row of the target, and something was."""
    _, points = debating.hearer.hear(there, slot, said)
    met = [one for one in points if one.role in ("answer", "comparison", "concession") and one.row == target.row]
    return bool(met) and len(met) == len(points)


def retyped(debating: Debating, held: Round, found: Hearing, joint: str = "\n\n") -> None:
    """Each speech of the bot's typed by a person: does each point come back."""
    for slot, speech in speeches(held):
        there = before(held, slot.id)
        true = [one for one in held.points if one.slot == slot.id]
        text = joint.join(block.spoken for block in speech.blocks)
        given, points = debating.hearer.hear(there, slot, text)
        for one in points:
            if one.late:
                found.add("not late", False, f"{held.format.id} {slot.id} {one.text}")
        for point in true:
            words = " ".join(block.spoken for block in speech.blocks if block.point == point.id)
            best = _nearest(words, given, points)
            if point.role == "concession":
                best = next((one for one in points if one.role == "concession" and one.answers == point.answers), None)
            found.total["not late"] += 1
            found.right["not late"] += 1
            found.add(*_compared(point, best, f"{held.format.id} {held.seed} {slot.id}"))


def _nearest(words: str, given: Speech, points: Sequence[Point]) -> Point | None:
    """The point whose stretches share most words with some words."""
    mine = Counter(words.split())
    heard: dict[str, list[str]] = {}
    for block in given.blocks:
        if block.point:
            heard.setdefault(block.point, []).extend(block.text.split())
    shared = {key: sum((Counter(said) & mine).values()) for key, said in heard.items()}
    best = max(shared, key=lambda key: shared[key], default="")
    return points[int(best[1:])] if best and shared[best] >= 0.4 * sum(mine.values()) else None


def _compared(true: Point, heard: Point | None, where: str) -> tuple[str, bool, str]:
    role = {"comparison": "answer", "answer": "answer"}.get(true.role, true.role)
    got = {"comparison": "answer"}.get(heard.role, heard.role) if heard is not None else ""
    name = {"argument": "own arguments", "answer": "answers", "extension": "extensions", "weighing": "weighing"}.get(
        role, "concessions"
    )
    right = heard is not None and got == role
    if right and heard is not None:
        if role in ("answer", "concession"):
            right = heard.answers == true.answers or (heard.row == true.row and bool(true.extends))
        elif role in ("extension", "weighing"):
            right = heard.row == true.row
    said = f"{where} {true.role} {true.text[:80]!r} on {true.row}>{true.answers}"
    return name, right, f"{said} heard {got or 'nothing'} {heard.row + '>' + heard.answers if heard else ''}"


def replayed(debating: Debating, held: Round, stance: Stance, joint: str) -> Round:
    """The round again with a person who types all that one side said."""
    players: tuple[Player, Player] = ("user", "bot") if stance == "affirmative" else ("bot", "user")
    again = replace(held, players=players, speeches=(), points=())
    while (waits := debating.waits_for(again)) is not None:
        slot = again.next_slot
        if waits == "bot" or slot is None:
            again = debating.step(again)
            continue
        said = next(speech for speech in held.speeches if speech.slot == slot.id)
        if slot.speech:
            again = debating.hear(again, joint.join(typed(said.blocks)))
            continue
        going = again.speeches[-1].exchanges if again.speeches[-1].slot == slot.id else ()
        waiting = bool(going) and not going[-1].answer
        at = len(going) - waiting
        there = said.exchanges[at] if at < len(said.exchanges) else None
        again = debating.hear(again, (there.answer if waiting else there.question) if there else "/done")
    return again


def typed(blocks: Sequence[Block]) -> list[str]:
    """The blocks of a speech as a person would type them."""
    return [block.spoken for block in blocks]


def ballots(debating: Debating, held: Round, found: Hearing) -> None:
    """Whether a person with the bot's words gets its ballot, on both sides, in running text and in paragraphs."""
    winner = judge(held).winner
    for stance in STANCES:
        for name, joint in (("paragraphs", "\n\n"), ("running text", " ")):
            again = judge(replayed(debating, held, stance, joint))
            found.add(
                f"ballots, {name}", again.winner == winner,
                f"{held.format.id} {held.seed} {stance}: {winner} -> {again.winner}",
            )  # fmt: skip


def measured(debating: Debating, seeds: Sequence[int], half: Half, rounds: bool = True) -> Hearing:
    """All measurements: on the rounds of some seeds in every format, and on the speeches written by hand."""
    found = Hearing()
    for seed in seeds:
        for name in formats():
            held = play(debating, load_format(name), seed).held
            named(debating, held, half, found)
            retyped(debating, held, found)
            if rounds:
                ballots(debating, held, found)
    written(debating, half, found)
    return found


def staged(debating: Debating, laid: dict[str, list[str]], slot_id: str) -> Round:
    """A short round on whose flow both sides have made some arguments, up to a speech; answers are the bank's own."""
    held = debating.begin(load_format("short"), None)
    for slot in held.format.slots:
        if slot.id == slot_id:
            break
        if not slot.speech:
            passed = (Exchange(slot.stance, PASSED, PASSED),) * slot.questions
            held = replace(held, speeches=(*held.speeches, Speech(slot.id, slot.stance, "bot", exchanges=passed)))
            continue
        texts = [(debating.bank.by_id[key], "") for key in laid.get(slot.id, [])]
        points = [_laid(slot, held, at, node.id, debating) for at, (node, _) in enumerate(texts, 1)]
        for target in must_answer(held, slot.stance):
            node = next((one for one in debating.bank.answers_to(target.node)), None)
            if node is not None:
                key = f"{slot.id}.{len(points) + 1}"
                points.append(replace(_laid(slot, held, len(points) + 1, node.id, debating), id=key, role="answer",
                                      row=target.row, answers=target.id))  # fmt: skip
        for row in (one for one in held.points if one.role == "argument" and one.stance == slot.stance):
            key = f"{slot.id}.{len(points) + 1}"
            points.append(replace(row, id=key, slot=slot.id, role="extension", extends=row.id))
        blocks = tuple(Block("answer", point.text, point=point.id) for point in points)
        held = replace(
            held, points=(*held.points, *points),
            speeches=(*held.speeches, Speech(slot.id, slot.stance, "bot", blocks)),
        )  # fmt: skip
    return held


def _laid(slot: Slot, held: Round, number: int, node_id: str, debating: Debating) -> Point:
    node = debating.bank.by_id[node_id]
    key = f"{slot.id}.{number}"
    return Point(
        id=key, slot=slot.id, stance=slot.stance, role="argument", label=node.label, text=node.claim, row=key,
        node=node_id, warrant=True, evidence=True,
    )  # fmt: skip


def written(debating: Debating, half: Half, found: Hearing) -> None:
    """Speeches written by hand, stretch by stretch, each in running text and in paragraphs."""
    data = yaml.load(SPEECHES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for one in data["speeches"]:
        if one.get("half", "tuned") != half:
            continue
        there = staged(debating, data["flow"], one["slot"])
        slot = there.format.slot(one["slot"])
        for joint in ("\n\n", " "):
            given, points = debating.hearer.hear(there, slot, joint.join(text for text, _ in one["said"]))
            for text, wanted in one["said"]:
                _stretch(there, given, points, text, wanted, one["name"], found)


def _stretch(
    there: Round, given: Speech, points: Sequence[Point], text: str, wanted: str, name: str, found: Hearing
) -> None:
    mine = [
        points[int(block.point[1:])] for block in given.blocks
        if block.point and _overlaps(block.text, text)
    ]  # fmt: skip
    role, _, node = wanted.partition(" ")
    row = next((one.id for one in there.points if one.node == node and one.role == "argument"), "")
    roles = {"answer": "answer", "extend": "extension", "weigh": "weighing", "concede": "concession"}
    if role == "none":
        right = not mine
    elif role in ("argument", "new"):
        right = any(one.role == "argument" and one.late == (role == "new") for one in mine)
    elif role in ("extend", "weigh"):
        right = any(one.role in ("extension", "weighing") and one.row == row for one in mine)
    else:
        right = any(one.role == roles[role] and one.row == row for one in mine)
    heard = "; ".join(f"{one.role} {one.label} {one.row}{' late' if one.late else ''}" for one in mine) or "nothing"
    found.add(
        f"written, {'none' if role == 'none' else 'placed'}", right, f"{name}: {text} = {wanted} ({row}): {heard}"
    )


def _overlaps(block: str, text: str) -> bool:
    ours, theirs = set(block.split()), set(text.split())
    return len(ours & theirs) >= 0.6 * min(len(ours), len(theirs)) and (
        block in text or text in block or len(ours & theirs) >= 4
    )
