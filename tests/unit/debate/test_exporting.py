"""Exports of a round made by hand: what stands in them, and that no text in it turns into markup."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from holding import BODY, CARD, CITE, TOPIC, held
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from bot.debate.ballot import judge
from bot.debate.export import round_docx, round_markdown
from bot.debate.export.grid import grid
from bot.debate.export.outline import outline
from bot.debate.export.safe import inline, is_link, printable, read_aloud
from bot.debate.glossary import read_glossary
from bot.errors import FormatError

HOSTILE = (
    "# Boo\n\n<script>alert(1)</script> <img src=x onerror=y> [a](javascript:b) | x | **bold** ~~no~~ `c` &lt;\n"
    "---\n1. one\n- two $x$ \\* \x00\x08\x1b\ufffe end"
)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ANY = st.text(st.characters(codec="utf-8"), max_size=60)


def rendered(markdown: str) -> etree._Element:
    return lxml_html.fromstring(f"<div>{MARKDOWN.render(markdown)}</div>")


def words(text: str) -> str:
    return " ".join(text.split())


@given(ANY | st.sampled_from([HOSTILE, "1) x", "+ x", "= x", "    code", "http://a.b", "| - |", "a\\"]))
def test_inline_text_reads_as_the_same_words(text: str) -> None:
    line = inline(text)
    assert "\n" not in line
    for page, within in ((rendered(line), "p"), (rendered(f"| h |\n| --- |\n| {line} |"), "td")):
        assert {node.tag for node in page.iter()} <= {"div", "p", "table", "thead", "tbody", "tr", "th", "td"}
        assert words("".join(node.text_content() for node in page.iter(within))) == words(printable(text))


@given(ANY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
def test_a_quotation_keeps_its_words_and_marks_only_some_of_them(body: str, spans: list[tuple[int, int]]) -> None:
    inside = [(a, b) for a, b in spans if a < b <= len(body)]
    page = rendered(read_aloud(body, inside, quoted=True))
    assert {node.tag for node in page.iter()} <= {"div", "blockquote", "p", "strong"}
    assert words(page.text_content()) == words(printable(body))
    assert bool(page.findall(".//strong")) == any(char.isalnum() for a, b in inside for char in body[a:b])


def test_what_is_read_aloud_is_bold() -> None:
    strong = [node.text_content() for node in rendered(read_aloud(BODY, CARD.read, quoted=True)).iter("strong")]
    assert strong == ["The bridge", "was not safe"]


@pytest.mark.parametrize(
    ("url", "safe"),
    [("https://a.org/x_(y)", True), ("javascript:alert(1)", False), ("https://a.org/ <b>", False), ("", False)],
)
def test_only_web_addresses_are_linked(url: str, safe: bool) -> None:
    assert is_link(url) is safe


def test_the_flow_marks_what_became_of_each_point() -> None:
    sheet = grid(held())
    assert [slot.id for slot in sheet.columns] == ["AC", "NC", "1AR"]
    assert [line.argument.id for line in sheet.lines] == ["AC.1", "NC.2"]
    told = {entry.point.id: entry.marks for line in sheet.lines for cell in line.cells for entry in cell}
    assert told["CX1.1"] == ("granted in CX1",)
    assert [entry.point.id for entry in sheet.lines[0].cells[0]] == ["AC.1", "CX1.1"]
    assert told["NC.1"] == ("answers AC.1", "uses CX1.1", "analytic", "dropped")
    assert told["NC.2"] == ("analytic", "not in the source: “cheap as dirt”")
    assert told["NC.3"] == ("answers AC.1", "link turn", "analytic", "conceded")
    assert told["1AR.2"] == ("concedes NC.3",)
    assert told["1AR.3"] == ("weighs AC.1",)
    assert [(entry.point.id, entry.marks) for entry in sheet.off] == [("1AR.4", ("analytic", "new in a rebuttal"))]


def test_a_speech_is_laid_out_by_case_and_argument() -> None:
    a_round = held()
    heads = [(section.hat, section.argument) for section in outline(a_round, a_round.speeches[-1])]
    assert heads == [("Negative case", "cost"), ("Concessions", ""), ("Weighing", "")]
    heads = [(section.hat, section.argument) for section in outline(a_round, a_round.speeches[0])]
    assert heads == [("", ""), ("Affirmative case", "safety")]


def test_markdown_says_all_of_a_round() -> None:
    a_round = held()
    text = round_markdown(a_round, TOPIC, judge(a_round))
    page = rendered(text)
    heads = [node.text_content() for node in page.iter("h2")]
    assert [head.split(":")[0] for head in heads] == ["AC", "CX1", "NC", "CX2", "1AR", "Flow", "Ballot"]
    said = words(page.text_content())
    for part in (
        "Bridges should be closed.", "Bogotá, argued by Lectern", "Washington, argued by a person", "Doe 2024",
        "reporting Bogotá", "Evidence: statistic", "Caution: The cut leaves out “however”.", "Is it safe?",
        "(not answered yet)", "I say the same of the ferry.", "40 words were not heard.", "five is little. (analytic)",
        "I concede what they say on ferries.", "Granted, to count once a speech uses it: safety [AC.1]",
        "Not on the flow", "NC.2: label “cost”", "The round is not over",
    ):  # fmt: skip
        assert part in said
    ballot = text[text.index("## Ballot") :].split("\n\n")
    assert words(rendered(ballot[1]).text_content()) == judge(a_round).rfd
    assert "There is no ballot yet." in round_markdown(a_round, TOPIC, None)
    links = {node.get("href") for node in page.iter("a")}
    assert links == {CITE.url}


def test_hostile_text_stays_text_in_markdown() -> None:
    card = replace(CARD, body=HOSTILE, read=((0, 5),), cite=replace(CITE, url="javascript:x", title=HOSTILE))
    a_round = held(HOSTILE, HOSTILE, card)
    points = tuple(replace(point, label=HOSTILE) if point.id == "NC.2" else point for point in a_round.points)
    a_round = replace(a_round, points=points, resolution=HOSTILE, corrections=(HOSTILE,))
    page = rendered(round_markdown(a_round, TOPIC, judge(a_round)))
    tags = {node.tag for node in page.iter()}
    assert not tags & {"script", "img", "a", "code", "pre", "hr", "ol", "s"}
    assert len(page.findall(".//h1")) == 1
    assert {len(row.findall("*")) for row in page.findall(".//table")[0].iter("tr")} == {4}


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(data))


def styles_xml(data: bytes) -> etree._Element:
    return etree.fromstring(ZipFile(BytesIO(data)).read("word/styles.xml"))


def test_word_has_verbatims_styles_by_name_alias_and_id() -> None:
    a_round = held()
    found = {}
    for style in styles_xml(round_docx(a_round, TOPIC, None)).iter(qn("w:style")):
        alias, level = style.find(qn("w:aliases")), style.find(f".//{qn('w:outlineLvl')}")
        found[style.get(qn("w:styleId"))] = (
            style.find(qn("w:name")).get(qn("w:val")).casefold(),
            "" if alias is None else alias.get(qn("w:val")),
            "" if level is None else level.get(qn("w:val")),
        )
    wanted = {
        "Heading1": ("heading 1", "Pocket", "0"), "Heading2": ("heading 2", "Hat", "1"),
        "Heading3": ("heading 3", "Block", "2"), "Heading4": ("heading 4", "Tag", "3"),
        "Style13ptBold": ("style 13 pt bold", "Cite", ""), "StyleUnderline": ("style underline", "Underline", ""),
        "Emphasis": ("emphasis", "", ""), "Analytic": ("analytic", "", "3"), "Undertag": ("undertag", "", ""),
    }  # fmt: skip
    assert {key: found.get(key) for key in wanted} == wanted
    assert len(found) < 25


def test_word_lays_a_card_out_as_debaters_do() -> None:
    a_round = held()
    paragraphs = opened(round_docx(a_round, TOPIC, judge(a_round))).paragraphs
    at = next(i for i, one in enumerate(paragraphs) if one.text.startswith("First, safety"))
    heads = [(one.style.name, one.text) for one in paragraphs[:at] if one.style.name.startswith("Heading")]
    assert heads == [
        ("Heading 1", "AC: Affirmative constructive"),
        ("Heading 2", "Affirmative case"),
        ("Heading 3", "Safety"),
    ]
    tag, cite, body, undertag = paragraphs[at : at + 4]
    assert (tag.style.name, undertag.style.name) == ("Heading 4", "Undertag")
    assert [(run.text, run.style.name) for run in cite.runs[:1]] == [("Doe 2024", "Style 13 pt Bold")]
    assert cite.text == CARD.cite.full
    assert [link.url for link in cite.hyperlinks] == [CITE.url]
    assert body.text == BODY
    marked = [run.text for run in body.runs if run.style.name == "Style Underline"]
    assert marked == [BODY[start:end] for start, end in CARD.read]
    assert marked == [run.text for run in body.runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert {run.style.name for run in body.runs} == {"Style Underline", "Small"}


def test_word_holds_any_text_and_no_name() -> None:
    card = replace(CARD, body=HOSTILE, read=((0, 5),), cite=replace(CITE, url="javascript:x", author=HOSTILE))
    a_round = held(HOSTILE + "\ud800", HOSTILE, card)
    document = opened(round_docx(a_round, TOPIC, judge(a_round)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert printable(HOSTILE) in text
    assert "\ufffd" in text
    assert not [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    about = document.core_properties
    assert about.title == words(printable(HOSTILE))
    assert {about.author, about.last_modified_by, about.comments, about.keywords} == {""}
    fields = [node.text for node in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


@given(st.text(max_size=40))
def test_what_is_printable_fits_xml(text: str) -> None:
    made = etree.Element("x")
    made.text = printable(text)
    assert (etree.fromstring(etree.tostring(made)).text or "") == printable(text)


def test_the_glossary_is_in_order_and_says_each_word_once(tmp_path: Path) -> None:
    terms = [term.word.casefold() for term in read_glossary()]
    assert terms == sorted(set(terms))
    assert {"card", "drop", "flow", "powertag", "resolution", "rfd", "warrant"} <= set(terms)
    bad = tmp_path / "glossary.yaml"
    bad.write_text("- word: card\n  meaning: evidence\n- word: tag\n", encoding="utf-8")
    with pytest.raises(FormatError, match=re.escape("entry 2.meaning")):
        read_glossary(bad)
