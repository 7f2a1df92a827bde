"""Page numbers within a source's text: a line of its own, a form feed and the number, before a page's first paragraph.

Readers take form feeds out of what they read, so no document can set such a mark itself.
"""

from __future__ import annotations

import re

from bot.model import Source

_MARK = re.compile(r"^\f(\d+)$", re.MULTILINE)


def page_mark(page: int) -> str:
    """The line that opens a page."""
    return f"\f{page}"


def page_of(source: Source, start: int) -> int:
    """The page on which a place in the source's text is; 0 where the source has none."""
    at = source.text.rfind("\f", 0, start)
    mark = _MARK.match(source.text, at) if at >= 0 else None
    return int(mark.group(1)) if mark else 0
