"""Web pages: nothing of the article is lost, nothing of the site is kept, no fact is made up."""

from __future__ import annotations

import pytest

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.reading.html import read_html
from tests.webmakes import FURNITURE, MAKES, PARAGRAPHS, SECTIONS, TITLE

FIRST = (
    "The council of Quill met in May and refused to pay for any of the works on the old sluice, as it had said before."
)
LAST = (
    "The engineers of the port wrote a long report on the state of its piers and sent it to the ministry in the summer."
)


def read(html: str, url: str = "") -> Document:
    return read_html(html.encode(), "page.html", url)


def article(body: str, head: str = "", top: str = "", after: str = "") -> Document:
    """What is read of an article with ``body`` between two long paragraphs, ``top`` under its title."""
    return read(
        f"<html><head><title>The sluice</title>{head}</head><body><article>"
        f"<h1>The sluice</h1>{top}<p>{FIRST}</p>{body}"
        f"<p>{LAST}</p></article>{after}</body></html>"
    )


def texts(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs if one.text not in (FIRST, LAST)]


@pytest.mark.parametrize("make", MAKES)
def test_pages_of_every_make_give_their_article_and_no_more(make: str) -> None:
    document = read(MAKES[make]())
    there = [one.text for one in document.paragraphs]
    assert document.title == TITLE
    assert [text for text in PARAGRAPHS if text not in there] == []
    assert [line for line in FURNITURE if any(line in text for text in there)] == []
    sections = {one.text: one.section for one in document.paragraphs}
    assert all(sections[text] == heading for heading, held in SECTIONS for text in held)
    in_order = [text for text in there if text in PARAGRAPHS]
    assert in_order == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("make", "author", "publisher", "date", "guessed"),
    [
        ("news", "Ann Lee and Bob Ray", "The Lindhaven Post", "2021-05-09", ("author",)),
        ("blog", "Ann Lee", "", "2021-05-09", ("author", "date")),
        ("government", "Ann Lee", "", "2021-05-09", ()),
        ("think tank", "Ann Lee, Bob Ray and Eve Moss", "Institute of the Orra", "2021-05-09", ()),
        ("wiki", "", "", "", ()),
        ("hashed", "Ann Lee", "", "2021-05-09", ("author", "date")),
    ],
)
def test_facts_are_those_that_the_page_states(
    make: str, author: str, publisher: str, date: str, guessed: tuple[str, ...]
) -> None:
    document = read(MAKES[make]())
    assert (document.author, document.publisher, document.date) == (author, publisher, date)
    assert document.guessed == guessed


@pytest.mark.parametrize(
    ("head", "top", "body", "date"),
    [
        ("", "", "<p>The office closed in 2019, when the treaty of March 4, 2003 had ended.</p>", ""),
        ("", "", "<p>The flood came on <time datetime='1987-05-01'>May 1, 1987</time> and stayed.</p>", ""),
        ("<meta property='article:modified_time' content='2022-01-02'>", "", "", ""),
        ("", "", "<h3>March 3, 1987</h3><p>The dam broke.</p><h3>March 4, 1987</h3><p>The town drowned.</p>", ""),
        ("", "<p>March 3, 1987</p>", "<p>It rained.</p><p>March 4, 1987</p><p>It snowed.</p>", ""),
        ("<meta name='citation_publication_date' content='2021/05'>", "", "", "2021-05"),
        ("<meta itemprop='datePublished' content='2021-05-09T08:00+02:00'>", "", "", "2021-05-09"),
        ("", "<span>By Ann Lee</span> <time datetime='2021-05-09T08:00Z'>two years ago</time>", "", "2021-05-09"),
        ("", "<p>Published: <time datetime='2021-05-09'>9 May</time></p>", "", "2021-05-09"),
        ("", "<p>By Ann Lee, The Quill Post, 9 May 2021</p>", "", "2021-05-09"),
        ("<script type='application/ld+json'>{\"@graph\": [{\"@type\": \"NewsArticle\","
         " \"datePublished\": \"2021-05-09\"}]}"
         "</script>", "", "", "2021-05-09"),
        ("<script type='application/ld+json'>[{\"@type\": \"NewsArticle\", \"headline\": \"A\", \"datePublished\": "
         "\"2020-01-01\"}, {\"@type\": \"NewsArticle\", \"headline\": \"B\","
         " \"datePublished\": \"2021-01-01\"}]</script>", "", "", ""),
    ],
)  # fmt: skip
def test_a_date_is_taken_from_what_states_it_and_from_nothing_else(head: str, top: str, body: str, date: str) -> None:
    document = article(body, head, top)
    assert document.date == date
    assert "1987" not in body or "1987" in " ".join(f"{one.section} {one.text}" for one in document.paragraphs)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("cost 12<sup>3</sup> million", "cost 12 million"),
        ("cost 12<sup><a href='#fn3'>3</a></sup> million", "cost 12 million"),
        ("cost 12<sup>[3]</sup> million", "cost 12 million"),
        ("cost 12<a href='#fn3'>[3]</a> million", "cost 12 million"),
        ("cost 12<sup>1</sup><sup>,</sup><sup>2</sup> million", "cost 12 million"),
        ("cost 4<span style='vertical-align: super'>3</span> million", "cost 4 million"),
        ("in 2019<sup>4</sup>, it", "in 2019, it"),
        ("in 2019 <sup>4</sup>, it", "in 2019, it"),
        ("rose.<sup>5</sup> Then", "rose. Then"),
        ("by 10<sup>6</sup> tons", "by 10^6 tons"),
        ("by 10<sup><a href='#fn3'>6</a></sup> tons", "by 10 tons"),
        ("a channel of 9<sup>1</sup>/<sub>2</sub> m", "a channel of 9 1/2 m"),
        ("costs <sup>3</sup>&frasl;<sub>4</sub> of it", "costs 3⁄4 of it"),
        ("of CO<sub>2</sub> and", "of CO2 and"),
        ("5 km<sup>2</sup> of", "5 km^2 of"),
        ("the 19<sup>th</sup> century", "the 19th century"),
        ("by <math><msup><mn>10</mn><mn>6</mn></msup></math> tons", "by 10^6 tons"),
        ("the pier<br>Fishing boats", "the pier Fishing boats"),
        ("paid 4<del>5</del> euros", "paid 4 euros"),
        ("<span class=first>T</span>he pier", "The pier"),
        ("said <q>nobody paid</q> in", "said “nobody paid” in"),
        ("橋を<ruby>開通<rt>かいつう</rt></ruby>した", "橋を開通した"),
    ],
)
def test_marks_are_no_digits_and_digits_are_no_marks(written: str, said: str) -> None:
    assert texts(article(f"<p>It {written} and more.</p>")) == [f"It {said} and more."]


