"""Finds who and what a text names, and which short names mean the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_DEMONYM = re.compile(r"(?:i?a?n|ese|i|ish)s?")
LONG = 8
"""Letters of a first name that ends like an adverb or a participle, at most: Kimberly, Sterling."""
LEAST = 2
"""Mentions from which on a name of one word is looked at."""
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-Þ][\w’-]*(?<![’-]))"
_NAME = re.compile(rf"{_WORD}(?:(?:(?<=s)’)?\s(?:(?:of|for|de|del|la|&)\s(?:the\s)?)?{_WORD})*")
_TITLES = (
    "President Minister Secretary Governor Mayor Senator Professor Dr Mr Mrs Ms Judge Chancellor Commissioner Director "
    "Chairman Chairwoman Chair Representative Councillor Sir Dame"
).split()
GROUPS = frozenset(
    "alliance federation union ministry university party council commission association institute department agency "
    "court bank company group hospital board authority office committee congress parliament government league society "
    "foundation college school church guild chamber network coalition organization organisation club centre center "
    "states republic nations kingdom administration house forum trust service bureau".split()
)
_THINGS = frozenset(
    "plan river treaty law act list sea lake street bridge city county valley war agreement accords code bill pact".split()
)
NEVER = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday the a an this that these those it its he she they we you i his her their our there "
    "here but and or so yet for in on at by to from with without as if when while where who what why how which since "
    "after before until under over according neither both each every no not most many some few several last next one two "
    "three another other such even still then now only also once instead meanwhile however english spanish christmas "
    "europe african asian american european".split()
)


@dataclass(slots=True)
class Name:
    """Somebody or something: its fullest name, its other names, how often it is mentioned."""

    name: str
    kind: str
    aliases: set[str] = field(default_factory=set)
    count: int = 0
    offices: frozenset[str] = frozenset()
    """The titles that stand before it, in small letters: a name with one is a person's."""


def names_in(sentences: Sequence[str]) -> list[Name]:
    """The names in the sentences, most often mentioned first; short forms joined to the full one."""
    found: Counter[str] = Counter()
    titled: dict[str, set[str]] = defaultdict(set)
    lower = Counter(word for text in sentences for word in re.findall(r"(?<![\w’])[a-zà-ÿ]+", text))
    inner = Counter(name for text in sentences for name, first in _spans(text) if not first)
    for text in sentences:
        for name, first in _spans(text):
            bare, titles = _bare(name, first, lower, inner)
            if bare:
                found[bare] += 1
                titled[bare] |= titles
    return _joined(found, titled)


def _spans(text: str) -> Iterable[tuple[str, bool]]:
    """Each run of capitalised words, and whether it opens the sentence."""
    for match in _NAME.finditer(text.replace("'", "’")):
        before = text[: match.start()].strip(" “‘(—–-")
        yield re.sub(r"’s$", "", match.group()), not before or before[-1] in ".!?:“"


def _bare(name: str, first: bool, lower: Counter[str], inner: Counter[str]) -> tuple[str, set[str]]:
    """The name without titles and words that are capitalised only for opening a sentence, and the titles."""
    words = name.split()
    while words and words[0].casefold() in NEVER:
        words = words[1:]
        first = False
    if "of" in words[1:2] and words[0].casefold() not in GROUPS | _THINGS:
        words, first = [word for word in words[2:] if word != "the"], False
    at = max((at for at, word in enumerate(words[:-1]) if word.rstrip(".") in _TITLES), default=-1)
    titles = {word.rstrip(".").casefold() for word in words[: at + 1] if word.rstrip(".") in _TITLES}
    first = first and not titles
    words = words[at + 1 :]
    if not words or (len(words) == 1 and (words[0].rstrip(".") in _TITLES or len(words[0]) < 2)):
        return "", set()
    if first and len(words) == 1 and not inner[words[0]] and lower[words[0].casefold()]:
        return "", set()
    # "Privately Norvale", "Decertifying Colombia": longer than a first name that ends so.
    form = len(words[0]) > LONG and words[0].endswith(("ly", "ing"))
    known = lower[words[0].casefold()] or (form and inner[" ".join(words[1:])])
    if first and len(words) > 1 and known and not inner[" ".join(words)]:
        words = words[1:]
    while words and words[-1].casefold() in NEVER:
        words = words[:-1]
    return " ".join(words), titles


def _joined(found: Counter[str], titled: Mapping[str, set[str]]) -> list[Name]:
    """Names with their short forms: a last name, the head of a long name, initials."""
    kept: list[Name] = []
    for name in sorted(found, key=lambda one: (-len(one.split()), bool(_DEMONYM.search(one[5:])), -found[one], one)):
        owner = _owner(name, kept)
        if owner is None:
            kept.append(Name(name, _kind(name, bool(titled[name])), count=found[name], offices=frozenset(titled[name])))
        else:
            owner.aliases.add(name)
            owner.count += found[name]
            owner.offices |= titled[name]
    for one in kept:
        if one.offices:
            one.kind = "person"
        elif one.kind == "person" and one.name.split()[-1] not in one.aliases:
            one.kind = "name"
    return sorted((one for one in kept if one.count >= LEAST or " " in one.name), key=lambda one: -one.count)


def _owner(name: str, kept: Sequence[Name]) -> Name | None:
    words = name.split()
    fits = []
    for other in kept:
        whole = other.name.split()
        if whole[0].casefold() in _THINGS:
            continue
        part = len(words) < len(whole) and words in (whole[-len(words) :], whole[: len(words)])
        initials = len(whole) > 1 and name.replace(".", "") == "".join(word[0] for word in whole if word[0].isupper())
        people = len(other.name) >= 5 and name.startswith(other.name) and _DEMONYM.fullmatch(name[len(other.name) :])
        if part or initials or people:
            fits.append(other)
    return max(fits, key=lambda one: one.count) if fits else None


def _kind(name: str, titled: bool) -> str:
    words = [word.casefold() for word in name.split()]
    if titled:
        return "person"
    if words[-1] in _THINGS or words[0] in _THINGS:
        return "thing"
    if any(word in GROUPS for word in words):
        return "organization"
    return "person" if len(words) in (2, 3) and not {"of", "for"} & set(words) else "country"
