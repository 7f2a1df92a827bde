"""Cuts a written text with ``[n]`` markers into its statements: sentences, with what each of them cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.answer.render import plain
from bot.sources.sentences import sentence_spans

_MARKER = re.compile(r"(?<!\\)\[(\d+)\]")
_MARKERS = re.compile(r"(?:\s*(?<!\\)\[\d+\])+[.]?")
_BULLET = re.compile(r"\s*(?:[-•]|\d{1,2}[.)])\s+")
_LABEL = re.compile(r"\*\*(.+?)\*\*\s*:?\s*|([^*:]{1,60}):\s*")
_LIST = re.compile(r"(?:sources?|references?|citations?|cited passages?|passages? cited)", re.IGNORECASE)
_LOOSE = re.compile(r"\s+([.,;:!?])")
_CHATTER = re.compile(
    r"(?:sure|certainly|of course|absolutely|okay|great question|good question|happy to help|"
    r"here (?:is|are|'s|’s) (?:the|a|an|my|what)\b[^.!]*|(?:i )?hope (?:this|that) helps[^.!]*|"
    r"let me know if[^.!]*|based on (?:the|these) (?:evidence|passages|sources)[^.!,]*)[.!:,]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """One statement: ``text[start:end]`` of what was written, markers and full stop included.

    Of citations that are ``shared`` with others no marker stands in it.

    ``plain`` are its bare words; ``invented`` are the citations in it of what was not given; ``part`` is the
    label that it stands under.
    """

    start: int
    end: int
    plain: str
    numbers: tuple[int, ...]
    invented: tuple[str, ...]
    part: str = ""
    chatter: bool = False
    shared: bool = False


def statements_of(text: str, invented: Sequence[tuple[int, str]] = (), labels: Collection[str] = ()) -> list[Written]:
    """The statements of a text, in order.

    A marker after a full stop belongs to the sentence before it. A line that is one of ``labels`` is no
    statement: those below it carry it as their part. Citations on a line of their own, or in a list of sources at the
    end, are ``shared`` by the statements without any. Such lines, and courtesies, come out as ``chatter``.
    """
    found: list[Written] = []
    listed: list[int] = []
    listing = False
    part = ""
    start = 0
    for line in text.splitlines(keepends=True):
        body, offset = line.rstrip("\n"), start
        start += len(line)
        bullet = _BULLET.match(body)
        offset += bullet.end() if bullet else 0
        body = body[bullet.end() :] if bullet else body
        label = _LABEL.match(body)
        named = (label.group(1) or label.group(2)).strip(" :*") if label else ""
        if label and named in labels:
            part = named
            offset += label.end()
            body = body[label.end() :]
        numbers = [int(each) for each in _MARKER.findall(body)]
        bare = _MARKER.sub("", body).strip(" \t*_.,;:")
        listing = _LIST.fullmatch(bare) is not None or (listing and (bool(numbers) or not body.strip()))
        if listing and body.strip():
            listed += numbers
            found.append(Written(offset, offset + len(body), "", (), (), part, chatter=True))
        elif numbers and not bare:
            found = [*_citing(found, numbers), Written(offset, offset + len(body), "", (), (), part, chatter=True)]
        elif body.strip():
            found += _sentences(body, offset, part, invented)
    return [_sharing(one, listed) if _uncited(one) else one for one in found]


def _citing(found: list[Written], numbers: Sequence[int]) -> list[Written]:
    """The statements with citations of a line of its own: they are those of what stands uncited before it."""
    at = len(found)
    while at and _uncited(found[at - 1]):
        at -= 1
    return [*found[:at], *(_sharing(one, numbers) for one in found[at:])]


def _sharing(one: Written, numbers: Sequence[int]) -> Written:
    return replace(one, numbers=tuple(dict.fromkeys(numbers)), shared=bool(numbers))


def _uncited(one: Written) -> bool:
    return not one.numbers and not one.invented and not one.chatter


def _sentences(body: str, offset: int, part: str, invented: Sequence[tuple[int, str]]) -> list[Written]:
    # With its markers blanked, a full stop before one ends a sentence as any other does.
    blank = _MARKER.sub(lambda match: " " * len(match.group()), body).replace("**", "  ")
    spans = [list(span) for span in sentence_spans(blank)]
    for at, span in enumerate(spans):
        until = spans[at + 1][0] if at + 1 < len(spans) else len(body)
        tail = _MARKERS.match(body, span[1], until)
        if tail:
            span[1] = tail.end()
        if body[span[1] : span[1] + 2] == "**":
            span[1] += 2
        while body[max(0, span[0] - 2) : span[0]] == "**":
            span[0] -= 2
    out = []
    for at, (first, last) in enumerate(spans):
        until = spans[at + 1][0] if at + 1 < len(spans) else len(body) + 1
        words = _LOOSE.sub(r"\1", plain(body[first:last]))
        if not any(char.isalnum() for char in words):
            continue
        numbers = tuple(dict.fromkeys(int(each) for each in _MARKER.findall(body[first:last])))
        made_up = tuple(name for where, name in invented if first <= where - offset < until)
        out.append(
            Written(
                offset + first, offset + last, words, numbers, made_up, part,
                chatter=_CHATTER.fullmatch(words.strip()) is not None,
            )
        )  # fmt: skip
    return out
