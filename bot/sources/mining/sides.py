"""Finds the two sides of a text: who acts and speaks most, is set against whom, and who speaks for whom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log1p

from bot.model import NEUTRAL, Actor, Side
from bot.sources import grammar
from bot.sources.attribution import Attributor, Label
from bot.sources.mining.names import Name

_CONTRAST = re.compile(
    r"\b(?:while|whereas|but|against|between|versus|unlike|in contrast|by contrast|differs?|dispute|quarrel|clash|"
    r"opposes?|rejects?|accuses?|accused)\b|;",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    rf"(?:^|[,;“] ?)(?:[Tt]he|[Bb]oth) ((?:[a-z]+ )?[a-z]{{3,}}(?:s|y|n|t|e|h))(?= (?:also |now |still |\w+ly )?(?:{'|'.join(grammar.REPORTING)})\b)"
)
_NOBODY = frozenset(
    "two evidence study studies report reports review survey data figures numbers both others critics law text article".split()
)


TIED = 3
"""What it counts for that a text says outright whom a person speaks for; to stand beside a group counts half or less."""
LEAST = 0.5


@dataclass(slots=True)
class Found:
    """A side as it was found: who leads it, who belongs to it, what it is called without a name."""

    lead: Name
    members: list[Name] = field(default_factory=list)
    generic: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The sentences of each paragraph of a document and the heading above it."""

    sentences: tuple[tuple[str, ...], ...]
    sections: tuple[str, ...]


def two_sides(text: Paragraphs, names: Sequence[Name]) -> tuple[list[Found], list[Name]]:
    """The two sides, that with more to say first, and the names that belong to neither."""
    marks = _marks(text, names)
    acts: Counter[str] = Counter()
    for paragraph in marks:
        for who, voice in paragraph:
            acts[who] += 1 if voice == "author" else 2
    belongs = _belonging(text, names, marks)
    heads = [name for name in names if name.name not in belongs and (acts[name.name] or name.kind != "person")]
    heads = [name for name in heads if name.kind != "thing"]
    weight = {
        head.name: acts[head.name] + sum(acts[m] for m, to in belongs.items() if to == head.name) for head in heads
    }
    against = _against(text, names, belongs)
    pairs = [pair for pair in combinations(heads, 2) if min(weight[one.name] for one in pair) > 0]
    if not pairs:
        return [Found(head) for head in heads[:2]], list(names)

    def worth(pair: tuple[Name, Name]) -> float:
        set_against = against[frozenset(one.name for one in pair)]
        return sum(log1p(weight[one.name]) for one in pair) + 2 * log1p(set_against)

    first, second = max(pairs, key=worth)
    sides = [Found(one) for one in sorted((first, second), key=lambda one: -weight[one.name])]
    _fill(sides, names, belongs, acts, against)
    taken = {name.name for side in sides for name in (side.lead, *side.members)}
    _generics(sides, text, marks)
    return sides, [name for name in names if name.name not in taken]


def _marks(text: Paragraphs, names: Sequence[Name]) -> list[list[Label]]:
    """Each sentence's actor and voice, every name for now a side of its own."""
    sides = [Side(one.name, one.name, "", "", "", tuple(one.aliases)) for one in names if one.kind != "person"]
    people = [
        Actor(one.name, tuple(one.aliases), one.name, pronouns=("he", "she")) for one in names if one.kind == "person"
    ]
    attributor = Attributor(sides, people)
    pairs = zip(text.sentences, text.sections, strict=True)
    known = {one.name for one in names}
    return [
        [(who if who in known else NEUTRAL, voice) for who, voice in attributor.paragraph(sentences, section)]
        for sentences, section in pairs
    ]


