"""Sentences that cannot stand without the one before: what they lean on, and whom their first word stands for."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering.words import LEANING
from bot.index.terms import Unit
from bot.model import Passage, Sentence

STANDS_FOR = frozenset({"it", "he", "she", "they", "this", "these"})
"""First words that stand for what the sentence before is about."""
LONGEST = 3
"""Content words, in a row, that a subject has at most."""


def leaned_on(sentence: Sentence, passage: Passage) -> list[Sentence]:
    """The sentences before it that it cannot stand without: those that its first word points back to."""
    needed: list[Sentence] = []
    at = sentence.ordinal
    while at > 0 and len(needed) < 2 and _leans(passage.sentences[at].text):
        at -= 1
        needed.insert(0, passage.sentences[at])
    return needed


def meant(
    sentence: Sentence, passage: Passage, units: Callable[[str], list[Unit]]
) -> tuple[Sentence, list[Unit]] | None:
    """The sentence before, with the words that it begins with, where the first word here stands for them.

    Without a parser its subject is taken to be its first few content words in a row, dates and figures left out.
    """
    if sentence.ordinal == 0 or not stands_for(sentence.text):
        return None
    before = passage.sentences[sentence.ordinal - 1]
    if stands_for(before.text):
        return None
    subject: list[Unit] = []
    for unit in units(before.text):
        if unit.stop or unit.number:
            if subject:
                break
        else:
            subject.append(unit)
    return before, subject[:LONGEST]


def stands_for(text: str) -> bool:
    """Whether a sentence begins with a word for what the one before is about."""
    return _first(text) in STANDS_FOR


def _leans(text: str) -> bool:
    words = [word.strip("“”\"'‘’(,").lower() for word in text.split()[:3]]
    return bool(words) and (words[0] in LEANING or "later" in words[1:])


def _first(text: str) -> str:
    return next((word.strip("“”\"'‘’(,").lower() for word in text.split()[:1]), "")
