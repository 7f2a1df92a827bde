"""A speech as it was typed, without its markup, in blocks: paragraphs, headings and items of lists.

Every step reads the text once and every pattern is bounded, so that the time grows with the length only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_BREAKING = "p br li ul ol div h1 h2 h3 h4 h5 h6 tr table blockquote section article hr pre".split()
_SILENT = ("script", "style")
_MARKUP = re.compile(
    r"<!--[^<>]{0,400}-->|</?(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,15})(?:[\s/][^<>]{0,400})?>"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});)"
    r"|!?\[(?P<label>[^\[\]\n]{1,200})\]\([^()\s]{0,400}\)"
    r"|(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])|(?<!\w)_{1,3}(?=\w)|(?<=[^\s_])_{1,3}(?!\w)"
    r"|~~|`{1,3}|\|"
    r"|(?P<hidden>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+)"
    r"|(?P<control>[\x00-\x08\x0e-\x1f\x7f])"
)
_ITEM = re.compile(r"[-*+•◦▪‣·–—](?=\s)|\(?\d{1,3}[.)](?=\s)|\(?[A-Za-z]\)(?=\s)|[A-H]\.(?=\s)|[ivxIVX]{1,5}[.)](?=\s)")
_HEADING = re.compile(r"#{1,6}(?=\s)")
_QUOTED = re.compile(r"(?:>\s?){1,8}")
_ENDED = (".", "!", "?", ":", ";", "…", "”", '"', "»", ")")
WRAPPED = 50
"""A line of this many characters that ends in the middle of a sentence goes on in the next one."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup; ``places[i]`` is where its character ``i`` stands in the raw one, the last the raw end."""

    raw: str
    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the text as offsets into the raw one."""
        first = self.places[start]
        return first, first + len(self.raw[first : self.places[end]].rstrip())


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of plain text; ``gap`` says that white space or a mark sets it off from what stands before."""

    start: int
    end: int
    kind: Literal["text", "item", "heading"]
    gap: bool


def plain(raw: str) -> Plain:
    """The speech with tags, emphasis, links' addresses, entities and invisible characters resolved or left out."""
    pieces: list[str] = []
    places: list[int] = []

    def keep(text: str, start: int, step: int = 1) -> None:
        pieces.append(text)
        places.extend(range(start, start + len(text)) if step else [start] * len(text))

    at = 0
    silent = True
    for found in _MARKUP.finditer(raw):
        if found.start() < at:
            continue
        keep(raw[at : found.start()], at)
        at = found.end()
        tag = (found["tag"] or "").lower()
        if tag in _SILENT and silent and raw[found.start() + 1] != "/":
            closing = raw.find(f"</{found['tag']}", at)
            # Once one was never closed, later ones are not looked for: that would read the rest again and again.
            silent = closing >= 0
            at = closing if silent else at
        elif tag in _BREAKING:
            keep("\n\n", found.start(), 0)
        elif found["label"]:
            keep(found["label"], found.start("label"))
        elif found["entity"]:
            keep(html.unescape(found["entity"]), found.start(), 0)
        elif found["control"] or found.group() == "|":
            keep(" ", found.start(), 0)
    keep(raw[at:], at)
    return Plain(raw, "".join(pieces), [*places, len(raw)])


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a plain text in order; a line that was only wrapped stays with the one before."""
    begun: Block | None = None
    at = 0
    gap = True
    for line in text.splitlines(keepends=True):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line)
        start, kind = _begins(text, start, end)
        if not any(char.isalnum() for char in text[start:end]):
            gap = True
            continue
        if begun and kind == "text" and not gap and _goes_on(text[max(begun.start, begun.end - 400) : begun.end]):
            begun = Block(begun.start, end, begun.kind, begun.gap)
        else:
            if begun:
                yield begun
            begun = Block(start, end, kind, gap)
        gap = False
    if begun:
        yield begun


def _begins(text: str, start: int, end: int) -> tuple[int, Literal["text", "item", "heading"]]:
    """Where the words of a line begin, and what its mark says."""
    kind: Literal["text", "item", "heading"] = "text"
    quoted = _QUOTED.match(text, start)
    if quoted:
        start = quoted.end()
    for pattern, name in ((_HEADING, "heading"), (_ITEM, "item")):
        found = pattern.match(text, start)
        if found:
            start = found.end()
            kind = "heading" if name == "heading" else "item"
            break
    while start < end and text[start].isspace():
        start += 1
    return start, kind


def _goes_on(block: str) -> bool:
    last = block.rsplit("\n", 1)[-1]
    return len(last) >= WRAPPED and not last.endswith(_ENDED)
