"""What PDFium finds on a page: words with their places and sizes, and the rules and bullets that are drawn."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from bot.sources.cleaning import clean_text

APART = 0.13
"""A gap of so many times the size of the letters between two pieces of text is a space."""
BROKEN = 1.5
"""A gap of so many times their size: what follows is no word of the same piece."""
THIN = 2.5
"""Points that a rule is thick, at most."""
DRAWN = 5_000
"""Drawn objects of a page that are looked at, at most."""
UNREADABLE = "\ufffd"
"""Stands for a letter of which the file says only how it looks."""
_HYPHENS = frozenset({0x02, 0xFFFE})
"""What PDFium may put for the hyphen at the end of a line."""
_NAME = 128


@dataclass(frozen=True, slots=True)
class Word:
    """Letters side by side: points from the lower left, ``y`` their baseline, ``size`` that of the letters.

    ``glued``: the file puts no space between it and the word before it.
    """

    text: str
    x: float
    right: float
    y: float
    size: float
    bold: bool
    glued: bool = False


class Box(NamedTuple):
    """The bounds of something drawn, in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its words in the order of the file, its size, its rules across and upright, and drawn bullets.

    ``space`` is the usual gap between two words, in sizes of their letters.
    """

    words: tuple[Word, ...]
    width: float
    height: float
    space: float = 0.0
    across: tuple[Box, ...] = ()
    upright: tuple[Box, ...] = ()
    dots: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Face:
    """How a piece of text is set: the size of its letters, and the quarter turns by which it is turned."""

    size: float
    bold: bool
    turns: int


class _Letter(NamedTuple):
    char: str
    box: Box
    y: float
    face: _Face
    spaced: bool


def sheet_of(page: pdfium.PdfPage) -> Sheet:
    """What stands on a page, turned so that most of its text is upright; what stands across it is left out."""
    text = page.get_textpage()
    try:
        letters = list(_letters(text))
    finally:
        text.close()
    counts = Counter(letter.face.turns for letter in letters)
    turns = counts.most_common(1)[0][0] if counts else 0
    bounds = _rotated(Box(*page.get_bbox()), turns)
    width, height = bounds.right - bounds.left, bounds.top - bounds.bottom
    words = _words([letter for letter in letters if letter.face.turns == turns], bounds)
    words = [word for word in words if -1 <= word.x <= width and -1 <= word.y <= height]
    size = Counter(round(word.size) for word in words).most_common(1)[0][0] if words else 0
    boxes = [_moved(_rotated(box, turns), bounds) for box in _drawn(page)]
    return Sheet(
        tuple(words), width, height, _usual_gap(words),
        across=tuple(box for box in boxes if box.top - box.bottom <= THIN and box.right - box.left > size),
        upright=tuple(box for box in boxes if box.right - box.left <= THIN and box.top - box.bottom > size),
        dots=tuple(box for box in boxes if _is_dot(box, size)),
    )  # fmt: skip


def _usual_gap(words: Sequence[Word]) -> float:
    gaps = sorted(
        (word.x - last.right) / word.size
        for last, word in pairwise(words)
        if abs(word.y - last.y) < 1 and not word.glued and 0 < word.x - last.right < BROKEN * word.size
    )
    # The cells of a table are further apart than words.
    return gaps[len(gaps) // 4] if gaps else 0.0


def _letters(text: pdfium.PdfTextPage) -> Iterator[_Letter]:
    """The letters of a page in the order of the file, each with its box, turned upright."""
    # Each piece of text has one face and one baseline.
    faces: dict[int, tuple[_Face, float, float]] = {}
    fonts: dict[int, bool] = {}
    spaced = False
    x, y = ctypes.c_double(), ctypes.c_double()
    loose = raw.FS_RECTF()
    handle, where = text.raw, ctypes.byref(loose)
    for at in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, at)
        char = chr(code) if 32 < code < 127 else _readable(code)
        piece = raw.FPDFText_GetTextObject(handle, at) if not char.isspace() else None
        if not piece:
            # Line ends that PDFium makes out are no spaces: it sees one before every raised mark.
            spaced = spaced or char == " "
            continue
        key = ctypes.addressof(piece.contents)
        if key not in faces:
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            faces[key] = _face(text, at, piece, fonts), x.value, y.value
        face, left, level = faces[key]
        # From the letter's origin to where the next one would stand, whatever its ink takes.
        raw.FPDFText_GetLooseCharBox(handle, at, where)
        box = _rotated(Box(loose.left, loose.bottom, loose.right, loose.top), face.turns)
        height = _rotated(Box(left, level, left, level), face.turns).bottom if face.turns else level
        yield _Letter(char, box, height, face, spaced)
        spaced = False


def _readable(code: int) -> str:
    """The letter of a code as text has it: ligatures and forms of Arabic letters taken apart, signs as bullets."""
    if code in _HYPHENS:
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code == 0xFFFF:
        return UNREADABLE
    if 0xF000 <= code <= 0xF8FF:
        return "•"
    char = chr(code)
    return unicodedata.normalize("NFKC", char) if 0xFB00 <= code <= 0xFEFC else char


def _face(text: pdfium.PdfTextPage, at: int, piece: Any, fonts: dict[int, bool]) -> _Face:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, at, matrix)
    size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    turns = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    font = raw.FPDFTextObj_GetFont(piece) if piece else None
    key = ctypes.addressof(font.contents) if font else 0
    if key not in fonts:
        name = ctypes.create_string_buffer(_NAME)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, at, name, _NAME, flags)
        fonts[key] = any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))
    return _Face(round(abs(size), 2) or 1.0, fonts[key], turns)


def _rotated(box: Box, turns: int) -> Box:
    """A box as it lies where the page is turned back by so many quarter turns."""
    for _ in range(turns):
        box = Box(box.bottom, -box.right, box.top, -box.left)
    return box


def _moved(box: Box, bounds: Box) -> Box:
    return Box(
        box.left - bounds.left, box.bottom - bounds.bottom, box.right - bounds.left, box.top - bounds.bottom
    )  # fmt: skip


def _words(letters: list[_Letter], bounds: Box) -> list[Word]:
    """The letters put together to words: of one size, on one line, without a gap."""
    found: list[Word] = []
    group: list[_Letter] = []
    glued = False
    for letter in letters:
        if group:
            last = group[-1]
            size = max(last.face.size, letter.face.size)
            # Either way: in some scripts the next letter stands to the left.
            gap = max(letter.box.left - last.box.right, last.box.left - letter.box.right)
            beside = abs(letter.y - last.y) < 0.6 * size and gap < BROKEN * size
            apart = not beside or (letter.spaced and gap > 0) or (gap > APART * size and not is_leftward(letter.char))
            if apart or letter.face != last.face or abs(letter.y - last.y) > 0.05 * size:
                found.append(_word(group, glued, bounds))
                group, glued = [], not apart
        group.append(letter)
    found += [_word(group, glued, bounds)] if group else []
    return [word for word in found if word.text]


def _word(letters: list[_Letter], glued: bool, bounds: Box) -> Word:
    first = letters[0]
    text = [letter.char for letter in letters]
    if is_leftward(text[0]) and first.box.left < letters[-1].box.left:
        # PDFium turns some words of a script that runs to the left, and some not.
        text.reverse()
    return Word(
        text=clean_text("".join(text)),
        x=min(letter.box.left for letter in letters) - bounds.left,
        right=max(letter.box.right for letter in letters) - bounds.left,
        y=first.y - bounds.bottom,
        size=first.face.size,
        bold=first.face.bold,
        glued=glued,
    )


def is_leftward(text: str) -> bool:
    """Whether a text begins with a letter of a script that is written from right to left."""
    return unicodedata.bidirectional(text[0]) in ("R", "AL")


def _drawn(page: pdfium.PdfPage) -> Iterator[Box]:
    """The bounds of the paths that are drawn; of a box that is taller than thick, its four edges as well."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(min(raw.FPDFPage_CountObjects(page), DRAWN)):
        piece = raw.FPDFPage_GetObject(page, at)
        if raw.FPDFPageObj_GetType(piece) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(piece, left, bottom, right, top):
            continue
        box = Box(left.value, bottom.value, right.value, top.value)
        yield box
        if min(box.top - box.bottom, box.right - box.left) > 4 * THIN:
            yield Box(box.left, box.bottom, box.right, box.bottom)
            yield Box(box.left, box.top, box.right, box.top)
            yield Box(box.left, box.bottom, box.left, box.top)
            yield Box(box.right, box.bottom, box.right, box.top)


def _is_dot(box: Box, size: float) -> bool:
    """Whether something is drawn as the bullet of a list is: small and as high as wide."""
    width, height = box.right - box.left, box.top - box.bottom
    return 0.15 * size < width < 0.7 * size and 0.7 * width < height < 1.4 * width
