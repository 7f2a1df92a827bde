"""Text from documents and from people made safe to stand in Markdown and in XML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.render import escape
from bot.search.terms import fold

_UNHOLDABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to hold (section 2.2, Char), and the carriage return, which it would turn into a new line."""
_OPENS_A_BLOCK = re.compile(r"^(?:[-+=#]|(\d+)(?=[.)]))")
_WEB = re.compile(r"https?://[^\s<>\"\\]+")


def printable(text: str) -> str:
    """The text with line ends as ``\\n``, and U+FFFD in place of each character that XML cannot hold."""
    return _UNHOLDABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def inline(text: str) -> str:
    """The text on one line of Markdown that reads as the same words: no markup, no HTML, no table, no formula."""
    return _marks_off(" ".join(printable(text).split()))


def read_aloud(body: str, spans: Sequence[tuple[int, int]], quoted: bool) -> str:
    """A card's body in Markdown, set as a quotation or as plain text, with what is read aloud in bold."""
    out, last = "", 0
    for start, end in sorted(_to_words(body, span) for span in spans):
        if start >= last and end > start:
            out += f"{_flat(body[last:start])}**{_flat(body[start:end])}**"
            last = end
    out += _flat(body[last:])
    return ("> " if quoted else "") + _block_off(" ".join(out.split()))


def file_name(title: str) -> str:
    """A title as the name of a file: plain letters, digits and hyphens ("Bogotá v. Ray": bogota-v-ray)."""
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60] or "lectern"


def is_link(url: str) -> bool:
    """Whether an address can be followed in a browser and holds nothing that would break out of a link."""
    return _WEB.fullmatch(url) is not None


def _flat(text: str) -> str:
    """As :func:`inline`, with the white space at the ends kept."""
    return re.sub(r"\s+", " ", _punctuation_off(printable(text)))


def _marks_off(text: str) -> str:
    return _block_off(_punctuation_off(text))


def _punctuation_off(text: str) -> str:
    safe = escape(text)
    for char in "|~&$":
        safe = safe.replace(char, f"\\{char}")
    return safe


def _block_off(line: str) -> str:
    """A line's opening kept from being read as a heading, a list or a rule."""
    found = _OPENS_A_BLOCK.match(line)
    if not found:
        return line
    number = found.group(1)
    return f"{number}\\{line[len(number) :]}" if number else f"\\{line}"


def _to_words(body: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span from its first letter or digit to its last: Markdown reads ``**`` beside punctuation as plain stars."""
    start, end = span
    while start < end and not body[start].isalnum():
        start += 1
    while end > start and not body[end - 1].isalnum():
        end -= 1
    return start, end
