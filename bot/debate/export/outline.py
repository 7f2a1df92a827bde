"""A speech under headings, as a debate file has them: whose case, which argument, then what was said on it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.debate.model import Block, Round, Speech

_OWN_HAT = {"weighing": "Weighing", "concession": "Concessions"}


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under one heading. ``hat`` is "" before the first case, ``argument`` where none is meant."""

    hat: str
    argument: str
    blocks: tuple[Block, ...]


def outline(held: Round, speech: Speech) -> list[Section]:
    """The sections of a speech in the order in which it was spoken."""
    found: list[tuple[tuple[str, str], list[Block]]] = []
    key = ("", "")
    for block in speech.blocks:
        key = _key(held, block, key)
        if found and found[-1][0] == key:
            found[-1][1].append(block)
        else:
            found.append((key, [block]))
    return [Section(hat, argument, tuple(blocks)) for (hat, argument), blocks in found]


def _key(held: Round, block: Block, before: tuple[str, str]) -> tuple[str, str]:
    """The headings of a block; one that is about no argument stays under those before it."""
    if block.role in _OWN_HAT:
        return _OWN_HAT[block.role], ""
    if block.role == "notice":
        return (before[0], before[1]) if before[0] not in _OWN_HAT.values() else before
    if not block.point:
        return before
    row = held.point(held.point(block.point).row)
    return f"{row.stance.capitalize()} case", row.label
