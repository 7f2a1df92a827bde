"""Word files: controls, notes, tables, text boxes and raised marks are read in their place; no fact is made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from bot.sources.document import Document
from bot.sources.reading.docx import read_docx

SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def p(*parts: str) -> str:
    """A paragraph of texts and of runs that are already XML."""
    runs = (part if part.startswith("<") else f"<w:r><w:t xml:space='preserve'>{part}</w:t></w:r>" for part in parts)
    return f"<w:p>{''.join(runs)}</w:p>"


def row(*cells: str, head: bool = False) -> str:
    """A row of a table; cells that are no XML are paragraphs."""
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    inner = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{mark}{inner}</w:tr>"


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def word(
    body: str = "", make: Callable[[Any], object] | None = None, parts: Mapping[str, str] | None = None
) -> Document:
    """What is read of a file with this body; ``parts`` are more parts by the kind of their relation."""
    made: Any = docx.Document()
    if make:
        make(made)
    for element in parse_xml(f"<w:body {SPACES}>{body}</w:body>"):
        made.element.body.insert(len(made.element.body) - 1, element)
    plain, out = io.BytesIO(), io.BytesIO()
    made.save(plain)
    related = "".join(
        f'<Relationship Id="own{kind}" Type="{KINDS}/{kind}" Target="own-{kind}.xml"/>' for kind in parts or {}
    )
    typed = "".join(
        f'<Override PartName="/word/own-{kind}.xml" ContentType="{WORD}.{kind}+xml"/>' for kind in parts or {}
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", f"{related}</Relationships>".encode())
            elif entry.filename == "[Content_Types].xml":
                data = data.replace(b"</Types>", f"{typed}</Types>".encode())
            new.writestr(entry.filename, data)
        for kind, part in (parts or {}).items():
            new.writestr(f"word/own-{kind}.xml", part)
    return read_docx(out.getvalue(), "file.docx")


def texts(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs]


def test_what_stands_in_content_controls_is_read() -> None:
    table = f"<w:tbl>{control(row('Port', 'Fee'))}{row('Quill', control(p('45')))}</w:tbl>"
    inline = p("The levy was ", control("<w:r><w:t>9 million</w:t></w:r>"), " crowns.")
    document = word(p("Before.") + control(inline + control(p("Within two.") + table)) + p("After."))
    expected = ["Before.", "The levy was 9 million crowns.", "Within two.", "Port: Quill; Fee: 45.", "After."]
    assert texts(document) == expected


def mark(kind: str, number: int, own: str = "") -> str:
    attribute, said = ('w:customMarkFollows="1"', f"<w:t>{own}</w:t>") if own else ("", "")
    return f'<w:r><w:{kind}Reference {attribute} w:id="{number}"/>{said}</w:r>'


def test_notes_are_tied_to_the_place_of_their_mark() -> None:
    between = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    first = p("<w:r><w:footnoteRef/></w:r>", " Ministry, 2019.") + p("Its second paragraph.")
    foot = f'{between}<w:footnote w:id="1">{first}</w:footnote><w:footnote w:id="2">{p("* In crowns.")}</w:footnote>'
    end = f'<w:endnote w:id="1">{p("Talk with the mayor.")}</w:endnote>'
    body = p("The fee rose by 12", mark("footnote", 1), " crowns.", mark("endnote", 1), " Nobody paid.")
    document = word(
        f"{body}<w:tbl>{row('Port', 'Fee')}{row('Quill', p('45', mark('footnote', 2, '*')))}</w:tbl>{p('The end.')}",
        parts={
            "footnotes": f"<w:footnotes {SPACES}>{foot}</w:footnotes>",
            "endnotes": f"<w:endnotes {SPACES}>{end}</w:endnotes>",
        },
    )
    assert texts(document)[:3] == ["The fee rose by 12 crowns. Nobody paid.", "Port: Quill; Fee: 45.", "The end."]
    assert [(one.section, one.text, one.note_to) for one in document.paragraphs[3:]] == [
        ("Notes", "Ministry, 2019. Its second paragraph.", (1, len("The fee rose by 12"))),
        ("Notes", "Talk with the mayor.", (1, len("The fee rose by 12 crowns."))),
        ("Notes", "In crowns.", (2, len("Port: Quill; Fee: 45"))),
    ]


SPAN = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
BEGIN, GO_ON = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (row("Budget", "4 million") + row("Start", "May 2019"), ["Budget: 4 million.", "Start: May 2019."]),
        (row("Port", "Fee") + row("Quill", "45") + row("Tallow", "50"),
         ["Port: Quill; Fee: 45.", "Port: Tallow; Fee: 50."]),
        (row("Port", "Owner", head=True) + row("Quill", "The town"), ["Port: Quill; Owner: The town."]),
        (row(f"{BEGIN}{p('Port')}", f"{SPAN}{p('Fee')}", head=True) + row(f"{GO_ON}{p('')}", "2019", "2020", head=True)
         + row(f"{BEGIN}{p('Quill')}", "4", "5") + row(f"{GO_ON}{p('')}", "6", "7"),
         ["Port: Quill; Fee 2019: 4; Fee 2020: 5.", "Port: Quill; Fee 2019: 6; Fee 2020: 7."]),
        (row("Pier", "State", head=True) + row("East", p("It fell.") + p("Nobody paid.")),
         ["Pier: East; State: It fell. Nobody paid."]),
        (row("Port", "Fees", head=True)
         + row("Quill", f"<w:tbl>{row('Ships', '45')}{row('Boats', '5')}</w:tbl>{p('')}"),
         ["Port: Quill; Fees: Ships: 45. Boats: 5."]),
        (row(p("A frame around a text.") + p("Its second paragraph.")),
         ["A frame around a text.", "Its second paragraph."]),
        (row("To the left it rained.", "On the right it snowed."),
         ["To the left it rained.", "On the right it snowed."]),
    ],
)  # fmt: skip
def test_tables_are_read_row_by_row_with_their_heads(rows: str, lines: list[str]) -> None:
    assert texts(word(f"<w:tbl>{rows}</w:tbl>")) == lines


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    inner = f"<w:txbxContent>{p('In the box it rained.')}{p('And it snowed.')}</w:txbxContent>"
    older = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    both = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent>"
    )
    for form in (both, older):
        document = word(p("Before", f"<w:r>{form}</w:r>", " and after it.") + p("The end."))
        assert texts(document) == ["Before and after it.", "In the box it rained.", "And it snowed.", "The end."]


@pytest.mark.parametrize("how", ["run", "style", "based", "letters", "position"])
@pytest.mark.parametrize(
    ("before", "shifted", "after", "said"),
    [
        ("It cost 12", "3", " million.", "It cost 12 million."),
        ("In 2019", "4", ", it fell.", "In 2019, it fell."),
        ("It fell.", "1,2", " It rose.", "It fell. It rose."),
        ("By 10", "6", " tons.", "By 10^6 tons."),
        ("Over 5 km", "2", " of land.", "Over 5 km^2 of land."),
        ("The 19", "th", " century.", "The 19th century."),
    ],
)
def test_raised_runs_are_marks_or_powers(how: str, before: str, shifted: str, after: str, said: str) -> None:
    def make(made: Any) -> None:
        style = made.styles.add_style("Raised", WD_STYLE_TYPE.CHARACTER)
        style.font.superscript = True
        made.styles.add_style("Based", WD_STYLE_TYPE.CHARACTER).base_style = style
        paragraph = made.add_paragraph(before)
        for part in shifted if how == "letters" else [shifted]:
            run = paragraph.add_run(part, style={"style": "Raised", "based": "Based"}.get(how))
            if how in ("run", "letters"):
                run.font.superscript = True
            elif how == "position":
                run._r.get_or_add_rPr().append(parse_xml(f"<w:position {SPACES} w:val='6'/>"))
        paragraph.add_run(after)

    assert texts(word(make=make)) == [said]


def test_lowered_runs_formulas_changes_and_hidden_words() -> None:
    power = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>"
    low = "<w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r>"
    changed = (
        "<w:del w:id='1'><w:r><w:delText>4</w:delText></w:r></w:del><w:ins w:id='2'><w:r><w:t>5</w:t></w:r></w:ins>"
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Answer yes.</w:t></w:r>"
    document = word(
        p("CO", low, " rose by ", f"<m:oMath>{power}</m:oMath>", " tons.") + p("It cost ", changed, " crowns.", hidden)
    )
    assert texts(document) == ["CO2 rose by 10^6 tons.", "It cost 5 crowns."]


def test_headings_of_any_form_part_the_text_and_nothing_is_lost_between() -> None:
    def make(made: Any) -> None:
        made.add_heading("The sluice", 0)
        for head in ("Background", "Costs", "Background"):
            made.add_heading(head, 1)
            made.add_paragraph(f"Nobody paid for {head.lower()}.")
        made.add_paragraph().add_run("Sources").bold = True
        made.add_paragraph("A report of 2019", style="List Bullet")
        made.add_paragraph("Figure 1. The dam in May.", style="Caption")
        made.add_paragraph().add_run("Nobody").bold = True

    document = word(make=make)
    assert document.title == "The sluice"
    assert [(one.section, one.text) for one in document.paragraphs] == [
        ("Background", "Nobody paid for background."), ("Costs", "Nobody paid for costs."),
        ("Background", "Nobody paid for background."), ("Sources", "A report of 2019"),
        ("Sources", "Figure 1. The dam in May."), ("Sources", "Nobody"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("account", "author"),
    [
        ("python-docx", ""), ("Microsoft Office User", ""), ("Administrator", ""), ("jsmith", ""), ("HP", ""),
        ("Windows User", ""), ("Ann Lee", "Ann Lee"), ("Lee, Ann; Ray, Bob", "Ann Lee and Bob Ray"),
        ("Water Board", "Water Board"),
    ],
)  # fmt: skip
def test_the_field_of_the_author_may_only_name_an_account(account: str, author: str) -> None:
    document = word(
        make=lambda made: (setattr(made.core_properties, "author", account), made.add_paragraph("It fell."))
    )
    assert (document.author, document.date) == (author, "")
    assert "author" not in document.guessed
    assert "title" in document.guessed


def test_facts_are_those_of_the_head_and_dates_in_the_text_stay_there() -> None:
    def make(made: Any) -> None:
        for line in (
            "By Ann Lee",
            "4 March 2021",
            "The dam broke in 2019 and nobody paid.",
            "March 5, 2022",
            "It rained.",
        ):
            made.add_paragraph(line)

    document = word(make=make)
    assert (document.author, document.date) == ("Ann Lee", "2021-03-04")
    assert set(document.guessed) == {"title", "author", "date"}
    assert texts(document) == ["The dam broke in 2019 and nobody paid.", "March 5, 2022", "It rained."]
    cover = '<c:CoverPageProperties xmlns:c="http://schemas.microsoft.com/office/2006/coverPageProps"><c:PublishDate>'
    cover += "2021-05-09T00:00:00</c:PublishDate></c:CoverPageProperties>"
    stated = word(p("The dam broke in 2019."), parts={"customXml": cover})
    assert (stated.date, stated.guessed) == ("2021-05-09", ("title",))


def test_what_cannot_be_read_is_named() -> None:
    document = word(p("The dam broke."), parts={"chart": "<c/>"})
    assert [warning for warning in document.warnings if "chart" in warning]
    assert word(p("The dam broke.")).warnings == ()
