"""The closed classes of ``lexicon.yaml``, and the figures and dates of a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("lexicon.yaml")
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d")
_PRICED = re.compile(r"[$€£¥]\s?$")
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one class, in lower case."""
    return frozenset(_classes()[name])


@cache
def _classes() -> dict[str, list[str]]:
    data = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {name: str(words).lower().split() for name, words in data.items()}


@cache
def _numerals() -> dict[str, int]:
    small = {word: value for value, word in enumerate(_classes()["numerals"])}
    return small | {word: 10 * value for value, word in enumerate(_classes()["tens"], 2)}


def first_word(text: str) -> str:
    """The first word of a text in lower case, "" where it has none."""
    match = _WORD.search(text)
    return match.group().lower().replace("’", "'") if match else ""


def leans(text: str) -> bool:
    """Whether a sentence begins with a word that points back at the one before it."""
    return first_word(text) in words_of("leaning")


def figures(text: str) -> list[tuple[str, int, int, str]]:
    """The figures of a text, in order: what they come to, where they stand, and ``number``, ``year`` or ``month``.

    "1.9 million" and "1,900,000" come to the same, as do "twenty-one" and 21; a month stands by its name.
    """
    out: list[tuple[str, int, int, str]] = []
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        value, used = _value(text, words, at)
        word = words[at].group()
        if value is not None:
            year = used == 1 and _YEAR.fullmatch(word) is not None and not _PRICED.search(text[: words[at].start()])
            shown = f"{value:.6f}".rstrip("0").rstrip(".")
            out.append((shown, words[at].start(), words[at + used - 1].end(), "year" if year else "number"))
        elif word.lower() in words_of("months") and word[:1].isupper():
            out.append((word.lower(), words[at].start(), words[at].end(), "month"))
        at += max(1, used)
    return out


def _value(text: str, words: list[re.Match[str]], at: int) -> tuple[float | None, int]:
    """What the words from one on come to, with how many they are; None where they are no number."""
    word = words[at].group().lower()
    if word[0] in "0123456789":
        value = float(
            re.sub(r",(?=\d{3}(?!\d))", "", word).replace(",", "." if word.count(",") == 1 and "." not in word else "")
        )
    elif word in _numerals():
        value = float(_numerals()[word])
    else:
        return None, 0
    used = 1
    if (
        value >= 20
        and word[0] not in "0123456789"
        and at + 1 < len(words)
        and text[words[at].end() : words[at + 1].start()] == "-"
    ):
        ones = _numerals().get(words[at + 1].group().lower())
        if ones is not None and ones < 10:
            value, used = value + ones, 2
    while at + used < len(words) and words[at + used].group().lower() in _SCALES:
        value *= _SCALES[words[at + used].group().lower()]
        used += 1
    return value, used
