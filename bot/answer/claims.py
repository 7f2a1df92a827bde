"""Checks a claim against the corpus, and gives a verdict only where it is sure of it.

Whether a paraphrase is true is beyond any small model that was measured. So a claim and a sentence are laid side by
side, word by word: *supported* where they say the same in nearly the same words, *contradicted* where they differ in
just one value of a closed class, *unsettled* in all other cases, with the closest sentences and the words that differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.answer.confidence import confidence
from bot.answer.draft import Draft, Line, Part
from bot.answer.facts import MOST
from bot.answer.lexicon import figures, leans, words_of
from bot.answer.phrases import NOT_ADDRESSED, SUPPORTED, UNSETTLED, contradicted, not_there
from bot.answer.reader import Reader
from bot.answer.understand import Understood
from bot.model import Label, Sentence
from bot.search.retriever import Scored
from bot.search.terms import Vocabulary, fold, stem

LOOKED_AT = 8
"""Sentences, from the best down, that a claim is laid beside."""
LEAST = 3
"""Words of weight that claim and sentence must share for a verdict."""
CRITICAL = frozenset({"negation", "hedge", "quantifier", "comparison", "up", "down"})
"""Classes of which one word more or less turns or limits what is said."""
SHARED = {
    "number": 0.6, "year": 0.8, "month": 0.8, "name": 0.8, "negation": 1.0, "up": 0.8, "down": 0.8, "quantifier": 1.0,
    "comparison": 1.0, "hedge": 2.0,
}  # fmt: skip
"""The share of a claim's other words that a sentence must have to differ from it in just one value of a class."""
DENIED = 2
"""Words of weight after a denial that it denies."""
AROUND = 3
"""Words before the matched stretch in which a denial or a doubt still counts."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|%")
_NAMES = re.compile(r"[A-ZÀ-Þ][\w’'.-]*\w(?: [A-ZÀ-Þ][\w’'-]*\w)*")
_VERDICTS: tuple[Label, ...] = ("supported", "contradicted")
_GROUNDS = {
    "number": "number", "year": "date", "month": "date", "name": "name", "negation": "negation", "up": "direction",
    "down": "direction", "quantifier": "quantifier", "comparison": "comparison",
}  # fmt: skip


_RIVALS = {"up": frozenset({"up", "down"}), "down": frozenset({"up", "down"})}
"""The classes of which a word speaks against one of a class; of the others only their own."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, name or figure of a text: what it looks like, what it is matched by, of which class it is."""

    text: str
    key: str
    kind: str
    start: int
    end: int

    @property
    def weighty(self) -> bool:
        """Whether it says something, and does not only hold others together."""
        return self.kind != "auxiliary"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: the label, its ground, and what is shown.

    ``lines`` are the sentence that a verdict rests on, with the one before where it leans on that; without a verdict
    the nearest ones. ``lacking`` are the claim's words that the source has otherwise, or without a verdict those that
    the first line does not have.
    """

    label: Label
    ground: str
    lines: tuple[Line, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def line(self) -> Line | None:
        """The sentence that a verdict rests on, or the nearest one."""
        return next(iter(self.lines[::-1] if self.label in _VERDICTS else self.lines), None)


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim beside a sentence: ``verdict`` is "" where nothing is sure; ``lacking`` are words that it has not."""

    verdict: Label | str
    ground: str
    shared: int
    lacking: tuple[Word, ...]
    other: tuple[Word, ...]


def check(claim: str, reader: Reader) -> Finding:
    """What the corpus says of a claim."""
    query = reader.ranker.query(claim)
    scored = reader.rank(query).scored
    if not scored or confidence(Understood(claim, "claim", query), scored, reader).elsewhere:
        return Finding("not_addressed", "nothing in the sources speaks of it")
    held = [
        (one, beside(claim, one.sentence.text, reader.vocabulary, _text(_lead(one, reader))))
        for one in scored[:LOOKED_AT]
    ]
    for label in _VERDICTS:
        sure = next(((one, found) for one, found in held if found.verdict == label), None)
        if sure is not None:
            one, found = sure
            lead = _lead(one, reader)
            texts = (one.sentence,) if lead is None else (lead, one.sentence)
            said = [Line.of(text, one.passage) for text in texts]
            if label == "contradicted":
                said[-1] = replace(said[-1], emphasis=_marks(found, one.sentence.text))
            return Finding(label, found.ground, tuple(said), tuple(word.text for word in found.lacking))
    lines = tuple(Line.found(one, _marks(found, one.sentence.text)) for one, found in held[:MOST])
    lacking = tuple(dict.fromkeys(word.text for word in held[0][1].lacking))
    return Finding("unsettled", "the wording differs too much to tell", lines, lacking)