NOTES = {
    "items": ("<sup id=r1><a href='#f1'>1</a></sup>", "<ol><li id=f1>%s <a href='#r1'>Back to text</a></li></ol>"),
    "paragraphs": ("<a href='#f1' name=r1><sup>1</sup></a>", "<p><a name=f1 href='#r1'>1.</a> %s</p>"),
    "brackets": ("<a href='#f1' id=r1>[1]</a>", "<p><a id=f1 href='#r1'>[1]</a> %s</p>"),
    "names": ("<sup><a href='#f1'>1</a></sup>", "<dl class=footnotes><dt id=f1>1</dt><dd>%s</dd></dl>"),
    "table": ("<sup><a href='#f1'>1</a></sup>", "<table><tr id=f1><td>1</td><td>%s</td></tr></table>"),
    "book": ("<a epub:type=noteref href='#f1'>1</a>", "<aside epub:type=footnote id=f1><p>1 %s</p></aside>"),
    "foot": ("<sup><a href='#f1'>*</a></sup>", "<footer><p id=f1>* %s</p></footer>"),
}


@pytest.mark.parametrize("form", NOTES)
def test_notes_are_tied_to_their_place(form: str) -> None:
    mark, note = NOTES[form]
    for place in ("body", "after"):
        said = f"<p>The fee rose by 12{mark} crowns.</p>"
        shown = note % "Ministry of water, 2019."
        document = article(said + shown) if place == "body" else article(said, after=shown)
        assert texts(document) == ["The fee rose by 12 crowns.", "Ministry of water, 2019."]
        noted = document.paragraphs[-1]
        assert (noted.section, noted.note_to) == ("Notes", (2, len("The fee rose by 12")))


def test_notes_of_headings_cells_and_shared_blocks_and_no_notes() -> None:
    document = article(
        "<h2>Costs<sup><a href='#f1'>1</a></sup></h2><table><tr><th>Port</th><th>Fee</th></tr><tr>"
        "<td>Quill</td><td>45"
        "<sup><a href='#f2'>2</a></sup></td></tr></table><p><a id=f1></a>1. Of all ports.<br><a id=f2>"
        "</a>2. In crowns.</p>"
    )
    assert [(one.text, one.note_to) for one in document.paragraphs[-2:]] == [
        ("Of all ports.", (2, 0)),
        ("In crowns.", (2, len("Port: Quill; Fee: 45"))),
    ]
    numbered = article("<p>See <a href='#p12'>12</a>.</p><p id=p12>12. The court held that nobody paid.</p>")
    assert texts(numbered) == ["See 12.", "12. The court held that nobody paid."]


