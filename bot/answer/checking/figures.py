"""Finds figures and dates of a statement that the cited passages do not give, or give to something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PORTIONS = {
    "half": "half", "all": "all", "every": "all", "entire": "all", "whole": "all", "none": "none", "most": "most",
    "third": "third", "quarter": "quarter", "majority": "most", "few": "few",
}  # fmt: skip
_NUMERALS = {
    word: str(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
} | {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100"}
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_SPANS_OF_TIME = frozenset({"hours", "days", "weeks", "months", "years", "decades", "minutes"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")

_LARGE = re.compile(r"(\d[\d,.]*)\s*(thousand|million|billion)\b", re.IGNORECASE)
_SCALE = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](one|two|three|four|five|six|seven|eight|nine)\b",
    re.I,
)
_TEN = {w: 10 * (n + 2) for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_ONES = {w: n + 1 for n, w in enumerate("one two three four five six seven eight nine".split())}
_PARTS = re.compile(r"\b(third|quarter)s\b", re.IGNORECASE)
_DECADES = re.compile(r"\b(?:(a|one|two|three|four|five)|(\d+)) decades?\b", re.IGNORECASE)
_DECADE = re.compile(r"\b((?:1[5-9]|20)\d0)s\b")
_MENTION = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DAY = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2})\b(?!\d)"
    r"|\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_SMALL = frozenset({"2"})
"""Said of any pair: "the two countries"; counts as a figure only in digits."""
_SHARES = frozenset({"half", "third", "quarter"})
_SPANS = frozenset({"hours", "days", "weeks", "months"})
_NEAR = 40
"""Characters between a figure and the year that it is given for, at most."""


@dataclass(frozen=True, slots=True)
class Strange:
    """A figure or a date that is not in the passages."""

    kind: Literal["figure", "date"]
    text: str


def strange_figure(statement: str, passages: Sequence[str]) -> Strange | None:
    """The first figure or date of the statement that the passages do not bear out, or None."""
    mine, theirs = _plain(statement), _plain("\n".join(passages))
    own, given = figures(mine), figures(theirs)
    for kind, missing in (
        ("date", own.years - given.years),
        ("date", frozenset(_DECADE.findall(mine)) - frozenset(_DECADE.findall(theirs))),
        ("date", own.months - given.months),
        ("date", _days(mine) - _days(theirs)),
        ("figure", own.numbers - given.numbers - _SMALL),
        ("figure", (own.shares & _SHARES) - given.shares),
        ("date", (own.spans - given.spans) & _SPANS if given.spans & _SPANS else frozenset[str]()),
    ):
        if missing:
            return Strange("date" if kind == "date" else "figure", sorted(missing)[0])
    return _misplaced(mine, theirs)


def _plain(text: str) -> str:
    """The text with large numbers and numerals of two words in digits, and decades in years."""
    text = _LARGE.sub(lambda m: str(round(float(m[1].replace(",", "").rstrip(".")) * _SCALE[m[2].lower()])), text)
    text = _PARTS.sub(r"\1", text)
    text = _TENS.sub(lambda m: str(_TEN[m[1].lower()] + _ONES[m[2].lower()]), text)
    return _DECADES.sub(lambda m: f"{10 * (int(m[2]) if m[2] else _ONES.get(m[1].lower(), 1))} years", text)


def _days(text: str) -> frozenset[str]:
    return frozenset(f"{m[1] or m[4]} {m[2] or m[3]}" for m in _DAY.finditer(text))


def _misplaced(mine: str, theirs: str) -> Strange | None:
    """A figure that the passages give for one year and the statement for another."""
    given = _by_year(theirs)
    for number, years in _by_year(mine).items():
        if number in given and not years & given[number]:
            return Strange("date", f"{number} in {sorted(years)[0]}")
    return None


def _by_year(text: str) -> dict[str, set[str]]:
    """Figures with the years that they are said to be of: "163,000 hectares in 2000"."""
    found: dict[str, set[str]] = {}
    mentions = list(_MENTION.finditer(text))
    for left, right in pairwise(mentions):
        number, year = left.group().replace(",", ""), right.group()
        between = text[left.end() : right.start()]
        dated = _YEAR.fullmatch(year) and not _YEAR.fullmatch(number) and len(between) <= _NEAR
        if dated and re.fullmatch(r"[%\w\s-]*\b(?:in|by|of|at|around|as of) ", between):
            found.setdefault(number, set()).add(year)
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text: years, other numbers, months and shares ("half"), and spans of time ("hours")."""

    years: frozenset[str]
    numbers: frozenset[str]
    months: frozenset[str]
    shares: frozenset[str]
    spans: frozenset[str]


def figures(text: str) -> Figures:
    """The figures in a text, digits without commas."""
    digits = [match.group().replace(",", "").rstrip(".") for match in _FIGURE.finditer(text)]
    words = [word.lower() for word in _WORD.findall(text)]
    years = frozenset(d for d in digits if re.fullmatch(r"1[5-9]\d\d|20\d\d", d))
    numerals = {_NUMERALS[word] for word in words if word in _NUMERALS and word != "one"}
    return Figures(
        years=years,
        numbers=frozenset(set(digits) - years | numerals),
        months=frozenset(_MONTHS[word] for word in words if word in _MONTHS and word != "may"),
        shares=frozenset(_PORTIONS[word] for word in words if word in _PORTIONS),
        spans=frozenset(word for word in words if word in _SPANS_OF_TIME),
    )
