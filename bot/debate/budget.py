"""Fits what a speech has to say into its budget: the least of everything first, then more of what counts most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.debate.card import count_words
from bot.debate.model import Block, Point


@dataclass(frozen=True, slots=True)
class Item:
    """Something a speech says about one point, in versions from the shortest to the fullest.

    ``must`` items are kept in their shortest version before any grows; ``value`` orders both. ``point`` is what
    it puts on the flow, without an id yet; ``group`` names the row, so that what belongs together stays so.
    """

    versions: tuple[tuple[Block, ...], ...]
    value: float
    point: Point | None = None
    must: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The chosen version of each item, in the items' order, and the ``must`` items that found no room."""

    chosen: tuple[tuple[Item, tuple[Block, ...]], ...]
    left_out: tuple[Item, ...]
    words: int


def cost(blocks: Sequence[Block]) -> int:
    """The words that some blocks take."""
    return sum(count_words(block.spoken) for block in blocks)


def fit(items: Sequence[Item], budget: int) -> Fitted:
    """Chooses versions within ``budget`` words."""
    level: dict[int, int] = {}
    spent = 0
    ranked = sorted(range(len(items)), key=lambda at: (not items[at].must, -items[at].value, at))
    for at in (one for one in ranked if items[one].must):
        price = cost(items[at].versions[0])
        if spent + price <= budget:
            level[at], spent = 0, spent + price
    for step in range(max((len(item.versions) for item in items), default=0)):
        for at in ranked:
            now = level.get(at, -1)
            if now != step - 1 or step >= len(items[at].versions) or (step == 0 and items[at].must):
                continue
            before = cost(items[at].versions[now]) if now >= 0 else 0
            price = cost(items[at].versions[step]) - before
            if spent + price <= budget:
                level[at], spent = step, spent + price
    chosen = tuple((item, item.versions[level[at]]) for at, item in enumerate(items) if at in level)
    left = tuple(item for at, item in enumerate(items) if item.must and at not in level)
    return Fitted(chosen, left, spent)
