"""Reads the body of a Word file block by block: paragraphs, tables, content controls, text boxes, notes' marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from docx.oxml.ns import qn

from bot.sources import cleaning
from bot.sources.reading.grids import Cell, lines_of
from bot.sources.reading.pieces import Anchors, Kind, Line, Piece

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LONG = 60
"""Words of a cell, at most, in a table that no row names the columns of: a longer one holds running text."""
SPACES = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
OUT = frozenset((
    qn("w:del"), qn("w:moveFrom"), qn("w:rPr"), qn("w:pPr"), qn("w:instrText"), qn("w:delText"), qn("w:sdtPr"),
    qn("w:rt"), qn("w:tblPr"), qn("w:trPr"), qn("w:tcPr"), qn("w:comment"), qn("w:annotationRef"), qn("w:sectPr"),
))  # fmt: skip
"""What holds no text, or text that was deleted."""
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_PARTED = {f"{_MATH}sup": "^", f"{_MATH}den": "/", f"{_MATH}sub": ""}
_DROPPED = ("toc", "table of figures", "table of authorities")
"""What the names of styles begin with whose paragraphs only repeat headings."""

_HEADING = re.compile(r"^(?:heading|überschrift|título|titre|titolo|kop|nagłówek|заголовок) ?([1-9])\b", re.IGNORECASE)
_DEEPEST = 20
Shift = Literal["up", "down", ""]
_NUMBER = re.compile(r"^\s*[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?\s*")


class Styles:
    """The styles of one file, each with what it inherits."""

    def __init__(self, opened: Any) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in opened.styles.element.iter(qn("w:style"))}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )

    def name(self, block: Any) -> str:
        """The name of a paragraph's style in small letters."""
        style = self._styles.get(self._given(block, "w:pPr", "w:pStyle") or self._default)
        found = style.find(qn("w:name")) if style is not None else None
        return (found.get(qn("w:val")) or "").casefold() if found is not None else ""

    def level(self, block: Any) -> int:
        """The level of a heading from 1, 0 for any other paragraph."""
        name = self.name(block)
        if name in ("title", "subtitle"):
            return 0
        named = _HEADING.match(name)
        if named:
            return int(named[1])
        outline = self._property(block, "w:pPr", "w:pStyle", "w:outlineLvl")
        given = outline.get(qn("w:val")) if outline is not None else None
        return int(given) + 1 if given in tuple("012345678") else 0

    def is_item(self, block: Any) -> bool:
        """Whether a paragraph is an item of a list."""
        number = self._property(block, "w:pPr", "w:pStyle", "w:numPr")
        kept = number.find(qn("w:numId")) if number is not None else None
        return self.name(block).startswith("list ") or (kept is not None and kept.get(qn("w:val")) != "0")

    def is_hidden(self, run: Any) -> bool:
        """Whether a run is shown to no reader."""
        return self._is_on(run, "w:vanish")

    def is_bold(self, run: Any) -> bool:
        """Whether a run is bold by itself or by its own style."""
        return self._is_on(run, "w:b")

    def is_underlined(self, run: Any) -> bool:
        """Whether a run is underlined by itself or by its own style."""
        mark = self._property(run, "w:rPr", "w:rStyle", "w:u")
        return mark is not None and mark.get(qn("w:val")) != "none"

    def is_highlighted(self, run: Any) -> bool:
        """Whether a run lies on a colour of its own."""
        pen = self._property(run, "w:rPr", "w:rStyle", "w:highlight")
        if pen is not None:
            return pen.get(qn("w:val")) not in ("none", "white")
        shade = self._property(run, "w:rPr", "w:rStyle", "w:shd")
        return shade is not None and (shade.get(qn("w:fill")) or "auto").casefold() not in ("auto", "ffffff")

    def called(self, run: Any) -> frozenset[str]:
        """The names, in small letters, by which the style of a run goes."""
        style = self._styles.get(self._given(run, "w:rPr", "w:rStyle"))
        found = [style.find(qn(name)) for name in ("w:name", "w:aliases")] if style is not None else []
        given = ",".join(one.get(qn("w:val")) or "" for one in found if one is not None)
        return frozenset(name.strip().casefold() for name in given.split(",") if name.strip())

    def shift(self, run: Any) -> Shift:
        """Whether a run stands above or below the line."""
        mark = self._property(run, "w:rPr", "w:rStyle", "w:vertAlign")
        given = mark.get(qn("w:val")) if mark is not None else None
        if given in ("superscript", "subscript"):
            return "up" if given == "superscript" else "down"
        moved = self._property(run, "w:rPr", "w:rStyle", "w:position") if given is None else None
        height = moved.get(qn("w:val")) or "0" if moved is not None else "0"
        if not re.fullmatch(r"-?[1-9]\d?", height):
            return ""
        return "down" if height.startswith("-") else "up"

    def _is_on(self, run: Any, name: str) -> bool:
        mark = self._property(run, "w:rPr", "w:rStyle", name)
        return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off", "none")

    def _given(self, element: Any, properties: str, name: str) -> str | None:
        found = element.find(f"{qn(properties)}/{qn(name)}")
        return found.get(qn("w:val")) if found is not None else None

    def _property(self, element: Any, properties: str, style_name: str, name: str) -> Any | None:
        """A property of a paragraph or a run: its own, or that of its style, or of what the style is based on."""
        own = element.find(f"{qn(properties)}/{qn(name)}")
        style = self._styles.get(self._given(element, properties, style_name))
        for _ in range(_DEEPEST):
            if own is not None or style is None:
                break
            own = style.find(f"{qn(properties)}/{qn(name)}")
            based = style.find(qn("w:basedOn"))
            style = self._styles.get(based.get(qn("w:val"))) if based is not None else None
        return own


