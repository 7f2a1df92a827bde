"""Writes the pieces of a paragraph as running text: marks of notes out and their places kept, other signs in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from bot.sources.hyphens import joined
from bot.sources.marks import lowered, raised

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol option p pre search section summary "
    "table td th tr ul".split()
)
"""HTML's tags that begin or end a block."""
_CLOSING = (".", ",", ";", ":", "!", "?", ")", "]", "”", "’", "»", "。", "，")


class Words:
    """The text of one paragraph as it grows; white space in it is one space."""

    def __init__(self, known: Counter[str] | None = None) -> None:
        """``known`` counts the words of the document, by which words torn at the end of a line are mended."""
        self.text = ""
        self.notes: list[tuple[str, int]] = []
        self._known = known or Counter()
        self._gap = ""
        self._marked = False
        self._raising = self._lowering = False
        self._sign = self._held = ""

    def add(self, piece: str) -> None:
        """Puts the piece behind what is there."""
        if self._raising or self._lowering:
            self._sign += piece
            return
        self._settle(piece)
        words = " ".join(piece.split())
        if piece[:1].isspace():
            self._gap = self._gap or " "
        if not words:
            return
        if self._gap and self.text:
            self._join(words)
        else:
            self.text += words
        self._gap = " " if piece[-1].isspace() else ""
        self._marked = False

    def _join(self, words: str) -> None:
        torn = self._gap == "\n"
        wide = all(unicodedata.east_asian_width(char) in "WF" for char in (self.text[-1], words[0]))
        if (torn and wide) or (self._marked and words.startswith(_CLOSING)):
            self.text += words
        elif torn and re.search(r"[^\W\d_][-‐\u00ad]$", self.text):
            self.text = joined(self.text, words, self._known)
        else:
            self.text += f" {words}"

    def line_end(self) -> None:
        """Ends a line of the source, within the paragraph."""
        self._gap = "\n"

    def gap(self) -> None:
        """Parts what is there from what follows by a space."""
        self._gap = self._gap or " "

    def mark(self, note: str) -> None:
        """Notes that the mark of this note stands here."""
        self._settle()
        self.notes.append((note, len(self.text)))
        self._marked = True

    def tag(self, name: str, closing: bool = False) -> None:
        """Takes an HTML tag within the paragraph: a break parts words, raised and lowered signs come onto the line."""
        if name == "br" or name in BLOCKS:
            self.gap()
        elif name in ("sup", "sub"):
            self._close()
            self._raising, self._lowering = name == "sup" and not closing, name == "sub" and not closing

    def _close(self) -> None:
        sign, self._sign = self._sign, ""
        above, below = self._raising, self._lowering
        self._raising = self._lowering = False
        if below:
            self.add(lowered(sign))
        elif above:
            # What it means is seen by what follows.
            self._held += sign

    def _settle(self, after: str = "") -> None:
        held, self._held = self._held, ""
        if held:
            written = raised(self.text, held, after)
            if written and self._gap:
                self.text += " "
                self._gap = ""
            self.text += written.lstrip() if self.text.endswith(" ") else written
            self._marked = not written

    def end(self) -> str:
        """The whole text."""
        self._close()
        self._settle()
        return self.text.strip()
