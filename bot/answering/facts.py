"""Answers a question of fact: the sentence that holds it, or the two or three that make it whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.answering.constraints import strangers, unmet
from bot.answering.contradiction import Clash, clash, same_agent
from bot.answering.corpus import head_lines
from bot.answering.draft import Draft, Line, Part
from bot.answering.emphasis import emphasis
from bot.answering.evidence import Asked, Reader, weighted
from bot.answering.expectation import Expectation, expected, spans
from bot.answering.fitness import features, load_fitness
from bot.answering.leaning import leaned_on
from bot.answering.phrases import NEAREST, NOT_SAID, OTHERWISE
from bot.index.retriever import Ranking, Scored
from bot.index.terms import keys_of
from bot.model import Kind, Sentence

LOOKED_AT = 8
"""Sentences, from the best down, that may hold the answer."""
SECOND = 0.55
"""A further sentence is given where its grade is within this much of the best one's."""
MOST = 3
"""Sentences in an answer of fact, at most."""
KIND_BONUS = 0.6
COVERED_BONUS = 1.2
AGENT_BONUS = 0.5
ROLES = 0.72
"""The same, where the premise is about who did what."""
RIVAL = 1.0
"""How far below the contradicting sentence a fitting one must be for the premise to count as false."""
PLAUSIBLE = 0.15
"""The gate's probability from which on a premise is held against the sources at all."""
_SOMEBODY = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_GROUNDS = ("direction", "who did what", "number", "opposite")
PREMISE = 0.55
"""A question's premise is held against a sentence that meets this share of the question's weight."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A candidate: its grade, what it lacks, where it contradicts the question's premise.

    ``share`` is how much of the weight of the question's words other than names it meets.
    """

    scored: Scored
    grade: float
    lack: str | None
    clash: Clash | None
    share: float


