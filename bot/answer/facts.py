"""Answers to a question of fact: the sentences that come nearest, and how sure it is that they answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.confidence import Confidence
from bot.answer.draft import Draft, Line, Part
from bot.answer.lexicon import figures, first_word, leans, words_of
from bot.answer.phrases import CLOSEST, NOT_SAID
from bot.answer.reader import Reader
from bot.answer.understand import Understood
from bot.model import Kind
from bot.search.retriever import Scored

MOST, WIDE = 3, 6
"""Sentences of an answer, and of what may not be one or has several parts, at most."""
PASSAGES = 3
"""Passages that are shown where it is not sure that they answer."""
NEAR = 0.25
"""What a sentence of a passage that the last answer quoted gains where a question asks on; set by hand."""


def nearest(asked: Understood, reader: Reader) -> list[Scored]:
    """The sentences for a question, best first; where it asks on, those near the last answer gain."""
    scored = list(reader.rank(asked.query).scored)
    if asked.told:
        last = {one.passage.id for one in asked.told}
        more = not any(not unit.stop for unit in reader.vocabulary.units(asked.text)) and not asked_for(asked.text)
        told = {one.sentence.id for one in asked.told} if more else set[str]()
        scored = [one for one in scored if one.sentence.id not in told]
        scored.sort(key=lambda one: -(one.score + NEAR * (one.passage.id in last)))
    return scored


def asked_for(text: str) -> bool:
    """Whether a text has a question word."""
    return not words_of("questioning").isdisjoint(word.strip("?!.,'’s") for word in text.lower().split())


def answer_fact(asked: Understood, scored: Sequence[Scored], sure: Confidence, reader: Reader) -> Draft:
    """The answer, what comes closest, or the word that the corpus does not speak of it."""
    if not scored or sure.elsewhere:
        return refusal("nothing in them speaks of it")
    if not sure.answered:
        return closest(scored, question=asked.text)
    best = scored[0]
    lines: dict[str, Line] = {}
    for one in scored[:MOST]:
        lead = reader.before(one)
        if one is best and lead is not None and leans(one.sentence.text):
            lines.setdefault(lead.id, Line.of(lead, one.passage))
        lines.setdefault(one.sentence.id, Line.found(one, decisive(asked.text, one.sentence.text)))
        following = reader.after(one)
        if one is best and following is not None and first_word(following.text) in words_of("running_on"):
            lines.setdefault(following.id, Line.of(following, one.passage))
    return Draft("fact", "answered", (Part(tuple(lines.values())[:MOST]),))


def closest(scored: Sequence[Scored], kind: Kind = "fact", lead: str = CLOSEST, question: str = "") -> Draft:
    """At most three passages, with those of their sentences that come nearest."""
    lines = tuple(Line.found(one, decisive(question, one.sentence.text)) for one in within(scored, PASSAGES))
    return Draft(kind, "closest", (Part(lines, lead),), "what is shown may not answer", bullets=True)


def within(scored: Sequence[Scored], passages: int, most: int = WIDE) -> list[Scored]:
    """The best sentences of the best few passages."""
    first = list(dict.fromkeys(one.passage.id for one in scored))[:passages]
    return [one for one in scored[: 2 * most] if one.passage.id in first][:most]


def refusal(reason: str, kind: Kind = "fact") -> Draft:
    """The word that the corpus does not speak of it."""
    return Draft(kind, "no_evidence", (Part(lead=f"{NOT_SAID} ({reason[:1].upper()}{reason[1:]}.)"),), reason)


def decisive(question: str, sentence: str) -> tuple[tuple[int, int], ...]:
    """The figure or date that a question asks for, where the sentence has just one that the question has not."""
    lower = question.lower()
    if "when" in lower.split() or "year" in lower or "date" in lower:
        wanted = {"year", "month"}
    elif "how many" in lower or "how much" in lower or "percentage" in lower:
        wanted = {"number"}
    else:
        return ()
    mine = {value for value, _, _, _ in figures(question)}
    found = [(start, end) for value, start, end, kind in figures(sentence) if kind in wanted and value not in mine]
    return tuple(found) if len(found) == 1 else ()
