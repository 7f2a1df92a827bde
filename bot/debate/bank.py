"""The argument bank of a topic: what each side can argue, from which sentences, and what answers what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.debate.files import read_mapping
from bot.debate.model import Turn
from bot.errors import FormatError
from bot.model import Sentence, Topic
from bot.search.content import Place

FILE = "arguments.yaml"
Form = Literal["framework", "inherency", "disadvantage", "counterplan", "kritik", "topicality"]
Issue = Literal["cause", "tool", "measure", "cost", "future"]
Axis = Literal["scale", "certainty", "time", "duration"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the other side is likely to ask of an argument, and how its own side replies.

    ``wants`` is the answer that the asker hopes for, where it is a yes or a no.
    """

    ask: str
    reply: str
    sentence: Sentence
    wants: Literal["yes", "no", ""] = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a position as policy debaters read it, by its name: a link, an impact, a plan text."""

    name: str
    text: str
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Stake:
    """What an argument has at stake on one axis (scale, certainty, time, duration): its rank, 1 to 5, and in words."""

    axis: str
    rank: int
    words: str


@dataclass(frozen=True, slots=True)
class Head:
    """What opens a side's case in some formats, before its arguments: a plan text, definitions."""

    side: str
    formats: tuple[str, ...]
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """What a side leads with in some formats, by the ids of its arguments; the rest of its case is drawn."""

    side: str
    formats: tuple[str, ...]
    name: str
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An argument, or an answer to some; ``sentences`` carry it, the card first, and none makes it an analytic.

    ``to`` are the ids of what it answers. What follows it is an argument's: ``issue``, the id of what it is about, ""
    where nobody has said it; ``form``, the kind of position that it is, "" for an argument like any other; ``formats``
    where it is made, an answer too, every one where there is none; ``parts`` for a format that reads positions part by
    part; ``even_if`` and ``closing`` for last speeches. Without ``offence`` it only denies what the other side says.
    """

    id: str
    side: str
    label: str
    claim: str
    warrant: str = ""
    impact: str = ""
    extension: str = ""
    weighing: str = ""
    to: tuple[str, ...] = ()
    turn: Turn | None = None
    sentences: tuple[Sentence, ...] = ()
    cx: tuple[Asked, ...] = ()
    issue: str = ""
    offence: bool = True
    form: str = ""
    formats: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    even_if: str = ""
    closing: str = ""
    stakes: tuple[Stake, ...] = ()

    @property
    def argument(self) -> bool:
        """Whether it stands on its own."""
        return not self.to

    @property
    def verbatim(self) -> bool:
        """Whether it claims just what its card reads, so that it is not said twice."""
        return bool(self.sentences) and self.claim == self.sentences[0].text


@dataclass(frozen=True)
class Bank:
    """All nodes of a topic, in the order of the file."""

    nodes: tuple[Node, ...]
    mined: bool = False
    heads: tuple[Head, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    overviews: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """How a side tells the whole round, by the side and by the issue of its best argument."""

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}

    def arguments(self, side: str, form: str = "") -> list[Node]:
        """What a side can argue in every format, and in the one of that id."""
        return [
            node
            for node in self.nodes
            if node.argument and node.side == side and (not node.formats or form in node.formats)
        ]

    def heads_of(self, side: str, form: str) -> list[Head]:
        """What opens a side's case in a format."""
        return [head for head in self.heads if head.side == side and form in head.formats]

    def strategy(self, side: str, form: str, seed: int) -> Strategy | None:
        """The strategy that a seed draws for a side in a format; None where nobody has written one."""
        there = [one for one in self.strategies if one.side == side and form in one.formats]
        return there[seed % len(there)] if there else None

    def of(self, side: str) -> list[Node]:
        """All that a side can say."""
        return [node for node in self.nodes if node.side == side]

    def answers_to(self, node_id: str) -> list[Node]:
        """What meets a node."""
        return [node for node in self.nodes if node_id in node.to]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: str
    reply: str
    see: Place
    wants: Literal["yes", "no", ""] = ""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    text: str
    evidence: tuple[Place, ...] = ()


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    side: str
    formats: tuple[str, ...] = Field(min_length=1)
    name: str
    text: str


