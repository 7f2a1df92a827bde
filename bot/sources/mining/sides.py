"""Finds the two sides of a text: the parties that argue and demand most, and are set against each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import log1p, sqrt

from bot.model import Actor, Side
from bot.sources.attribution import Attributor
from bot.sources.mining.names import Name
from bot.sources.mining.parties import Paragraphs, Party, forms_of, parties_of

HELD, DONE, NAMED, HEADED = 2.0, 1.0, 0.5, 2.0
"""What a sentence counts for that gives a party's view, tells what it does, or names it; what a heading does."""
ALONE = 0.35
"""What a person counts for who speaks for no group, beside a group."""
CONTRAST, PARTED = 1.5, 1.0
"""What it counts for, beside how much two say, that they are set against each other; that each has its sections."""
_CONTRAST = re.compile(
    r"\b(?:while|whereas|but|against|between|versus|unlike|in contrast|by contrast|differs?|different|rival|dispute|"
    r"quarrel|clash|opposes?|rejects?|accuses?|accused)\b|;",
    re.IGNORECASE,
)


def two_sides(text: Paragraphs, names: Sequence[Name]) -> tuple[list[Party], list[Name]]:
    """The two sides, that with more to say first, and the names that belong to neither."""
    parties = parties_of(text, names)
    acts = _acts(text, parties)
    places = [_by_section(one, text) for one in acts]
    weight = [_weight(party, sum(one.values()), text) for party, one in zip(parties, acts, strict=True)]
    against = _against(text, parties)
    pairs: list[tuple[int, int]] = [
        pair for pair in combinations(range(len(parties)), 2) if min(weight[at] for at in pair) > 0
    ]
    if not pairs:
        return [], list(names)

    def worth(pair: tuple[int, int]) -> float:
        said = sum(log1p(weight[at]) for at in pair)
        return said + CONTRAST * log1p(against[pair]) + PARTED * _apart(*(places[at] for at in pair))

    best = max(pairs, key=worth)
    chosen = sorted(best, key=lambda at: -weight[at])
    sides = [parties[at] for at in chosen]
    for at, party in enumerate(parties):
        if at not in chosen and party.unnamed and not party.members:
            _join(party, acts[at], sides, [acts[one] for one in chosen])
    taken = {name.name for side in sides for name in (side.lead, *side.members)}
    return sides, [name for name in names if name.name not in taken]


def _acts(text: Paragraphs, parties: Sequence[Party]) -> list[Mapping[int, float]]:
    """By party: how much of each paragraph is its view or what it does, by the paragraph's place."""
    sides = [Side(str(at), one.lead.name, "", "", "", one.called) for at, one in enumerate(parties)]
    people = [
        Actor(name.name, tuple(name.aliases), str(at), pronouns=("he", "she"))
        for at, party in enumerate(parties)
        for name in (*party.members, *((party.lead,) if party.lead.kind == "person" else ()))
    ]
    attributor = Attributor(sides, people)
    found: list[dict[int, float]] = [defaultdict(float) for _ in parties]
    for at, (sentences, heading) in enumerate(zip(text.sentences, text.sections, strict=True)):
        for who, voice in attributor.paragraph(sentences, heading):
            if who.isdecimal():
                found[int(who)][at] += DONE if voice == "author" else HELD
    return list(found)


def _by_section(acts: Mapping[int, float], text: Paragraphs) -> Mapping[str, float]:
    """The same by the heading above the paragraphs; a paragraph under none is a section of its own."""
    found: dict[str, float] = defaultdict(float)
    for at, count in acts.items():
        found[text.sections[at] or str(at)] += count
    return found


def _join(
    party: Party, acts: Mapping[int, float], sides: Sequence[Party], theirs: Sequence[Mapping[int, float]]
) -> None:
    """Makes a common noun that speaks ("the employers") a name of the side that speaks around it, if one alone does."""
    beside = [sum(one[at] for at in acts if at in one) for one in theirs]
    # One sentence may stand there by chance.
    if sum(acts.values()) >= 2 * HELD and max(beside) > 2 * min(beside):
        sides[beside.index(max(beside))].nouns |= party.nouns


def _weight(party: Party, said: float, text: Paragraphs) -> float:
    if not said:
        return 0.0
    pattern = re.compile(rf"\b{forms_of(party)}\b")
    said += NAMED * sum(bool(pattern.search(one)) for one in text.plain)
    said += HEADED * sum(bool(pattern.search(heading)) for heading in set(text.sections))
    return said * ALONE if party.lead.kind == "person" else said


def _against(text: Paragraphs, parties: Sequence[Party]) -> Counter[tuple[int, int]]:
    """How often two are set against each other in one sentence."""
    found: Counter[tuple[int, int]] = Counter()
    patterns = [re.compile(rf"(?<![\w’]){forms_of(party)}(?![\w-])") for party in parties]
    for sentence in text.plain:
        if _CONTRAST.search(sentence):
            there = [(at, match) for at, pattern in enumerate(patterns) if (match := pattern.search(sentence))]
            found.update((at, other) for (at, one), (other, two) in combinations(there, 2) if _set(sentence, one, two))
    return found


def _set(sentence: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two names are set against each other: "A rejects what B says", "A and B differ"."""
    first, second = sorted((one, other), key=lambda match: match.start())
    between = sentence[first.end() : second.start()]
    joined = re.fullmatch(r"(?:’s? [\w-]+)? and (?:the )?", between)
    return bool(_CONTRAST.search(sentence[second.end() :] if joined else between))


def _apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How little two share their sections: one minus the cosine of what each says where."""
    shared = sum(one[at] * other[at] for at in one.keys() & other.keys())
    return 1 - shared / sqrt(sum(x * x for x in one.values()) * sum(x * x for x in other.values()))