def as_draft(finding: Finding) -> Draft:
    """The finding as an answer in the chat."""
    if finding.label == "supported":
        return Draft("claim", "answered", (Part(finding.lines, SUPPORTED),))
    if finding.label == "contradicted":
        return Draft(
            "claim", "answered", (Part(finding.lines, contradicted(finding.ground, finding.lacking)),), finding.ground
        )
    if finding.label == "unsettled":
        words = (Part(lead=not_there(finding.lacking)),) if finding.lacking else ()
        return Draft("claim", "closest", (Part(finding.lines, UNSETTLED), *words), finding.ground, bullets=True)
    return Draft("claim", "no_evidence", (Part(lead=NOT_ADDRESSED),), finding.ground)


def beside(claim: str, sentence: str, vocabulary: Vocabulary, lead: str = "") -> Beside:
    """A claim laid beside a sentence, word by word; what it leans on in its ``lead`` it has too."""
    own = [word for word in words_in(claim, vocabulary) if word.weighty]
    other = [word for word in words_in(sentence, vocabulary) if word.weighty]
    there = {word.key for word in (*other, *words_in(lead, vocabulary))}
    shared = [word for word in own if word.key in there]
    lacking = tuple(word for word in own if word.key not in there)
    reach = _reach(own, other)
    mine = {word.key for word in own}
    extra = tuple(word for word in reach if word.key not in mine and word.kind != "word")
    found = Beside("", "", len(shared), lacking, extra)
    if sum(word.kind != "negation" for word in shared) < LEAST:
        return found
    critical = [word for word in extra if word.kind in CRITICAL]
    if not lacking:
        others = [word for word in _reach(own, other, AROUND) if word.kind == "name" and word.key not in mine]
        same = not critical and not others and len(reach) <= 2 * len(own) + AROUND and _same_order(own, other)
        return replace(found, verdict="supported" if same else "")
    ground = _one_difference(own, other, lacking, extra)
    if not ground:
        return found
    rival = _RIVALS.get(ground, frozenset({ground}))
    mine_otherwise = tuple(word for word in lacking if word.kind in rival)
    against = tuple(word for word in _reach(own, other, AROUND) if word.key not in mine and word.kind in rival)
    return replace(found, verdict="contradicted", ground=_GROUNDS[ground], lacking=mine_otherwise, other=against)


def denied(statement: str, sentence: str, vocabulary: Vocabulary) -> bool:
    """Whether one of a statement and a sentence denies a word that the other has and does not deny."""
    own, other = words_in(statement, vocabulary), words_in(sentence, vocabulary)
    return _denies(own, other) or _denies(other, own)


def _denies(denying: Sequence[Word], other: Sequence[Word]) -> bool:
    mine, theirs = _denied(denying), _denied(other, ("negation", "contrast"))
    said = {word.key for word in other if word.kind != "negation"}
    return bool(mine & said) and not mine & theirs


def _denied(words: Sequence[Word], by: Sequence[str] = ("negation",)) -> set[str]:
    """The words that stand soon after one of some classes."""
    out: set[str] = set()
    weighty = [word for word in words if word.weighty]
    for at, word in enumerate(weighty):
        if any(word.text.lower().replace("’", "'") in words_of(name) for name in by):
            out |= {each.key for each in weighty[at + 1 : at + 1 + DENIED]}
    return out


def words_in(text: str, vocabulary: Vocabulary) -> list[Word]:
    """The words, names and figures of a text, in order."""
    out: list[Word] = [Word(text[a:b], f"#{value}", kind, a, b) for value, a, b, kind in figures(text)]
    taken = [(word.start, word.end) for word in out]
    for unit in vocabulary.units(text):
        if unit.actor and not any(a < unit.end and unit.start < b for a, b in taken):
            last = re.sub(r"['’]s$", "", unit.actor.split()[-1])
            out.append(Word(unit.text, f"@{fold(last)}", "name", unit.start, unit.end))
            taken.append((unit.start, unit.end))
    for match in _NAMES.finditer(text):
        start = match.start()
        opens = start == 0 or text[:start].rstrip()[-1:] in (".", "?", "!")
        if (opens and len(match.group().split()) == 1) or any(a < match.end() and start < b for a, b in taken):
            continue
        last = re.sub(r"['’]s$", "", match.group().split()[-1])
        out.append(Word(match.group(), f"@{fold(last)}", "name", start, match.end()))
        taken.append((start, match.end()))
    for match in _WORD.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        lower = match.group().lower().replace("’", "'")
        kind = next((name for name in _CLASSES if lower in words_of(name)), "word")
        out.append(Word(match.group(), "!not" if kind == "negation" else stem(fold(lower)), kind, *match.span()))
    return sorted(out, key=lambda word: word.start)


