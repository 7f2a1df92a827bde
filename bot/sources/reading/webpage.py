"""Takes a web page's article apart into headings, paragraphs, items and rows of tables, in order, with its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml.etree import iterwalk

from bot.sources import cleaning
from bot.sources.bylines import read_byline
from bot.sources.reading.furniture import BLOCKS, SMALL, Page, called, unread, words_of
from bot.sources.reading.pieces import Anchors, Kind, Line, Piece
from bot.sources.reading.webfacts import iso
from bot.sources.reading.webnotes import Notes, is_shifted
from bot.sources.reading.webtables import is_table, table_lines
from bot.sources.tables import rows_of
from bot.sources.wrapping import blocks_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("p", "blockquote", "pre", "figcaption", "caption", "summary", "address", "xmp"), "text"),
    **dict.fromkeys(("li", "dt", "dd", "option"), "item"),
}  # fmt: skip
_BOLD = frozenset(("b", "strong"))
_CREDIT = 6
"""Words of a line under a picture from which on it is more than the name of who made it."""
_MATH = {("msup", 1): "^", ("mfrac", 1): "/", ("msubsup", 2): "^", ("munderover", 2): "^"}
"""What parts the operands of a formula on one line."""


@dataclass(slots=True)
class Article:
    """What was read: the pieces in order, the notes by their keys, and what was left out, the plain furniture apart."""

    pieces: list[Piece]
    notes: dict[str, str]
    left_out: list[str]
    plain: list[str]
    bounded: bool
    """Whether the page itself says where the article begins and ends."""


class Reader:
    """Reads one page's article."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._anchors = Anchors()
        self._notes = Notes(page.tree)
        self._pieces: list[Piece] = []
        self._left: list[str] = []
        self._plain: list[str] = []
        self._line = Line()
        self._kinds: list[Kind] = ["bare"]
        self._flat = 0
        self._root: Any = None
        self._starts: dict[Any, str] = {}
        self._outer: list[Piece | None] = []
        """Of each section that is open, the heading that it stands under."""
        self._heading: Piece | None = None
        self._due: Piece | None = None
        """The heading that holds again for what comes after the end of a section."""
        self._bold = 0
        self._level = 0
        self._times: list[tuple[str, str]] = []
        self._by = False

    def read(self) -> Article:
        """The article of the page."""
        self._root = root = self._page.article()
        above = self._above(root)
        for element in (*above, root):
            self._walk(element)
            self._end_block()
        self._pass_over(root, above)
        bounded = root.tag in ("article", "main") and not above
        return Article(self._pieces, self._notes.cleaned(self._noted()), self._left, self._plain, bounded)

    def _above(self, root: Any) -> list[Any]:
        """What stands between the page's title and the article, and the title, where that is not in the article."""
        heads = [head for head in self._page.tree.iter("h1") if not unread(head) and words_of(head)]
        if len(heads) != 1 or heads[0] in root.iter() or self._notes.is_before(root, heads[0]):
            return []
        around = {*root.iterancestors()}
        first = heads[0]
        while first.getparent() not in around:
            first = first.getparent()
        found = [first]
        while (after := found[-1].getnext()) is not None and after is not root and root not in after.iterdescendants():
            found.append(after)
        return [one for one in found if isinstance(one.tag, str) and not self._passes(one)]

    def _noted(self) -> dict[str, str]:
        """The texts of the notes; where several share a block, each from its own place on."""
        found: dict[str, str] = {}
        for element in dict.fromkeys(self._notes.elements.values()):
            keys = [key for key, other in self._notes.elements.items() if other is element]
            self._starts = {self._notes.places[key]: f"{key} begins" for key in keys} if len(keys) > 1 else {}
            text, marks = self._anchors.lift(self._words(element))
            begins = [(at, key.removesuffix(" begins")) for at, key in marks if key in self._starts.values()]
            begins = begins or [(0, keys[0])]
            ends = [*(at for at, _ in begins[1:]), len(text)]
            found |= {key: text[at:end].strip() for (at, key), end in zip(begins, ends, strict=True)}
        self._starts = {}
        return found

    def _walk(self, root: Any) -> None:
        entered: set[Any] = set()
        walker = iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if element in self._starts:
                    self._line.put(self._anchors.put(self._starts[element]))
                if (element is not root and self._passes(element)) or self._takes_whole(element):
                    walker.skip_subtree()
                else:
                    entered.add(element)
                    self._enter(element)
                continue
            if event == "end" and element in entered:
                self._leave(element)
            if element is not root and element.tail:
                self._line.add(element.tail, self._bold > 0)

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._end_block()
            self._kinds.append(self._kind(element))
            self._level = _HEADINGS.get(tag, self._level)
            self._by |= _names_author(element)
            if tag == "section" and not self._flat:
                self._outer.append(self._heading)
        elif tag == "br":
            self._break(element)
        elif tag == "q":
            self._line.add("“")
        elif tag == "cite" and element.getparent() is not None and element.getparent().tag in ("blockquote", "figure"):
            self._line.add(" ")
        self._bold += tag in _BOLD
        if tag not in BLOCKS and (tag == "time" or _names_author(element)):
            # Such a name or date is set apart on the page, if by no letter.
            self._line.add(" ")
            self._by |= tag != "time"
        if (tag == "time" or element.get("itemprop") == "datePublished") and not _says_changed(element):
            self._times.append((iso(element.get("datetime") or element.get("content") or ""), words_of(element)))
        above = element.getparent()
        if above is not None and tag not in BLOCKS and above.tag in ("msup", "mfrac", "msubsup", "munderover"):
            self._line.add(_MATH.get((above.tag, above.index(element)), ""))
        if element.text:
            self._line.add(element.text, self._bold > 0)

    def _leave(self, element: Any) -> None:
        self._bold -= element.tag in _BOLD
        if element.tag == "q":
            self._line.add("”")
        elif element.tag not in BLOCKS and (element.tag == "time" or _names_author(element)):
            self._line.add(" ", True)
        if element.tag in BLOCKS:
            self._end_block()
            self._kinds.pop()
            if element.tag == "section" and not self._flat:
                outer = self._outer.pop()
                # One that holds its heading alone heads what comes after it.
                only = bool(self._pieces) and self._pieces[-1] is self._heading
                self._due = None if only or outer is self._heading else outer

    def _kind(self, element: Any) -> Kind:
        """What the text right in a block is; a division within an item is part of the item."""
        kind = _KINDS.get(element.tag)
        above = self._kinds[-1]
        if kind is None:
            return above if element.tag in ("div", "center") and above in ("item", "heading", "text") else "bare"
        return "item" if kind == "text" and above == "item" else ("heading" if above == "heading" else kind)

    def _passes(self, element: Any) -> bool:
        """Passes over what is not read here: what nobody sees, the notes, furniture."""
        if unread(element):
            return True
        if element in self._notes.beside:
            self._line.put(self._anchors.put(self._notes.beside[element]))
        if element in self._notes.taken or self._notes.leads_back(element):
            return True
        if self._flat:
            return bool(element.tag in ("button", "form", "nav"))
        judged = self._page.furniture(element)
        if not judged and self._page.is_notice(element) and self._page.is_at_edge(element, self._root):
            judged = "likely"
        caption = element.tag == "figcaption" and not _has_length(words_of(element))
        if judged:
            self._leave_out(element, judged == "plain")
            self._unhead(element)
        return bool(judged) or caption

    def _takes_whole(self, element: Any) -> bool:
        """Reads those elements that are no blocks of running text: marks, tables, lists of names and values, lines."""
        tag = element.tag
        if self._notes.is_mark(element):
            self._mark(element)
        elif is_shifted(element, "sub"):
            self._line.add_lowered(words_of(element))
        elif tag == "hr":
            self._end_block()
        elif self._flat:
            return False
        elif is_table(element):
            self._end_block()
            self._add_rows(table_lines(element, self._words, self._notes.taken))
        elif tag == "dl" and _is_plain_list(element):
            self._end_block()
            self._add_rows(self._pairs(element))
        elif tag == "pre" and "\n\n" in "".join(element.itertext()).replace("\r", ""):
            self._end_block()
            for block in blocks_of("".join(element.itertext())):
                self._append(Piece("text", block.text))
        else:
            return False
        return True

    def _mark(self, element: Any) -> None:
        """A raised mark: that of a note is only held as a place, all else is part of the text."""
        targets = self._notes.targets(element)
        linked = bool(targets) or self._notes.is_linked(element)
        self._line.add_raised(words_of(element), linked)
        for key in targets:
            self._line.put(self._anchors.put(key))

    def _break(self, element: Any) -> None:
        """One line break parts words, two in a row part paragraphs."""
        before = element.getprevious()
        twice = before is not None and before.tag == "br" and not (before.tail or "").strip()
        if twice and self._kinds[-1] != "heading":
            self._end_block()
        else:
            self._line.add(" ")

    def _end_block(self) -> None:
        if self._flat:
            self._line.add(" ")
            return
        line, self._line = self._line, Line()
        text, marks = self._anchors.lift(line.text())
        times, by = self._times, self._by
        self._times, self._by = [], False
        if not any(char.isalnum() for char in text):
            return
        kind = self._kinds[-1]
        if kind in ("text", "bare") and not line.plain:
            kind = "bold"
        level = self._level if kind == "heading" else 0
        self._append(Piece(kind, text, marks, level, *_dated(text, times), by))

    def _append(self, piece: Piece) -> None:
        if piece.kind == "heading":
            self._heading = piece
        elif self._due is not None:
            self._heading = self._due
            self._pieces.append(Piece("heading", self._due.text, level=max(2, self._due.level)))
        self._due = None
        self._pieces.append(piece)

    def _words(self, element: Any) -> str:
        """All that is read in an element, on one line, the stand-ins of notes' marks in it."""
        outer, self._line = self._line, Line()
        bold, self._bold = self._bold, 0
        self._flat += 1
        self._walk(element)
        self._flat -= 1
        self._bold = bold
        text, self._line = self._line.text(), outer
        return text

    def _add_rows(self, lines: list[str]) -> None:
        for line in lines:
            text, marks = self._anchors.lift(line)
            if any(char.isalnum() for char in text):
                self._append(Piece("row", text, marks))

    def _pairs(self, element: Any) -> list[str]:
        """The names of a list each with its values: "Budget: 4 million euros"."""
        found: list[str] = []
        name = ""
        for child in element.iter("dt", "dd"):
            if child in self._notes.taken:
                continue
            text = self._words(child)
            if child.tag == "dt":
                found += [name] if name else []
                name = text
            elif name and not cleaning.ends_sentence(name):
                found += rows_of([[name, text]], False)
                name = ""
            else:
                found += [one for one in (name, text) if one]
                name = ""
        return found + ([name] if name else [])

    def _unhead(self, element: Any) -> None:
        """Takes back the heading right above a block that is left out: it heads nothing else."""
        last = self._pieces[-1] if self._pieces else None
        above = element.getprevious()
        if last and last.kind == "heading" and last.level > 1 and above is not None and above.tag in _HEADINGS:
            self._pieces.pop()
            self._heading = next((one for one in self._pieces[::-1] if one.kind == "heading"), None)

    def _leave_out(self, element: Any, plain: bool) -> None:
        text = self._anchors.lift(self._words(element))[0]
        if text:
            (self._plain if plain else self._left).append(text)

    def _pass_over(self, root: Any, read: Sequence[Any]) -> None:
        """Notes what of length stands outside of the article."""
        element = root
        while element is not None and element.tag != "body":
            above = element.getparent()
            for other in above if above is not None else ():
                if other is not element and other not in read and not unread(other) and other not in self._notes.taken:
                    self._leave_out(other, self._page.is_plain(other))
            element = above


