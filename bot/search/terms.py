"""Words as the lexical half sees them: folded, stemmed, and with an actor's other names joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from bot.model import NEUTRAL, Topic
from bot.search.stopwords import STOPWORDS

_STEMMER = Stemmer.Stemmer("english")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:%|s\b)?|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
# "US" and "U.S." must not be read as the pronoun "us"; "the us" is what hurried people type.
_UNITED_STATES = re.compile(r"\bU\.\s?S\.?(?:\s?A\.)?(?![a-z])|\bUSA?\b|(?<=\b[Tt]he )us\b|\busa\b")

_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_DOCTRINE = re.compile(r"\w{3}is[mt]s?$")
_MASK = "\N{LATIN SMALL LETTER DOTLESS I}"  # opens no English word, and folding leaves it alone


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or a name in a text: what it looks like, where, and the keys that it matches by."""

    text: str
    start: int
    end: int
    keys: frozenset[str]
    actor: str = ""
    side: str = NEUTRAL
    stop: bool = False
    kind: str = ""

    @property
    def number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[:1].isdigit()


def fold(text: str) -> str:
    """``text`` in lower case without accents, its length kept (a letter for a letter)."""
    return "".join(_fold_char(char) for char in text)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char)[0].lower()
    return plain if len(plain) == 1 else char


@lru_cache(maxsize=262_144)
def stem(word: str) -> str:
    """The Snowball stem of a folded word; figures lose their thousands commas instead."""
    if word[0] == _MASK:
        return "usa"
    if word[0].isdigit():
        return word.replace(",", "").rstrip("%")
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    bare = word.replace("’", "").replace("'", "")
    # Snowball gives "populism" and "population" one stem; a doctrine is not a thing of the same root.
    mark = "~ism" if _DOCTRINE.search(bare) else ""
    return str(_STEMMER.stemWord(bare)) + mark


@dataclass(frozen=True, slots=True)
class _Name:
    keys: frozenset[str]
    actor: str = ""
    side: str = NEUTRAL
    kind: str = ""


class Vocabulary:
    """Turns text into units, with the names of one topic joined under common keys."""

    def __init__(self, topic: Topic | None = None) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], _Name]]] = {}
        if topic is None:
            return
        for side in topic.sides:
            for alias in (side.name, *side.aliases):
                self._add(alias, _Name(frozenset({f"@{side.id}"}), side.name, side.id, "side"))
        for actor in topic.actors:
            keys = frozenset({f"@{fold(actor.name)}"})
            for alias in (actor.name, *actor.aliases):
                self._add(alias, _Name(keys, actor.name, actor.side, actor.kind))

    @property
    def named(self) -> bool:
        """Whether the topic names any actors."""
        return any(name.actor for names in self._phrases.values() for _, name in names)

    def units(self, text: str) -> list[Unit]:
        """The words and names of ``text``, in order; a name of several words is one unit."""
        masked = _masked(text)
        words = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(masked)]
        stems = [stem(word) for word, _, _ in words]
        units: list[Unit] = []
        at = 0
        while at < len(words):
            length, names = self._names(stems, at)
            start, end = words[at][1], words[at + length - 1][2]
            own = set(stems[at : at + length])
            surface = text[start:end]
            if names:
                named = next((name for name in names if name.actor), names[0])
                keys = frozenset(own | {key for name in names for key in name.keys})
                units.append(Unit(surface, start, end, keys, named.actor, named.side, kind=named.kind))
            else:
                word = words[at][0]
                units.append(Unit(surface, start, end, frozenset(own), stop=_is_stop(word)))
            at += length
        return units

    def index_terms(self, text: str) -> list[str]:
        """The keys that a stored text is found by; an actor is found by its side's name too."""
        terms: list[str] = []
        for unit in self.units(text):
            if not unit.stop:
                terms.extend(sorted(unit.keys))
                if unit.actor and unit.side != NEUTRAL and f"@{unit.side}" not in unit.keys:
                    terms.append(f"@{unit.side}")
        return terms

    def query_terms(self, text: str) -> list[str]:
        """The keys that a question looks for, each once."""
        found = (key for unit in self.units(text) if not unit.stop for key in sorted(unit.keys))
        return list(dict.fromkeys(found))

    def _add(self, phrase: str, name: _Name) -> None:
        stems = tuple(stem(word) for word in _TOKEN.findall(_masked(phrase)))
        if stems:
            self._phrases.setdefault(stems[0], []).append((stems, name))

    def _names(self, stems: list[str], at: int) -> tuple[int, list[_Name]]:
        """The longest known phrase that starts at a word: how many words, and what it names."""
        best, names = 1, []
        for phrase, name in self._phrases.get(stems[at], ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                if len(phrase) > best:
                    best, names = len(phrase), [name]
                elif len(phrase) == best:
                    names.append(name)
        return best, names


def _masked(text: str) -> str:
    """``text`` folded, letter for letter, with every "U.S." turned into one word of the same length."""
    return fold(_UNITED_STATES.sub(lambda match: _MASK.ljust(len(match.group()), "s"), text))


def _is_stop(word: str) -> bool:
    bare = word[:-2] if word.endswith(("'s", "’s")) else word
    return bare.replace("’", "'") in STOPWORDS


def surface_words(text: str) -> list[str]:
    """The words of a text as they are written there, in order."""
    return _PLAIN_WORD.findall(text)


def keys_of(units: Iterable[Unit]) -> frozenset[str]:
    """All keys of the units together."""
    return frozenset(key for unit in units for key in unit.keys)
