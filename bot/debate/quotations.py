"""Whether what a person puts between quotation marks stands in a source, and what is said to be from outside.

What writers may do to a quotation is forgiven and nothing else: punctuation at its edges, another case of its first
letter, words added in brackets, a letter changed in brackets, and words left out where dots show it, in order and
within one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.support import folded

_EDGES = " .,;:!?…-—–'\""
_LETTER = re.compile(r"\[(\w)\]")
_ADDED = re.compile(r"\s*\[[^\[\]]{0,80}\]\s*")
_LEFT_OUT = re.compile(r"\s*(?:…|\.\s?\.\s?\.)\s*")
_SAYS = r"(?:says|said|writes|finds|argues|explains|shows|states)"
_OUTSIDE = re.compile(
    r"\b(?:(?:Dr|Prof|Professor)\.? )?(?P<name>[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.?)?),? ?"
    r"(?:\((?:19|20)\d\d\)|\(?[’']\d\d\)?|(?:19|20)\d\d:|(?<![\d,.])\d\d(?=[:,;)]| " + _SAYS + r"\b))"
)
_MONTHS = re.compile(r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)


def exact(words: str, texts: Sequence[str]) -> bool:
    """Whether quoted words stand in one of the texts, as a writer may quote them."""
    marked = _ADDED.sub(" … ", _LETTER.sub(r"\1", words))
    pieces = [_bare(piece) for piece in _LEFT_OUT.split(marked)]
    pieces = [piece for piece in pieces if piece]
    return bool(pieces) and any(_in_order(pieces, paragraph) for text in texts for paragraph in _paragraphs(text))


def outside(text: str, own: Sequence[str]) -> str:
    """The cite of a card that no source of the topic has ("Smith 24"), or ""; ``own`` are the sources' own cites."""
    known = {word.casefold() for line in own for word in re.findall(r"\w+", line)}
    for match in _OUTSIDE.finditer(text):
        names = [word.casefold() for word in re.findall(r"[A-Z][\w’'-]+", match["name"])]
        if not any(name in known or _MONTHS.match(name) for name in names):
            return match.group().strip(" ,:;(")
    return ""


def _paragraphs(text: str) -> list[str]:
    return [folded(piece) for piece in text.split("\n\n")]


def _bare(piece: str) -> str:
    return folded(piece).strip(_EDGES)


def _in_order(pieces: Sequence[str], paragraph: str) -> bool:
    at = 0
    for piece in pieces:
        first = re.escape(piece[0])
        found = re.compile(rf"(?<!\w)(?i:{first}){re.escape(piece[1:])}(?!\w)").search(paragraph, at)
        if found is None:
            return False
        at = found.end()
    return True
