"""Which point of the flow a sentence names: "on their trade argument", "NC 2", "Leverage:", "they dropped root causes".

The names are looked up on the flow itself: the labels of its rows and answers, whole or by a part that names nothing
else there ("the record" for "the Plan Colombia record"), and its cells. Only the small words around a name are listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.debate.cues import ORDINALS
from bot.debate.model import Point
from bot.search.stopwords import STOPWORDS
from bot.search.terms import fold, stem

Whose = Literal["theirs", "mine", ""]
Verb = Literal["extend", "grant", "left", "weigh", ""]
SURE, SAID, BARE = 3, 2, 1
"""How a name is given: as a signpost, as somebody's argument in the middle of a sentence, or as mere words."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_THEIRS = frozenset(
    "their theirs your his her opponents opponent's opponents' aff's neg's affirmative's negative's".split()
)
_MINE = frozenset("my our ours".split())
_ARTICLES = frozenset("the a an this that these those".split())
_PARTS = frozenset(
    "argument point contention claim card disad disadvantage da attack answer response objection reason case advantage "
    "debate flow matter question issue voter turn line story business idea evidence".split()
)
_POINTERS = frozenset(
    "on off to against at about regarding concerning for of over as from onto through across into with "
    "extend extending extended cross apply pull carry remember recall flow drop dropped drops dropping ignored "
    "ignore ignores conceded concede concedes conceding grant granted granting give giving kick win winning "
    "outweigh outweighs outweighed "
    "answer answered answering touch touched address addressed contest contested deny denied "
    "say says said talk talks talked claim claims claimed argue argues argued tell told believe mention mentioned "
    "take consider set weigh compare look go going turn turning move moving back start starting begin case".split()
)
_LEADS = frozenset(
    "and so now then but next first second third fourth fifth sixth firstly secondly thirdly finally last lastly also "
    "again here well okay ok one two three four five number even if impact link straight let's i'll we'll moreover "
    "furthermore however still regard comes come".split()
)
_SAID: tuple[tuple[Verb, str], ...] = (
    ("extend", "extend extending cross carry pull remember recall reextend"),
    ("grant", "concede conceding grant granted granting kick"),
    ("left", "dropped drops ignored ignores untouched unanswered uncontested undisputed"),
    ("weigh", "outweigh outweighs outweighed set weigh compare"),
)
_VERBS = {word: verb for verb, words in _SAID for word in words.split()}
_DENIED = frozenset("not don't won't can't cannot never".split())
_FOLLOW = frozenset(
    "is are was were has have had does do did doesn't isn't wasn't comes come stands stand goes remains still "
    "outweighs outweigh matters fails fail went".split()
)
_END = frozenset(".:,;?!–—")
_SLOT = re.compile(
    r"\b(?P<slot>(?:[12])?(?:ac|nc|ar|nr|as|ns|af|nf))[\s.#:-]*(?:number |no\.? |#)?"
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight)\b(?!%)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found: the points that it may mean, the likeliest first, how it is given, whose, and where it stands.

    ``verb`` is what is done with it, where a verb of the trade stands before or behind it.
    """

    points: tuple[Point, ...]
    strength: int
    whose: Whose
    start: int
    end: int
    verb: Verb = ""


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    stem: str
    start: int
    end: int
    content: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """A point's label: all its words by stem, and those that carry meaning."""

    point: Point
    stems: tuple[str, ...]
    content: frozenset[str]


