"""Made-up town reports of any size, with questions that one of their passages answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sources.document import Document, Paragraph

PASSAGES = 20
"""Passages in a document."""
_STARTS = "Bar Cal Dor El Fen Gar Hol Ist Jor Kal Lor Mar Nor Ost Pel Quin Ros Sal Tor Ur Val Wes Yar Zan".split()
_MIDDLES = "a e i o u ara eri ino olu una anti este".split()
_ENDS = "burg dale field ford ham haven mere mont port stad ton vale ville wick".split()
_BODIES = (
    "city council|water board|school district|port authority|farmers' union|housing office|health service|"
    "chamber of commerce|fire brigade|transit agency|library trust|fishing cooperative|planning committee|court"
).split("|")
_ACTS = ("set aside|refused to release|spent|borrowed|lost|recovered|promised|collected|transferred|held back").split(
    "|"
)
_THINGS = (
    "a new bridge over the river|solar panels on public roofs|a flood wall by the harbour|buses that run at night|"
    "a clinic for migrant workers|the training of nurses|a seed bank|the repair of leaking pipes|school meals|"
    "an archive of land titles|the cleaning of the old mine|a market hall for small growers|rent subsidies|"
    "the planting of mangroves|a radio station in the local language|police cameras|a ferry to the islands|"
    "the restoration of a theatre|compensation for lost harvests|a museum of the railway"
).split("|")
_CAUSES = (
    "after two dry winters|once the tariff on steel had ended|because the old one had burnt down|"
    "when the mill closed|under pressure from parents|as the treaty required|following an audit|"
    "although the governor had objected|before the elections|in answer to a strike"
).split("|")
_SAYINGS = (
    "called the decision late but right|warned that the debt would outlive the project|"
    "asked for the accounts to be published|expects fewer families to leave|blames the ministry for the delay|"
    "compared it with what neighbouring towns had tried|doubts that the money will last|"
    "praised the volunteers who had argued for it|wants the same for the villages inland|"
    "said that nobody had consulted the tenants"
).split("|")
_JOBS = "mayor|teacher|dentist|engineer|shopkeeper|biologist|lawyer|retired pilot|baker|nurse".split("|")
_SECTIONS = ("Money", "Works", "People", "Disputes", "Outlook")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the words that its answer must have."""

    question: str
    answer: str


def documents(count: int) -> Iterator[Document]:
    """``count`` documents of twenty passages each, always the same."""
    for number in range(count):
        paragraphs = tuple(
            Paragraph(_passage(number, at)[0], _SECTIONS[at * len(_SECTIONS) // PASSAGES]) for at in range(PASSAGES)
        )
        yield Document(f"Report on {_town(number)}", paragraphs)


def questions(count: int, of_documents: int) -> list[Asked]:
    """Questions about passages all over the documents, always the same."""
    chance = random.Random(7)
    return [_passage(chance.randrange(of_documents), chance.randrange(PASSAGES))[1] for _ in range(count)]


def _passage(number: int, at: int) -> tuple[str, Asked]:
    chance = random.Random(f"{number} {at}")
    town, body, thing = _town(number), chance.choice(_BODIES), _THINGS[at]
    amount = f"{chance.randrange(11, 9_999):,},000"
    year = chance.randrange(1961, 2026)
    text = (
        f"In {year} the {body} of {town} {chance.choice(_ACTS)} {amount} crowns for {thing} {chance.choice(_CAUSES)}. "
        f"{_person(chance)}, a {chance.choice(_JOBS)} there, {chance.choice(_SAYINGS)}."
    )
    return text, Asked(f"In which year was money for {thing} at issue in {town}?", str(year))


def _town(number: int) -> str:
    first, rest = number % len(_STARTS), number // len(_STARTS)
    second, third = rest % len(_MIDDLES), rest // len(_MIDDLES)
    name = _STARTS[first] + _MIDDLES[second] + _ENDS[third % len(_ENDS)]
    return name if third < len(_ENDS) else f"{('Upper', 'Lower', 'New', 'Old')[third // len(_ENDS) - 1]} {name}"


def _person(chance: random.Random) -> str:
    names = [chance.choice(_STARTS) + chance.choice(("a", "o", "in", "ette", "ius")) for _ in range(2)]
    return f"{names[0]} {names[1]}{chance.choice(('sen', 'ez', 'ova', 'i', 'man'))}"
