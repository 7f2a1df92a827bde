"""A model's words as they come, made safe to show: ids in brackets become numbers, everything else is plain Markdown.

The model cites passages by id. Each id gets a number once, by first appearance; what is in brackets and no
id never becomes a number, so no citation can be forged. Bold and lists are kept; code, HTML, links and
addresses are shown as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_OPEN, _CLOSE = "[【［〔⟦", "]】］〕⟧"
_LONGEST = 160
"""Characters after which an open bracket is no citation."""
_RANGE = re.compile(r"\s*(?:[-–—−]|\.{2,3}|\bto\b)\s*")
_ITEM = re.compile(r"\s*[,;|/&]\s*|\s+and\s+|\s+")
_NAMED = re.compile(r"^(?:passage|source|sources|citation|ref|id|no)\b[.:#\s]*", re.IGNORECASE)
_PLACE = re.compile(
    r"\s*(?:†[^,;|]*|[,;:]?\s*(?:\b(?:pp?|pages?|lines?|paras?|paragraphs?)\b\.?|\bL(?=\d)|§|¶)\s*\d+(?:\s*[-–]\s*L?\d+)?)",
    re.IGNORECASE,
)
"""Where in a passage: lines or pages beside an id, which say nothing that its check would use."""
_ADDRESS = re.compile(r"(?:https?|ftp)://|\bwww\.", re.IGNORECASE)
_ADDRESS_BEGUN = re.compile(r"\b(?:h|ht|htt|https?|https?:|https?:/|f|ft|ftp|ftp:|ftp:/|w|ww|www)$", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6} +")
_LINE_BEGUN = re.compile(r"#{1,6} *|[*+•]")


@dataclass
class Numbering:
    """Turns pieces of a reply into text with ``[n]``; ``ids`` are those that may be cited, in the sources' order.

    ``numbers`` are those given so far. ``invented`` are brackets that look like a citation of something that
    was not given, each with where in ``text`` it stood.
    """

    ids: Sequence[str]
    numbers: dict[str, int] = field(default_factory=dict)
    invented: list[tuple[int, str]] = field(default_factory=list)
    text: str = ""
    _held: str = ""
    _spaces: str = ""
    _code: int = 0

    def feed(self, piece: str) -> str:
        """What can be shown now; what may still become a marker is held back."""
        self._held += piece
        return self._drain(final=False)

    def end(self) -> str:
        """What was held back."""
        out = self._drain(final=True)
        self._spaces = ""
        return out

    def _drain(self, final: bool) -> str:
        before = len(self.text)
        while self._held:
            taken = self._step(final)
            if taken == 0:
                break
            self._held = self._held[taken:]
        return self.text[before:]

    def _step(self, final: bool) -> int:
        """Deals with the beginning of what is held; how many characters, 0 where more must come first."""
        held, char = self._held, self._held[0]
        if char == "`":
            return self._backticks(final)
        if char in _OPEN and not self._code:
            return self._bracket(final)
        if char == "(" and not self._code:
            return self._round(final)
        if char == "*":
            return self._star(final)
        if char in " \t":
            self._spaces += char
            return 1
        if char == "\n":
            self._spaces = ""
            self.text += char
            return 1
        if self._at_line_start and (begun := _LINE_BEGUN.match(held)):
            return self._line_start(begun.end(), final)
        if not final and _ADDRESS_BEGUN.fullmatch(held):
            return 0
        address = _ADDRESS.match(held)
        if address:
            # Without its beginning no reader of Markdown makes a link of it.
            return address.end()
        self._put(f"\\{char}" if char in "\\_<>[]" else char)
        return 1

    @property
    def _at_line_start(self) -> bool:
        return not self._code and (not self.text or self.text.endswith("\n"))

    def _put(self, text: str) -> None:
        self.text += self._spaces + text
        self._spaces = ""

    def _backticks(self, final: bool) -> int:
        count = len(self._held) - len(self._held.lstrip("`"))
        if count == len(self._held) and not final:
            return 0
        if not self._code:
            self._code = count
        elif count >= self._code:
            self._code = 0
        return count

    def _star(self, final: bool) -> int:
        if len(self._held) < 2 and not final:
            return 0
        if self._held.startswith("**") and not self._code:
            self._put("**")
            return 2
        if self._at_line_start and self._held[1:2] in (" ", ""):
            self.text += "-"
            return 1
        self._put("\\*")
        return 1

    def _line_start(self, length: int, final: bool) -> int:
        """A heading loses its marks, another sign of a list becomes a dash."""
        if len(self._held) <= length and not final:
            return 0
        heading = _HEADING.match(self._held)
        if heading:
            return heading.end()
        char = self._held[0]
        self._put("-" if char in "+•" and self._held[1:2] == " " else f"\\{char}" if char == "#" else char)
        return 1

    def _bracket(self, final: bool) -> int:
        end = next((at for at, char in enumerate(self._held) if char in _CLOSE), -1)
        line = self._held.find("\n")
        if end < 0 or 0 <= line < end or end > _LONGEST:
            if not final and end < 0 and line < 0 and len(self._held) <= _LONGEST:
                return 0
            self._put("\\[")
            return 1
        inside = self._held[1:end].strip("` ")
        found, unknown = self._read(inside)
        if found or unknown:
            if unknown:
                self.invented.append((len(self.text), self._held[: end + 1]))
            if found:
                self._put("".join(f"[{self._number(each)}]" for each in found))
            else:
                self._spaces = ""
            return end + 1
        self._put("\\[")
        return 1

    def _round(self, final: bool) -> int:
        """Round brackets are a citation where nothing but ids stands in them."""
        end = self._held.find(")")
        inside = self._held[1:end] if end > 0 else self._held[1:]
        first = _ITEM.split(inside.strip("` "))[0]
        if end < 0 and not final and len(inside) <= _LONGEST and any(each.startswith(first) for each in self.ids):
            return 0
        items = [one.strip("`") for one in _ITEM.split(_PLACE.sub("", inside.strip("` "))) if one]
        if end < 0 or not items or not all(one in self.ids for one in items):
            self._put("(")
            return 1
        self._put("".join(f"[{self._number(each)}]" for each in dict.fromkeys(items)))
        return end + 1

    def _read(self, inside: str) -> tuple[list[str], bool]:
        """The ids that a bracket names, and whether it names something that looks like one and is none."""
        whole = _PLACE.sub("", _NAMED.sub("", inside)).lstrip("^").strip()
        ranged = self._ranged(whole)
        if ranged:
            return ranged, False
        found: list[str] = []
        unknown = False
        for item in filter(None, _ITEM.split(whole)):
            item = _NAMED.sub("", item).strip("[]^#`")
            ids = [item] if item in self.ids else self._ranged(item)
            found += [each for each in ids if each not in found]
            unknown = unknown or (not ids and any(char.isdigit() for char in item))
        return found, unknown

    def _ranged(self, item: str) -> list[str]:
        for dash in _RANGE.finditer(item):
            left, right = item[: dash.start()], item[dash.end() :]
            if left in self.ids and right not in self.ids:
                right = left[: left.rfind("-") + 1] + right
            if left in self.ids and right in self.ids:
                first, last = sorted((self.ids.index(left), self.ids.index(right)))
                return list(self.ids[first : last + 1])
        return []

    def _number(self, passage_id: str) -> int:
        return self.numbers.setdefault(passage_id, len(self.numbers) + 1)
