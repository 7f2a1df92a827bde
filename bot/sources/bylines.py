"""Reads bylines and date lines: who wrote a text, who brought it out, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

LONGEST = 240
"""Characters of a byline, at most."""
STANDFIRST = 600
"""Characters of a standfirst, at most."""
_LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "pl", "cs", "ru", "uk", "tr", "el", "sv", "zh", "ja", "ar")
_STANDFIRST = re.compile(r"^(?P<rest>.+[^\s,]),\s*writes (?P<name>[^.,;:]{3,60})\.?$", re.DOTALL)
_PARTED = re.compile(r"\s*[|·•;\n]+\s*|\s+[–—/-]+\s+|\s*[()]\s*|(?<=\d)\s+(?:by|in)\s+|\s+for\s+(?=The\b)")
_LISTED = re.compile(r"\s*(?:[,、，]\s*(?:and|&|with)\s+|[,、，;]|\s(?:and|&|with)\s)\s*", re.IGNORECASE)
_JOINED = re.compile(r"\s(?:and|&|with)\s", re.IGNORECASE)
_JOINING = re.compile(r"^(?:and|&|with)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ISO = re.compile(r"^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d\S*)?$|^(\d{4}-\d\d)$")
_BY_FIGURES = re.compile(r"^(\d{1,2})(?P<mark>[./-])\s?(\d{1,2})(?P=mark)\s?(\d{4})\b")
_PASTIME = re.compile(r"^\d+[\s-]*min(?:ute)?s?(?: read)?$", re.IGNORECASE)
_DOMAIN = re.compile(r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says, each "" where it does not; ``rest`` is what the block says besides, as a standfirst does."""

    author: str = ""
    publisher: str = ""
    date: str = ""
    rest: str = ""


def read_byline(block: str) -> Byline | None:
    """The facts in a block that is a byline, a date line, or a standfirst that ends in "writes …"; None for any other.

    Nothing is a byline in part: each piece of it must be a name, a date, a publisher or what the writer does. A date is
    ISO; where the line gives no day it is kept as "2019-05" or "2019".
    """
    text = block.strip().strip("—–*_").strip()
    standfirst = _STANDFIRST.match(" ".join(text.split())) if len(text) <= STANDFIRST else None
    if standfirst:
        name = standfirst["name"].strip()
        return Byline(author=names_of(name), rest=standfirst["rest"]) if _is_person(name) else None
    if not text or len(text) > LONGEST:
        return None
    lead, text = _lead(re.sub(r"\n\s*(?=(?:and|&)\s)", " ", text))
    found = _pieces(text.rstrip(".") if text.count(".") == 1 else text)
    if not found:
        return None
    return _facts(lead, found)


def names_of(value: str | Sequence[Any] | Mapping[str, Any]) -> str:
    """Authors as "Ann Lee, Bob Ray and Eve Moss", from a text, a list of names, or of mappings with a "name"."""
    names = list(dict.fromkeys(filter(None, map(_tidy, _listed(value)))))
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


@lru_cache(maxsize=1000)
def date_of(text: str) -> str:
    """The ISO date that a text consists of, "2019-05" where it has no day, or "": nothing is ever filled in."""
    text = " ".join(text.split()).strip(" .,")
    iso = _ISO.match(text)
    if len(text) > 60 or (not iso and not _YEAR.search(text)):
        return ""
    figures = _BY_FIGURES.match(text)
    if figures and figures["mark"] != "." and int(figures[1]) < 13 and int(figures[3]) < 13:
        # Whether the day or the month comes first is nowhere said.
        return str(figures[4]) if figures.end() == len(text) else ""
    if not iso and not figures and not re.search(r"[^\W\d_]", text):
        return ""
    for parts, size in ((("day", "month", "year"), 10), (("month", "year"), 7)):
        parsed = _parser(parts, "DMY" if figures else "MDY").get_date_data(text).date_obj
        if parsed is not None:
            written = str(parsed.date().isoformat())[:size]
            return written if written[:4] in text or not _YEAR.search(text) else ""
    return ""


@cache
def _parser(parts: tuple[str, ...], order: str) -> Any:
    return import_module("dateparser.date").DateDataParser(
        languages=list(_LANGUAGES),
        settings={
            "PARSERS": ["absolute-time"],
            "STRICT_PARSING": "day" in parts,
            "REQUIRE_PARTS": list(parts),
            "DATE_ORDER": order,
        },
    )


