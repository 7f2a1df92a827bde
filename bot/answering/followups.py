"""Rewrites a follow-up so that it stands alone, from the questions and answers before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.pronouns import Choose, Past, has_pronoun, resolve
from bot.answering.render import plain
from bot.answering.words import VIEW
from bot.index.terms import Unit, Vocabulary
from bot.model import NEUTRAL, Topic

Turn = tuple[str, str]
"""A question and the answer that it got."""

_AND = re.compile(
    r"^\W*(?:and|but|or|so|ok(?:ay)?|then|also|y)?[ ,]*(?:what|how) about (?P<about>.+?)\W*$|^\W*(?:and|but|or|y)\b[ ,]*(?P<and>.+?)\W*$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^\W*(?:and|but|so|ok(?:ay)?|then|also|well)\b[ ,]+(?=\w)", re.IGNORECASE)
_BARE = re.compile(
    r"^\W*(?P<wh>why(?: not| so| is that| was that)?|when(?: was that| exactly)?|how(?: so| come| exactly)?|where(?: was that| exactly)?|"
    r"who(?: exactly| was that| is that)?|by how much|how much|how many|since when|for how long|how long|in what year|what year|"
    r"which (?:one|ones|side)|on what grounds?|for what reason|by whom|to whom|from whom|with what (?:result|effect)|says who|really|such as|like what|what for|what else|anything else)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_FRAGMENT = re.compile(
    r"^\W*(?P<wh>(?:on|in|at|for|to|from|by|under|with|against|during|about|of) (?:which|what|whom|whose)\b(?: [\w-]+){0,3})\W*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"^\W*(?:compared|relative|in comparison|as opposed) (?:with|to) (?:what|whom)\W*$", re.IGNORECASE
)
_TIME = re.compile(
    r"^(?:in|by|during|since|after|before|around|for)?\s*(?:the )?(?:\d{4}s?|mid[-–]\d{4}s?)$", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)s?\b")
_THAT = re.compile(
    r"\b(?:that|this|these|those|the (?:latter|former)|such (?:a|an) \w+)(?=\W*$|\s+(?:and|or|happen\w*|change\w*|affect\w*|mean\w*|work\w*|lead|led|cause\w*|result\w*|matter\w*|start\w*|end\w*|begin|began|figure|number|claim|decision|statement|move|step|policy|shift|list|event|crisis)\b)",
    re.IGNORECASE,
)
_SAID_THAT = re.compile(
    r"\b(?:said|says|say|did|do|does|wrote|called|about|to|of|after|before|by|for|from|with|on|is|was|why|how) (?:that|this|so)\b",
    re.IGNORECASE,
)
_WH_START = re.compile(
    r"^\W*(?:by how much|how (?:many|much|long|far|large|big)|what|which|who|whom|whose|when|where|why|how)\b",
    re.IGNORECASE,
)
_QUOTED = 14
"""Words of an earlier statement that are shown when a question points back to it."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that stands alone: ``text`` is shown to the reader, ``query`` is searched for.

    ``own`` is set where the question points back at what was said ("to that"): its words without
    what they point at.
    """

    text: str
    query: str
    changed: bool = False
    own: str = ""


def rewrite(question: str, history: Sequence[Turn], topic: Topic, vocabulary: Vocabulary, choose: Choose) -> Standalone:
    """The question so that it stands alone; unchanged where it already does.

    Where a pronoun may stand for several people, ``choose`` decides between the readings.
    """
    before: Standalone | None = None
    answer = ""
    for earlier, reply in history:
        before = _one(earlier, before, Past(before.query if before else "", answer, topic, vocabulary, choose))
        answer = plain(reply)
    return _one(question, before, Past(before.query if before else "", answer, topic, vocabulary, choose))


def _one(question: str, before: Standalone | None, past: Past) -> Standalone:
    asis = Standalone(question, question)
    if before is None:
        return asis
    steps: tuple[Callable[[], Standalone | None], ...] = (
        lambda: _compared(question, before),
        lambda: _bare(question, before),
        lambda: _swapped(question, before, past.vocabulary),
        lambda: _pointing(question, before, past),
    )
    return next((found for found in (step() for step in steps) if found is not None), asis)


def _compared(question: str, before: Standalone) -> Standalone | None:
    if not _COMPARED.match(question):
        return None
    return Standalone(f"{_stem(question)}: {before.text}", f"{before.query} compared surpasses more than from to", True)


def _bare(question: str, before: Standalone) -> Standalone | None:
    """ "Why?" and the like: the earlier question with another question word."""
    match = _BARE.match(question) or _FRAGMENT.match(question)
    if match is None:
        return None
    wh = match.group("wh").lower()
    rest = _WH_START.sub("", before.query).strip()
    word = {"how come": "why", "really": "is it true that", "says who": "who says that"}.get(wh, wh.split(" is ")[0])
    return Standalone(f"{_stem(question)} ({before.text})", f"{word} {rest}", True)


def _swapped(question: str, before: Standalone, vocabulary: Vocabulary) -> Standalone | None:
    """ "And Bogotá's?", "What about 2012?": the earlier question about something else of the same sort."""
    match = _AND.match(question)
    short = question.strip(" ?!.")
    piece = (match.group("about") or match.group("and")) if match else short
    if not piece:
        return None
    piece = re.sub(
        r"^(?:what|how) (?:does|do|did|is|are|was|were) (?=\S+(?: \S+)?$)", "", piece.strip(), flags=re.IGNORECASE
    )
    if _TIME.match(piece) and (match or len(short.split()) <= 3):
        return _other_year(piece, before)
    if match is None or _WH_START.match(piece) or len(piece.split()) > 6 or has_pronoun(piece):
        return None
    units = [unit for unit in vocabulary.units(piece) if not unit.stop]
    if not units:
        return None
    new = units[0]
    if new.actor and len(units) == 1:
        other = _same_sort(new, vocabulary.units(before.query))
        if other is not None:
            text = _put(before.query, other, re.sub(r"['’]s?$", "", new.text))
            return Standalone(text, text, True)
    text = f"{before.text.rstrip(' ?!.')} — {piece}?"
    wh = _WH_START.match(before.query)
    names = " ".join(unit.text for unit in vocabulary.units(before.query) if unit.actor)
    query = f"{wh.group().strip() if wh else ''} {names if not new.actor else ''} {piece}".strip()
    if wh is None:
        return Standalone(text, f"{before.query.rstrip(' ?!.')} {piece}?", True)
    return Standalone(text, query if not new.actor else f"{before.query.rstrip(' ?!.')} {piece}", True)


def _other_year(piece: str, before: Standalone) -> Standalone:
    year = _YEAR.search(before.query)
    new = _YEAR.search(piece)
    if year and new:
        text = before.query[: year.start()] + new.group() + before.query[year.end() :]
    else:
        stamp = piece if re.match(r"(?:in|by|during|since|after|before)\b", piece, re.IGNORECASE) else f"in {piece}"
        text = f"{before.query.rstrip(' ?!.')} {stamp}?"
    return Standalone(text, text, True)


def _same_sort(new: Unit, units: list[Unit]) -> Unit | None:
    """The actor of the earlier question that a new one takes the place of: one of another side, the last otherwise."""
    actors = [unit for unit in units if unit.actor and unit.actor != new.actor]
    sided = [unit for unit in actors if unit.side != NEUTRAL and unit.side != new.side]
    return (sided or actors or [None])[0]  # type: ignore[list-item]


def _put(question: str, old: Unit, name: str) -> str:
    """The question with a name in place of another, in the same case (Bogotá's for Washington's)."""
    possessive = old.text.endswith(("'s", "’s"))
    return question[: old.start] + (f"{name}’s" if possessive else name) + question[old.end :]


def _pointing(question: str, before: Standalone, past: Past) -> Standalone | None:
    """Pronouns and "that": what they point to is named in the question."""
    text = _OPENING.sub("", question)
    changed = text != question
    text = text[:1].upper() + text[1:] if changed else text
    resolved = resolve(text, past)
    changed = changed or resolved != text
    pointed = _THAT.search(resolved) or _SAID_THAT.search(resolved)
    if pointed:
        gist = _gist(before, past.answer)
        names = " ".join(unit.text for unit in past.vocabulary.units(before.query) if not unit.stop)
        content = [u for u in past.vocabulary.units(resolved) if not u.stop and u.text.lower() not in VIEW]
        own = resolved if content else ""
        return Standalone(f"{resolved} ({gist})", f"{resolved.rstrip(' ?!.')} {names}", True, own)
    return Standalone(resolved, resolved, True) if changed else None


def _gist(before: Standalone, answer: str) -> str:
    words = answer.split()
    told = " ".join(words[:_QUOTED]) + ("…" if len(words) > _QUOTED else "")
    return f"“{told}”" if told else before.text


def _stem(question: str) -> str:
    return question.strip(" ?!.").capitalize()
