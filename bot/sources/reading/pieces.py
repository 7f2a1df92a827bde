"""The pieces that a page or a Word file is read into: how each is put together, and how they become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.sources import cleaning
from bot.sources.bylines import Byline, date_of, read_byline
from bot.sources.document import Paragraph
from bot.sources.marks import lowered, raised

Kind = Literal["heading", "bold", "text", "item", "row", "bare"]
"""What a piece is. "bold": a line that is bold throughout, as headings without a heading's form are; "bare": a line in
nothing that says it is a paragraph."""
NOTES = "Notes"
"""The section of the notes at the end of a document."""
_TOP = 3
"""A byline is looked for before so many paragraphs of running text have begun, and under the last."""
_MOST = 6
_FIRST = 0xF0000
_LAST = 0xFFFD
_STAND_INS = re.compile("[\U000f0000-\U000ffffd]")
_BRACKETED = re.compile(r"^\s*[\[［【].{1,40}[\]］】]\s*$")
_CLOSING = (".", ",", ";", ":", "!", "?", ")", "]", "”", "’", "。", "、", "，")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block in its place.

    ``marks`` are the places of the marks of notes in its text, each with the key of its note; ``level`` that of a
    heading from 1; ``stated`` a date that its markup gives, ``said`` the text with that date for the words that stand
    for it; ``by``: its markup says that it names the author; ``style`` the name of its style in a Word file.
    """

    kind: Kind
    text: str
    marks: tuple[tuple[int, str], ...] = ()
    level: int = 0
    stated: str = ""
    said: str = ""
    by: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines around a text say of it, and the numbers of the pieces that only say that.

    ``stated``: its date was given by the markup.
    """

    author: str = ""
    publisher: str = ""
    date: str = ""
    stated: bool = False
    used: frozenset[int] = frozenset()


@dataclass(slots=True)
class Anchors:
    """The marks of notes in a document, each held in the texts by a letter of its own until these are done."""

    keys: list[str] = field(default_factory=list)

    def put(self, key: str) -> str:
        """The letter that stands where the mark of the note ``key`` stood."""
        self.keys.append(key)
        return chr(_FIRST + min(len(self.keys) - 1, _LAST))

    def lift(self, text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
        """``text`` without such letters, and the place and the note of each."""
        found = [(match.start(), self.keys[ord(match.group()) - _FIRST]) for match in _STAND_INS.finditer(text)]
        return _STAND_INS.sub("", text), tuple((start - before, key) for before, (start, key) in enumerate(found))


class Line:
    """The text of one block while it is read."""

    def __init__(self) -> None:
        self._text = ""
        self._mark = ""
        self._linked = False
        self._gap = False
        self._marked = False
        self.plain = 0
        """Letters so far that are not bold."""

    def add(self, words: str, bold: bool = False) -> None:
        """Goes on with ``words``; white space of any length is one space."""
        words = re.sub(r"\s+", " ", _STAND_INS.sub("", cleaning.clean_text(words)))
        if self._mark and words == " ":
            self._gap = True
            return
        self._settle(words)
        if not self._text or self._text.endswith(" "):
            words = words.lstrip(" ")
        if self._marked and self._text.endswith(" ") and words.startswith(_CLOSING):
            self._text = self._text.rstrip(" ")
        if words:
            self._marked = False
        self._text += words
        self.plain += 0 if bold else len(words.strip())

    def add_raised(self, mark: str, linked: bool = False) -> None:
        """A mark above the line; one that is a link, or in brackets, leads to a note whatever it stands on."""
        mark = " ".join(_STAND_INS.sub("", cleaning.clean_text(mark)).split())
        self._gap = False
        self._mark += mark
        self._linked |= linked or bool(_BRACKETED.match(mark))

    def add_lowered(self, mark: str) -> None:
        """A mark below the line, which is always part of the text."""
        self.add(lowered(mark))

    def put(self, anchor: str) -> None:
        """Puts the stand-in of a note's mark right after the last word."""
        bare = self._text.rstrip(" ")
        self._text = f"{bare}{anchor}{self._text[len(bare) :]}"

    def text(self) -> str:
        """The text so far, the stand-ins of notes' marks in it."""
        self._settle()
        return self._text.strip(" ")

    def _settle(self, after: str = "") -> None:
        if not self._mark:
            return
        before = _STAND_INS.sub("", self._text)
        written = "" if self._linked else raised(before, self._mark, after)
        self._text += written
        self._marked = not written
        if self._gap and not self._text.endswith(" "):
            self._text += " "
        self._mark, self._linked, self._gap = "", False, False


