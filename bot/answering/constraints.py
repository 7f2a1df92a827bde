"""What a sentence must have before it may answer a question: its names, figures, and the kind of thing asked for.

These checks see what a score cannot: that the year, the country or the unit asked about is another.
"""

from __future__ import annotations

import re

from bot.answering.evidence import Asked, Met, Reader
from bot.answering.expectation import Expectation, spans
from bot.index.retriever import Scored
from bot.index.terms import Unit, keys_of
from bot.model import NEUTRAL

NEAR_WORD = 0.7
"""A counted thing is in the sentence from this cosine of word pieces on."""
_ROLE = re.compile(
    r"^\W*(?:who(?:’s|'s| is| was| are| were) |what (?:is|was|are|were) the names? of )"
    r"(?:the |their |his |its )?(.+?)\W*$",
    re.IGNORECASE,
)
MEASURES = frozenset(
    "year years date day time month months decade area areas size number amount percentage percent share proportion "
    "name names place figure level total extent platform site website network reason cause effect list country person "
    "programme program practice step move".split()
)
"""Words that ask for a kind of thing, which the answer shows by having it."""
_BESIDE = re.compile(r"(?:[,:]|,? ?(?:the|an?)|(?:is|are|was|were|remains?)(?: \S+){0,5})?")
_ABOUT = re.compile(r"^\W*what (?:is|was|are|were) .+ about\W*$", re.IGNORECASE)
_SAYS_ABOUT = re.compile(r"\b(?:about|over|concern\w*|because|for)\b", re.IGNORECASE)
_DONE = re.compile(r"^\W*(?:when|why) (?:did|has|have|had)\b", re.IGNORECASE)
_WHERE = re.compile(r"^\W*(?:and |so )?where (?:is|are|was|were|did|does|do|has|have)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|at|on|from|to|across|inside|near|within|into) (?:the )?(?!(?:Jan|Febr)uary|March|April|May|June|July|"
    r"August|(?:Sept|Nov|Dec)ember|October)[A-Z]\w+"
)


def unmet(question: str, asked: Asked, want: Expectation, scored: Scored, met: Met, reader: Reader) -> str | None:
    """What the sentence lacks, in words for the reader; None where it lacks nothing."""
    return (
        _names(asked, scored, met, reader)
        or _figures(asked, scored, reader)
        or _kind(asked, want, scored, met, reader)
        or _role(question, scored, reader)
        or _place(question, scored)
        or _subject_matter(question, scored)
        or _deed(question, asked, met)
    )


def strangers(asked: Asked, reader: Reader) -> list[Unit]:
    """Names and figures of the question that are nowhere in the corpus."""
    return [
        unit
        for unit, known in zip(asked.units, asked.known, strict=True)
        if not known and (unit.number or is_name(unit)) and not (unit.actor and _side_known(unit, reader))
    ]


def is_name(unit: Unit) -> bool:
    """Whether the question writes the word as a name (not as the first word of the sentence)."""
    return bool(unit.actor) or (unit.text[:1].isupper() and unit.start > 0)


def _side_known(unit: Unit, reader: Reader) -> bool:
    return unit.side != NEUTRAL and any(side.id == unit.side for side in reader.content.topic.sides)


def _names(asked: Asked, scored: Scored, met: Met, reader: Reader) -> str | None:
    units = reader.content.vocabulary.units(scored.sentence.text)
    sides = {unit.side for unit in units if unit.side != NEUTRAL} | {scored.sentence.side}
    for unit, own, around in zip(asked.units, met.own, met.around, strict=True):
        if own >= 1.0 or around or not is_name(unit):
            continue
        if unit.side == NEUTRAL or unit.side not in sides:
            return f"they do not speak of {unit.text} there"
    return None


def _figures(asked: Asked, scored: Scored, reader: Reader) -> str | None:
    keys = keys_of(reader.content.vocabulary.units(scored.sentence.text))
    for unit in asked.units:
        if unit.number and not unit.keys & keys:
            return f"they do not speak of {unit.text} there"
    return None


def _kind(asked: Asked, want: Expectation, scored: Scored, met: Met, reader: Reader) -> str | None:
    if not want.strict:
        return None
    text = scored.sentence.text
    held = {question_span.lower() for question_span in _held(asked.text, want)}
    if not any(text[a:b].lower() not in held for a, b in spans(want.asked, text)):
        return f"they give no {want.asked} for it"
    counted = [unit for unit in reader.vocabulary.units(want.counted) if not unit.stop and not unit.actor]
    for unit in counted[:2]:
        near = [own for own, other in zip(met.own, asked.units, strict=True) if other.keys & unit.keys]
        if near and max(near) < NEAR_WORD:
            return f"they give no figure for {want.counted}"
    return None


def _held(question: str, want: Expectation) -> list[str]:
    return [question[a:b] for a, b in spans(want.asked, question)]


def _role(question: str, scored: Scored, reader: Reader) -> str | None:
    """ "Who is the ambassador?" needs a name beside the role, not merely a name in the sentence."""
    match = _ROLE.match(question)
    if match is None or not re.search(
        r"\bwho\W*\w+ (?:the|their|his|its) |[’']s |\bnames? of\b", question, re.IGNORECASE
    ):
        return None
    named = re.split(r"\b(?:who|whom|that|which)\b", match.group(1))[0].strip()
    if not named or len(named.split()) > 6:
        return None
    vocabulary = reader.content.vocabulary
    asked_units = [unit for unit in vocabulary.units(named) if not unit.stop]
    roles = [unit for unit in asked_units if not unit.actor]
    if not roles:
        return None
    text = scored.sentence.text
    role = [unit for unit in vocabulary.units(text) if any(unit.keys & one.keys for one in roles)]
    asked = {unit.actor for unit in vocabulary.units(question) if unit.actor}
    named_there = [unit for unit in vocabulary.units(text) if unit.actor and unit.actor not in asked]
    people = [unit for unit in named_there if not unit.text.endswith(("'s", "’s"))]
    if not question.lower().lstrip().startswith("who"):
        people = [unit for unit in people if unit.kind == "person"]
    for one in role:
        for person in people:
            between = text[min(one.end, person.end) : max(one.start, person.start)].strip()
            if _BESIDE.fullmatch(between):
                return None
    return f"they do not name {named}"


def _subject_matter(question: str, scored: Scored) -> str | None:
    """ "What was the scandal about?" needs a sentence that says so, not one that mentions it."""
    if _ABOUT.match(question) and not _SAYS_ABOUT.search(scored.sentence.text):
        return "they do not say what it was about"
    return None


def _deed(question: str, asked: Asked, met: Met) -> str | None:
    """ "When did Petro resign?" takes for granted that he did; a deed that the corpus has no word for was not done."""
    match = _DONE.match(question)
    if match is None:
        return None
    for unit, known, own in zip(asked.units, asked.known, met.own, strict=True):
        if unit.start >= match.end() and not unit.actor and not unit.number:
            return None if known or own >= NEAR_WORD else f"they do not say that anybody did: {unit.text}"
    return None


def _place(question: str, scored: Scored) -> str | None:
    if _WHERE.match(question) and not _PLACE.search(scored.sentence.text):
        return "they name no place for it"
    return None
