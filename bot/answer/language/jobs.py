"""What a model is asked to write for each kind of question, and from which passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.answer.language.evidence import ranked
from bot.answer.pipeline import Turn
from bot.answer.reader import Reader
from bot.answer.summary import meant
from bot.model import BOTH, Passage


@dataclass(frozen=True, slots=True)
class Job:
    """A prompt by name, the values that it takes beside the evidence, and the passages, best first.

    ``labels`` are the lines that head a part, with the side whose part it is; ``side`` that of a text without.
    """

    prompt: str
    question: str
    passages: tuple[Passage, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    side: str = ""


def job_of(turn: Turn, reader: Reader) -> Job | None:
    """The job that an answered question makes; None where the program's own words are the answer."""
    draft, asked = turn.draft, turn.asked
    if draft is None or asked is None or not turn.shown:
        return None
    text = f"{asked.before} {asked.text}".strip()
    first = tuple(dict.fromkeys(line.passage for line in draft.lines if line.passage.sentences))
    if draft.kind in ("fact", "author", "evaluative"):
        return Job("answer", text, tuple(ranked(asked, reader, first)))
    if draft.kind == "summary":
        passages = meant(asked.text, reader) or list(reader.content.passages)
        rest = [passage for passage in passages if passage not in first]
        return Job("summary", text, (*first, *rest))
    topic = reader.content.topic
    if draft.kind == "one_side":
        labels = {part.label for part in draft.parts}
        side = next((each for each in topic.sides if each.name in labels), None)
        if side is None:
            return None
        found = ranked(asked, reader, first, (side.id, BOTH))
        return Job("one-side", text, tuple(found), {"side": side.name, "paradigm": side.paradigm}, side=side.id)
    if draft.kind == "both_sides" and len(topic.sides) == 2:
        one, other = topic.sides
        sides: Sequence[str] = (one.id, other.id, BOTH)
        return Job(
            "both-sides", text, tuple(ranked(asked, reader, first, sides)),
            {"first": one.name, "second": other.name}, {one.name: one.id, other.name: other.id},
        )  # fmt: skip
    return None