def _kind_bonus(question: str, want: Expectation, has: bool, scored: Scored, reader: Reader) -> float:
    """What having the kind of thing asked for is worth, in points of the ranking."""
    if want.strict:
        return KIND_BONUS if has else -KIND_BONUS
    return KIND_BONUS if emphasis(question, want, scored.sentence.text, reader.vocabulary) else 0.0


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a question that points back is held to: its ``own`` words, and what was ``told`` already."""

    own: str
    told: str


def grade(question: str, ranking: Ranking, reader: Reader) -> tuple[Asked, Expectation, list[Graded]]:
    """The best sentences of a ranking as candidates for an answer, best grade first."""
    asked, want = reader.asked(ranking), expected(question)
    held = question.lower()
    graded = []
    for scored in ranking.scored[:LOOKED_AT]:
        met = reader.met(asked, scored)
        share = weighted(met.own, asked.idf)
        plain = [at for at, unit in enumerate(asked.units) if not unit.actor]
        on_it = weighted([met.own[at] for at in plain], [asked.idf[at] for at in plain])
        found = [scored.sentence.text[a:b] for a, b in spans(want.asked, scored.sentence.text)]
        has = any(text.lower() not in held for text in found)
        bonus = _kind_bonus(question, want, has, scored, reader)
        lack = unmet(question, asked, want, scored, met, reader)
        other = clash(question, scored.sentence.text, reader.vocabulary) if on_it >= PREMISE else None
        bonus += AGENT_BONUS * same_agent(question, scored.sentence.text, reader.vocabulary)
        graded.append(Graded(scored, scored.score + bonus + COVERED_BONUS * share, lack, other, on_it))
    graded.sort(key=lambda one: -one.grade)
    return asked, want, graded


def answer_fact(
    question: str, ranking: Ranking, reader: Reader, probability: float, threshold: float, beyond: Beyond | None = None
) -> Draft:
    """The answer, the correction of a false premise, or the refusal.

    With ``beyond``, the question points back at an earlier answer: only sentences that were not in
    it and that meet the question's own words can answer.
    """
    asked, want, graded = grade(question, ranking, reader)
    if beyond is not None:
        graded = [replace(one, clash=None) for one in graded if _goes_beyond(one, beyond, reader)]
    unknown = strangers(asked, reader)
    if not graded or not asked.units:
        return refuse([], "the question has no word to look for")
    told = head_lines(unknown, reader) if unknown else ()
    if told:
        return Draft("corpus", "answered", (Part(told),))
    if unknown:
        names = " or ".join(dict.fromkeys(unit.text for unit in unknown))
        return refuse(graded, f"they do not mention {names}")
    wrong = _false_premise(graded, want)
    if wrong is not None and probability >= PLAUSIBLE:
        return Draft(
            "fact", "answered", (Part((_line(wrong, question, want, reader),), OTHERWISE),), f"premise: {wrong.clash}"
        )
    fitting = [one for one in graded if one.lack is None]
    if not fitting:
        return refuse(graded, graded[0].lack or "")
    if fitness(probability, asked, fitting[0], reader) < threshold:
        return refuse(graded, "nothing in them is near enough")
    return Draft("fact", "answered", (Part(tuple(compose(fitting, question, want, reader))),))


def fitness(probability: float, asked: Asked, one: Graded, reader: Reader) -> float:
    """How likely it is, 0 to 1, that a candidate answers the question."""
    met = reader.met(asked, one.scored)
    return load_fitness().probability(features(probability, asked, met, one.scored))


def _false_premise(graded: list[Graded], want: Expectation) -> Graded | None:
    """The sentence that contradicts what the question takes for granted, unless another one simply answers."""
    wrong = next((one for one in graded[:2] if one.clash and one.share >= PREMISE), None)
    if wrong is None or wrong.clash is None or wrong.clash.ground not in _GROUNDS:
        return None
    if wrong.clash.ground in ("who did what", "opposite") and wrong.share < ROLES:
        return None
    if wrong.clash.ground == "who did what" and want.asked == "person":
        return None
    fitting = (one for one in graded if one.clash is None and one.lack is None and one.share > wrong.share - 0.15)
    if wrong.clash.ground == "who did what":
        # "He was added to the list" does not say who was, where another sentence names somebody.
        fitting = (one for one in fitting if not _SOMEBODY.search(one.scored.sentence.text))
    rival = next(fitting, None)
    return wrong if rival is None or rival.grade < wrong.grade - RIVAL else None


def _goes_beyond(one: Graded, beyond: Beyond, reader: Reader) -> bool:
    sentence = one.scored.sentence
    if sentence.text in beyond.told:
        return False
    asked = reader.asked_of(beyond.own)
    met = [value if value >= 0.6 else 0.0 for value in reader.met_without(asked, sentence)]
    return weighted(met, asked.idf) >= PREMISE


def refuse(graded: list[Graded], reason: str, kind: Kind = "fact") -> Draft:
    """The refusal, with the nearest sentence where there is one."""
    told = f"{NOT_SAID} ({reason[:1].upper()}{reason[1:]}.)" if reason else NOT_SAID
    if not graded:
        return Draft(kind, "no_evidence", (Part(lead=told),), reason)
    best = max(graded, key=lambda one: (round(one.share, 1), one.scored.score)).scored
    return Draft(kind, "no_evidence", (Part(lead=told), Part((Line.of(best.sentence, best.passage),), NEAREST)), reason)


def compose(fitting: list[Graded], question: str, want: Expectation, reader: Reader, most: int = MOST) -> list[Line]:
    """The best candidate and those close behind it, whole and in the order of the source."""
    best = fitting[0]
    more = _elaboration(best.scored, question, reader)
    close = [best, *(one for one in fitting[1:] if best.grade - one.grade <= SECOND)]
    chosen: dict[str, Line] = {}
    for one in close:
        group = [(before, one.scored.passage) for before in leaned_on(one.scored.sentence, one.scored.passage)]
        if chosen and len(chosen) + len(group) + 1 > most:
            continue
        chosen[one.scored.sentence.id] = _line(one, question, want, reader)
        if one is best and more is not None:
            chosen.setdefault(more.id, Line.of(more, one.scored.passage))
        for sentence, passage in group:
            chosen.setdefault(sentence.id, Line.of(sentence, passage))
    order = reader.content.order
    return sorted(chosen.values(), key=lambda line: (order[line.source_id], line.start))[:most]


def _elaboration(scored: Scored, question: str, reader: Reader) -> Sentence | None:
    """The next sentence where it takes up, as its own subject, what the question asks about."""
    at = scored.sentence.ordinal + 1
    if at >= len(scored.passage.sentences):
        return None
    following = scored.passage.sentences[at]
    lead = [unit for unit in reader.vocabulary.units(following.text) if not unit.stop][:2]
    asked = keys_of(unit for unit in reader.vocabulary.units(question) if not unit.stop and not unit.actor)
    here = reader.keys(scored.sentence.text)
    both = [unit for unit in lead if unit.keys & asked and unit.keys & here and not unit.actor]
    return following if lead and len(both) == len(lead) else None


def _line(one: Graded, question: str, want: Expectation, reader: Reader) -> Line:
    marked = emphasis(question, want, one.scored.sentence.text, reader.vocabulary)
    return Line.of(one.scored.sentence, one.scored.passage, marked)
