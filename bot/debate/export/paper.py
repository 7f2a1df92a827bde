"""A Word document as debaters keep it: headings, cards, tables, page numbers. Knows cards, but no round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.debate.brought import OUTSIDE, PARTED, Brought
from bot.debate.card import Card, Cite
from bot.debate.export import styles
from bot.debate.export.safe import is_link, printable
from bot.debate.export.wording import cite_rest, remarks, warnings

LETTER = (Inches(8.5), Inches(11))
MARGIN, NARROW = Inches(1), Inches(0.6)
_PENS = {"affirmative": "1F3864", "negative": "9C1C1C"}
"""The two colours in which a flow is written."""
Lines = Sequence[tuple[str, str]]
"""The paragraphs of a table's cell: words, and the stance that said them or ""."""


class Paper:
    """A document that grows from top to bottom. Whatever text it is given stands in it as text."""

    def __init__(self, title: str, wpm: int) -> None:
        self._document: Document = docx.Document()
        self._wpm = wpm
        styles.style(self._document)
        # python-docx looks a style up among all of them each time that its name is given.
        self._ids = {style.name: style.style_id for style in self._document.styles}
        section = self._document.sections[0]
        section.page_width, section.page_height = LETTER
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        name = " ".join(printable(title).split())
        _describe(self._document, name)
        _footer(section, name)
        self.text(name, "Title")

    def file(self) -> bytes:
        """The document as the bytes of a .docx file."""
        held = BytesIO()
        self._document.save(held)
        return held.getvalue()

    def text(self, words: str, style: str = "Normal") -> None:
        """A paragraph; headings are the styles of :mod:`bot.debate.export.styles`."""
        self._paragraph(style).add_run(printable(words))

    def named(self, name: str, words: str, keep: bool = False) -> None:
        """A paragraph that begins with a name in bold; ``keep`` holds it on the page of what follows."""
        paragraph = self._paragraph()
        paragraph.paragraph_format.keep_with_next = keep or None
        paragraph.add_run(f"{printable(name)}: ").bold = True
        paragraph.add_run(printable(words))

    def card(self, card: Card) -> None:
        """A card below its tag: cite, body, what to know about it; or only where it stands."""
        if not card.read:
            self.text(card.spoken)
            return
        self._cite(card.cite)
        self._marked(card.body, card.read)
        for one in (remarks(card, self._wpm), *warnings(card)):
            self.text(one, styles.UNDERTAG)

    def brought(self, one: Brought) -> None:
        """A block of a person's own as it came: tag, cite, body with what is read marked, and where it is from."""
        self.text(one.tag, styles.TAG if one.body else styles.ANALYTIC)
        if not one.body:
            return
        paragraph = self._paragraph()
        paragraph.paragraph_format.keep_with_next = True
        if one.short:
            self._run(paragraph, one.short, styles.CITE)
        rest = one.cite.removeprefix(one.short).strip()
        paragraph.add_run(printable(f" {rest}" if rest else ""))
        self._marked(one.body, one.read)
        for note in ((OUTSIDE,) if one.origin == "outside" else ()) + one.notes:
            self.text(note, styles.UNDERTAG)

    def table(
        self, head: Sequence[str], body: Iterable[Sequence[str | Lines]], widths: Sequence[float], size: float
    ) -> None:
        """A table with its head on every page; ``widths`` in inches, ``size`` of its letters in points."""
        table = self._document.add_table(0, len(head), "Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for at, cells in enumerate([head, *body]):
            row = table.add_row()
            for name in ("w:cantSplit", *(() if at else ("w:tblHeader",))):
                row._tr.get_or_add_trPr().append(OxmlElement(name))
            for cell, width, words in zip(row.cells, widths, cells, strict=True):
                cell.width = Inches(width)
                lines = [(words, "")] if isinstance(words, str) else words
                for number, line in enumerate(lines or [("", "")]):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                    _write(paragraph, line, size, bold=not at)
        self._document.add_paragraph()

    def turn(self, wide: bool) -> float:
        """A new page, across or upright; its width between the margins in inches."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = LETTER[::-1] if wide else LETTER
        section.left_margin = section.right_margin = NARROW if wide else MARGIN
        return float((section.page_width - section.left_margin - section.right_margin) / Inches(1))

    def _paragraph(self, style: str = "Normal") -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._ids[style]
        return paragraph

    def _run(self, paragraph: Paragraph, words: str, style: str) -> Run:
        run = paragraph.add_run(printable(words))
        run._r.style = self._ids[style]
        return run

    def _cite(self, cite: Cite) -> None:
        paragraph = self._paragraph()
        paragraph.paragraph_format.keep_with_next = True
        if cite.short:
            self._run(paragraph, cite.short, styles.CITE)
            paragraph.add_run(" ")
        rest = printable(cite_rest(cite))
        if not cite.url:
            paragraph.add_run(rest)
            return
        paragraph.add_run(f"{rest.removesuffix(')')}, ")
        self._link(paragraph, cite.url)
        paragraph.add_run(")")

    def _link(self, paragraph: Paragraph, url: str) -> None:
        """An address that can be followed where it is one of the web; else as words."""
        if not is_link(url):
            paragraph.add_run(printable(url))
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(self._run(paragraph, url, styles.LINK)._r)
        paragraph._p.append(link)

    def _marked(self, body: str, read: Sequence[tuple[int, int]]) -> None:
        """A body whole: what is read aloud underlined and highlighted, the rest small and plain."""
        start = 0
        for words in body.split(PARTED):
            within = [(a - start, b - start) for a, b in read if a < start + len(words) and b > start]
            self._marked_paragraph(words, within)
            start += len(words) + len(PARTED)

    def _marked_paragraph(self, words: str, read: Sequence[tuple[int, int]]) -> None:
        paragraph = self._paragraph()
        last = 0
        for start, end in sorted(read):
            begin = max(start, last)
            if begin < end:
                self._unread(paragraph, words[last:begin])
                run = self._run(paragraph, words[begin:end], styles.UNDERLINE)
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
                last = end
        self._unread(paragraph, words[last:])

    def _unread(self, paragraph: Paragraph, words: str) -> None:
        if words:
            self._run(paragraph, words, styles.SMALL)


def _write(paragraph: Paragraph, line: tuple[str, str], size: float, bold: bool) -> None:
    words, pen = line
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1
    run = paragraph.add_run(printable(words))
    run.font.size = Pt(size)
    run.bold = bold or None
    if pen:
        run.font.color.rgb = RGBColor.from_string(_PENS[pen])


def _describe(document: Document, title: str) -> None:
    """The file's properties: its title and date, and nobody's name."""
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _footer(section: Section, title: str) -> None:
    """The title and the number of the page."""
    paragraph = section.footer.paragraphs[0]
    short = title if len(title) <= 70 else f"{title[:69]}…"
    paragraph.add_run(f"{short}  ·  page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", "", "end"):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = code
        paragraph.add_run()._r.append(element)