class Body:
    """The pieces of a Word file's body, and the notes that its marks lead to."""

    def __init__(self, styles: Styles) -> None:
        self.pieces: list[Piece] = []
        self.anchors = Anchors()
        self.custom: set[str] = set()
        """The keys of the notes whose marks the writer made."""
        self._styles = styles
        self._line = Line()
        self._boxes: list[Any] = []

    def read(self, body: Any) -> list[Piece]:
        """The pieces of the whole body, in order."""
        self._blocks(body)
        return self.pieces

    def note(self, key: str, element: Any) -> str:
        """The words of the note ``key`` without its mark."""
        return without_mark(self.anchors.lift(self.words(element))[0], key in self.custom)

    def words(self, element: Any) -> str:
        """The words of all blocks in an element on one line, the stand-ins of notes' marks in it."""
        found: list[str] = []
        for block in blocks_in(element):
            if block.tag == qn("w:tbl"):
                found += self._lines(block)
            else:
                found.append(self._text(block)[0])
                found += self._boxed()
        return " ".join(filter(None, found))

    def _blocks(self, element: Any) -> None:
        for block in blocks_in(element):
            if block.tag == qn("w:tbl"):
                self._table(block)
                continue
            text, bold = self._text(block)
            self._add(self._kind(block, bold), text, block)
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self._blocks(box)

    def _kind(self, block: Any, bold: bool) -> Kind:
        if self._styles.level(block):
            return "heading"
        if self._styles.is_item(block):
            return "item"
        return "bold" if bold else "text"

    def _add(self, kind: Kind, text: str, block: Any = None) -> None:
        text, marks = self.anchors.lift(text)
        name = self._styles.name(block) if block is not None else ""
        if any(char.isalnum() for char in text) and not name.startswith(_DROPPED):
            level = self._styles.level(block) if kind == "heading" else 0
            self.pieces.append(Piece(kind, text, marks, level, by=name in ("author", "authors"), style=name))

    def _text(self, block: Any) -> tuple[str, bool]:
        """The text of a paragraph, and whether all of it is bold; text boxes in it are put by."""
        outer, self._line = self._line, Line()
        self._inline(block)
        line, self._line = self._line, outer
        text = line.text()
        return text, bool(text) and not line.plain

    def _boxed(self) -> list[str]:
        boxes, self._boxes = self._boxes, []
        return [self.words(box) for box in boxes]

    def _inline(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in OUT:
                continue
            if tag == qn("w:r"):
                self._run(child)
            elif tag == f"{COMPATIBLE}AlternateContent":
                self._inline(chosen(child))
            elif tag == qn("w:txbxContent"):
                self._boxes.append(child)
            elif tag == f"{_MATH}t":
                self._line.add(child.text or "")
            else:
                self._line.add(_PARTED.get(tag, ""))
                self._inline(child)

    def _run(self, run: Any) -> None:
        if self._styles.is_hidden(run):
            return
        raised, bold = self._styles.shift(run), self._styles.is_bold(run)
        custom = False
        for node in run:
            tag = node.tag
            if tag in _NOTES:
                key = f"{_NOTES[tag]} {node.get(qn('w:id'))}"
                self._line.put(self.anchors.put(key))
                custom = node.get(qn("w:customMarkFollows")) in ("1", "true", "on")
                self.custom |= {key} if custom else set()
            elif tag == qn("w:t") or tag in SPACES:
                text = (node.text or "") if tag == qn("w:t") else SPACES[tag]
                if custom:
                    continue
                if raised == "up" and text.strip():
                    self._line.add_raised(text)
                elif raised == "down":
                    self._line.add_lowered(text)
                else:
                    self._line.add(text, bold)
            elif tag == qn("w:sym"):
                self._line.add(_symbol(node), bold)
            elif isinstance(tag, str) and tag not in OUT:
                self._inline_in_run(node)

    def _inline_in_run(self, node: Any) -> None:
        """What a run holds beside its text: drawings with text boxes, ruby, older pictures."""
        if node.tag == f"{COMPATIBLE}AlternateContent":
            self._inline(chosen(node))
        else:
            self._inline(node)

    def _table(self, table: Any) -> None:
        if self._is_layout(table):
            for row in rows_in(table):
                for cell in cells_in(row):
                    self._blocks(cell)
            return
        for line in self._lines(table):
            self._add("row", line)

    def _is_layout(self, table: Any) -> bool:
        """Whether a table only sets text side by side or in a frame: one column, one row, headings or long texts."""
        rows = [list(cells_in(row)) for row in rows_in(table)]
        cells = [cell for row in rows for cell in row]
        if not cells or max(map(len, rows)) < 2:
            return True
        if any(self._styles.level(block) for cell in cells for block in blocks_in(cell) if block.tag == qn("w:p")):
            return True
        if any(_names_columns(row) for row in rows_in(table)):
            return False
        parts = [sum(1 for block in blocks_in(cell) if _plain(block)) for cell in cells]
        lengths = [len(_plain(cell).split()) for cell in cells]
        long = any(part > 1 and length > LONG for part, length in zip(parts, lengths, strict=True))
        return long or (len(rows) == 1 and any(cleaning.ends_sentence(_plain(cell)) for cell in cells))

    def _lines(self, table: Any) -> list[str]:
        """The rows of a table of values, a line each."""
        rows: list[list[Cell]] = []
        heads = 0
        above: dict[int, str] = {}
        for row in rows_in(table):
            properties = row.find(qn("w:trPr"))
            column = _skipped(properties)
            cells = [Cell("", column)] if column else []
            for cell in cells_in(row):
                across, goes_on = _span(cell)
                text = above.get(column, "") if goes_on else self.words(cell)
                above[column] = text
                cells.append(Cell(text, across))
                column += across
            heads += _names_columns(row) and heads == len(rows)
            rows.append(cells)
        return lines_of(rows, heads or None)


def without_mark(text: str, custom: bool) -> str:
    """The words of a note; one with a mark of the writer's own begins with that."""
    return _NUMBER.sub("", text, count=1) if custom else text


def blocks_in(element: Any) -> Iterator[Any]:
    """The paragraphs and tables right in an element, through content controls and marks of changes."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == f"{COMPATIBLE}AlternateContent":
            yield from blocks_in(chosen(child))
        elif isinstance(child.tag, str) and child.tag not in OUT:
            yield from blocks_in(child)


def rows_in(table: Any) -> Iterator[Any]:
    """The rows of a table, without deleted ones."""
    for row in _within(table, qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is None or properties.find(qn("w:del")) is None:
            yield row


def cells_in(row: Any) -> Iterator[Any]:
    """The cells of a row."""
    return _within(row, qn("w:tc"))


def chosen(alternatives: Any) -> Any:
    """The first of several forms of the same content."""
    return next((child for child in alternatives if isinstance(child.tag, str)), alternatives)


def _within(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in (qn("w:tbl"), qn("w:p")) and isinstance(child.tag, str) and child.tag not in OUT:
            yield from _within(child, tag)


def _plain(element: Any) -> str:
    return " ".join("".join(node.text or "" for node in element.iter(qn("w:t"))).split())


def _names_columns(row: Any) -> bool:
    properties = row.find(qn("w:trPr"))
    mark = properties.find(qn("w:tblHeader")) if properties is not None else None
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off")


def _skipped(properties: Any) -> int:
    mark = properties.find(qn("w:gridBefore")) if properties is not None else None
    return _number(mark) if mark is not None else 0


def _span(cell: Any) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it goes on the cell above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    wide, merged = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    return _number(wide) if wide is not None else 1, merged is not None and merged.get(qn("w:val")) != "restart"


def _number(mark: Any) -> int:
    given = mark.get(qn("w:val")) or "1"
    return min(int(given), 60) if given.isdecimal() and len(given) < 6 else 1


def _symbol(node: Any) -> str:
    """The letter of a symbol; those of symbol fonts stand in a private range and have no letter of their own."""
    given = node.get(qn("w:char")) or ""
    try:
        code = int(given, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0x110000 or 0xD800 <= code < 0xE000 else chr(code)
