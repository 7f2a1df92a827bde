"""Page numbers and ties of notes within a source's text: lines of their own that begin with a form feed.

``\\f12`` stands before the first paragraph of page 12; ``\\f^2:45`` before a note whose mark stood in paragraph 2, at
letter 45. Readers take form feeds out of what they read, so no document can set such a line itself.
"""

from __future__ import annotations

import re

from bot.model import Source

_PAGE = re.compile(r"^\f(\d+)$", re.MULTILINE)
_NOTE = re.compile(r"\f\^(\d+):(\d+)\n\n$")


def page_mark(page: int) -> str:
    """The line that opens a page."""
    return f"\f{page}"


def note_mark(paragraph: int, place: int) -> str:
    """The line before a note to a place in a paragraph."""
    return f"\f^{paragraph}:{place}"


def page_of(source: Source, start: int) -> int:
    """The page on which a place in the source's text is; 0 where the source has none."""
    at = source.text.rfind("\f", 0, start)
    while at >= 0:
        mark = _PAGE.match(source.text, at)
        if mark:
            return int(mark.group(1))
        at = source.text.rfind("\f", 0, at)
    return 0


def note_of(source: Source, start: int) -> tuple[int, int] | None:
    """The paragraph and the place in it that the paragraph beginning at ``start`` is a note to; None for any other."""
    mark = _NOTE.search(source.text[max(0, start - 40) : start])
    return (int(mark[1]), int(mark[2])) if mark else None