class _Strategy(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    side: str
    formats: tuple[str, ...] = Field(min_length=1)
    name: str
    leads: tuple[str, ...]


class _Argument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    side: str
    issue: Issue | Literal[""] = ""
    label: str
    claim: str
    warrant: str
    impact: str
    extension: str
    weighing: str
    evidence: tuple[Place, ...] = ()
    cx: tuple[_Asked, ...] = ()
    offence: bool = True
    form: Form | Literal[""] = ""
    formats: tuple[str, ...] = ()
    parts: tuple[_Part, ...] = ()
    even_if: str = ""
    closing: str = ""
    stakes: dict[Axis, tuple[Annotated[int, Field(ge=1, le=5)], str]] = {}

    @model_validator(mode="after")
    def _carried(self) -> _Argument:
        if not self.evidence and self.form != "topicality":
            raise ValueError("evidence: an argument needs a sentence that carries it")
        return self


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    side: str
    to: tuple[str, ...] = Field(min_length=1)
    turn: Turn | None = None
    label: str
    claim: str
    warrant: str
    evidence: tuple[Place, ...] = ()
    formats: tuple[str, ...] = ()


class _BankFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    arguments: tuple[_Argument, ...]
    answers: tuple[_Answer, ...] = ()
    heads: tuple[_Head, ...] = ()
    strategies: tuple[_Strategy, ...] = ()
    overviews: dict[str, dict[Issue, str]] = {}


def read_bank(path: Path, topic: Topic, sentences: dict[Place, Sentence]) -> Bank:
    """The bank in a file; ``sentences`` are those that it may point to.

    Raises:
        FormatError: a field is missing or wrong, a side or an id is unknown, a pointer leads nowhere, an
            answer meets its own side, or an argument has no answer; the message names the entry.
    """
    data = _parsed(path)
    try:
        read = _BankFile.model_validate(data)
    except ValidationError as error:
        raise FormatError(f"{path.name}: {_first(error, data)}") from error
    entries: list[_Argument | _Answer] = [*read.arguments, *read.answers]
    _checked(entries, path.name, topic, sentences)
    for where, side in (*((f"heads: {head.name!r}", head.side) for head in read.heads), *zip(
        repeat("overviews"), read.overviews, strict=False)):  # fmt: skip
        if topic.side(side) is None:
            raise FormatError(f"{path.name}: {where}: side: the topic has no side {side!r}.")
    _led({entry.id: entry.side for entry in read.arguments}, read.strategies, path.name)
    return Bank(
        tuple(_node(entry, sentences) for entry in entries),
        heads=tuple(Head(**head.model_dump()) for head in read.heads),
        strategies=tuple(Strategy(**one.model_dump()) for one in read.strategies),
        overviews={(side, issue): text for side, there in read.overviews.items() for issue, text in there.items()},
    )


def _led(sides: dict[str, str], strategies: tuple[_Strategy, ...], name: str) -> None:
    """Sees that each strategy leads with arguments of its own side."""
    for one in strategies:
        wrong = next((lead for lead in one.leads if sides.get(lead) != one.side), None)
        if wrong is not None:
            raise FormatError(f"{name}: strategies: {one.name!r}: leads: {wrong!r} is no argument of {one.side!r}.")


def _first(error: ValidationError, data: dict[str, Any]) -> str:
    """The first fault in words: the entry by its id, the field, what is wrong."""
    first = error.errors()[0]
    kind, *where = map(str, first["loc"])
    entries = data.get(kind)
    named = kind
    if where and where[0].isdigit() and isinstance(entries, list):
        entry = entries[int(where[0])]
        known = entry.get("id") if isinstance(entry, dict) else None
        named, where = f"{kind} {known or int(where[0]) + 1!r}", where[1:]
    said = first["msg"].removeprefix("Value error, ")
    return ": ".join(filter(None, [named, ".".join(where), f"{said}."]))


def _parsed(path: Path) -> dict[str, Any]:
    return read_mapping(path, ": an argument bank is a mapping with arguments and answers.")


def _node(entry: _Argument | _Answer, sentences: dict[Place, Sentence]) -> Node:
    values = entry.model_dump(exclude={"evidence", "cx", "parts", "stakes"})
    asked, parts, stakes = (
        (entry.cx, entry.parts, entry.stakes) if isinstance(entry, _Argument) else ((), (), dict[Axis, Any]())
    )
    return Node(
        **values,
        parts=tuple(Part(one.name, one.text, tuple(sentences[place] for place in one.evidence)) for one in parts),
        stakes=tuple(Stake(axis, rank, words) for axis, (rank, words) in stakes.items()),
        # Two sentences of a brief may tell one of its original.
        sentences=tuple(dict.fromkeys(sentences[place] for place in entry.evidence)),
        cx=tuple(Asked(one.ask, one.reply, sentences[one.see], one.wants) for one in asked),
    )


def _checked(entries: list[_Argument | _Answer], name: str, topic: Topic, sentences: dict[Place, Sentence]) -> None:
    by_id: dict[str, _Argument | _Answer] = {}
    for entry in entries:
        if entry.id in by_id:
            raise FormatError(f"{name}: the id {entry.id!r} is used twice.")
        by_id[entry.id] = entry
        if topic.side(entry.side) is None:
            raise FormatError(f"{name}: {entry.id!r}: side: the topic has no side {entry.side!r}.")
        asked = entry.cx if isinstance(entry, _Argument) else ()
        of_parts = [place for part in entry.parts for place in part.evidence] if isinstance(entry, _Argument) else []
        for place in (*entry.evidence, *of_parts, *(one.see for one in asked)):
            if place not in sentences:
                raise FormatError(f"{name}: {entry.id!r}: evidence: there is no sentence {list(place)}.")
    answered: set[str] = set()
    for entry in entries:
        for target in _to(entry):
            if target not in by_id or by_id[target].side == entry.side:
                raise FormatError(f"{name}: {entry.id!r}: to: {target!r} is no entry of the other side.")
            answered.add(target)
    for entry in entries:
        if isinstance(entry, _Argument) and entry.id not in answered:
            raise FormatError(f"{name}: {entry.id!r}: nothing in the bank answers it.")


def _to(entry: _Argument | _Answer) -> Iterable[str]:
    return entry.to if isinstance(entry, _Answer) else ()
