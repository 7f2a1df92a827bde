"""What is a byline and what it says, what is none, and how authors are written."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sources.bylines import Byline, date_of, names_of, read_byline


@pytest.mark.parametrize(
    ("block", "author", "publisher", "date"),
    [
        ("By Ann Lee and Bob Ray, The Review, 14 March 2026", "Ann Lee and Bob Ray", "The Review", "2026-03-14"),
        ("By ANN LEE | March 14, 2026", "Ann Lee", "", "2026-03-14"),
        ("Ann Lee, Review of Ports, 3 May 2024", "Ann Lee", "Review of Ports", "2024-05-03"),
        ("Written by Ann Lee, Bob Ray, and Eve Moss", "Ann Lee, Bob Ray and Eve Moss", "", ""),
        ("By Ann Lee\nand Bob Ray\nQuill Post\nMay 3, 2024", "Ann Lee and Bob Ray", "Quill Post", "2024-05-03"),
        ("— Ann Lee, PhD (The Review, 3 May 2024)", "Ann Lee, PhD", "The Review", "2024-05-03"),
        ("By Jan van der Oak, staff writer, Tallow Times", "Jan van der Oak", "Tallow Times", ""),
        ("Posted on March 14, 2026 by Ann Lee", "Ann Lee", "", "2026-03-14"),
        ("Por Ana Pérez, La Gaceta, 14 de marzo de 2026", "Ana Pérez", "La Gaceta", "2026-03-14"),
        ("By Ann Lee, Norport University Press, 2019", "Ann Lee", "Norport University Press", "2019"),
        ("By Ann Lee, May 2019", "Ann Lee", "", "2019-05"),
        ("By Ann Lee, 03/05/2024", "Ann Lee", "", "2024"),
        ("Published 14 March 2026 | 5 min read", "", "", "2026-03-14"),
        ("作者：李安", "李安", "", ""),
    ],
)  # fmt: skip
def test_a_byline_gives_its_facts(block: str, author: str, publisher: str, date: str) -> None:
    assert read_byline(block) == Byline(author, publisher, date)


def test_a_standfirst_names_the_writer_and_says_something_besides() -> None:
    assert read_byline("The towns are tired, writes Ana Pérez.") == Byline("Ana Pérez", rest="The towns are tired")


@pytest.mark.parametrize(
    "block",
    [
        "By 1987 the port had closed.",
        "By Monday, March 14, 2026, the Review had fallen.",
        "By Ann Lee's account, it closed in March 2026.",
        "By Ann Lee, the fee was raised in May 2024.",
        "By order of the Council",
        "By Land and Sea",
        "The board met on 14 March 2026",
        "The Treaty of Norport, 14 March 2003",
        "In 2019 it closed.",
        "Ann Lee",
        "2019",
        "",
    ],
)
def test_running_text_is_no_byline(block: str) -> None:
    assert read_byline(block) is None


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["Ann Lee", "Bob Ray", "Eve Moss"], "Ann Lee, Bob Ray and Eve Moss"),
        ([{"name": "Ann Lee"}, {"given": "Bob", "family": "Ray"}], "Ann Lee and Bob Ray"),
        ("Lee, Ann; Ray, B. C.", "Ann Lee and B. C. Ray"),
        ("By ANN LEE (The Review)", "Ann Lee"),
        ("Department of Trade and Industry", "Department of Trade and Industry"),
        ("Ministry of Water, Norport", "Ministry of Water, Norport"),
        ([], ""),
    ],
)
def test_authors_are_written_as_names(given: Any, names: str) -> None:
    assert names_of(given) == names


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14th of March 2026", "2026-03-14"), ("12.5.2024", "2024-05-12"), ("23/05/2024", "2024-05-23"),
        ("2026-03-14T10:00:00Z", "2026-03-14"), ("March 2026", "2026-03"), ("2019", ""), ("yesterday", ""),
        ("2 days ago", ""), ("12 million in 2019", ""), ("13 December", ""),
    ],
)  # fmt: skip
def test_a_date_is_read_as_far_as_it_is_given(text: str, date: str) -> None:
    assert date_of(text) == date
