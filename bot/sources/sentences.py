"""Sentence boundaries as offsets, by the ``sentencex`` library, put right at short forms and at the marks of notes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import sentencex
import yaml

WINDOW = 2_000
"""Letters that are looked at together, and the most that a sentence may have.

The library's time grows with the square of a text full of quotation marks, and memory with what is split into word
pieces at a time.
"""
_LISTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in yaml.load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    ).items()
}
_KINDS = {
    word: frozenset(name for name, words in _LISTS.items() if word in words)
    for word in frozenset().union(*(words for name, words in _LISTS.items() if name not in ("openers", "dates")))
}
_BEFORE_NUMBERS = {"figures", "shortened", "calendar", "units", "inner"}
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CLOSING = "”’\"'»)\\]"
_STOP = re.compile(
    rf"(?P<word>(?<![^\W_])[^\W\d_]+(?:[.’'-][^\W\d_]+)*)?(?P<stop>[.!?…]+)(?P<close>[{_CLOSING}]*)"
    rf"(?P<mark>[{_RAISED}]+(?:[,–-][{_RAISED}]+)*|(?:\[\d{{1,3}}\])+|[*†‡]{{1,2}}|\d{{1,2}})?(?:\s+|$)"
)
_NEXT = re.compile(r"[“‘\"'«(\[¿¡]*(?P<word>[^\W_]+(?:\.[^\W_]+)*)")
_COUNTING = re.compile(r"[IVXLC]{1,5}|[A-Z]|\d.*")
_ITEM = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]")


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Start and end of each sentence of ``text``, without the white space around it; over ``WINDOW`` it is cut."""
    spans: list[tuple[int, int]] = []
    at = 0
    for end in _whole(text, _mended(text, list(_boundaries(text, language)))):
        piece = text[at:end]
        start = at + len(piece) - len(piece.lstrip())
        last = end - (len(piece) - len(piece.rstrip()))
        if start < last:
            spans.append((start, last))
        at = end
    return spans


def _boundaries(text: str, language: str) -> Iterator[int]:
    """Where the library has each sentence end, the white space after it included."""
    at = 0
    while at < len(text):
        window = text[at : at + WINDOW]
        whole = at + len(window) == len(text)
        if not whole:
            window = window[: window.rfind(" ") + 1] or window
        ends = [at + found["end_index"] for found in sentencex.get_sentence_boundaries(language, window)]
        if not whole and len(ends) > 1:
            # The last one may go on: it is looked at again, from its start.
            ends.pop()
        elif not whole:
            ends = [at + len(window)]
        yield from ends
        if whole:
            return
        at = ends[-1]


def _mended(text: str, ends: list[int]) -> list[int]:
    """The boundaries with those put right that stand at a short form or before a note's mark."""
    kept: list[int] = []
    at = 0
    for stop in _STOP.finditer(text):
        verdict = _ends(text, stop)
        if verdict is None:
            continue
        from_here = stop.start("word") + 1 if _clipped(stop["word"] or "") else stop.end("stop")
        first, after = bisect_left(ends, from_here, at), bisect_right(ends, stop.end(), at)
        kept.extend(ends[at:first])
        held = first < after
        at = after
        start = kept[-1] if kept else 0
        if verdict and (held or not _within(text[start : stop.end("close")])):
            kept.append(stop.end())
        elif not verdict and held and (ends[at] if at < len(ends) else len(text)) - start > WINDOW:
            kept.append(ends[after - 1])
    return kept + ends[at:]


def _ends(text: str, stop: re.Match[str]) -> bool | None:
    """Whether a sentence ends at a stop with white space after it; None where the library is to say."""
    found = _NEXT.match(text, stop.end())
    following = found["word"] if found else ""
    marked = bool(stop["mark"])
    if marked and (stop["mark"][0].isdigit() and stop["mark"].isascii() and not following[:1].isupper()):
        return None
    word = stop["word"] or ""
    if stop["stop"] != "." or not word:
        return (not following[:1].islower() or None) if marked else None
    if not following:
        return marked or None
    verdict = _short(word, following, text[max(0, stop.start() - 12) : stop.start()])
    return True if marked and verdict is None and not following[0].islower() else verdict


def _short(word: str, following: str, before: str) -> bool | None:
    """Whether a sentence ends after a word with a stop, by what kind of short form it is; None: it is none."""
    kinds = _KINDS.get(word.casefold(), frozenset())
    capital = following[0].isupper()
    opens = capital and following.casefold().split("’")[0].split("'")[0] in _LISTS["openers"]
    as_word = "words" in kinds and (word.islower() or "names" in kinds)
    if not capital and not following[0].isdigit():
        return False if kinds - {"words", "names"} or _clipped(word) or len(word) == 1 else None
    if "figures" in kinds and _COUNTING.fullmatch(following) and not (as_word and following in ("A", "I")):
        return False
    if len(word) == 1 and word.isupper():
        return None if word.isascii() else False
    if not capital:
        return False if kinds & _BEFORE_NUMBERS or _clipped(word) else None
    if len(word) > 1 and word.isupper() and "." not in word:
        return None if following.isupper() and len(following) > 1 else "words" in kinds or "titles" not in kinds
    return _capitalised(word, kinds, following, before, opens or _starts(following), as_word)


def _capitalised(
    word: str, kinds: frozenset[str], following: str, before: str, opens: bool, as_word: bool
) -> bool | None:
    """As :func:`_short` where a capital follows; ``opens``: a word is there that begins sentences."""
    if "states" in kinds and word[0].isupper() and before.rstrip().endswith(","):
        return opens
    if "units" in kinds and re.search(r"\d[\s-]?$", before):
        return True
    if as_word or ("calendar" in kinds and word.islower()):
        return True
    if kinds & {"titles", "inner"}:
        return False
    if "last" in kinds:
        return following.casefold() not in _LISTS["dates"] and following.casefold() not in _LISTS["calendar"]
    return opens if kinds & {"shortened", "figures", "calendar", "words"} or _clipped(word) else None


def _starts(following: str) -> bool:
    """Whether a title of a person stands there: it begins the next sentence."""
    kinds = _KINDS.get(following.casefold(), frozenset())
    return following[0].isupper() and "titles" in kinds and "words" not in kinds


def _clipped(word: str) -> bool:
    """Whether a word is a short form by its look: a stop within it, or a few letters and no vowel."""
    inside = "." in word and max(map(len, word.split("."))) <= 3
    return inside or (word.isascii() and 2 <= len(word) <= 5 and not re.search(r"[aeiouy’'-]", word.casefold()))


def _within(text: str) -> bool:
    """Whether the text leaves a quotation or a bracket open."""
    return (
        text.count("“") > text.count("”")
        or text.count("(") > text.count(")")
        or text.count("«") > text.count("»")
        or text.count('"') % 2 == 1
    )


def _whole(text: str, ends: Sequence[int]) -> Iterator[int]:
    """The boundaries without those that leave a number of an item, or a mark, as a sentence of its own."""
    start = 0
    for at, end in enumerate(ends):
        piece = text[start:end].strip()
        following = text[end : ends[at + 1]].strip() if at + 1 < len(ends) else ""
        numbered = bool(following) and bool(_ITEM.fullmatch(piece)) and any(char.isalpha() for char in following)
        marks = bool(following) and len(following) <= 12 and not any(char.isalnum() for char in following)
        if (numbered or marks) and ends[at + 1] - start <= WINDOW:
            continue
        yield end
        start = end
