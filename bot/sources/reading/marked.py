"""A paragraph of a debater's file as it was read: its level, its words, and what is marked in them. Frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One paragraph.

    ``level`` is 1 for a pocket, 2 for a hat, 3 for a block, 4 for a tag and 0 for what stands below; ``cite`` are the
    words that name who is quoted and when ("Smith 24"), "" where the paragraph names nobody. ``underlined`` and
    ``highlighted`` are spans of ``text``; ``aside`` marks a remark that belongs to no card.
    """

    text: str
    level: int = 0
    cite: str = ""
    underlined: Spans = ()
    highlighted: Spans = ()
    aside: bool = False


def marked_of(fields: dict[str, Any]) -> Marked:
    """The paragraph that a reading sent as JSON."""
    spans = {name: tuple((int(a), int(b)) for a, b in fields[name]) for name in ("underlined", "highlighted")}
    return Marked(**{**fields, **spans})
