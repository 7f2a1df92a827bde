"""Plain text: wrapped at any width, under headings of any form, in any script; nothing of it lost."""

from __future__ import annotations

import textwrap

import pytest

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.plaintext import LINES, read_text

LONG = (
    "The Orlov bridge was opened to the public in 1972 after three years of work by a firm from Riga, and it has "
    "carried trams ever since that year. Nobody in Norport paid a toll.",
    "In Tallow the fee for a ferry rose to 45 euros, and the Review of Ports called it a scandal. The Council of "
    "Tallow, led by Ann Lee, said that the fee would fall again by the end of the year.",
    "Work on the second bridge began in 1981. It ended in 1985 at a cost of 12 million euros.",
)
HEADINGS = {
    "capitals": ("BACKGROUND", "COSTS", "BACKGROUND"),
    "numbers": ("1. Background", "2. Costs", "3. Later Years"),
    "Roman numbers": ("I. Background", "II. Costs", "III. Later Years"),
    "chapters": ("Chapter 1", "Chapter 2: Costs", "Chapter 3"),
    "underlined": ("Background\n----------", "Costs of it\n===========", "Background\n----------"),
    "words": ("Background", "Costs", "Background"),
}


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("width", [35, 40, 48, 52, 60, 80])
@pytest.mark.parametrize("form", HEADINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_wrapped_text_is_its_paragraphs_under_their_headings(width: int, form: str, gap: str) -> None:
    parts = [f"{head}{gap}{textwrap.fill(text, width)}" for head, text in zip(HEADINGS[form], LONG, strict=True)]
    document = read_text("\r\n\r\n".join(["Orlov bridge", *parts]), "a")
    assert texts(document) == list(LONG)
    assert [one.section for one in document.paragraphs] == [head.split("\n")[0] for head in HEADINGS[form]]
    assert (document.title, document.guessed) == ("Orlov bridge", ("title",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n".join(textwrap.fill(one, 50, initial_indent="    ") for one in LONG), list(LONG)),
        ("\n".join(LONG), list(LONG)),
        (
            "The construc-\ntion was part of the long-\nterm plan, and a long-term plan needs co-\noperation.",
            ["The construction was part of the long-term plan, and a long-term plan needs cooperation."],
        ),
        (
            "The bridge was opened to the public after three years of\n\n\f12\n\nwork by a firm from Riga.\n",
            ["The bridge was opened to the public after three years of work by a firm from Riga."],
        ),
        (
            "The port is closed,\nThe sea is wide,\nThe ships are gone.",
            ["The port is closed, The sea is wide, The ships are gone."],
        ),
        (
            "Three ports paid:\n- Tallow\n• Quill, which paid\n  in May\n\nFees of May:\n1. Tallow 45\n2. Quill 3",
            [
                "Three ports paid:",
                "Tallow",
                "Quill, which paid in May",
                "Fees of May:",
                "1. Tallow 45",
                "2. Quill 3",
            ],
        ),
        (
            "The fees are these.\n\nTallow 45 euros\nQuill 3 euros\n\nThe rest is free.",
            ["The fees are these.", "Tallow 45 euros", "Quill 3 euros", "The rest is free."],
        ),
    ],
)
def test_lines_become_what_they_are(text: str, expected: list[str]) -> None:
    assert texts(read_text(text, "a")) == expected


@pytest.mark.parametrize(
    ("title", "wrapped", "expected"),
    [
        (
            "港口简史",
            "港口在一九七二年开放，费用是四十五欧\n元。城市拒绝付款，因为没有钱，所以港\n口关闭了。\n\n没有人付款。",
            ["港口在一九七二年开放，费用是四十五欧元。城市拒绝付款，因为没有钱，所以港口关闭了。", "没有人付款。"],
        ),
        ("港の歴史", "港は1972年に開かれた。", ["港は1972年に開かれた。"]),
        ("تاريخ الجسر", "افتتح الجسر في عام 1972، ولم تدفع المدينة.", ["افتتح الجسر في عام 1972، ولم تدفع المدينة."]),
        ("Мост Орлова", "Мост был открыт\nпосле трёх лет работы.", ["Мост был открыт после трёх лет работы."]),
    ],
)
def test_other_scripts_are_read(title: str, wrapped: str, expected: list[str]) -> None:
    document = read_text(f"{title}\n\n{wrapped}", "a")
    assert (document.title, texts(document)) == (title, expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "Related works on the lighthouse cost 3 million euros.",
        "Register offices closed in May.",
        "Nobody paid.",
        "Why?",
        "Sponsored ferries carried 900 people.",
        "Read more than one book, she said.",
        "Share on average fell by 3 points.",
        "Advertisement in the ports rose.",
        "Subscribe to a paper, they said.",
        "Print this was the order of the day.",
        "The cookies of the site were eaten.",
        "Opinions here differ on the bridge.",
        "Views presented in the hall were mixed.",
        "Prices will fall, writes Ana Pérez.",
        "By 1987 the port had closed.",
    ],
)
def test_a_sentence_is_kept_however_it_begins(sentence: str) -> None:
    for kept in ([LONG[0], sentence, LONG[1]], [LONG[0], LONG[1], sentence]):
        document = read_text("\n\n".join(["Orlov bridge", *kept]), "a")
        assert texts(document) == kept
        assert (document.author, document.date) == ("", "")


def test_a_page_s_own_lines_are_left_out_and_long_ones_are_named() -> None:
    own = "What the mayor of Norport had for breakfast, and why it matters"
    top, end = "Home\nNews\nLog in", f"Read more\n{own}\n© 2026 The Review. All rights reserved."
    page = [top, "Orlov bridge", "By Ann Lee\n14 March 2026", *"\n\nShare\n\n".join(LONG).split("\n\n"), "Share", end]
    document = read_text("\n\n".join(page), "a")
    assert texts(document) == list(LONG)
    assert (document.title, document.author, document.date) == ("Orlov bridge", "Ann Lee", "2026-03-14")
    assert document.guessed == ("title", "author", "date")
    assert [own in warning for warning in document.warnings] == [True]


def test_dates_above_paragraphs_are_a_chronicle_and_not_the_day_of_the_text() -> None:
    document = read_text("The port\n\nMay 9, 2021\n\nThe board met.\n\nJune 3, 2021\n\nThe gates opened.", "a")
    assert [(one.section, one.text) for one in document.paragraphs] == [
        ("May 9, 2021", "The board met."), ("June 3, 2021", "The gates opened."),
    ]  # fmt: skip
    assert (document.title, document.date) == ("The port", "")


def test_a_text_of_too_many_lines_is_refused() -> None:
    with pytest.raises(SourceError, match="lines"):
        read_text("a\n" * (LINES + 2), "a")
