"""Reads HTML that stands within other text: its paragraphs, headings and rows, without what no reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml.etree import iterwalk

from bot.sources.inline import BLOCKS, Words
from bot.sources.reading.furniture import unread
from bot.sources.reading.webtables import table_lines

_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A paragraph, or a heading of the level ``heading`` (0: none)."""

    text: str
    heading: int = 0


def fragments_of(html: str) -> list[Fragment]:
    """The paragraphs and headings in a piece of HTML, in order."""
    return list(_read(lxml.html.document_fromstring(f"<div>{html}</div>")))


def _read(root: Any) -> Iterator[Fragment]:
    words = Words()
    passed: set[Any] = set()
    walker = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        opening = event == "start"
        if element is not root and (element in passed or (opening and (unread(element) or element.tag == "table"))):
            if opening:
                passed.add(element)
                walker.skip_subtree()
            if opening and element.tag == "table" and not unread(element):
                yield from _ended(words)
                words = Words()
                yield from map(Fragment, table_lines(element, _flat, ()))
        elif event in ("start", "end"):
            if element.tag in BLOCKS:
                yield from _ended(words, 0 if opening else _HEADINGS.get(element.tag, 0))
                words = Words()
            else:
                words.tag(element.tag, closing=not opening)
        text = element.text if opening and element not in passed else "" if opening else element.tail
        if text and not (element is root and not opening):
            words.add(text)
    yield from _ended(words)


def _ended(words: Words, heading: int = 0) -> Iterator[Fragment]:
    text = words.end()
    if text:
        yield Fragment(text, heading)


def _flat(element: Any) -> str:
    """The words of a cell on one line."""
    return " ".join(fragment.text for fragment in _read(element))
