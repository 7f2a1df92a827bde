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
_HANGING = re.compile(
    r"\W*(?:It|They|He|She|This|That|These|Those|Its|Their|But|And|Yet)\b|.*\bthe (?:former|latter)\b"
)
_COMMON = frozenset(
    "the a an of to in on for and or but that this is are was were be been has have had it its they their he she his her "
    "with by from at as not no would will can could should more than says said which who what when where".split()
)
_LONGEST = 12
"""Words of a paradigm, at most."""
_JOINT = re.compile(r",? (?:and|or|but|in|for|by|to|with|from|at|on|as|than) ")
_THAT = re.compile(r"\b(?:that|whether)\s+(?=[a-z“])")


@dataclass(frozen=True, slots=True)
class View:
    """A side's view: a few words for its paradigm, a sentence for it, how far it asks for change (+) or resists (−).

    ``demand`` is a sentence with "should" for what it asks; ``asked`` the words alone.
    """

    paradigm: str
    statement: str
    change: int
    demand: str
    asked: str


def view_of(sentences: Sequence[str], heading: str = "") -> View:
    """The view in a side's own sentences; ``heading`` stands above them and above nobody else's."""
    plain = [grammar.straightened(sentence) for sentence in sentences]
    asked = [phrase for text in plain for phrase in _phrases(_ASKS, text)]
    backed = [phrase for text in plain for phrase in _phrases(_BACKS, text)]
    resisted = [phrase for text in plain for phrase in _phrases(_RESISTS, text)]
    demand = next(filter(None, map(_demand, plain)), "")
    paradigm = next(iter(asked + backed), "")
    if not paradigm and resisted:
        paradigm = f"against {resisted[0]}"
    statement = _statement(plain)
    return View(
        paradigm=paradigm or heading or _said(statement),
        statement=statement,
        change=2 * len(asked) - 2 * len(resisted) - len(backed),
        demand=demand,
        asked=next(iter(asked), ""),
    )


def _phrases(verb: re.Pattern[str], text: str) -> list[str]:
    """What follows the verb, up to the end of the phrase: no clause, no infinitive, no name of a person."""
    found = []
    for match in verb.finditer(text):
        phrase = _whole(_STOP.split(text[match.end() :], maxsplit=1)[0])
        if phrase.partition(" ")[0] not in ("to", "that", "it", "them", "is") and " " in phrase:
            found.append(phrase)
    return found


def _whole(rest: str) -> str:
    """The phrase, ended before a joint where it is too long, and never in the middle of one."""
    words = rest.split()
    phrase = " ".join(words[:_LONGEST])
    joint = max((match.start() for match in _JOINT.finditer(phrase)), default=0)
    if len(words) > _LONGEST and joint:
        phrase = phrase[:joint]
    while phrase and phrase.rpartition(" ")[2].casefold() in _COMMON:
        phrase = phrase.rpartition(" ")[0]
    return phrase.rstrip(" ,")


def _said(statement: str) -> str:
    """What a sentence says after "that", or ""."""
    that = _THAT.search(statement)
    return _whole(_STOP.split(statement[that.end() :].strip("“"), maxsplit=1)[0]) if that else ""


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
        # A sentence stands alone here: one that begins with "It" or "They" does not say whose view it is.
        hanging = bool(_HANGING.match(sentences[at]))
        return shared + 0.5 * bool(_NORM.search(sentences[at])) - 0.4 * ("“" in sentences[at]) - 0.4 * hanging

    return sentences[max(fit, key=worth)]


def _words(text: str) -> set[str]:
    return {
        word for word in re.findall(r"(?<![\w’])[a-zà-ÿ]{4,}", text) if word not in _COMMON | set(grammar.REPORTING)
    }
