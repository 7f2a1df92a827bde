"""Plays a debate case and holds what came of it against its labels."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.debate.ballot import judge
from bot.debate.debating import END, Debating
from bot.debate.flow import counts, status
from bot.debate.formats import load_format
from bot.debate.model import Block, Point, Round, Speech
from evals.debate.checking import Ground
from evals.debate.checks import check
from evals.debate.labels import Debated, Label

NO_ANSWER = "I would have to look that up."
"""What a person says to every question."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a case: the bot's answer to the last turn, its milliseconds, faults, and measures from 0 to 1."""

    text: str
    ms: float
    faults: tuple[str, ...]
    measures: dict[str, float]


def play(case: Debated, turns: Sequence[str], debating: Debating, ground: Ground) -> Judged:
    """Plays a case: up to the bot's answer to the last turn for the labels, then to the end for the checks."""
    held = debating.begin(load_format(case.format), case.user, case.seed)
    for typed in _typed(case, turns):
        held = debating.hear(_until_speech(held, debating), typed)
    started = time.perf_counter()
    held, text = _answered(held, debating)
    ms = 1000 * (time.perf_counter() - started)
    faults, right = _labelled(case, held)
    measures: dict[str, float] = {}
    if case.flow or case.notes:
        measures["flow"] = right
    if case.dropped is not None:
        measures["drops"], missed = _drops(case.dropped, held)
        faults += missed
    return Judged(text, round(ms, 2), tuple(faults), measures | _kept(_to_the_end(held, debating), ground))


def _typed(case: Debated, turns: Sequence[str]) -> list[str]:
    if not case.repeat:
        return list(turns)
    words = turns[-1].split()
    whole = words * (case.repeat // len(words) + 1)
    return [*turns[:-1], " ".join(whole[: case.repeat])]


def _until_speech(held: Round, debating: Debating) -> Round:
    """Up to the person's next speech; they ask nothing and answer nothing."""
    while (waits := debating.waits_for(held)) is not None:
        slot = held.next_slot
        if waits == "bot":
            held = debating.step(held)
        elif slot is not None and slot.speech:
            break
        else:
            held = debating.hear(held, _in_questions(held))
    return held


def _in_questions(held: Round) -> str:
    last = held.speeches[-1] if held.speeches else None
    asked = last is not None and last.exchanges and not last.exchanges[-1].answer
    return NO_ANSWER if asked else END


def _answered(held: Round, debating: Debating) -> tuple[Round, str]:
    """The bot's next speech, and its words; the ballot's reason where the person had the last word."""
    before = len([one for one in held.speeches if one.by == "bot" and one.blocks])
    while (waits := debating.waits_for(held)) is not None:
        slot = held.next_slot
        if waits == "user" and slot is not None and slot.speech:
            break
        held = debating.step(held) if waits == "bot" else debating.hear(held, _in_questions(held))
        spoken = [one for one in held.speeches if one.by == "bot" and one.blocks]
        if len(spoken) > before:
            return held, "\n\n".join(block.spoken for block in spoken[-1].blocks)
    return held, judge(held).rfd


def _to_the_end(held: Round, debating: Debating) -> Round:
    while debating.waits_for(held) is not None:
        held = _until_speech(held, debating)
        if debating.waits_for(held) is not None:
            held = debating.hear(held, "")
    return held


def _kept(held: Round, ground: Ground) -> dict[str, float]:
    """The share of instances that each measure's checks let pass."""
    found = check(held, ground)
    groups = {
        "fidelity": ("own_side", "keeps_side", "own_turn", "openings"), "verbatim": ("verbatim", "quotations"),
        "answered": ("answered",), "format": ("format",), "budgets": ("budgets",),
    }  # fmt: skip
    measures = {}
    for name, checks in groups.items():
        instances = sum(found[one].instances for one in checks)
        wrong = sum(len(found[one].violations) for one in checks)
        if instances:
            measures[name] = round(1 - wrong / instances, 4)
    return measures


def _labelled(case: Debated, held: Round) -> tuple[list[str], float]:
    """What differs from the labels, in words, and the share of labels that are met."""
    faults = [fault for label in case.flow if (fault := _differs(label, held)) is not None]
    last = next((one for one in reversed(held.speeches) if one.by == "user" and not one.exchanges), None)
    kinds = {note.kind for note in last.notes} if last else set()
    faults += [f"no note of {kind}" for kind in case.notes if kind not in kinds]
    whole = len(case.flow) + len(case.notes)
    return faults, round(1 - len(faults) / whole, 4) if whole else 1.0


def _differs(label: Label, held: Round) -> str | None:
    place = f"{label.slot} “{label.text}”".strip()
    found = _find(label, held)
    if found is None:
        return None if label.role == "none" else f"{place}: is not on the flow"
    if label.role == "none":
        return f"{place}: is on the flow as {found.role}"
    if label.role is not None and found.role != label.role:
        return f"{place}: is {found.role} for {label.role}"
    if label.to:
        target = held.point(found.answers or found.extends) if found.answers or found.extends else None
        if target is None or not _matches(label.to, target):
            return f"{place}: goes to {target.label if target else 'nothing'} for {label.to}"
    if label.status is not None and status(held, found) != label.status:
        return f"{place}: is {status(held, found)} for {label.status}"
    return None


def _find(label: Label, held: Round) -> Point | None:
    """The point that holds what the label means: by its words, a typed unit by the block that it was typed in."""
    for speech in held.speeches:
        if label.slot in ("", speech.slot) and not speech.exchanges:
            for block in speech.blocks:
                if block.point and _says(block, speech, label.text):
                    return held.point(block.point)
    there = [one for one in held.points if label.slot in ("", one.slot)]
    return next((one for one in there if _matches(label.text, one)), None)


def _says(block: Block, speech: Speech, pattern: str) -> bool:
    return speech.by == "user" and re.search(pattern, block.text, re.IGNORECASE) is not None


def _matches(pattern: str, point: Point) -> bool:
    return re.search(pattern, f"{point.label}\n{point.text}", re.IGNORECASE) is not None


def _drops(patterns: Sequence[str], held: Round) -> tuple[float, list[str]]:
    """F1 of the drops found against those labelled, and what was missed or made up."""
    found = [one for one in held.points if counts(one) and status(held, one) == "dropped"]
    missed = [pattern for pattern in patterns if not any(_matches(pattern, one) for one in found)]
    made_up = [one for one in found if not any(_matches(pattern, one) for pattern in patterns)]
    hits = len(patterns) - len(missed)
    whole = 2 * hits + len(missed) + len(made_up)
    faults = [f"the drop of {pattern} is not found" for pattern in missed]
    faults += [f"{one.id} ({one.label}) is no drop" for one in made_up]
    return round(2 * hits / whole, 4) if whole else 1.0, faults
