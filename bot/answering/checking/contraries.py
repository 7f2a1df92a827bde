"""What a sentence of the source says otherwise than a statement that rests on it: direction, denial, actor.

The claim check's rules (:mod:`bot.answering.contradiction`) are made for claims worded near the text. A model
paraphrases, so that here a denial counts only where one of the two has a word for it, and an actor only where
each of the two begins with its own.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.answering.contradiction import clash
from bot.answering.words import NEGATIONS
from bot.index.terms import Unit, Vocabulary

Contrary = Literal["direction", "negation", "opposite", "actor"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_BEGINNING = re.compile(
    r"(?:(?:in|on|by|for|after|before|since|while|when|during|despite|even|under|with|at|hours|days|weeks|according to)"
    r"\b[^,]*, )?(?:(?:the|a|an|several|some|many|most|half|all|of|former|then|president|prime|minister|government|but|"
    r"yet|and|still|also|only|more recently|today|now|later),? )*(?:\w+ from (?:the )?)?",
    re.IGNORECASE,
)
_ACTING = frozenset({"person", "country", "side", "organization"})


def contrary(statement: str, sentence: str, vocabulary: Vocabulary) -> Contrary | None:
    """On what ground the sentence speaks against the statement, or None; it must speak of the same."""
    found = clash(statement, sentence, vocabulary)
    if found is None:
        return None
    if found.ground == "negation":
        return "negation" if _denies(statement) != _denies(sentence) else None
    if found.ground == "who did what":
        return "actor" if _leads(statement, vocabulary) and _leads(sentence, vocabulary) else None
    if found.ground in ("direction", "opposite"):
        return "direction" if found.ground == "direction" else "opposite"
    # Figures and dates are compared on their own, with all the passages.
    return None


def _denies(text: str) -> bool:
    return any(word.lower().replace("’", "'") in NEGATIONS for word in _WORD.findall(text))


def _leads(text: str, vocabulary: Vocabulary) -> bool:
    """Whether an actor opens the sentence as its subject; the writer of the source is none of its actors."""
    acting = [unit for unit in vocabulary.units(text) if unit.kind in _ACTING]
    return any(_at_beginning(text, unit) for unit in acting)


def _at_beginning(text: str, unit: Unit) -> bool:
    return _BEGINNING.fullmatch(text[: unit.start]) is not None
