"""Verbatim's styles in a Word file: names, aliases and ids as its template has them, so that its tools know them.

Pocket, Hat, Block and Tag are Word's Heading 1 to 4 under an alias, which keeps them in the navigation pane; Cite and
Underline are the character styles "Style 13 pt Bold" and "Style Underline". Unlike the template's, a hat and a block
begin no new page: a round would be mostly white paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

FONT = "Calibri"
POCKET, HAT, BLOCK, TAG = "Heading 1", "Heading 2", "Heading 3", "Heading 4"
ANALYTIC, UNDERTAG = "Analytic", "Undertag"
CITE, UNDERLINE, EMPHASIS, SMALL, LINK = "Style 13 pt Bold", "Style Underline", "Emphasis", "Small", "Hyperlink"
_SINGLE, _DOUBLE = WD_UNDERLINE.SINGLE, WD_UNDERLINE.DOUBLE


@dataclass(frozen=True, slots=True)
class _Look:
    """A style: sizes and spaces in points; ``alias`` the name under which debaters know it; ``alone`` where
    nothing belongs under a heading."""

    name: str
    alias: str = ""
    size: float = 11
    bold: bool | None = None
    italic: bool | None = None
    underline: WD_UNDERLINE | bool | None = None
    colour: str = ""
    base: str = ""
    before: float = 0
    after: float = 4
    centred: bool = False
    heading: bool = False
    alone: bool = False
    new_page: bool = False
    boxed: bool = False


_PARAGRAPHS = (
    _Look("Normal", "Normal/Card", after=6),
    _Look("Title", size=24, bold=True, after=10),
    _Look(POCKET, "Pocket", 26, True, before=24, after=12, centred=True, heading=True, new_page=True, boxed=True),
    _Look(HAT, "Hat", 20, True, underline=_DOUBLE, before=20, after=10, centred=True, heading=True),
    _Look(BLOCK, "Block", 16, True, underline=_SINGLE, before=16, after=8, centred=True, heading=True),
    _Look(TAG, "Tag", 13, True, before=10, after=2, heading=True),
    _Look(ANALYTIC, size=13, bold=True, colour="1F3864", base=TAG, before=10, after=6, heading=True, alone=True),
    _Look(UNDERTAG, size=9, italic=True, colour="385623", after=6),
    _Look("Header", size=9, colour="595959", after=0),
    _Look("Footer", size=9, colour="595959", after=0),
)
_CHARACTERS = (
    _Look(CITE, "Cite", 13, True, underline=False),
    _Look(UNDERLINE, "Underline", underline=_SINGLE),
    _Look(EMPHASIS, bold=True, italic=False, underline=_SINGLE, boxed=True),
    _Look(SMALL, size=8),
    _Look(LINK, colour="0563C1", size=0, underline=_SINGLE),
)
_PLAIN = {"Default Paragraph Font", "Normal Table", "No List", "Table Grid"}


def style(document: Document) -> None:
    """Gives a document made from python-docx's own template these styles in place of the template's looks."""
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    _prune(document)
    for look in _PARAGRAPHS:
        _paragraph(_blank(document, look, WD_STYLE_TYPE.PARAGRAPH), look)
    for look in _CHARACTERS:
        _character(_blank(document, look, WD_STYLE_TYPE.CHARACTER), look)


def _prune(document: Document) -> None:
    """Takes out what the template has and no debate file needs, so that the list of styles is short."""
    kept = {look.name for look in (*_PARAGRAPHS, *_CHARACTERS)} | _PLAIN
    for one in list(document.styles):
        if one.name not in kept:
            one.delete()
    for link in document.styles.element.findall(f".//{qn('w:link')}"):
        link.getparent().remove(link)


def _blank(document: Document, look: _Look, kind: WD_STYLE_TYPE) -> ParagraphStyle | CharacterStyle:
    """The style of that name with nothing set but its alias."""
    there = next((one for one in document.styles if one.name == look.name), None)
    made = document.styles.add_style(look.name, kind) if there is None else there
    for part in ("w:pPr", "w:rPr", "w:aliases"):
        for element in made.element.findall(qn(part)):
            made.element.remove(element)
    made.hidden, made.unhide_when_used, made.quick_style = False, False, True
    if look.base:
        made.base_style = document.styles[look.base]
    if look.alias:
        element = OxmlElement("w:aliases")
        element.set(qn("w:val"), look.alias)
        made.element.find(qn("w:name")).addnext(element)
    return made


def _paragraph(made: ParagraphStyle, look: _Look) -> None:
    _character(made, look, boxed=False)
    form = made.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.08
    form.widow_control = True
    if look.centred:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if look.heading:
        form.keep_together, form.keep_with_next = True, not look.alone
        _outline(made, look)
    form.page_break_before = look.new_page or None
    if look.boxed:
        _box(made)


def _character(made: ParagraphStyle | CharacterStyle, look: _Look, boxed: bool | None = None) -> None:
    font = made.font
    font.size = Pt(look.size) if look.size else None
    font.bold, font.italic, font.underline = look.bold, look.italic, look.underline
    if look.colour:
        font.color.rgb = RGBColor.from_string(look.colour)
    if look.boxed if boxed is None else boxed:
        border = OxmlElement("w:bdr")
        _edge(border, 8, 0)
        made.element.get_or_add_rPr().append(border)


def _outline(made: ParagraphStyle, look: _Look) -> None:
    """The level in the navigation pane, which Word's own headings have by their style already."""
    headings = (POCKET, HAT, BLOCK, TAG)
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(headings.index(look.base or look.name)))
    made.element.get_or_add_pPr().append(level)


def _box(made: ParagraphStyle) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        _edge(edge, 24, 4 if side in ("left", "right") else 1)
        borders.append(edge)
    made.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _edge(element: OxmlElement, eighths: int, space: int) -> None:
    """A single line, its width in eighths of a point."""
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", str(space)), ("color", "auto")):
        element.set(qn(f"w:{name}"), value)