class Names:
    """The names on one flow. ``points`` are those that can be named, the likeliest first."""

    def __init__(self, points: Sequence[Point]) -> None:
        self._labels = [label for label in map(_label, points) if label.stems]
        self._cells = {point.id.lower(): point for point in points}

    def mentions(self, sentence: str) -> list[Mention]:
        """The names in a folded sentence, in order."""
        tokens = _tokens(sentence)
        found = self._by_cell(sentence)
        at = 0
        while at < len(tokens):
            mention, length = self._at(tokens, at, sentence)
            if mention is not None:
                found.append(mention)
            at += length or 1
        return sorted(found, key=lambda one: one.start)

    def opening(self, sentence: str) -> Mention | None:
        """The name that a folded sentence opens with as a signpost, or None."""
        return next((one for one in self.mentions(sentence) if one.strength == SURE), None)

    def _by_cell(self, sentence: str) -> list[Mention]:
        found = []
        for match in _SLOT.finditer(sentence):
            number = ORDINALS.get(match["n"], 0)
            slots = (match["slot"], match["slot"].lstrip("12"), f"1{match['slot']}")
            point = next(
                (self._cells[key] for key in (f"{slot}.{number}" for slot in slots) if key in self._cells), None
            )
            if point is not None:
                verb = _verb(
                    sentence[: match.start()].split()[-3:],
                    [word.strip(",.;:") for word in sentence[match.end() :].split()[:3]],
                )
                found.append(Mention((point,), SURE, "", match.start(), match.end(), verb))
        return found

    def _at(self, tokens: Sequence[_Token], at: int, sentence: str) -> tuple[Mention | None, int]:
        """The name that begins at a token, and of how many tokens it is."""
        whole = [label for label in self._labels if _runs(label.stems, tokens, at)]
        if whole:
            length = max(len(label.stems) for label in whole)
            points = tuple(label.point for label in whole if len(label.stems) == length)
            return self._mention(points, tokens, at, length, sentence, whole=True), length
        if not tokens[at].content:
            return None, 0
        length = 1
        while at + length < len(tokens) and tokens[at + length].content and _joined(tokens, at + length, sentence):
            length += 1
        while length > 1 and tokens[at + length - 1].word in _PARTS:
            length -= 1
        if all(token.word in _PARTS for token in tokens[at : at + length]):
            return None, 0
        said = {token.stem for token in tokens[at : at + length]}
        points = tuple(label.point for label in self._labels if said <= label.content)
        return (self._mention(points, tokens, at, length, sentence, whole=False), length) if points else (None, 0)

    def _mention(
        self, points: tuple[Point, ...], tokens: Sequence[_Token], at: int, length: int, sentence: str, *, whole: bool
    ) -> Mention | None:
        start, end = tokens[at].start, tokens[at + length - 1].end
        before = [token.word for token in tokens[:at]]
        named = [word for word in before[-3:] if word in _THEIRS | _MINE]
        whose: Whose = "" if not named else "mine" if named[-1] in _MINE else "theirs"
        after = tokens[at + length] if at + length < len(tokens) else None
        part = after is not None and after.stem in {stem(word) for word in _PARTS}
        stops = sentence[end : end + 1] in _END or after is None or sentence[end : end + 2] == " -"
        verb = _verb(before[-6:], [token.word for token in tokens[at + length : at + length + 3]])
        leading = all(word in _LEADS | _ARTICLES | _THEIRS | _MINE | _PARTS for word in before)
        small = all(word in STOPWORDS | _LEADS | _POINTERS | _ARTICLES | _PARTS for word in before)
        near = before[-1:] and (before[-1] in _POINTERS or (before[-1] in _ARTICLES | _THEIRS | _MINE))
        pointed = any(word in _POINTERS for word in before[-4:])
        ends = stops or (after is not None and not after.content and after.word not in _FOLLOW)
        follows = leading and (whole or verb == "weigh") and after is not None and after.word in _FOLLOW
        # "on trade deals" is about deals.
        goes_on = after is not None and after.content and not part and sentence[end : end + 1] == " "
        plain = stops or part or (whole and not (goes_on and length == 1)) or (bool(verb) and ends)
        if (leading and (stops or part)) or (small and pointed and near and plain):
            return Mention(points, SURE, whose, start, end, verb)
        if follows or (near and (part or (bool(verb) and ends))) or (bool(whose) and whole):
            return Mention(points, SAID, whose, start, end, verb)
        return Mention(points, BARE, whose, start, end, verb) if whole and (length > 1 or near) else None


def _verb(before: Sequence[str], after: Sequence[str]) -> Verb:
    """What is done with a name, by the words around it."""
    if any(pair in (("give", "them"), ("give", "you"), ("give", "him"), ("give", "her")) for pair in pairwise(before)):
        return "grant"
    for at in range(len(before) - 1, -1, -1):
        verb = _VERBS.get(before[at])
        if verb is not None:
            return "grant" if verb == "extend" and _DENIED.intersection(before[:at]) else verb
    return next((_VERBS[word] for word in after if _VERBS.get(word) in ("left", "weigh")), "")


@lru_cache(4096)
def _stems(label: str) -> tuple[tuple[str, str], ...]:
    folded = fold(label.replace("’", "'")).lower()
    return tuple((token, stem(token)) for token in _TOKEN.findall(folded))


def stems(label: str) -> tuple[str, ...]:
    """The words of a label by their stems, without an article or a "my" before them."""
    return tuple(key for _, key in _bare(label))


def _bare(label: str) -> list[tuple[str, str]]:
    words = list(_stems(label))
    while words and words[0][0] in _ARTICLES | _THEIRS | _MINE:
        words.pop(0)
    return words


def _label(point: Point) -> _Label:
    words = _bare(point.label)
    content = frozenset(key for word, key in words if word not in STOPWORDS and len(word) > 2)
    return _Label(point, tuple(key for _, key in words), content)


def _tokens(sentence: str) -> list[_Token]:
    return [
        _Token(match.group(), stem(match.group()), match.start(), match.end(), _content(match.group()))
        for match in _TOKEN.finditer(fold(sentence).lower())
    ]  # fmt: skip


def _content(word: str) -> bool:
    return (
        word not in STOPWORDS
        and word not in _LEADS
        and word not in _POINTERS
        and len(word) > 2
        and not word.endswith("ly")
    )


def _runs(stems: Sequence[str], tokens: Sequence[_Token], at: int) -> bool:
    return len(stems) <= len(tokens) - at and all(
        wanted == token.stem for wanted, token in zip(stems, tokens[at:], strict=False)
    )


def _joined(tokens: Sequence[_Token], at: int, sentence: str) -> bool:
    """Whether only white space or a hyphen stands before a token."""
    return sentence[tokens[at - 1].end : tokens[at].start] in (" ", "-")