@cache
def _words() -> dict[str, tuple[str, ...]]:
    data = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {name: tuple(sorted(words, key=len, reverse=True)) for name, words in data.items()}


def _lead(text: str) -> tuple[str, str]:
    """The kind of the words that a byline begins with, "" where there are none, and the text after them."""
    for kind in ("authors", "publishers", "changes", "dates"):
        for words in _words()[kind]:
            if text[: len(words)].casefold() != words:
                continue
            after = text[len(words) :]
            if after[:1] in (":", "：", " ", "\n") and after.strip(":： \n"):
                return kind, after.lstrip(":： \n")
    return "", text


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a byline with their kinds ("name", "house", "role", "date", "change"); none where one has none."""
    found: list[tuple[str, str]] = []
    for part in filter(None, _PARTED.split(text)):
        words = [word for word in re.split(r"\s*[,，]\s*", part) if word]
        at = 0
        while at < len(words):
            for size in (3, 2, 1):
                kinds = _kinds(", ".join(words[at : at + size])) if at + size <= len(words) else []
                if kinds:
                    break
            if not kinds:
                return []
            found.extend(kinds)
            at += size
    return found


def _kinds(piece: str) -> list[tuple[str, str]]:
    """The kinds of a piece that is one thing, or a name with a date after it; [] where it is neither."""
    lead, inner = _lead(piece)
    date = date_of(inner if lead in ("dates", "changes") else piece)
    if date or (lead == "dates" and _YEAR.fullmatch(inner)):
        return [("change" if lead == "changes" else "date", date or inner)]
    if _YEAR.fullmatch(piece):
        return [("date", piece)]
    if "," not in piece:
        return _undated(piece, lead, inner)
    words = piece.split()
    for at in range(2, min(5, len(words))):
        if _is_person(" ".join(words[:at])):
            date = date_of(re.sub(r"^on ", "", " ".join(words[at:])))
            if date:
                return [("name", " ".join(words[:at])), ("date", date)]
    return []


def _undated(piece: str, lead: str, inner: str) -> list[tuple[str, str]]:
    if lead in ("authors", "publishers"):
        return [("name" if lead == "authors" else "house", inner)] if _is_title(inner) else []
    if _PASTIME.match(piece):
        return [("role", piece)]
    plain = {word.casefold().strip(".:") for word in piece.split()}
    if piece.startswith(("“", '"')) or (plain & set(_words()["roles"]) and not piece.startswith("The ")):
        return [("role", piece)]
    on = re.match(r"(.+?) on (?=.*\d{4}$)(.+)", piece) or re.match(r"(.+?) (\S+ \S+ \d{4})$", piece)
    if on and date_of(on[2]):
        before = _undated(on[1], "", "")
        return [*before, ("date", date_of(on[2]))] if before else []
    if piece.casefold().strip(".") in _words()["titles"]:
        return [("title", piece)]
    names = re.sub(r"\s(?:in|for|at) [^a-z].*$", "", piece)
    if all(map(_is_person, _JOINED.split(_JOINING.sub("", names)))):
        return [("name", _JOINING.sub("", names))]
    return [("house", piece)] if _is_title(piece) else []


def _facts(lead: str, found: Sequence[tuple[str, str]]) -> Byline | None:
    dates = [text for kind, text in found if kind == "date"] or [text for kind, text in found if kind == "change"]
    named = [text for kind, text in found if kind == "name"]
    houses = [text for kind, text in found if kind == "house"]
    if lead == "publishers":
        house = next((text for kind, text in found if kind in ("name", "house")), "")
        return Byline("", house, dates[0] if dates else "") if house else None
    full = bool(dates) and (len(dates[0]) > 4 or lead == "authors")
    if lead != "authors" and (not full or len(found) > 8):
        return None
    if all(kind in ("date", "change") for kind, _ in found):
        return None if lead == "authors" else Byline(date=dates[0])
    author = names_of(_with_titles(found)) if named else ""
    if not author and lead == "authors":
        # One word is a name only where the rest of the line bears it out.
        if not houses or not (dates or houses[0].isupper() or _is_house(houses[0])):
            return None
        author, houses = names_of(houses[:1]), houses[1:]
    house = next((text for text in houses if _is_house(text)), houses[0] if houses else "")
    if not lead and not author and not _is_house(house):
        # A place and a day stand above a letter; more words and a day are the name of what happened then.
        return Byline(date=dates[0]) if len(house.split()) == 1 else None
    return Byline(author, house, dates[0] if dates else "")


def _with_titles(found: Sequence[tuple[str, str]]) -> list[str]:
    names: list[str] = []
    for kind, text in found:
        if kind == "title" and names:
            names[-1] = f"{names[-1]}, {text}"
        elif kind == "name":
            names.extend(_JOINED.split(text))
    return names


def _listed(value: str | Sequence[Any] | Mapping[str, Any]) -> Iterable[str]:
    if isinstance(value, Mapping):
        given = " ".join(str(value[key]) for key in ("given", "family") if value.get(key))
        yield str(value.get("name") or given)
    elif isinstance(value, str):
        yield from _parted(re.sub(r"^(?:written )?by\s+(?=\S)", "", " ".join(value.split()), flags=re.IGNORECASE))
    else:
        for one in value:
            yield from [one] if isinstance(one, str) and ";" not in one else _listed(one)


def _parted(text: str) -> list[str]:
    """The names in a text; a text that is no list of persons is one name, whatever commas stand in it."""
    if ";" in text:
        return text.split(";")
    parts = [part for part in _LISTED.split(text) if part]
    kept: list[str] = []
    for part in parts:
        if kept and part.casefold().strip(".") in _words()["titles"]:
            kept[-1] = f"{kept[-1]}, {part}"
        else:
            kept.append(part)
    return kept if all(_is_person(part.split(",")[0]) for part in kept) else [text]


def _tidy(name: str) -> str:
    """A name as it is said: "Lee, Ann" and "ANN LEE" are Ann Lee."""
    name = re.sub(r"\s*(?:<[^>]*>|\([^)]*\)|\S+@\S+)", "", " ".join(str(name).split())).strip(" ,;")
    last, comma, first = name.partition(", ")
    turned = comma and "," not in first and first.casefold().strip(".") not in _words()["titles"]
    if turned and not _is_house(name) and _is_title(last) and min(len(last.split()), len(first.split())) == 1:
        name = f"{first} {last}" if _is_title(first) or _INITIALS.fullmatch(first) else name
    elif turned and _INITIALS.fullmatch(first):
        name = f"{first} {last}"
    if name.isupper() and " " in name and _is_person(name):
        name = " ".join(word if len(word.strip(".")) == 1 else word.title() for word in name.split())
    return name


def _is_person(text: str) -> bool:
    """Whether a text could be a person's name: two to five words, each with a capital, no publisher's word in it."""
    words = text.split()
    plain = {word.casefold().strip(".,'’") for word in words}
    articled = len(words) == 2 and words[0].casefold() in _words()["articles"]
    if not 2 <= len(words) <= 6 or articled or plain & {"the", *_words()["houses"], *_words()["calendar"]}:
        return len(words) == 1 and len(text) in (2, 3, 4) and "\u4e00" <= text[0] <= "\u9fff"
    return all(_capital(word) or word in _words()["particles"] for word in words) and _capital(words[-1])


def _capital(word: str) -> bool:
    bare = word.strip("’'\"“”.")
    letters = re.fullmatch(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*\.?", word.strip('"“”'))
    return bool(letters) and bool(bare) and (not bare[0].islower() or bare[1:2] in ("’", "'"))


def _is_title(text: str) -> bool:
    """Whether a text could be the name of a publisher: capitals, and small words only between them."""
    words = text.split()
    small = {"of", "the", "for", "and", "&", "on", "in", "at", "to", *_words()["particles"]}
    named = all(not word[0].islower() or word in small or _DOMAIN.match(word) for word in words)
    if not 1 <= len(words) <= 8 or words[0] in small or re.search(r"\d|[.!?]$", text):
        return False
    return named and not {word.casefold() for word in words} <= {*_words()["calendar"], "may"}


def _is_house(text: str) -> bool:
    words = {word.casefold().strip(".") for word in text.split()}
    return bool(words & {*_words()["houses"]}) or bool(_DOMAIN.match(text))