def is_running(piece: Piece) -> bool:
    """Whether a piece is a paragraph of running text."""
    return piece.kind in ("text", "item", "bare") and cleaning.is_paragraph(piece.text)


def under_title(title: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces under a title, its notes tied to the first of them."""
    found = list(pieces)
    if found and title.marks:
        found[0] = replace(found[0], marks=(*((0, key) for _, key in title.marks), *found[0].marks))
    return found


def with_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, bold lines above a paragraph turned into headings, headings that head nothing into paragraphs."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.kind == "bold":
            heads = after is not None and after.kind not in ("heading", "bold") and cleaning.is_heading(piece.text)
            piece = replace(piece, kind="heading" if heads else "text", level=6 if heads else 0)
        elif piece.kind == "heading":
            heads = after is not None and (after.kind != "heading" or after.level > piece.level)
            long = cleaning.measure(piece.text) > 2 * cleaning.HEADING_WORDS
            if long or (not heads and cleaning.ends_sentence(piece.text)):
                piece = replace(piece, kind="text", level=0)
        found.append(piece)
    return found


def head_of(pieces: Sequence[Piece]) -> Head:
    """The facts in the bylines and date lines above a text and under it."""
    end = max((at for at, piece in enumerate(pieces) if is_running(piece)), default=len(pieces))
    chronicle = _chronicle(pieces)
    found: dict[int, Byline] = {}
    running = 0
    for at, piece in enumerate(pieces):
        if running >= _TOP and at <= end:
            continue
        byline = _byline(piece) if at not in chronicle and len(found) < _MOST else None
        dated = any(one.date for one in found.values())
        late = bool(running) and (dated or (running > 1 and at < end))
        if byline is not None and (byline.author or not (late or piece.kind == "heading")):
            found[at] = byline
        running += is_running(piece) and at not in found
    facts = [found[at] for at in sorted(found)]
    date = next((at for at in sorted(found) if found[at].date), -1)
    return Head(
        author=next((one.author for one in facts if one.author), ""),
        publisher=next((one.publisher for one in facts if one.publisher), ""),
        date=found[date].date if date >= 0 else "",
        stated=date >= 0 and bool(pieces[date].stated),
        used=frozenset(at for at, one in found.items() if not one.rest),
    )


def _byline(piece: Piece) -> Byline | None:
    if piece.kind in ("item", "row") or len(piece.text) > 300:
        return None
    text = piece.said or piece.text
    return read_byline(text) or (read_byline(f"By {text}") if piece.by else None)


def _chronicle(pieces: Sequence[Piece]) -> frozenset[int]:
    """The dates with text under each: with two of them, the headings of a chronicle, but for one beside an author."""
    dated = [
        at
        for at, piece in enumerate(pieces[:-1])
        if piece.kind != "row" and date_of(piece.text) and is_running(pieces[at + 1]) and not _signed(pieces, at)
    ]
    return frozenset(dated) if len({pieces[at].text for at in dated}) > 1 else frozenset()


def _signed(pieces: Sequence[Piece], at: int) -> bool:
    beside = filter(None, (_byline(pieces[near]) for near in (at - 1, at + 1) if near >= 0))
    return any(byline.author and not byline.rest for byline in beside)


def paragraphs_of(pieces: Sequence[Piece], notes: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs under their headings, and after them the notes, in the order of their marks.

    A mark in a heading ties its note to the beginning of the paragraph under it.
    """
    found: list[Paragraph] = []
    places: dict[str, tuple[int, int]] = {}
    section, waiting = "", list[str]()
    for piece in pieces:
        if piece.kind == "heading":
            section = piece.text
            waiting += [key for _, key in piece.marks]
            continue
        found.append(Paragraph(piece.text, section))
        for place, key in (*((0, key) for key in waiting), *piece.marks):
            places.setdefault(key, (len(found), place))
        waiting = []
    tied = [Paragraph(notes[key], NOTES, note_to=place) for key, place in places.items() if notes.get(key)]
    loose = [Paragraph(text, NOTES) for key, text in notes.items() if key not in places and text]
    return (*found, *tied, *loose)
