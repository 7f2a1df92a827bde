"""Checks a claim against the corpus: supported, contradicted, or not addressed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.clauses import direction, figures
from bot.answering.constraints import MEASURES
from bot.answering.contradiction import Clash, clash
from bot.answering.draft import Draft, Line, Part
from bot.answering.evidence import Asked, Reader, weighted
from bot.answering.leaning import leaned_on, meant, stands_for
from bot.answering.phrases import NOT_ADDRESSED, SUPPORTED, contradicted
from bot.answering.words import VIEW
from bot.index.retriever import Scored
from bot.index.terms import Unit, keys_of
from bot.model import NEUTRAL, Label, Sentence

LOOKED_AT = 8
SPEAKS = 0.58
"""A sentence speaks of a claim from this share of the claim's weight, met in meaning."""
BEARS_OUT = 0.62
"""A sentence bears a claim out from this share on, where nothing is missing."""
COUNTS = 0.72
"""A sentence gives another figure for the same thing only from this share on."""
WORD = 0.55
"""A word of the claim counts from this cosine on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: the label, its ground, and the sentence it rests on.

    ``before`` is the sentence that says whom that one speaks of, where it does not itself.
    """

    label: Label
    ground: str
    line: Line | None
    share: float
    before: Line | None = None


@dataclass(frozen=True, slots=True)
class _Weighed:
    scored: Scored
    share: float
    clash: Clash | None
    missing: bool
    before: Sentence | None


def check(claim: str, reader: Reader) -> Finding:
    """What the corpus says of a claim."""
    ranking = reader.rank(claim)
    asked = reader.asked(ranking)
    weighed = []
    for scored in ranking.scored[:LOOKED_AT]:
        met = reader.met(asked, scored)
        # Figures are compared on their own: another year must not make a sentence look beside the point.
        weights = _weights(asked)
        own, before = _with_subject(asked, met.own, scored, reader)
        share = weighted(_values(asked.units, own, scored.sentence.text), weights)
        if share >= SPEAKS:
            found = clash(claim, scored.sentence.text, reader.vocabulary)
            if found is not None and found.ground == "number" and share < COUNTS:
                continue
            weighed.append(_Weighed(scored, share, found, _missing(claim, scored, reader), before))
    weighed.sort(key=lambda one: (-one.share, -one.scored.score))
    if not weighed:
        nearest = ranking.scored[0] if ranking.scored else None
        line = Line.of(nearest.sentence, nearest.passage) if nearest else None
        return Finding("not_addressed", "nothing in the sources speaks of it", line, 0.0)
    best = weighed[0]
    bearing = [one for one in weighed if one.clash is None and not one.missing and one.share >= BEARS_OUT]
    if bearing and (best.clash is None or bearing[0].share >= best.share - 0.02):
        return Finding("supported", "", _line(bearing[0]), bearing[0].share, _before(bearing[0]))
    clashing = next((one for one in weighed if one.clash is not None), None)
    if clashing is not None and clashing.clash is not None and clashing.share >= best.share - 0.1:
        return Finding("contradicted", clashing.clash.ground, _line(clashing), clashing.share, _before(clashing))
    return Finding("not_addressed", "the sources do not settle it", _line(best), best.share)


def as_draft(finding: Finding) -> Draft:
    """The finding as an answer in the chat."""
    lines = tuple(line for line in (finding.before, finding.line) if line)
    if finding.label == "supported":
        return Draft("claim", "answered", (Part(lines, SUPPORTED),))
    if finding.label == "contradicted":
        return Draft("claim", "answered", (Part(lines, contradicted(finding.ground)),), finding.ground)
    parts: tuple[Part, ...] = (Part(lead=NOT_ADDRESSED),)
    if lines:
        parts = (*parts, Part(lines, "The nearest thing that they do say:"))
    return Draft("claim", "no_evidence", parts, finding.ground)


def _weights(asked: Asked) -> list[float]:
    """The words' weights without figures, and without "sees", "says" and their like where enough is left."""
    plain = [unit for unit in asked.units if not unit.actor and not unit.number]
    rest = [unit for unit in plain if unit.text.lower() not in VIEW | MEASURES]
    named = any(unit.actor for unit in asked.units)
    dropped = VIEW | MEASURES if rest else MEASURES if named else frozenset[str]()
    return [
        0.0 if unit.number or unit.text.lower() in dropped else weight
        for unit, weight in zip(asked.units, asked.idf, strict=True)
    ]


def _values(units: tuple[Unit, ...], own: tuple[float, ...], sentence: str) -> list[float]:
    """How the words are met; a word for up or down also by one for the contrary, which the clash will tell."""
    moves = direction(sentence) != 0
    return [
        1.0 if moves and direction(unit.text) != 0 else value if value >= WORD else 0.0
        for unit, value in zip(units, own, strict=True)
    ]


def _with_subject(
    asked: Asked, own: tuple[float, ...], scored: Scored, reader: Reader
) -> tuple[tuple[float, ...], Sentence | None]:
    """How the words are met where the sentence's "it" or "they" is read as what the sentence before begins with."""
    found = meant(scored.sentence, scored.passage, reader.vocabulary.units)
    if found is None:
        return own, None
    before, subject = found
    keys = keys_of(subject)
    with_it = tuple(1.0 if unit.keys & keys else value for unit, value in zip(asked.units, own, strict=True))
    return with_it, before if with_it != own else None


def _before(one: _Weighed) -> Line | None:
    return Line.of(one.before, one.scored.passage) if one.before else None


def _line(one: _Weighed) -> Line:
    return Line.of(one.scored.sentence, one.scored.passage)


def _missing(claim: str, scored: Scored, reader: Reader) -> bool:
    """Whether a figure or a name of the claim is not in the sentence or, for a name, near it."""
    mine, theirs = figures(claim), figures(scored.sentence.text)
    if mine.numbers - theirs.numbers or mine.years - theirs.years or mine.months - theirs.months:
        return True
    if mine.shares and theirs.shares and mine.shares - theirs.shares:
        return True
    nearby = _nearby(scored)
    keys = reader.keys(scored.sentence.text) | reader.keys(nearby)
    sides = {unit.side for unit in reader.vocabulary.units(nearby)} - {NEUTRAL}
    for unit in reader.vocabulary.units(claim):
        named = unit.actor or (unit.text[:1].isupper() and unit.start > 0 and not unit.stop)
        if named and not unit.keys & keys and unit.side not in sides:
            return True
    return False


def _nearby(scored: Scored) -> str:
    """Where a name of the claim may stand besides the sentence: in its paragraph, or where its "it" points back to."""
    if not stands_for(scored.sentence.text):
        return scored.passage.text
    return " ".join(sentence.text for sentence in leaned_on(scored.sentence, scored.passage))
