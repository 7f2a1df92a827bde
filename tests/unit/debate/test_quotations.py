"""A quotation is forgiven what writers may do to one, and nothing else; an outside card is told from an invention."""

from __future__ import annotations

import pytest

from bot.debate.quotations import exact, outside

TEXTS = [
    "The bridge may help in the short run, but traffic will return as long as nobody builds a railway. "
    "Tolls without repairs only deepen the anger.\n\nIn 2009 the port closed."
]


@pytest.mark.parametrize(
    "quoted",
    [
        "traffic will return as long as nobody builds a railway,", "[t]olls without repairs only deepen the anger",
        "The bridge may help … but traffic will return",
        "The bridge may help ... nobody builds a railway", "Traffic will return",
        "tolls [on the bridge] without repairs",
        "in 2009 the port closed.",
    ],
)  # fmt: skip
def test_what_a_writer_may_do_is_forgiven(quoted: str) -> None:
    assert exact(quoted, TEXTS)


@pytest.mark.parametrize(
    "quoted",
    [
        "traffic will never return", "nobody builds a railway … The bridge may help", "Tolls … the port closed",
        "the bridge will help in the short run", "help in the SHORT run", "", "…",
    ],
)  # fmt: skip
def test_what_changes_the_words_is_not(quoted: str) -> None:
    assert not exact(quoted, TEXTS)


@pytest.mark.parametrize(
    ("said", "cite"),
    [
        ("Smith 24 says that tolls work.", "Smith 24"),
        ("According to Dr. Jones (2023), ships left.", "Dr. Jones (2023)"),
        ("Lee ’22: ports closed.", "Lee ’22"), ("González Camelo 25: the alliance broke.", ""),
        ("It fell from 2000 to 2012.", ""), ("In October 2019, it rained.", ""), ("More than 50,000 hectares.", ""),
    ],
)  # fmt: skip
def test_a_card_from_outside_is_told_by_its_cite(said: str, cite: str) -> None:
    assert outside(said, ["Lucía González Camelo Diplomatic Courier"]) == cite
