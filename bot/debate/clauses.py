"""Reads a clause without a parser: who acts, what is denied, which way things went."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.debate.words import DOWN_STEMS, NEGATIONS, UP_STEMS
from bot.model import NEUTRAL
from bot.search.terms import Unit, Vocabulary, fold, stem

_SPLIT = re.compile(
    r"[;:—]|, (?:while|whereas|but|and|which|although|though|as)\b|\b(?:because|so that|as long as|unless|whereas)\b",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"^(?:(?:even|hours|days|weeks|months|years|shortly|soon) )?"
    r"(?:when|after|before|since|while|if|as|although|though|once|until|where|because|in|on|by|at|for|under|during|despite)\b"
    r"[^,]*, ",
    re.IGNORECASE,
)
_BE = r"(?:is|are|was|were|be|been|being|got|gets|get|remains?|remained|stays?|became|becomes)"
_PARTICIPLE = (
    r"(?:\w+ed|put|made|built|cut|sent|told|held|given|taken|shown|known|seen|said|driven|hit|led|left|won|lost|paid)"
)
_ADVERB = r"\w+ly|now|then|also|once|later|already|not|never|further|still|last|first"
_PASSIVE = re.compile(
    rf"^(?:[’']s \w+)?(?:, [^,]*,)?(?:\s+(?!{_BE}\b)(?:has|have|had|will|would|could|may|might|{_ADVERB}))*"
    rf"\s+{_BE}(?:\s+(?:been|being|{_ADVERB}))*\s+{_PARTICIPLE}\b",
    re.IGNORECASE,
)
_ASKED_PASSIVE = re.compile(rf"\b{_BE}\s+$", re.IGNORECASE)
_DENIAL_END = re.compile(r"[,;:.?!—]| but ")
_ACTING = frozenset({"person", "country", "side", "organization", "author"})
"""Kinds of actor that do things; lists and treaties do not."""
_QUESTION = re.compile(
    r"^\W*(?:what|which|who|whom|whose|when|where|why|how|in what|in which|by how|on what)\b", re.IGNORECASE
)
_ASKED_SUBJECT = re.compile(
    r"\b(?:did|does|do|has|have|had|was|were|is|are|will|would|can|could|should|must) (?:the )?", re.IGNORECASE
)
_OPENED = re.compile(r"^(?:during|in|on|at|under|after|before|since|despite|even|when|while)\b", re.IGNORECASE)
_MISSING = re.compile(r"([\w’' -]+?) (?:is|are|was|were) (?:now )?(?:missing|absent|lacking)\b", re.IGNORECASE)
_REPLACED = re.compile(r"\b(?:instead of|in place of|rather than|as opposed to)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause says, as far as words tell.

    ``agents`` are those who act (or, where ``passive``, those it is done to), by side or name; ``people``
    the persons named; ``denied`` the keys within reach of a denial; ``direction`` is 1 for up, -1 for
    down, 0 where neither or both are said.
    """

    text: str
    keys: frozenset[str]
    agents: frozenset[str]
    people: frozenset[str]
    passive: bool
    denied: frozenset[str]
    direction: int


def clauses(text: str, vocabulary: Vocabulary) -> list[Clause]:
    """The clauses of a sentence, in order."""
    pieces = [piece.strip() for piece in _SPLIT.split(text)]
    return [_read(piece, vocabulary) for piece in pieces if piece]


def _read(text: str, vocabulary: Vocabulary) -> Clause:
    units = vocabulary.units(text)
    subject = _subject(text, units)
    passive = bool(subject) and _is_passive(text, subject)
    by = _by_agent(text, units) if passive else frozenset()
    return Clause(
        text=text,
        keys=frozenset(key for unit in units if not unit.stop for key in unit.keys),
        agents=by or frozenset(owner(unit) for unit in subject),
        people=frozenset(unit.actor for unit in units if unit.kind == "person"),
        passive=passive and not by,
        denied=denied(text, vocabulary),
        direction=direction(text),
    )


def _is_passive(text: str, subject: list[Unit]) -> bool:
    """Whether something is done to the subject: "Petro was added", or asked "was Petro accused"."""
    after, before = text[subject[-1].end :], text[: subject[0].start]
    if _ASKED_PASSIVE.search(before):
        return re.match(rf"\s+{_PARTICIPLE}\b", after, re.IGNORECASE) is not None
    return _PASSIVE.match(after) is not None


def owner(unit: Unit) -> str:
    """Whom a name stands for: its side where it speaks for one, otherwise the actor itself."""
    return f"@{unit.side}" if unit.side != NEUTRAL else unit.actor


def _subject(text: str, units: list[Unit]) -> list[Unit]:
    """The first actor after an introductory phrase, with those joined to it by "and"."""
    units = [unit for unit in units if unit.kind in _ACTING]
    if _QUESTION.match(text):
        asked = _ASKED_SUBJECT.search(text)
        named = [unit for unit in units if unit.actor and asked and unit.start == asked.end()][:1]
        copula = asked is not None and asked.group().lower().startswith(("was", "were", "is", "are"))
        return [] if named and copula and not _is_passive(text, named) else named
    found = _INTRODUCTION.match(text)
    if found is None and _OPENED.match(text):
        return []
    start = found.end() if found else 0
    actors = [unit for unit in units if unit.actor]
    after = [unit for unit in actors if unit.start >= start]
    for chosen in (after, actors):
        if chosen:
            out = [chosen[0]]
            for unit in chosen[1:]:
                if text[out[-1].end : unit.start].strip(" ,").lower() in ("and", "&", "and the", ""):
                    out.append(unit)
                else:
                    break
            return out
    return []


def _by_agent(text: str, units: list[Unit]) -> frozenset[str]:
    agents = [unit for unit in units if unit.actor and re.search(r"\bby (?:the )?$", text[: unit.start], re.IGNORECASE)]
    return frozenset(owner(unit) for unit in agents)


def denied(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The keys of the words that a denial reaches: from it to the end of its phrase."""
    text = text.replace("U.S.", "US").replace("U. S.", "US")  # their full stops end no phrase
    found: set[str] = set()
    starts = [m.end() for m in _WORD.finditer(text) if m.group().lower().replace("’", "'") in NEGATIONS]
    starts += [m.end() for m in _REPLACED.finditer(text)]
    ends = [_DENIAL_END.search(text, start) for start in starts]
    reaches = [text[a : end.start() if end else len(text)] for a, end in zip(starts, ends, strict=True)]
    reaches += [re.split(r"\b(?:where|because|when|if)\b", m.group(1))[-1] for m in _MISSING.finditer(text)]
    for reach in reaches:
        found |= {key for unit in vocabulary.units(reach) if not unit.stop for key in unit.keys}
    return frozenset(found)


def direction(text: str) -> int:
    """1 where something goes up, -1 where it goes down, 0 where neither or both."""
    stems = {stem(fold(word)) for word in _WORD.findall(text)}
    up, down = bool(stems & UP_STEMS), bool(stems & DOWN_STEMS)
    return int(up) - int(down)
