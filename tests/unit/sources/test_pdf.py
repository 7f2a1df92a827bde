"""PDF: every kind of thing that a page prints, set by reportlab as other programs set it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    ListFlowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.reading.pdf import read_pdf

STYLES = getSampleStyleSheet()
BODY = STYLES["BodyText"]
LONG = (
    "The council of the town has paid for none of the repairs, and the masons who had been asked for their price in "
    "the spring of the year were told in the autumn that nobody wanted them any longer."
)


def p(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    return Paragraph(text, style)


def made(*story: Any, **facts: Any) -> Document:
    out = io.BytesIO()
    SimpleDocTemplate(out, **facts).build(list(story))
    return read_pdf(out.getvalue(), "made.pdf")


def drawn(draw: Callable[[Canvas], None]) -> Document:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    draw(canvas)
    canvas.save()
    return read_pdf(out.getvalue(), "drawn.pdf")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("set_as", "read_as"),
    [
        ("It cost 12<super>3</super> million euros", "It cost 12 million euros"),
        ("In 2019<super>4</super>, 1,200<super>5,6</super> ships came", "In 2019, 1,200 ships came"),
        ("The water holds 10<super>6</super> cells", "The water holds 10^6 cells"),
        ("It weighs 10<super>-9</super> grams", "It weighs 10^-9 grams"),
        ("Some 12 km<super>2</super> were lost", "Some 12 km^2 were lost"),
        ("The CO<sub>2</sub> of the town", "The CO2 of the town"),
        ("A litre of H<sub>2</sub>SO<sub>4</sub> was found", "A litre of H2SO4 was found"),
        ("A channel of 9<super>1</super>/<sub>2</sub> metres", "A channel of 9 1/2 metres"),
        ("On the 19<super>th</super> of May", "On the 19th of May"),
    ],
)
def test_figures_are_what_the_page_prints(set_as: str, read_as: str) -> None:
    document = made(p(f"{set_as} before the council met again in the spring. {LONG}"))
    assert texts(document) == [f"{read_as} before the council met again in the spring. {LONG}"]


def test_notes_are_tied_to_the_place_of_their_mark() -> None:
    small = ParagraphStyle("small", fontSize=7)
    text = "Nobody paid.<super>1</super> The masons left the town.<super>2</super> They never came back to it."
    document = made(
        p(LONG), p(text), p("<super>1</super> Minutes of the council, 4 May.", small),
        p("<super>2</super> So at least the mason says.", small),
    )  # fmt: skip
    assert texts(document)[1] == "Nobody paid. The masons left the town. They never came back to it."
    notes = [paragraph for paragraph in document.paragraphs if paragraph.section == "Notes"]
    assert [note.text for note in notes] == ["Minutes of the council, 4 May.", "So at least the mason says."]
    assert [note.note_to for note in notes] == [(2, 12), (2, 38)]


@pytest.mark.parametrize(
    ("initial", "rest", "begins"),
    [
        ("T", "he repair of the sluice was paid by", "The repair of the sluice"),
        ("A", "fter the flood of the year had gone", "After the flood"),
        ("A", "bridge had been promised to the town", "A bridge had been"),
        ("I", "n the spring of the year the council", "In the spring"),
        ("“N", "obody wanted them any longer, and so", "“Nobody wanted"),
    ],
)
def test_a_drop_capital_begins_its_word(initial: str, rest: str, begins: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 44)
        canvas.drawString(60, 668, initial)
        canvas.setFont("Helvetica", 11)
        beside = 60 + canvas.stringWidth(initial, "Helvetica", 44) + 3
        for at, line in enumerate(
            (rest, "people who had never seen it, and who", "had no wish to see it in their lives,")
        ):
            canvas.drawString(beside, 694 - 13 * at, line)
        canvas.drawString(60, 655, "or so at least the minutes of the council say.")
        canvas.drawString(60, 625, "A second paragraph follows after the first one, as usual.")

    document = drawn(draw)
    first, second = texts(document)
    assert first.startswith(begins)
    assert first.endswith("in their lives, or so at least the minutes of the council say.")
    assert second.startswith("A second")
    assert {paragraph.section for paragraph in document.paragraphs} == {""}


@pytest.mark.parametrize(
    ("bullet", "form", "before"),
    [("bullet", None, ("", "", "")), ("1", "%s.", ("1. ", "2. ", "3. ")), ("1", None, ("1 ", "2 ", "3 ")),
     ("a", "(%s)", ("(a) ", "(b) ", "(c) ")), ("bullet", "%s", ("", "", ""))],
)  # fmt: skip
def test_items_are_apart_whatever_stands_before_them(bullet: str, form: str | None, before: tuple[str, ...]) -> None:
    items = [
        "Repair the sluice",
        "Pay the masons, who have waited for their money since the spring of 2011 and are owed more than the town has "
        "spent on its hall in all those years",
        "Open the road.",
    ]
    listed = ListFlowable([p(item) for item in items], bulletType=bullet, bulletFormat=form)
    read = texts(made(p("The town had three aims:"), listed, p(LONG)))
    assert read[1:] == [*(mark + item for mark, item in zip(before, items, strict=True)), LONG]


def test_a_drawn_bullet_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 700, "The ministry names these steps, and says nothing of what they cost:")
        for at, item in enumerate(("dredge the river", "widen the channel", "ask the fishermen")):
            canvas.circle(72, 686 - 14 * at, 2, fill=1)
            canvas.drawString(84, 682 - 14 * at, item)
        canvas.drawString(60, 620, "Neither of the two towns agrees with any of them.")

    assert texts(drawn(draw))[1:4] == ["dredge the river", "widen the channel", "ask the fishermen"]


@pytest.mark.parametrize(
    ("before", "after", "together"),
    [
        ("and this long-", "term plan", "this long-term plan"),
        ("and this construc-", "tion of it", "this construction of it"),
        ("and this defores-", "tation of it", "this deforestation of it"),
        ("and this Anglo-", "American plan", "this Anglo-American plan"),
        ("and the years 2019-", "2023 of it", "the years 2019-2023 of it"),
        ("and this well-", "known plan", "this well-known plan"),
    ],
)
def test_hyphens_at_the_end_of_a_line(before: str, after: str, together: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for at, line in enumerate(
            (f"The council has never agreed to it, {before}", f"{after} was paid by nobody, as the town knows.")
        ):
            canvas.drawString(60, 700 - 13 * at, line)

    assert together in texts(drawn(draw))[0]


ROWS = [["District", "Fields", "Change"], ["Tallow", "58,000", "+4.1%"], ["Quill on the river", "48,034", "−2.0%"]]
WRITTEN = [
    "District: Tallow; Fields: 58,000; Change: +4.1%.",
    "District: Quill on the river; Fields: 48,034; Change: −2.0%.",
]


@pytest.mark.parametrize(
    "style",
    [
        [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
        [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)],
        [],
        [("ALIGN", (1, 0), (-1, -1), "RIGHT")],
        [("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")],
    ],
    ids=["grid", "two rules", "no rules", "figures to the right", "bold head"],
)
def test_rows_of_a_table_stay_together(style: list[Any]) -> None:
    document = made(
        p("Ports", STYLES["Title"]),
        p("Costs", STYLES["Heading2"]),
        p(LONG),
        Table(ROWS, style=style),
        Spacer(1, 10),
        p(LONG[:90] + "."),
    )
    assert texts(document)[1:3] == WRITTEN
    assert {paragraph.section for paragraph in document.paragraphs} == {"Costs"}


def test_typewriter_letters_are_further_apart_and_make_tables_only_where_rows_do() -> None:
    plain = ParagraphStyle("typed", parent=BODY, fontName="Courier", fontSize=11, leading=14)
    rows = Table(ROWS, style=[("FONTNAME", (0, 0), (-1, -1), "Courier")])
    document = made(p("Ports", STYLES["Title"]), p(LONG, plain), rows, Spacer(1, 10), p(f"Later {LONG}", plain))
    assert texts(document) == [LONG, *WRITTEN, f"Later {LONG}"]


@pytest.mark.parametrize("nobody", ["(anonymous)", "(unspecified)", "(author not set)"])
def test_what_a_program_writes_where_nobody_is_named_is_no_author(nobody: str) -> None:
    assert made(p(LONG), author=nobody, title="The works").author == ""
    assert made(p(LONG), author="Ida Moss", title="The works").author == "Ida Moss"


def test_cells_of_several_lines() -> None:
    narrow = [[p(cell) for cell in row] for row in [
        ["Port", "What it says of the channel"], ["Tallow", "It has no money for any of this, and it never had."],
        ["Quill", "It has no need of a channel that leads to another town."]]]  # fmt: skip
    table = Table(narrow, colWidths=[80, 140], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    assert texts(made(p(LONG), table))[1:] == [
        "Port: What it says of the channel.", "Tallow: It has no money for any of this, and it never had.",
        "Quill: It has no need of a channel that leads to another town.",
    ]  # fmt: skip


def test_names_and_values() -> None:
    table = Table([["Owner", "The ministry of water"], ["Length", "41 kilometres"], ["Depth", "9 metres"]])
    assert texts(made(p(LONG), table))[1:] == [
        "Owner: The ministry of water.",
        "Length: 41 kilometres.",
        "Depth: 9 metres.",
    ]


def test_a_table_goes_on_over_a_page() -> None:
    rows = [["District", "Fields", "Change"], *([f"District no. {at}", f"{at},000", f"+{at}%"] for at in range(60))]
    style = [("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]
    read = texts(made(p(LONG), Table(rows, style=style, repeatRows=1)))
    assert read[1:] == [f"District: District no. {at}; Fields: {at},000; Change: +{at}%." for at in range(60)]


def test_columns_beside_each_other_and_what_stands_over_both() -> None:
    justified = ParagraphStyle("justified", parent=BODY, alignment=TA_JUSTIFY)
    inside = [f"The {name} paragraph. {LONG}" for name in ("first", "second", "third", "fourth", "fifth")]
    document = made(
        p("Two harbours", STYLES["Title"]), p(LONG), Spacer(1, 9),
        BalancedColumns([p(text, justified) for text in inside], nCols=2),
        p("What remains", STYLES["Heading2"]), p(f"At last. {LONG}"),
    )  # fmt: skip
    assert texts(document) == [LONG, *inside, f"At last. {LONG}"]
    assert document.title == "Two harbours"


def test_short_paragraphs_and_indented_ones() -> None:
    indented = ParagraphStyle("indented", parent=BODY, firstLineIndent=16, spaceBefore=0, spaceAfter=0)
    story = [LONG, "Nobody paid.", f"It was so. {LONG}", "“Why?” he asked.", LONG.replace("town", "city")]
    assert texts(made(*(p(text, indented) for text in story))) == story


def test_a_paragraph_goes_on_over_a_page() -> None:
    who = "masons dyers fishermen millers bakers teachers clerks weavers pilots judges".split()
    whom = "council ministry bishop bank harbour bridge school court market river".split()
    first = " ".join(f"The {one} of the town have waited for the {other} in vain." for one in who for other in whom[:3])
    long = " ".join(f"Then the {one} of Quill wrote to the {other}." for one in whom for other in who)
    document = made(p(f"{first} So it was."), p(f"{long} Nobody answered."), p("The end of it was that nobody paid."))
    assert texts(document) == [f"{first} So it was.", f"{long} Nobody answered.", "The end of it was that nobody paid."]
    assert [paragraph.page for paragraph in document.paragraphs] == [1, 1, 2]


def test_sections_by_number_and_by_capitals() -> None:
    plain = ParagraphStyle("plain", parent=BODY, spaceBefore=12)
    document = made(p("1. Findings", plain), p(LONG), p("COSTS", plain), p(f"Again. {LONG}"))
    assert [paragraph.section for paragraph in document.paragraphs] == ["1. Findings", "COSTS"]


def test_the_title_is_the_printed_one() -> None:
    story = (p("Paid to pull up", STYLES["Title"]), p("By Marta Ruiz Soler"), p(LONG))
    document = made(*story, title="Microsoft Word - draft3.docx", author="admin")
    assert (document.title, document.author) == ("Paid to pull up", "Marta Ruiz Soler")
    assert made(*story, title="Report 7").title == "Paid to pull up"
    assert made(p(LONG), title="Report 7").title == "Report 7"


def test_a_page_that_is_turned() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, -100, "The council of the town has paid for none of the repairs,")
        canvas.drawString(60, -114, "and the masons were told that nobody wanted them.")

    assert texts(drawn(draw)) == [
        "The council of the town has paid for none of the repairs, and the masons were told that nobody wanted them."
    ]


def test_what_stands_across_the_page_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 700, "The council of the town has paid for none of the repairs at all.")
        canvas.rotate(90)
        canvas.drawString(200, -30, "Draft of May")

    assert texts(drawn(draw)) == ["The council of the town has paid for none of the repairs at all."]


SAID = "The council of the town has paid for none of the repairs at all, and the masons were told in the autumn."


def with_strange(strange: str) -> bytes:
    """A page of text, and a line set in a font that has no Cyrillic letters."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 700, SAID)
    canvas.setFont("Vera", 11)
    canvas.drawString(60, 660, strange)
    canvas.save()
    return out.getvalue()


