"""Replies by the kind of attack: shells filled from the flow and the bank, each spoken once in a round."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.debate.acts import CLAIM
from bot.debate.bank import Node
from bot.debate.model import Point
from bot.debate.standing import Standing, sentences_of
from bot.debate.strength import read_cards

PATH = Path(__file__).with_name("shells.yaml")
GAP = re.compile(r"\{(\w+)\}")
REASONS = frozenset({"reason", "why"})
"""The gaps that a reason of the bank fills."""


@cache
def shells() -> dict[str, tuple[str, ...]]:
    """The replies by kind of attack, in the order in which they are tried."""
    data = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {kind: tuple(texts) for kind, texts in data.items()}


def reply(target: Point, standing: Standing, taken: set[str]) -> tuple[str, bool]:
    """What to say to an attack, or to a position, that the bank has no answer to; "" where nothing is left to say.

    The second value: whether it gives a reason of the bank's. ``taken`` are the sentences that this speech has used;
    those used here are added.
    """
    for text in shells().get(target.attack or CLAIM, shells()[CLAIM]):
        if _spent(text, standing, taken):
            continue
        filled = _filled(text, target, standing, taken)
        if filled and standing.fresh(filled) and not sentences_of(filled) & taken:
            taken.update(sentences_of(filled))
            taken.add(text)
            return filled, not REASONS.isdisjoint(GAP.findall(text))
    return "", False


def _spent(text: str, standing: Standing, taken: set[str]) -> bool:
    """Whether the words of a shell that are its own have been said in this round or this speech."""
    if text in taken:
        return True
    own = sentences_of(GAP.sub("", text))
    return bool(own & standing.said) or bool(own & taken)


def _filled(text: str, target: Point, standing: Standing, taken: set[str]) -> str:
    """A shell with its gaps filled; "" where one of them has nothing to fill it."""
    values = _values(target, standing, taken)
    wanted = GAP.findall(text)
    if any(not values.get(name) for name in wanted):
        return ""
    return text.format(**{name: values[name] for name in wanted})


def _values(target: Point, standing: Standing, taken: set[str]) -> dict[str, str]:
    held = standing.held
    attacked = next((one for one in held.points if one.id == target.answers and one.stance == standing.stance), None)
    row = next((one for one in held.points if one.id == target.row), None)
    mine = attacked or (row if row is not None and row.stance == standing.stance else None)
    node = standing.node(mine) if mine is not None else None
    best = max(standing.rows, key=lambda one: standing.strength.get(one.id, 0.0), default=None)
    cards = read_cards(held)
    card = next((cards[key] for key in mine.cards if key in cards), None) if mine is not None else None
    best_node = standing.node(best) if best is not None else None
    return {
        # A reply that nobody named goes by its row.
        "label": (mine.label if mine.node or row is None else row.label) if mine is not None else "",
        "reason": _unsaid(node, standing, taken),
        "paragraph": str(card.cite.paragraph) if card is not None and card.cite.paragraph else "",
        "row": best.label if best is not None else "",
        "why": _fresh(best_node.weighing if best_node else "", standing, taken) or _unsaid(best_node, standing, taken),
        "resolution": held.resolution.removeprefix("Resolved: ").rstrip("."),
    }


def _unsaid(node: Node | None, standing: Standing, taken: set[str]) -> str:
    """A sentence of the bank on an own point that this side has not spoken yet, "" where there is none."""
    if node is None:
        return ""
    for text in (node.warrant, node.impact, node.extension):
        fresh = _fresh(text, standing, taken)
        if fresh:
            return fresh
    return ""


def _fresh(text: str, standing: Standing, taken: set[str]) -> str:
    return text if text and standing.fresh(text) and not sentences_of(text) & taken else ""