@pytest.mark.parametrize("sentence", ["Nobody paid.", "Related works cost 3 million crowns.", "Read more, she said."])
@pytest.mark.parametrize(
    "form",
    ["<p>%s</p>", "<div>%s</div>", "<ul><li>%s</li></ul>", "<blockquote>%s</blockquote>", "<pre>%s</pre>", "<td>%s",
     "<figure><figcaption>%s</figcaption></figure>", "<section><h2>More</h2><div>%s</div>"
     "</section>", "<p class=related>%s",
     "<table><tr><td>%s</td></tr></table>", "<details><summary>%s</summary></details>", "<div class=box>"
     "<p>%s</p></div>",
     "<article><p>%s</p></article>", "<br><br>%s<br><br>", "<div class=step><p>%s</p><button>Copy</button></div>"],
)  # fmt: skip
def test_a_sentence_is_kept_whatever_it_stands_in_and_however_it_begins(form: str, sentence: str) -> None:
    assert texts(article(form % sentence)) == [sentence]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<tr><td>2019</td><td>4 million</td></tr><tr><td>2020</td><td>5 million</td></tr>",
         ["2019: 4 million.", "2020: 5 million."]),
        ("<caption>Fees</caption><tr><th>Port</th><th>Fee</th></tr><tr><td>Quill</td><td>45</td></tr>",
         ["Fees", "Port: Quill; Fee: 45."]),
        ("<tr><th>Budget</th><td>4 million</td></tr><tr><th>Start</th><td>May</td></tr>",
         ["Budget: 4 million.", "Start: May."]),
        ("<thead><tr><th rowspan=2>Port</th><th colspan=2>Fee</th></tr><tr><th>2019</th><th>2020</th></tr></thead>"
         "<tr><td colspan=3>North</td></tr><tr><td rowspan=2>Quill</td><td>4</td><td>5</td></tr><tr><td>6</td>"
         "<td>7</td></tr>",
         ["North.", "Port: Quill; Fee 2019: 4; Fee 2020: 5.", "Port: Quill; Fee 2019: 6; Fee 2020: 7."]),
        ("<tr><th>Pier</th><th>State</th></tr><tr><td>East</td><td><p>It fell.</p><p>Nobody paid.</p></td></tr>",
         ["Pier: East; State: It fell. Nobody paid."]),
        ("<tr><th>Report</th><th>Year</th></tr><tr><td><a href=/a>On piers</a></td><td>2019</td></tr>",
         ["Report: On piers; Year: 2019."]),
    ],
)  # fmt: skip
def test_tables_are_read_row_by_row_with_their_heads(table: str, rows: list[str]) -> None:
    assert texts(article(f"<table>{table}</table>")) == rows


def test_lists_of_names_and_nested_lists_are_read_in_order() -> None:
    names = "<dl><dt>Budget</dt><dd>4 million</dd><dt>Who pays?</dt><dd>The town.</dd></dl>"
    nested = "<ul><li>Ports<ol><li>Quill<ul><li>East pier</li></ul></li></ol>and docks</li><li>Roads</li></ul>"
    assert texts(article(names)) == ["Budget: 4 million.", "Who pays?", "The town."]
    assert texts(article(nested)) == ["Ports", "Quill", "East pier", "and docks", "Roads"]


@pytest.mark.parametrize(
    ("title", "paragraphs", "encoding"),
    [
        ("奥尔洛夫桥", ["奥尔洛夫桥于一九七二年通车。", "它耗资六千万克朗。"], "gb18030"),
        ("橋の歴史", ["この橋は1972年に開通した。", "費用は六千万円であった。"], "shift_jis"),
        ("جسر", ["افتتح الجسر عام 1972.", "كلف البناء ستين مليونا."], "cp1256"),
        ("Мост", ["Мост открыт в 1972 году.", "Никто не платил."], "windows-1251"),
    ],
)
def test_pages_in_any_script_are_read(title: str, paragraphs: list[str], encoding: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = (
        f"<html><head><meta charset={encoding}><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    )
    document = read_html(page.encode(encoding), "a.html")
    assert (document.title, [one.text for one in document.paragraphs]) == (title, paragraphs)


def test_what_was_left_out_is_named_where_it_is_of_length() -> None:
    document = article(
        "<aside><p>The port of Quill was founded by eleven fishers and a priest.</p></aside>",
        after="<div><p>The second part of this story stands here, outside of the article.</p></div><nav>"
        "<a href=/>Home</a></nav>",
    )
    assert [warning.split("“")[1][:8] for warning in document.warnings] == ["The port", "The seco"]
    assert article("").warnings == ()
    with pytest.raises(SourceError, match="no article"):
        read("<html><body><nav><a href=/>Home</a></nav><script>let a = 'It rained.'</script></body></html>")


@pytest.mark.parametrize("under", ["<p>%s</p>", "<div class='text'><p>%s</p></div>", "<section><p>%s</p></section>"])
def test_a_section_that_holds_its_heading_alone_heads_what_follows(under: str) -> None:
    said = ("The dam of Oster was closed for a year by its owners.", "Nobody had asked the fishers what they had lost.")
    document = article("".join(
        f"<section id='{name}'><h2>{name}</h2></section>{under % text}"
        for name, text in zip(("Closing", "Costs"), said, strict=True)
    ))  # fmt: skip
    read_as = [(one.section, one.text) for one in document.paragraphs]
    assert read_as[1:-1] == [("Closing", said[0]), ("Costs", said[1])]
