"""The argument bank of a topic: what each side can argue, from which sentences, and what answers what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.debate.files import read_mapping
from bot.debate.model import Turn
from bot.errors import FormatError
from bot.model import Sentence, Topic
from bot.search.content import Place

FILE = "arguments.yaml"


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
class Node:
    """An argument, or an answer to some; ``sentences`` carry it, the card first, and none makes it an analytic.

    ``to`` are the ids of what it answers. ``impact``, ``extension`` and ``weighing`` are an argument's, and so is
    ``issue``, the id of what it is about, "" where nobody has said it. Without ``offence`` it only denies what the
    other side says.
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

    @property
    def argument(self) -> bool:
        """Whether it stands on its own."""
        return not self.to


@dataclass(frozen=True)
class Bank:
    """All nodes of a topic, in the order of the file."""

    nodes: tuple[Node, ...]
    mined: bool = False

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}

    def arguments(self, side: str) -> list[Node]:
        """What a side can argue."""
        return [node for node in self.nodes if node.argument and node.side == side]

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


class _Argument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    side: str
    issue: Literal["", "cause", "tool", "measure", "cost", "future"] = ""
    label: str
    claim: str
    warrant: str
    impact: str
    extension: str
    weighing: str
    evidence: tuple[Place, ...] = Field(min_length=1)
    cx: tuple[_Asked, ...] = ()
    offence: bool = True


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


class _BankFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    arguments: tuple[_Argument, ...]
    answers: tuple[_Answer, ...] = ()


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
    return Bank(tuple(_node(entry, sentences) for entry in entries))


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
    return f"{named}: {'.'.join(where)}: {first['msg']}."


def _parsed(path: Path) -> dict[str, Any]:
    return read_mapping(path, ": an argument bank is a mapping with arguments and answers.")


def _node(entry: _Argument | _Answer, sentences: dict[Place, Sentence]) -> Node:
    values = entry.model_dump(exclude={"evidence", "cx"})
    asked = entry.cx if isinstance(entry, _Argument) else ()
    return Node(
        **values,
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
        for place in (*entry.evidence, *(one.see for one in asked)):
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