def _has_length(text: str) -> bool:
    return cleaning.measure(text) >= _CREDIT or cleaning.ends_sentence(text)


def _names_author(element: Any) -> bool:
    return (
        element.get("rel") == "author"
        or element.get("itemprop") == "author"
        or called(element.get("class") or "", "bylines")
    )


def _says_changed(element: Any) -> bool:
    return element.get("itemprop") == "dateModified" or called(element.get("class") or "", "changes")


def _is_plain_list(element: Any) -> bool:
    """Whether each value of a list of names and values is a line, and not a text with parts of its own."""
    return not any(
        len(words_of(dd).split()) > SMALL
        or any(one.tag in BLOCKS and one.tag not in ("p", "div") for one in dd.iter() if one is not dd)
        for dd in element.iter("dd")
    )


def _dated(text: str, times: list[tuple[str, str]]) -> tuple[str, str]:
    """The date that the markup of a line gives, and the line with it for the words that stand for it ("an hour ago").

    Both are "" where the line says more than who wrote something and when.
    """
    for date, words in times:
        said = text.replace(words, f" | {date} | ", 1) if words else f"{text} | {date}"
        byline = read_byline(said.strip(" |")) if date else None
        if byline is not None and byline.date == date:
            return date, said.strip(" |")
    return "", ""
