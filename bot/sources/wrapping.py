"""From the lines of a plain text to its blocks: paragraphs that were wrapped at any width, items, headings, rows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.sources.bylines import read_byline
from bot.sources.cleaning import BULLETS, ends_sentence, is_heading, is_numbered
from bot.sources.hyphens import joined, words_of

WIDEST = 130
"""Columns of a wrapped line, at most; a longer one is a paragraph by itself."""
NARROWEST = 20
_RULE = re.compile(r"^\s*([=\-~_*#+^])\1{2,}\s*$")
_HASHES = re.compile(r"^#{1,6}\s+(\S.*?)\s*#*$")
_ITEM = re.compile(r"^(?:[" + BULLETS + r"]|(?P<number>\(?(?:\d{1,2}|[a-z])[.)]))\s+(?=\S)")
_WORDS = re.compile(r"[\w’'-]+")
_HEAD_LINES = 12
"""So many lines from the top a byline may stand among others without a blank line between."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block, and what its form says of it.

    ``marked``: a line under it or a sign before it makes it a heading. ``item``: it stood behind a bullet or a number.
    ``last``: it is the last of several lines that stand together.
    """

    text: str
    marked: bool = False
    item: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    width: int
    number: int


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text, in order, each on one line; words torn at the end of a line are mended."""
    chunks = list(_chunks(text))
    width = _wrapped_at(chunks)
    words = words_of(text) if "-\n" in text or "\u00ad\n" in text else Counter[str]()
    found: list[Block] = []
    for chunk in chunks:
        together = list(_blocks(chunk, width, words))
        if len(together) > 1 and not ends_sentence(together[-2].text) and not together[-1].marked:
            together[-1] = replace(together[-1], last=True)
        found.extend(together)
    return _mended(found, words)


def _chunks(text: str) -> Iterator[list[_Line]]:
    """The lines between blank ones."""
    chunk: list[_Line] = []
    for number, raw in enumerate(text.split("\n")):
        line = " ".join(raw.split())
        if line:
            indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
            chunk.append(_Line(line, indent, _width(line), number))
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line if not unicodedata.combining(char)
    )


def _wrapped_at(chunks: Sequence[Sequence[_Line]]) -> int:
    """The column at which the text was wrapped, from lines that surely go on in the next; 0 where there are none."""
    widths = [
        line.width
        for chunk in chunks
        for line, after in pairwise(chunk)
        if line.width <= WIDEST and not _RULE.match(after.text) and (_goes_on(after.text) or _even(chunk))
    ]
    return max(widths, default=0)


def _goes_on(text: str) -> bool:
    """Whether a line begins in small letters, as only one that goes on does."""
    return text[0].islower() and not _ITEM.match(text)


def _even(chunk: Sequence[_Line]) -> bool:
    """Whether lines of a script without capitals are all of a length, but for the last: a wrapped paragraph."""
    inner = [line.width for line in chunk[:-1]]
    caseless = not any(char.isupper() or char.islower() for line in chunk for char in line.text[:1])
    even = min(inner, default=0) >= max(NARROWEST, 0.8 * max(inner, default=0))
    return caseless and even and chunk[-1].width <= max(inner)


def _blocks(chunk: Sequence[_Line], width: int, words: Counter[str]) -> Iterator[Block]:
    current: list[_Line] = []
    for line in chunk:
        if _RULE.match(line.text):
            if current:
                yield Block(_joined(current, words), marked=len(current) == 1 and is_heading(_bare(current[0].text)))
            current = []
        elif current and _starts(current, line, width):
            yield _block(current, words)
            current = [line]
        else:
            current.append(line)
    if current:
        yield _block(current, words)


def _block(lines: Sequence[_Line], words: Counter[str]) -> Block:
    hashes = _HASHES.match(lines[0].text) if len(lines) == 1 else None
    if hashes:
        return Block(hashes[1], marked=True)
    return Block(_joined(lines, words), item=bool(_ITEM.match(lines[0].text)))


def _starts(current: Sequence[_Line], line: _Line, width: int) -> bool:
    """Whether a line begins a block of its own after those of the one before."""
    last = current[-1]
    item = _ITEM.match(line.text)
    if _HASHES.match(line.text) or _HASHES.match(last.text):
        return True
    room = last.width + 1 + _width(line.text.split(" ", 1)[0])
    full = bool(width) and last.width <= WIDEST and room > 0.9 * width
    ended = ends_sentence(last.text)
    if item:
        after_head = len(current) == 1 and (last.text.endswith(":") or is_heading(last.text))
        return not item["number"] or ended or after_head or bool(_ITEM.match(current[0].text))
    if _goes_on(line.text):
        return False
    if line.number < _HEAD_LINES and (read_byline(line.text) or (len(current) == 1 and read_byline(last.text))):
        return True
    if last.text.endswith((",", ";", "，", "、")) or (len(current) > 1 and not ended):
        return False
    if ended and line.indent > last.indent and len(current) + line.indent - last.indent > 2:
        return True
    titled = not ended and is_heading(last.text) and _is_titled(last.text)
    if full:
        return titled and (last.text.isupper() or (is_numbered(last.text) and last.width < 0.5 * width))
    # The line before had room for this one's first word: what was wrapped would have put it there, unless by hand.
    return ended or titled or not width or last.width < 0.6 * width


def _is_titled(text: str) -> bool:
    """Whether the longer words of a line have capitals, as those of a title do, or a number stands before it."""
    words = _WORDS.findall(text)
    longer = [word for word in words if len(word) > 3]
    if words and words[-1].islower() and len(words[-1]) < 4:
        return False
    return is_numbered(text) or sum(not word[0].islower() for word in longer) >= 0.75 * len(longer)


def _bare(text: str) -> str:
    item = _ITEM.match(text)
    return text[item.end() :] if item and not item["number"] else text


def _joined(lines: Sequence[_Line], words: Counter[str]) -> str:
    text = _bare(lines[0].text)
    for line in lines[1:]:
        text = joined(text, line.text, words)
    return text


def _mended(found: Sequence[Block], words: Counter[str]) -> list[Block]:
    """Puts together what was torn: a lone capital and its word ("O", "nce hailed"), a sentence that goes on below."""
    mended: list[Block] = []
    for block in found:
        goes_on = block.text[0].islower() and not block.marked and not block.item
        number = goes_on and len(mended) > 1 and mended[-1].text.isdigit() and _unfinished(mended[-2])
        if number and ends_sentence(block.text):
            # The number of a page, between the halves of a sentence.
            mended.pop()
        last = mended[-1] if goes_on and mended else None
        if last is not None and len(last.text) == 1 and last.text.isupper():
            mended[-1] = Block(last.text + block.text)
        elif last is not None and _unfinished(last) and ends_sentence(block.text):
            mended[-1] = replace(last, text=joined(last.text, block.text, words))
        else:
            mended.append(block)
    return mended


def _unfinished(block: Block) -> bool:
    text = block.text
    closed = ends_sentence(text) or text.endswith((":", ";", "：")) or is_numbered(text)
    return len(text) > 40 and not block.marked and not closed
