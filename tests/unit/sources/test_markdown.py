"""Markdown: heads, HTML, tables, notes, code and bylines; nothing of the text lost."""

from __future__ import annotations

import pytest

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.markdown import read_markdown


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here.\n\n<p>It was dug by 240 miners.</p>\n\nTwo.", ["One here.", "It was dug by 240 miners.", "Two."]),
        (
            "<div>\n\nInside *it*.\n\n</div>\n<div><p>One.</p><ul><li>Two<li>Three</ul></div>",
            ["Inside it.", "One.", "Two", "Three"],
        ),
        ("<details><summary>More</summary>\nThe fee fell.\n</details>", ["More", "The fee fell."]),
        ("<p hidden>Never seen.</p>\n\n<!-- nor this -->\n\n<script>x</script>\n\nSeen.", ["Seen."]),
        ("The pier<br>Fishing boats came. One<div>two</div>three.", ["The pier Fishing boats came. One two three."]),
        (
            "It cost 12<sup>3</sup> million, CO<sub>2</sub> by 10<sup>6</sup> tons.<sup>[4](#n4)</sup>",
            ["It cost 12 million, CO2 by 10^6 tons."],
        ),
        ("9 <sup>1</sup>/<sub>2</sub> m for <sup>3</sup>&frasl;<sub>4</sub> of it.", ["9 1/2 m for 3⁄4 of it."]),
        ("It was *so*<sup>2</sup>, and **12**<sup>3</sup> km<sup>2</sup> went.", ["It was so, and 12 km^2 went."]),
        (
            "One.\n\n    It cost 61 million *crowns* in all.\n\nTwo.",
            ["One.", "It cost 61 million crowns in all.", "Two."],
        ),
        ("One.\n\n    fee = 1\n    toll = 2\n\n```\nprint(fee)\n```\n", ["One.", "fee = 1 toll = 2", "print(fee)"]),
        (
            "One.\n\nThe market is old and has many stalls in it.\n---\n\nTwo.",
            ["One.", "The market is old and has many stalls in it.", "Two."],
        ),
        (
            "| Port | Fee |\n|---|---|\n| Tallow | 45 *euros* |\n| Quill | 3 |",
            ["Port: Tallow; Fee: 45 euros.", "Port: Quill; Fee: 3."],
        ),
        ("| | |\n|---|---|\n| Budget | 4 million |\n| Start | May |", ["Budget: 4 million.", "Start: May."]),
        ("<table><tr><th>Port<th>Fee<tr><td>Tallow<td>45</table>", ["Port: Tallow; Fee: 45."]),
        (
            "The construc-\ntion is a long-\nterm plan, a long-term one.",
            ["The construction is a long-term plan, a long-term one."],
        ),
        ("港口在一九七二年开放，\n费用是四十五欧元。", ["港口在一九七二年开放，费用是四十五欧元。"]),
        (
            "Related works cost 3.\n\nNobody paid.\n\nSubscribe to it, they said.",
            ["Related works cost 3.", "Nobody paid.", "Subscribe to it, they said."],
        ),
    ],
)
def test_every_form_of_a_paragraph_is_read(text: str, expected: list[str]) -> None:
    assert texts(read_markdown(text, "a")) == expected


def test_headings_in_html_and_a_second_first_heading_are_sections() -> None:
    document = read_markdown("# Port\n\nOne.\n\n<h2>Costs</h2>\n<p>Two.</p>\n\n# Later\n\nThree.", "a")
    assert [(one.section, one.text) for one in document.paragraphs] == [
        ("", "One."),
        ("Costs", "Two."),
        ("Later", "Three."),
    ]
    assert (document.title, document.guessed) == ("Port", ())


