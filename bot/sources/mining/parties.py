"""Finds who acts as one in a text: a group with its other names, and the people who lead it or speak for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from typing import Any

import Stemmer
import yaml

from bot.sources import grammar
from bot.sources.mining.names import GROUPS, NEVER, Name

MOST = 80
"""Names, those mentioned most, that are looked at; and common nouns: a book has thousands, and two parties."""
FAR = 9
"""Words that may stand between a person and the group that they are said to lead."""


@dataclass(slots=True)
class Party:
    """A group or somebody: the fullest name, common nouns it is called by, and the people who speak for it."""

    lead: Name
    nouns: dict[str, str] = field(default_factory=dict)
    """Each common noun, and how it stands in the text: "the union", "city hall"."""
    members: list[Name] = field(default_factory=list)

    @property
    def unnamed(self) -> bool:
        """Whether it is only called by a common noun."""
        return self.lead.name in self.nouns.values()

    @property
    def called(self) -> tuple[str, ...]:
        """Its other names."""
        return tuple(sorted({*self.lead.aliases, *self.nouns.values()} - {self.lead.name}))


@dataclass(frozen=True)
class Paragraphs:
    """The sentences of each paragraph of a document and the heading above it."""

    sentences: tuple[tuple[str, ...], ...]
    sections: tuple[str, ...]

    @cached_property
    def straightened(self) -> list[list[str]]:
        """The sentences of each paragraph with curly quotation marks."""
        return [[grammar.straightened(sentence) for sentence in paragraph] for paragraph in self.sentences]

    @cached_property
    def plain(self) -> list[str]:
        """All of them in one row."""
        return [sentence for paragraph in self.straightened for sentence in paragraph]

    @cached_property
    def whole(self) -> str:
        """All of them as one text."""
        return " ".join(self.plain)


def parties_of(text: Paragraphs, names: Sequence[Name]) -> list[Party]:
    """All who may be a party to a quarrel, the people among them joined to the groups they speak for."""
    names = names[:MOST]
    people = [name for name in names if name.kind == "person"]
    parties = [Party(name) for name in names if name.kind != "person"]
    for noun in dict.fromkeys((*_speaking_nouns(text), *_led(text), *_heads(parties, text))):
        owner, form = _named_by(noun, parties, text), _form(noun, text)
        if owner is None:
            owner = Party(Name(form, "organization"))
            parties.append(owner)
        owner.nouns[noun] = form
    tied = [(name, _votes(name, parties, text)) for name in (*people, *_perhaps(parties))]
    taken = set()
    for name, votes in tied:
        for at, count in votes.most_common(1):
            party = parties[at]
            if count and (name.kind == "person" or party.nouns or party.lead.count > name.count):
                party.members.append(name)
                taken.add(name.name)
    free = [Party(person) for person in people if person.name not in taken]
    return [party for party in parties if party.lead.name not in taken or party.members] + free


def either(forms: Sequence[str]) -> str:
    """A pattern for any of the forms."""
    return "(?:" + "|".join(re.escape(form.replace("'", "’")) for form in sorted(forms, key=len, reverse=True)) + ")"


def forms_of(party: Party) -> str:
    """A pattern for any name of the party or of its people."""
    people = [form for one in party.members for form in (one.name, *one.aliases)]
    return either([party.lead.name, *party.called, *people])


def _perhaps(parties: Sequence[Party]) -> list[Name]:
    """Names of two or three words that may be a person's: they are where the text says whom they lead."""
    return [
        party.lead for party in parties
        if party.lead.kind == "name" and 2 <= len(party.lead.name.split()) <= 3 and not party.nouns
    ]  # fmt: skip


def _speaking_nouns(text: Paragraphs) -> list[str]:
    """Common nouns that say or want something ("the union", "city hall"), those of two words first."""
    found: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for sentence in text.plain:
        for match in _says().finditer(sentence):
            noun = match.group("noun")
            if _roles()["nobody"] & set(noun.lower().split()) or not (match.group("article") or _is_common(noun, text)):
                continue
            found[noun.lower()] += 1
            bare[noun.lower()] += not match.group("article")
    # What opens one sentence without an article may be anything.
    nouns = [
        noun for noun, count in found.most_common(MOST)
        if bare[noun] > 1 or (bare[noun] < count and (" " not in noun or _is_noun(noun, text.whole)))
    ]  # fmt: skip
    # "The council" finds "the town council", which comes first.
    heads = (noun.split()[-1] for noun in nouns)
    return sorted({*nouns, *(head for head in heads if re.search(rf"\b[Tt]he {head}\b", text.whole))}, key=_short)


def _is_common(opening: str, text: Paragraphs) -> bool:
    """Whether what opens a sentence without an article is a common noun: its last word stands in small letters."""
    first, _, last = opening.partition(" ")
    if first.casefold() in NEVER:
        return False
    return last.islower() if last else bool(re.search(rf"\b{first.lower()}\b", text.whole))


