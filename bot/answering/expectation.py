"""What kind of thing a question asks for (a date, a figure, a person …) and where a sentence has one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Asked = Literal["date", "day", "year", "number", "percent", "money", "person", "place", "name", "duration", "other"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)(?:['’]?s\b)?"
_WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|billion|half|a third|a quarter|dozens?|several|ten|paragraphs?)"
)
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_MORE = r"(?:(?:over|under|more than|less than|fewer than|about|around|nearly|almost|at least|some|roughly) )?"

DATE = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: {_YEAR})?|"
    rf"{_MONTH} {_YEAR}|(?:(?:early|mid|late)[-–‑— ]?)?(?:the )?(?:(?:early|mid|late)[-–‑— ])?{_YEAR}(?: and {_YEAR})?|"
    r"\d{4}-\d\d-\d\d|hours later|the same day|(?:a |two |several )?(?:days|weeks|months|years|decades) later|today)\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\b{_MONTH}\W|\d{{4}}-\d\d-\d\d|same day", re.IGNORECASE)
PERCENT = re.compile(
    rf"{_MORE}{_FIGURE} ?(?:%|per ?cent\b|percent\b|percentage points?\b)|\bhalf\b|\ba third\b", re.IGNORECASE
)
MONEY = re.compile(
    rf"{_MORE}(?:(?:US)?[$€£]{_FIGURE}(?: ?(?:thousand|million|billion|trillion))?|"
    rf"{_FIGURE}(?: (?:thousand|million|billion|trillion))? (?:dollars|euros|pounds|pesos))",
    re.IGNORECASE,
)
NUMBER = re.compile(
    rf"{_MORE}(?<![\w.]){_FIGURE}(?: ?(?:%|percent))?(?: (?:thousand|million|billion|hectares|acres|tons|years))?(?![\w])|"
    rf"\b{_MORE}{_WORD_NUMBER}\b",
    re.IGNORECASE,
)
DURATION = re.compile(
    rf"\b{_MORE}(?:{_FIGURE}|{_WORD_NUMBER}|a few|the) ?-?(?:minutes|hours|days|weeks|months|years|decades|decade|century)\b|"
    r"\bdecades?[-– ]long\b",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w’'-]*(?:\.[A-Z]\.)*"
NAME = re.compile(rf"\b(?:U\.S\.|{_CAPITAL})(?:[ –-](?:of the |of |and the |the )?(?:U\.S\.|{_CAPITAL}))*")

_UNITS = "hectares|acres|people|times|years|soldiers|officials|troops|members|dollars|paragraphs|sections|visas|percent"
_RULES: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"\b(?:percent|percentage|per cent|proportion|what share|fraction|what portion)\b|%")),
    ("money", re.compile(r"\bhow much (?:money|cash|funding|did .* (?:cost|spend|pay))|\b(?:how many|what) dollars|\bin dollars|\bprice of\b|\bcosts?\b")),
    ("duration", re.compile(r"\bhow long\b|\bhow many (?:years|months|days|weeks|decades|hours)\b|\bfor how many\b")),
    ("number", re.compile(r"\bhow many\b|\bhow (?:large|big|high|low|far)\b|\bwhat (?:number|figures?)\b|\bnumber of\b|\bhow much\b")),
    ("year", re.compile(r"\b(?:what|which|in what|in which) years?\b")),
    ("day", re.compile(r"\b(?:what|which) (?:day|date)\b")),
    ("date", re.compile(r"^\W*(?:and |but |so )?when (?!do\b|does\b|is there|should|would|can)|\bwhen (?:did|was|were)\b|\b(?:what|which) (?:month|time|decade)\b|\bsince when\b|\bhow long ago\b")),
    ("person", re.compile(r"\bnames of\b|\bwho(?:m|se)?\b|\b(?:what|which) (?:president|person|politician|leader|official|author|administration)s?\b")),
    ("place", re.compile(r"\bwhere\b|\b(?:what|which) (?:platform|site|website|place|country|countries|city|region|network|outlet)\b")),
    ("number", re.compile(rf"\b(?:{_UNITS})\s*\?$")),
    ("name", re.compile(r"\b(?:what|which) (?:list|plan|treaty|agreement|accords?|deal|organi[sz]ation|group|company|social)\b|\bname of\b|\bcalled\?$")),
)  # fmt: skip
"""The first rule that matches a lower-case question decides."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is asked for, and the words of the question right after "how many" and the like."""

    asked: Asked
    counted: str = ""

    @property
    def strict(self) -> bool:
        """Whether a sentence without such a thing cannot be the answer."""
        return self.asked in ("number", "percent", "money", "date", "day", "year", "duration")


def expected(question: str) -> Expectation:
    """What the question asks for."""
    lower = question.lower()
    asked: Asked = next((kind for kind, rule in _RULES if rule.search(lower)), "other")
    match = re.search(
        r"\b(?:how many|how much|number of|percentage(?: of)?|percent(?: of)?) ((?:[\w'’-]+ ?){1,3})", lower
    )
    return Expectation(asked, match.group(1).strip() if match else "")


def spans(asked: Asked, sentence: str) -> list[tuple[int, int]]:
    """Where the sentence has something of the kind, in order."""
    return _FINDERS.get(asked, _none)(sentence)


def _find(*patterns: re.Pattern[str]) -> Callable[[str], list[tuple[int, int]]]:
    def finder(sentence: str) -> list[tuple[int, int]]:
        found = [match.span() for pattern in patterns for match in pattern.finditer(sentence)]
        return sorted(_outermost(found))

    return finder


def _outermost(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [s for s in set(found) if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found)]


def _numbers(sentence: str) -> list[tuple[int, int]]:
    """Figures that are not part of a date."""
    dates = [match.span() for match in DATE.finditer(sentence)]
    return [s for s in _find(NUMBER)(sentence) if not any(d[0] <= s[0] and s[1] <= d[1] for d in dates)]


def _years(sentence: str) -> list[tuple[int, int]]:
    return [s for s in _find(DATE)(sentence) if re.search(_YEAR, sentence[s[0] : s[1]])]


def _days(sentence: str) -> list[tuple[int, int]]:
    """Dates of the calendar: "Hours later" tells when, but not on which day."""
    return [s for s in _find(DATE)(sentence) if _DAY.search(sentence[s[0] : s[1]])]


def _none(_sentence: str) -> list[tuple[int, int]]:
    return []


_FINDERS: dict[Asked, Callable[[str], list[tuple[int, int]]]] = {
    "date": _find(DATE),
    "day": _days,
    "year": _years,
    "number": _numbers,
    "percent": _find(PERCENT),
    "money": _find(MONEY),
    "duration": _find(DURATION),
    "person": _find(NAME),
    "place": _find(NAME),
    "name": _find(NAME),
}
