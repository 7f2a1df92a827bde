"""What each side holds, from its own sentences: what it wants, a sentence for it, which side asks for change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sources import grammar

_ASKS = re.compile(
    r"\b(?:wants?|proposes?|demands?|calls? for|urges?|advocates?|recommends?|asks? for|pleads? for|insists? on|"
    r"seeks?)\s+",
)
_BACKS = re.compile(r"\b(?:favou?rs?|supports?|prefers?|offers?(?: instead)?|defends?|backs?|regards?)\s+")
_RESISTS = re.compile(r"\b(?:opposes?|rejects?|resists?|refuses?|dismisses|denies)\s+")
_STOP = re.compile(
    r",|;|[.“”:(]|\s(?:that|which|who|because|so that|since|while|and (?:offers?|says?|rejects?|warns?|that)|instead)\s"
)
_SHOULD = re.compile(r"\bthat ([^,.;“”]{8,120}? should [^;.“”]{4,120})")
_WANTS_TO = re.compile(r"\b(?:wants?|urges?|asks?|calls? on) ((?:the |a |an )?[\w’ -]{2,50}?) to ([^,;.“”]{6,120})")
_NORM = re.compile(r"\b(?:should|must|cannot|needs?|no |comes? before|only|wants?|proposes?|argues?)\b")
_COMMON = frozenset(
    "the a an of to in on for and or but that this is are was were be been has have had it its they their he she his her "
    "with by from at as not no would will can could should more than says said which who what when where".split()
)
_LONGEST = 9
"""Words of a paradigm, at most."""


@dataclass(frozen=True, slots=True)
class View:
    """A side's view: a few words for its paradigm, a sentence for it, how far it asks for change (+) or resists (−)."""

    paradigm: str
    statement: str
    change: int
    demand: str


def view_of(sentences: Sequence[str], others: Sequence[str]) -> View:
    """The view in a side's own reported sentences; ``others`` are those of the other side."""
    plain = [grammar.straightened(sentence) for sentence in sentences]
    asked = [phrase for text in plain for phrase in _phrases(_ASKS, text)]
    backed = [phrase for text in plain for phrase in _phrases(_BACKS, text)]
    resisted = [phrase for text in plain for phrase in _phrases(_RESISTS, text)]
    demand = next(filter(None, map(_demand, plain)), "")
    paradigm = next(iter(asked + backed), "")
    if not paradigm and resisted:
        paradigm = f"against {resisted[0]}"
    return View(
        paradigm=paradigm or ", ".join(_keywords(plain, others)),
        statement=_statement(plain),
        change=2 * len(asked) - 2 * len(resisted) - len(backed),
        demand=demand or (f"There should be {asked[0]}." if asked else ""),
    )


def _phrases(verb: re.Pattern[str], text: str) -> list[str]:
    """What follows the verb, up to the end of the phrase: no clause, no infinitive, no name of a person."""
    found = []
    for match in verb.finditer(text):
        rest = _STOP.split(text[match.end() :], maxsplit=1)[0]
        words = rest.split()[:_LONGEST]
        while words and (words[-1].casefold() in _COMMON or words[-1] == "to"):
            words.pop()
        if words and words[0] not in ("to", "that", "it", "them") and len(words) >= 2:
            found.append(" ".join(words))
    return found


def _demand(text: str) -> str:
    """A sentence with "should" for what is asked, or ""."""
    should = _SHOULD.search(text)
    if should:
        return _sentence(should.group(1))
    to = _WANTS_TO.search(text)
    return _sentence(f"{to.group(1)} should {to.group(2)}") if to else ""


def _sentence(text: str) -> str:
    text = " ".join(text.split()).rstrip(" .,")
    return f"{text[:1].upper()}{text[1:]}."


def _statement(sentences: Sequence[str]) -> str:
    """The sentence that shares most words with the side's others, of a readable length."""
    if not sentences:
        return ""
    bags = [_words(sentence) for sentence in sentences]
    common = Counter(word for bag in bags for word in bag)
    fit = [at for at, text in enumerate(sentences) if 6 <= len(text.split()) <= 35] or list(range(len(sentences)))

    def worth(at: int) -> float:
        shared = sum(common[word] - 1 for word in bags[at]) / (len(bags[at]) + 4)
        return shared + 0.5 * bool(_NORM.search(sentences[at])) - 0.4 * ("“" in sentences[at])

    return sentences[max(fit, key=worth)]


def _keywords(sentences: Sequence[str], others: Sequence[str]) -> list[str]:
    """The three words that mark the side's sentences off from the other's."""
    own = Counter(word for text in sentences for word in _words(text))
    other = Counter(word for text in others for word in _words(text))
    return sorted(own, key=lambda word: (other[word] - own[word], -len(word), word))[:3]


def _words(text: str) -> set[str]:
    return {
        word for word in re.findall(r"(?<![\w’])[a-zà-ÿ]{4,}", text) if word not in _COMMON | set(grammar.REPORTING)
    }