def test_letters_that_the_file_does_not_name_are_said() -> None:
    document = read_pdf(with_strange("Nobody knows what ж is."), "a.pdf")
    assert texts(document) == [SAID, "Nobody knows what \ufffd is."]
    assert document.warnings[0].startswith("1 letter is written \ufffd")
    with pytest.raises(SourceError, match="how they look and not what they are"):
        read_pdf(with_strange("Никто не знает этого."), "a.pdf")


def test_signs_that_turn_or_hide_letters_are_taken_out() -> None:
    """A font may say that a letter is a sign that turns the text, or an accent by itself."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(with_strange("Nobody Ωasked≠ for ite∂."))))
    for font in writer.pages[0]["/Resources"]["/Font"].get_object().values():
        names = font.get_object().get("/ToUnicode")
        if names is not None:
            data = names.get_object().get_data()
            for letter, sign in ((b"<03A9>", b"<202E>"), (b"<2260>", b"<0001>"), (b"<2202>", b"<0301>")):
                assert letter in data
                data = data.replace(letter, sign)
            names.get_object().set_data(data)
    out = io.BytesIO()
    writer.write(out)
    assert texts(read_pdf(out.getvalue(), "a.pdf")) == [SAID, "Nobody asked for it\u00e9."]


def test_what_is_no_pdf() -> None:
    with pytest.raises(SourceError, match="no whole PDF"):
        read_pdf(b"%PDF-1.7\nnothing", "a.pdf")
