"""Who quarrels in an article, and who speaks for whom: in short articles, and with names that are easily mistaken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.sources.markdown import read_markdown
from bot.sources.mining.names import names_in
from bot.sources.mining.parties import MOST, Paragraphs, parties_of
from bot.sources.mining.proposing import propose
from bot.topics import TopicFile

CASES = yaml.safe_load((Path(__file__).parents[1] / "data" / "parties.yaml").read_text(encoding="utf-8"))


def proposed(text: str, title: str = "The quarrel") -> TopicFile:
    return propose([("article.md", read_markdown(f"# {title}\n\n{text}"))], "quarrel")


def plain(name: str) -> str:
    return name.replace("’", "'").casefold().removeprefix("the ")


def found(case: dict[str, Any]) -> tuple[dict[str, str], TopicFile]:
    """The ids of the sides that were proposed for "one" and "other"."""
    topic = proposed(case["text"], case["title"])
    ids = {
        part: side.id
        for part in ("one", "other")
        for side in topic.sides
        if plain(side.name) in {plain(name) for name in case[part]}
    }
    return ids, topic


@pytest.mark.parametrize("case", [one for one in CASES if one["half"] == "open"], ids=lambda one: one["title"])
def test_the_two_that_quarrel_are_proposed(case: dict[str, Any]) -> None:
    ids, topic = found(case)
    assert len(set(ids.values())) == 2, [side.name for side in topic.sides]


@pytest.mark.parametrize(("half", "least"), [("held", 4), ("last", 4)])
def test_most_of_those_that_were_not_looked_at_are_right(half: str, least: int) -> None:
    cases = [one for one in CASES if one["half"] == half]
    assert len(cases) == 5
    assert sum(len(set(found(one)[0].values())) == 2 for one in cases) >= least


def test_people_are_with_those_they_speak_for() -> None:
    right = 0
    total = 0
    for case in CASES:
        ids, topic = found(case)
        sides = {actor.name: actor.side for actor in topic.actors}
        total += len(case["speaks"])
        right += sum(sides.get(name) == ids.get(part, "") for name, part in case["speaks"].items())
    assert right / total >= 0.85, (right, total)


GROUP, OTHER = "Dock Workers' League", "Port Authority"
_TAIL = (
    " The league demands a lift for heavy loads. The Port Authority rejects the lift. It argues that the quay would "
    "not bear it, and the Port Authority wants a road in its place."
)


@pytest.mark.parametrize(
    "told",
    [
        "Rosa Venn, director of the Dock Workers' League, argues that the quay is worn out.",
        "Rosa Venn, who leads the Dock Workers' League, argues that the quay is worn out.",
        "The Dock Workers' League, led by Rosa Venn, argues that the quay is worn out.",
        "The Dock Workers' League's president, Rosa Venn, argues that the quay is worn out.",
        "The Dock Workers' League argues that the quay is worn out. Its spokeswoman, Rosa Venn, has counted cracks.",
        "The Dock Workers' League argues that the quay is worn out. Rosa Venn, its founder, has counted the cracks.",
        "Rosa Venn has counted the cracks. She heads the Dock Workers' League, which argues that the quay is worn out.",
        "Rosa Venn, the league's treasurer, has counted the cracks. The Dock Workers' League argues that it must go.",
    ],
)
def test_who_leads_a_group_speaks_for_it(told: str) -> None:
    topic = proposed(told + _TAIL)
    assert {plain(side.name) for side in topic.sides} == {plain(GROUP), plain(OTHER)}
    league = next(side for side in topic.sides if plain(side.name) == plain(GROUP))
    assert {actor.name: actor.side for actor in topic.actors}["Rosa Venn"] == league.id
    assert "the league" in league.aliases


@pytest.mark.parametrize(
    "told",
    [
        "Rosa Venn, a judge, will hear the Dock Workers' League in May.",
        "The Dock Workers' League has written to Rosa Venn, who leads the choir.",
        "Rosa Venn wrote about the Dock Workers' League for a newspaper.",
    ],
)
def test_who_is_only_named_beside_a_group_speaks_for_nobody(told: str) -> None:
    topic = proposed(told + " The Dock Workers' League argues that the quay is worn out." + _TAIL)
    assert {actor.name: actor.side for actor in topic.actors}.get("Rosa Venn", "neutral") == "neutral"


def test_a_name_that_does_not_say_what_it_is_is_found_again_by_its_common_noun() -> None:
    topic = proposed(
        "Tallow has a licence for the bay. The company says that salt is safe. The fishers' union opposes the licence. "
        "Tallow promises work, and the company expects a harbour. The union wants the bay closed."
    )
    tallow = next(side for side in topic.sides if side.name == "Tallow")
    assert "the company" in tallow.aliases


def test_of_a_book_full_of_names_only_those_mentioned_most_are_looked_at() -> None:
    crowd = " ".join(f"Ada Brook{chr(97 + at // 26)}{chr(97 + at % 26)} argues that it rained." for at in range(300))
    names = names_in([f"{one}." for one in crowd.split(". ")])
    assert len(names) > MOST
    text = Paragraphs((tuple(f"{one}." for one in crowd.split(". ")),), ("",))
    assert len(parties_of(text, names)) <= MOST


def test_words_that_report_are_no_party() -> None:
    topic = proposed(
        "The study says that rents fell. The report claims the opposite. The Tenants' Union demands a cap. The "
        "landlords' association rejects the cap. Critics argue that both are wrong. The association wants more flats, "
        "and the union says that nobody can pay for them."
    )
    assert {plain(side.name) for side in topic.sides} <= {"tenants' union", "landlords' association", "association"}