@pytest.mark.parametrize(
    "between",
    [
        "The market: a short history.",
        "The market is old.",
        "Markets: there are two: one old.\nAnother line.",
        "market: a short history of it.",
        "Note: The market closed in May.",
        "\nThe market: closed.\n",
    ],
)
def test_text_between_rules_at_the_top_is_kept(between: str) -> None:
    assert texts(read_markdown(f"---\n{between}\n---\nIt has 300 stalls.", "a")) == [
        " ".join(between.split()),
        "It has 300 stalls.",
    ]


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        ("---\ntitle: T\nauthor: [Ann Lee, Bob Ray]\ndate: 2024-05-03\n---", "Ann Lee and Bob Ray", "2024-05-03"),
        (
            "---\nTitle: T\nAuthors:\n- name: Ann Lee\n- name: Bob Ray\n- name: Eve Moss\nlayout: post\n---",
            "Ann Lee, Bob Ray and Eve Moss",
            "",
        ),
        ("---\ntitle: T\nauthor: {name: Ann Lee}\ndate: 2024-05-03T10:00:00Z\n...", "Ann Lee", "2024-05-03"),
        ("---\ntitle: T\nauthor: Lee, Ann\ndate: March 3, 2024\n---", "Ann Lee", "2024-03-03"),
        ("---\ntitle: T\ndate: 2019\n---", "", "2019"),
        (
            '+++\ntitle = "T"\nauthors = ["Ann Lee", "Bob Ray"]\ndate = 2024-05-03\n+++',
            "Ann Lee and Bob Ray",
            "2024-05-03",
        ),
    ],
)
def test_a_head_states_the_facts(head: str, author: str, date: str) -> None:
    document = read_markdown(f"{head}\nX is here.", "a")
    assert (document.title, document.author, document.date, document.guessed) == ("T", author, date, ())
    assert texts(document) == ["X is here."]


def test_what_is_left_out_of_a_head_is_named_and_a_broken_one_refused() -> None:
    summary = "A long summary of the page that stands nowhere else in its text"
    assert summary in read_markdown(f"---\ntitle: T\nsummary: {summary}\n---\nX is here.", "a").warnings[0]
    with pytest.raises(SourceError, match="TOML"):
        read_markdown("+++\ntitle = \n+++\nX is here.", "a")


def test_footnotes_are_notes_at_their_place() -> None:
    document = read_markdown(
        "# T\n\nThe fee rose[^1] in May. It fell [^b].\n\n[^1]: The *ministry* said so,\n    and more.\n\n    Twice.\n"
        "[^b]: See [here](http://x.example).\n[^c]: Never used.\n\nIt ended.^[So it is said.] Write `[^1]`.",
        "a",
    )
    assert texts(document)[:2] == ["The fee rose in May. It fell.", "It ended. Write [^1]."]
    assert [(one.text, one.section, one.note_to) for one in document.paragraphs[2:]] == [
        ("The ministry said so, and more. Twice.", "Notes", (1, 12)),
        ("See here.", "Notes", (1, 28)),
        ("So it is said.", "Notes", (2, 9)),
        ("Never used.", "Notes", None),
    ]


@pytest.mark.parametrize(
    ("byline", "author", "publisher", "date"),
    [
        ("*By Ann Lee and Bob Ray, The Review, 14 March 2026*", "Ann Lee and Bob Ray", "The Review", "2026-03-14"),
        ("By Ann Lee\nThe Review\nMarch 14, 2026", "Ann Lee", "The Review", "2026-03-14"),
        ("March 14, 2026\n\n**By ANN LEE**", "Ann Lee", "", "2026-03-14"),
    ],
)
def test_a_byline_is_read_as_facts_and_is_no_paragraph(byline: str, author: str, publisher: str, date: str) -> None:
    document = read_markdown(
        f"# T\n\n{byline}\n\nBy 1987 it fell.[^1]\n\nIn March 4, 2003 it rose.\n\n[^1]: A note.", "a"
    )
    assert (document.author, document.publisher, document.date) == (author, publisher, date)
    assert document.guessed == tuple(filter(None, (author and "author", publisher and "publisher", date and "date")))
    assert texts(document) == ["By 1987 it fell.", "In March 4, 2003 it rose.", "A note."]
    assert document.paragraphs[2].note_to == (1, 16)


def test_a_page_without_date_and_author_has_none() -> None:
    document = read_markdown("In 2019 it fell.\n\nThe treaty of March 4, 2003 closed it.", "a")
    assert (document.title, document.author, document.date, document.guessed) == ("a", "", "", ("title",))