def _belonging(text: Paragraphs, names: Sequence[Name], marks: list[list[Label]]) -> dict[str, str]:
    """Whom a person speaks for: "A's minister, P", "P, director of A", "its director, P" after A, or just beside A."""
    groups = {name.name: name for name in names if name.kind not in ("person", "thing")}
    belongs: dict[str, str] = {}
    for person in (name for name in names if name.kind == "person"):
        votes: dict[str, float] = defaultdict(float)
        called = _either(person)
        theirs = re.compile(rf"\b(?:Its|Their|its|their) (?:[\w-]+ ){{0,4}}[\w-]+,? {called}")
        for sentences, labels in zip(text.sentences, marks, strict=True):
            here = {who for who, _ in labels if who in groups}
            for at, plain in enumerate(map(grammar.straightened, sentences)):
                if not re.search(rf"\b{called}\b", plain):
                    continue
                for group in groups.values():
                    votes[group.name] += _tied(plain, called, _either(group))
                before = next((who for who, _ in reversed(labels[:at]) if who in groups), "")
                if before and theirs.search(plain):
                    votes[before] += TIED
                for group_here in here:
                    votes[group_here] += 1 / (1 + len(here))
        best = max(votes, key=lambda group: votes[group], default="")
        if best and votes[best] >= LEAST:
            belongs[person.name] = best
    return belongs


def _tied(sentence: str, person: str, group: str) -> int:
    """:data:`TIED` where the sentence says that the person is the group's, else 0."""
    role = r"(?i:president|leader|(?:prime |\w+ )?minister|director|chair\w*|spokes\w+|chief|secretary|governor|mayor|head)"
    patterns = (
        rf"{group}’s? (?:[\w-]+ ){{0,4}}{person}", rf"{group}’s? [\w-]+(?: [\w-]+){{0,4}}, {person}",
        rf"{group}(?:’s)? {role},? {person}", rf"{person}, (?:the |a |an )?{group}",
        rf"{person}, (?:the |a |an |who \w+ )?(?:[\w-]+ ){{0,4}}?(?:of|for|at) (?:the )?{group}",
    )  # fmt: skip
    return TIED if any(re.search(pattern, sentence) for pattern in patterns) else 0


def _against(text: Paragraphs, names: Sequence[Name], belongs: dict[str, str]) -> Counter[frozenset[str]]:
    """How often two are set against each other in one sentence, or speak in one paragraph."""
    found: Counter[frozenset[str]] = Counter()
    patterns = [(belongs.get(name.name, name.name), re.compile(rf"\b{_either(name)}\b")) for name in names]
    for sentence in (grammar.straightened(one) for paragraph in text.sentences for one in paragraph):
        there = {head for head, pattern in patterns if pattern.search(sentence)}
        if len(there) >= 2 and _CONTRAST.search(sentence):
            found.update(frozenset(pair) for pair in combinations(there, 2))
    return found


def _fill(
    sides: list[Found],
    names: Sequence[Name],
    belongs: dict[str, str],
    acts: Counter[str],
    against: Counter[frozenset[str]],
) -> None:
    """Gives each side who belongs to it, and who is set against the other side only."""
    one, two = (side.lead.name for side in sides)
    for name in names:
        if name.name in (one, two) or name.kind == "thing":
            continue
        head = belongs.get(name.name, name.name)
        opposed = against[frozenset((head, one))] - against[frozenset((head, two))]
        if head in (one, two):
            sides[head == two].members.append(name)
        elif acts[name.name] >= 2 and abs(opposed) >= 2:
            sides[opposed > 0].members.append(name)


def _generics(sides: list[Found], text: Paragraphs, marks: list[list[Label]]) -> None:
    """Common nouns that speak ("the union"), each to the side that speaks around it."""
    own = {name.name: side for side in sides for name in (side.lead, *side.members)}
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for sentences, labels in zip(text.sentences, marks, strict=True):
        sides_here = Counter(sides.index(own[who]) for who, _ in labels if who in own)
        for sentence in sentences:
            for match in _GENERIC.finditer(grammar.straightened(sentence)):
                noun = match.group(1)
                if not _NOBODY & set(noun.split()) and sides_here:
                    votes[noun].update(dict([sides_here.most_common(1)[0]]))
    for noun, found in votes.items():
        sides[found.most_common(1)[0][0]].generic.add(noun)


def _either(name: Name) -> str:
    forms = sorted({name.name, *name.aliases}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form.replace("'", "’")) for form in forms) + ")"
