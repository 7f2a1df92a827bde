"""What a model is asked to write for each kind of question, and from which passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.answer.language.evidence import found, rest
from bot.answer.pipeline import Answerer, Turn
from bot.answer.render import plain
from bot.answer.summary import meant
from bot.answer.understand import Past
from bot.model import BOTH, Passage

REMEMBERED = 3
"""Turns of a conversation that a model is shown."""
TOLD = 500
"""Characters of each earlier answer that are shown."""
_WRITTEN = {
    "fact": "answer", "yesno": "answer", "author": "answer", "evaluative": "answer", "follow_more": "answer",
    "view": "answer", "turn_side": "answer", "summary": "summary", "compare": "answer", "summary_sides": "answer",
}  # fmt: skip
"""The prompt for each kind of question; for others the program's own lists and facts are the answer."""


@dataclass(frozen=True, slots=True)
class Job:
    """A prompt by name, the values that it takes beside the evidence, and the passages, best first.

    ``others`` are given too where there is room. ``labels`` are the lines that head a part, with the side whose part it
    is, and ``due`` those that must be there; ``side`` is that of a text without.
    """

    prompt: str
    question: str
    passages: tuple[Passage, ...]
    others: tuple[Passage, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    due: tuple[str, ...] = ()
    side: str = ""


def job_of(turn: Turn, answerer: Answerer, as_typed: Turn | None = None) -> Job | None:
    """The job that a question makes; None where the program's own words are the answer.

    ``as_typed`` is the turn as the reader typed it, where ``turn`` is a model's rewriting of it: passages are looked
    for by both readings.
    """
    asked, reader = turn.asked, answerer.reader
    kind = answerer.kind_of(turn)
    if asked is None or kind not in _WRITTEN:
        return None
    text = f"{asked.before} {turn.question}".strip()
    topic, side = reader.content.topic, answerer.side_of(turn)
    # Whatever a model is asked, what it writes below a side's name it puts into that side's mouth.
    labels = {each.name: each.id for each in topic.sides}
    told = {"conversation": conversation(turn.history)}
    if kind == "summary":
        passages = tuple(meant(asked.text, reader) or reader.content.passages)
        return Job("summary", text, passages, labels=labels)
    queries = [each.asked.query for each in (turn, as_typed) if each is not None and each.asked is not None]
    lines = turn.draft.lines if turn.draft is not None else ()
    first = tuple(dict.fromkeys(line.passage for line in lines if line.passage.sentences))
    if kind in ("view", "turn_side") and side is not None:
        passages = found(queries, reader, first, ((side.id, BOTH), ()))
        values = {"side": side.name, "paradigm": side.paradigm, **told}
        return Job("one-side", text, passages, rest(passages, reader), values, labels, side=side.id)
    if kind in ("compare", "summary_sides") and len(topic.sides) == 2:
        one, other = topic.sides
        # As much room for each side's own as for the other's, and as much for anybody's.
        passages = found(queries, reader, (), ((one.id, BOTH), (other.id, BOTH), ()))
        values = {"first": one.name, "second": other.name, **told}
        return Job("both-sides", text, passages, rest(passages, reader), values, labels, tuple(labels))
    passages = found(queries, reader, first)
    return Job("answer", text, passages, rest(passages, reader), told, labels)


def conversation(history: Sequence[Past]) -> str:
    """The last turns as a prompt shows them."""
    told = (f"Question: {question}\nAnswer: {plain(answer)[:TOLD]}" for question, answer in history[-REMEMBERED:])
    return "\n\n".join(told) or "(This is the first question.)"
