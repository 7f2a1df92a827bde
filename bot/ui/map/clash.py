"""What the map shows: by issue, each side's arguments with what the other side says to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.debate.bank import Bank, Node
from bot.debate.issues import issues
from bot.model import Topic


@dataclass(frozen=True, slots=True)
class Row:
    """An argument and what meets it; ``side`` is 0 or 1, the place of its side in the topic."""

    node: Node
    side: int
    replies: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The arguments on one issue, those of the first side first."""

    title: str
    rows: tuple[Row, ...]


def bands_of(bank: Bank, topic: Topic, issue_of: Mapping[str, str]) -> list[Band]:
    """The map of a bank from top to bottom, without the issues that no argument is on.

    ``issue_of`` names the issue of each argument by its id.
    """
    places = {side.id: at for at, side in enumerate(topic.sides)}
    rows = [
        Row(node, places[node.side], tuple(bank.answers_to(node.id)))
        for side in topic.sides
        for node in bank.arguments(side.id)
    ]
    found = [Band(issue.title, tuple(row for row in rows if issue_of[row.node.id] == issue.id)) for issue in issues()]
    return [band for band in found if band.rows]