def _form(noun: str, text: Paragraphs) -> str:
    """A common noun as it stands in the text: with "the", unless it is only found without."""
    alone = any(sentence.startswith(f"{noun[0].upper()}{noun[1:]}") for sentence in text.plain)
    return noun if alone and not re.search(rf"\b[Tt]he {noun}\b", text.whole) else f"the {noun}"


def _short(noun: str) -> tuple[int, str]:
    return -len(noun.split()), noun


def _led(text: Paragraphs) -> Iterator[str]:
    """The institutions whose office somebody in the text has: "the ministry" where there is a minister."""
    for office, nouns in _institutions().items():
        if re.search(rf"\b{office}\b", text.whole, re.IGNORECASE):
            yield from (noun for noun in nouns if re.search(rf"\b[Tt]he {noun}\b", text.whole))


def _heads(parties: Sequence[Party], text: Paragraphs) -> Iterator[str]:
    """The common words by which a text calls a group that it has named: "the league" for the Open Canopy League."""
    groups = GROUPS | _roles()["general"]
    for noun in sorted(groups & set(re.findall(r"\b[Tt]he ([a-z]{3,})\b", text.whole))):
        if any(_is_head(noun, party.lead.name) for party in parties):
            yield noun


def _is_noun(phrase: str, whole: str) -> bool:
    """Whether the second of two words is called by itself elsewhere: "the town council", "the council"."""
    return bool(re.search(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|of) " + re.escape(phrase.split()[-1]) + r"\b", whole))


@cache
def _says() -> re.Pattern[str]:
    """A common noun that acts as somebody does: "The union wants", "City hall’s view", "Norvale’s ministry says"."""
    verbs = "|".join(sorted({*grammar.REPORTING, *_roles()["speaking"]}, key=len, reverse=True))
    between = r"also|now|still|then|has|had|would|\w+ly"
    return re.compile(
        r"(?P<article>(?<![\w-])[Tt]he |’s? |^(?=[A-Z]))"
        rf"(?P<noun>(?i:[a-z]{{3,}})(?: (?!(?:{between})\b)[a-z]{{3,}})?)"
        rf"(?=(?:, (?:which|who))? (?:(?:{between}) )*(?:{verbs})\b|’s? (?:\w+ )?{grammar.VIEWS}\b)"
    )


def _named_by(noun: str, parties: Sequence[Party], text: Paragraphs) -> Party | None:
    """The party that a common noun stands for: one whose name holds it, or that the text says is one."""
    fits = [party for party in parties if _is_head(noun.split()[-1], party.lead.name)]
    if not fits and noun in _roles()["general"]:
        fits = list(_antecedents(noun, parties, text))
    if not fits:
        told = r"(?:(?:,| is| was|, which is) (?:a|an|the|our|their)|’s?) (?:[\w-]+ ){0,3}?" + re.escape(noun) + r"\b"
        where = [sentence for sentence in text.plain if noun in sentence]
        for party in parties:
            known = re.compile(r"\b" + either([party.lead.name, *party.lead.aliases]) + told)
            if any(known.search(sentence) for sentence in where):
                fits.append(party)
    return max(fits, key=lambda party: party.lead.count) if fits else None


def _is_head(noun: str, name: str) -> bool:
    """Whether a noun is what a name calls its bearer: "union" for the Union of Teachers, "mine" for Aral Mining."""
    words = re.split(r" (?:of|for|against) ", name)[0].split()
    head = words[-1].casefold() if len(name.split()) > 1 else ""
    return noun == head or (noun in _roles()["general"] and _stem(noun) == _stem(head))


def _antecedents(noun: str, parties: Sequence[Party], text: Paragraphs) -> Iterator[Party]:
    """The named party that the sentence before the first mention of a general noun is about."""
    here = re.compile(rf"\b[Tt]he {noun}\b")
    patterns = [
        (at, re.compile(r"(?<![\w’])" + either([party.lead.name, *party.lead.aliases]) + r"(?![\w-])"))
        for at, party in enumerate(parties)
        if party.lead.kind not in ("person", "organization")
    ]
    for sentences in text.straightened:
        for before, sentence in pairwise(sentences):
            first = _first(before, patterns) if here.search(sentence) else None
            if first is not None:
                yield parties[first]
                return


def _votes(person: Name, parties: Sequence[Party], text: Paragraphs) -> Counter[int]:
    """How often a text says outright that a person leads or speaks for each party, by the party's place."""
    votes: Counter[int] = Counter()
    called = re.compile(r"\b" + either([person.name, *person.aliases]) + r"\b")
    patterns = [
        (
            at,
            re.compile(
                r"(?<![\w’])" + either([party.lead.name, *party.called, *party.nouns]) + r"(?![\w-])", re.IGNORECASE
            ),
        )
        for at, party in enumerate(parties)
        if party.lead is not person
    ]
    theirs = _theirs(called.pattern)
    for sentences in text.straightened:
        before = ""
        for sentence in sentences:
            there = called.search(sentence)
            carried = _carried().match(sentence) if before and called.search(before) else None
            if there or carried:
                for at, pattern in patterns:
                    votes[at] += _tied(sentence, called if there else _carried(), pattern)
            if there and theirs.search(sentence):
                inside = _first(sentence[: there.start()], patterns)
                owner = inside if inside is not None else _first(before, patterns)
                if owner is not None:
                    votes[owner] += 1
            before = sentence
    for office in sorted(person.offices | _offices(called.pattern, text)):
        # An office leads the first of its institutions that there is: a minister the ministry, else the government.
        for noun in _institutions().get(office, ()):
            led = [at for at, party in enumerate(parties) if party.lead is not person and noun in party.nouns]
            votes.update(led)
            if led:
                break
    return votes


_PLACED = re.compile(r"\b(?:in|at|on|of|from|to|by|near|across|for|with|over)(?: the)? $", re.IGNORECASE)


def _theirs(person: str) -> re.Pattern[str]:
    """ "Its director, P", "P, its founder", "P, the baker who leads it"."""
    office, leads = (r"(?:" + "|".join(sorted(_roles()[name])) + r")" for name in ("offices", "leading"))
    return re.compile(
        r"\b(?:[Ii]ts|[Tt]heir)(?: [\w-]+){0,3} " + office + r"(?: [\w-]+){0,2},? " + person
        + "|" + person + r",(?: [\w’-]+){0,4} (?:its|their)(?: [\w-]+){0,3} " + office + r"\b"
        + "|" + person + r",(?: [\w’-]+){0,5} who " + leads + r" (?:it|them)\b"
    )  # fmt: skip


def _first(sentence: str, patterns: Sequence[tuple[int, re.Pattern[str]]]) -> int | None:
    """The party that a sentence is about: the first that it names, and not where something is."""
    found = [
        (bool(_PLACED.search(sentence[: match.start()])), match.start(), at)
        for at, pattern in patterns
        if (match := pattern.search(sentence))
    ]
    return min(found)[2] if found else None


def _tied(sentence: str, person: re.Pattern[str], group: re.Pattern[str]) -> bool:
    """Whether a word for leading joins a person to a group that stand near each other."""
    for one in person.finditer(sentence):
        for other in group.finditer(sentence):
            first, second = sorted((one, other), key=lambda match: match.start())
            between = sentence[first.end() : second.start()]
            if second.start() < first.end() or len(between.split()) > FAR or _others(between):
                continue
            after, before, holder = _joints()
            if second is other:
                tied = after.search(between) or (between.startswith(", ") and holder.match(sentence[second.end() :]))
            else:
                tied = before.match(between)
            if tied:
                return True
    return False


def _others(between: str) -> bool:
    """Whether somebody else, or a clause of its own, stands between two names."""
    strange = (word for word in re.findall(r"[^\W\d_][\w’]*", between) if word[0].isupper())
    return bool(re.search(r"[.;:“”]", between)) or any(word.casefold() not in _roles()["offices"] for word in strange)


@cache
def _carried() -> re.Pattern[str]:
    """What goes on about the person of the sentence before: "He", "The manager"."""
    return re.compile(r"^\W*(?:He|She|The(?= (?:" + "|".join(sorted(_roles()["offices"])) + r")\b))(?=\s)")


@cache
def _joints() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What joins a person to a group behind it, to one before it, and what follows a group that a person is "of"."""
    office, leads = (r"(?:" + "|".join(sorted(_roles()[name])) + r")" for name in ("offices", "leading"))
    return (
        # "P, director of G"; "P, who leads the large G"; "P speaks for G".
        re.compile(r"\b(?:" + office + "|" + leads + r")(?: [\w’,-]+){0,4} $", re.IGNORECASE),
        # "G’s director, P"; "G’s P"; "G president P"; "G, led by the baker P".
        re.compile(
            r"(?:(?:’s?)?(?: [\w-]+){0,3} "
            + office
            + r"(?: general)?,? $|’s? $|.*\b"
            + leads
            + r"(?: [\w-]+){0,4} by(?: [\w-]+){0,4} $)",
            re.IGNORECASE,
        ),
        # "P, the G’s director"; "P, the G president".
        re.compile(r"(?:’s?(?: [\w-]+){0,3}| [\w-]+|) " + office + r"\b", re.IGNORECASE),
    )


def _offices(person: str, text: Paragraphs) -> set[str]:
    """The offices that a text gives a person behind the name: "P, the minister of education"."""
    office = r"(?P<office>" + "|".join(sorted(_roles()["offices"])) + r")"
    pattern = re.compile(person + r", (?:the|a|an|its|their)?(?: ?[\w’-]+ ){0,2}?" + office + r"\b")
    return {match.group("office") for sentence in text.plain for match in pattern.finditer(sentence)}


@cache
def _stem(word: str) -> str:
    return str(Stemmer.Stemmer("english").stemWord(word.casefold()))


@cache
def _roles() -> dict[str, frozenset[str]]:
    data = _data()
    return {name: frozenset(data[name].split()) for name in ("leading", "offices", "nobody", "general", "speaking")}


@cache
def _institutions() -> dict[str, tuple[str, ...]]:
    return {office: tuple(nouns) for office, nouns in _data()["institutions"].items()}


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(resources.files(__package__).joinpath("roles.yaml").read_text(encoding="utf-8")))