_CLASSES = ("negation", "hedge", "quantifier", "comparison", "up", "down", "auxiliary")


def _lead(one: Scored, reader: Reader) -> Sentence | None:
    """The sentence before, where a sentence leans on it."""
    return reader.before(one) if leans(one.sentence.text) else None


def _text(sentence: Sentence | None) -> str:
    return "" if sentence is None else sentence.text


def _reach(own: Sequence[Word], other: Sequence[Word], after: int = 0) -> Sequence[Word]:
    """The shortest stretch of a sentence that holds all it shares with a claim, a few words before it, some after."""
    wanted = {word.key for word in own} & {word.key for word in other}
    held: Counter[str] = Counter()
    best, first = (0, len(other)), 0
    for last, word in enumerate(other):
        held[word.key] += word.key in wanted
        while wanted and all(held[key] for key in wanted):
            best = min(best, (first, last + 1), key=lambda span: span[1] - span[0])
            held[other[first].key] -= other[first].key in wanted
            first += 1
    return other[max(0, best[0] - AROUND) : best[1] + after] if wanted else ()


def _same_order(own: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether a claim's words come in the sentence's order, dates apart, which may stand anywhere."""
    there = {word.key for word in other}
    said = iter([word.key for word in other])
    return all(word.key in said for word in own if word.key in there and word.kind not in ("year", "month"))


def _one_difference(own: Sequence[Word], other: Sequence[Word], lacking: Sequence[Word], extra: Sequence[Word]) -> str:
    """The class of the one value in which the two differ, or "" where they differ in more, or in other words."""
    plain = [word for word in own if word.kind in ("word", "name")]
    words = [word for word in lacking if word.kind == "word"]
    share = 1 - len(words) / max(1, len(plain))
    closed = [word for word in lacking if word.kind != "word"]
    critical = [word for word in extra if word.kind in CRITICAL]
    if len(closed) == 1 and share >= SHARED[closed[0].kind]:
        mine = closed[0]
        if mine.kind == "number" and not critical:
            return "number" if _stands_otherwise(mine, own, other, before=False) else ""
        if mine.kind in ("year", "month", "name") and not critical:
            said = {word.key for word in own}
            rivals = {
                word.key for word in _reach(own, other, AROUND) if word.kind == mine.kind and word.key not in said
            }
            if mine.kind == "name" and not _stands_otherwise(mine, own, other):
                return ""
            return mine.kind if len(rivals) == 1 else ""
        if mine.kind in ("up", "down"):
            against = [word for word in critical if word.kind in ("up", "down")]
            return mine.kind if len(critical) == len(against) == 1 and against[0].kind != mine.kind else ""
        if mine.kind in ("quantifier", "comparison"):
            return mine.kind if len(critical) == 1 and critical[0].kind == mine.kind else ""
        if mine.kind == "negation":
            return "" if critical else "negation"
    if not closed and share >= SHARED["negation"] and [word.kind for word in critical] == ["negation"]:
        return "negation"
    return ""


def _stands_otherwise(mine: Word, own: Sequence[Word], other: Sequence[Word], before: bool = True) -> bool:
    """Whether the sentence has another of the class in the same place: with the same word after it, or before."""
    there = {(left.key, right.kind) for left, right in pairwise(other) if right.key != mine.key} if before else set()
    after = {(left.kind, right.key) for left, right in pairwise(other) if left.key != mine.key}
    at = next(at for at, word in enumerate(own) if word is mine)
    follows = at + 1 < len(own) and (mine.kind, own[at + 1].key) in after
    return follows or (at > 0 and (own[at - 1].key, mine.kind) in there)


def _marks(found: Beside, text: str) -> tuple[tuple[int, int], ...]:
    """Where in a sentence its own figures, names and other closed words stand that the claim does not have."""
    return tuple((w.start, w.end) for w in found.other if text[w.start : w.end] == w.text)
