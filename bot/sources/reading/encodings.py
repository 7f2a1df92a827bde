"""Tells the encoding of a text file by how its letters would read, and refuses what would be gibberish."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bot.errors import SourceError

SAMPLE = 40_000
"""Bytes by which an encoding is told, at most."""
PLAUSIBLE = 0.85
"""A reading is taken where what is outside ASCII is, by so large a part, what a language would have there."""
TELLING = 30
"""Among so many different words of a language one of its small words is to be expected."""
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}  # fmt: skip
_ONE_BYTE = (
    "cp1252", "cp1250", "iso8859_2", "cp1251", "koi8_r", "koi8_u", "iso8859_5", "mac_cyrillic", "cp866", "cp1253",
    "iso8859_7", "mac_greek", "cp1254", "iso8859_15", "mac_roman", "mac_latin2", "mac_turkish", "cp1257", "iso8859_13",
    "cp1255", "cp1256", "iso8859_6", "cp850", "cp852", "cp437", "cp855",
)  # fmt: skip
"""Those with a byte a letter, the commoner of like ones first."""
_MANY_BYTES = {
    "shift_jis": "ja", "cp932": "ja", "euc_jp": "ja", "gb18030": "zh", "big5": "zh-hant", "big5hkscs": "zh-hant",
    "euc_kr": "ko", "cp949": "ko",
}  # fmt: skip
USUAL = 0.08
"""A reading as Chinese, Japanese or Korean is taken where so large a part of its letters are among the commonest."""
_PIECE = 400
_WORD = re.compile(r"[^\s.,;:!?()\[\]\"“”„«»…]+")
_SIGN, _ATTACHED = 0.93, 0.91
"""What a sign in its place is worth, and a dash at a letter: less than a letter of the language, which it may hide."""
_LATIN = frozenset("äáãåąăčçéšõ")
"""Letters of which a language in Latin script has one at least."""
_QUOTES = "“”„‘‚«»‹›"
_SIGNS = "§©±×÷•·…№µ\u00a0\u00ad"


def decode(data: bytes, name: str) -> str:
    """The text of a file: in UTF-8, UTF-16, UTF-32, or an older encoding in which its letters read as a language's.

    Raises:
        SourceError: it is no text, or no encoding is known in which it would read as one.
    """
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    wide = "" if marked else unmarked_wide(data)
    if b"\x00" in data[:4096] and not marked and not wide:
        raise SourceError(f"{name} is not a text file, whatever its ending says: nothing was added.")
    try:
        text = data.decode(marked or wide or "utf-8")
    except UnicodeDecodeError:
        text = "" if marked or wide or _damaged(data) else _in_an_old_one(data)
    if b"\x1b$" in data and not marked:
        text = _decoded(data, "iso2022_jp") or text
    if not text.strip():
        raise SourceError(f"The letters of {name} cannot be made out: save it as UTF-8 and add it again.")
    return text


def _damaged(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few that are not: its longer letters hardly come about by chance."""
    text = data[: 20 * SAMPLE].decode("utf-8", errors="replace")
    return len(text) - len(text.encode("ascii", errors="ignore")) > 2 * text.count("\ufffd")


def unmarked_wide(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" where the bytes are a text in it without its mark, else ""."""
    head = data[: 4096 - len(data) % 2] if len(data) < 4096 else data[:4096]
    if len(head) < 4 or len(data) % 2 or b"\x00" not in head:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded(head, encoding) or _decoded(head[:-2], encoding)
        if text and _reads(text):
            return encoding
    return ""


def _reads(text: str) -> bool:
    """Whether a text decoded two bytes a letter is one: printable, of one script, with more than single letters."""
    if any(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\f" for char in text):
        return False
    letters = [char for char in text if char.isalpha()]
    scripts = Counter(unicodedata.name(char, "?").split()[0] for char in letters)
    east = sum(scripts[name] for name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
    most = max([east, *scripts.values()], default=0)
    turned = sum(ord(char) & 0xFF == 0 for char in text)
    return len(letters) > len(text) / 3 and most > 0.9 * len(letters) and turned < len(text) / 10


def _in_an_old_one(data: bytes) -> str:
    pieces = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
    sample = b" ".join(islice((piece for piece in pieces if not piece.isascii()), SAMPLE // _PIECE))
    best, found = 0.0, ""
    for encoding in _ONE_BYTE:
        text = _decoded(sample, encoding)
        score = plausibility(text) if text else 0.0
        if score > best + 1e-9:
            best, found = score, encoding
    # Small words settle it; without one, what reads well with a byte a letter may be two bytes a letter.
    many, usual = ("", 0.0) if best > 1.0 else _many_bytes(data)
    if best >= PLAUSIBLE and usual < 2 * USUAL:
        return _decoded(data, found)
    return _decoded(data, many) if usual >= USUAL else ""


def _many_bytes(data: bytes) -> tuple[str, float]:
    """The encoding with several bytes a letter in which the text reads best, and how usual its letters are then."""
    best, found = 0.0, ""
    first = next(at for at, byte in enumerate(data) if byte > 127)
    for encoding, language in _MANY_BYTES.items():
        text = next(filter(None, (_decoded(data[first : first + SAMPLE - cut], encoding) for cut in range(4))), "")
        score = _usual(text, language) if text else 0.0
        if score > best:
            best, found = score, encoding
    return found, best


def plausibility(text: str) -> float:
    """How well what is outside ASCII fits the language that it fits best: under one, and more for its small words."""
    words = Counter(word.casefold() for word in _WORD.findall(text))
    total = sum(words.values())
    odd = Counter(
        (text[max(0, at - 1) : at], char, text[at + 1 : at + 2]) for at, char in enumerate(text) if not char.isascii()
    )
    count = sum(odd.values())
    if not count or any(unicodedata.category(char) in ("Cc", "Cn", "Co") for _, char, _ in odd):
        return 0.0
    plain = sum(char.isascii() and char.isalpha() for char in text)
    part = sum(times for (_, char, _), times in odd.items() if char.isalpha())
    best = 0.0
    for letters, small in _languages():
        latin = not _LATIN.isdisjoint(letters)
        share = sum(words[word] for word in small) / max(total, 1)
        if (not share and len(words) >= TELLING) or (part > 3 * plain if latin else 4 * part < plain):
            continue
        fits = sum(
            (_fit_letter(*there, letters, small) if there[1].isalpha() else _fit(*there, letters)) * times
            for there, times in odd.items()
        )
        if fits / count >= PLAUSIBLE:
            best = max(best, fits / count + share)
    return best


def _fit_letter(before: str, char: str, after: str, letters: Mapping[str, float], small: frozenset[str]) -> float:
    """What a letter is worth between its neighbours in a language; nothing where it cannot stand there."""
    if char in "ªº":
        return _SIGN if before.isdigit() or before == "." else 0.0
    turned = char.isupper() and before.islower()
    foreign = _LATIN.isdisjoint(letters) and any(near.isascii() and near.isalpha() for near in (before, after))
    alone = not before.isalpha() and not after.isalpha() and char.casefold() not in small and after not in (".", "’")
    if turned or foreign or alone or before in (".", ",", ";", "!", "?") or (char == "ς" and after.isalpha()):
        return 0.0
    return letters.get(char.lower(), 0.0)


def _fit(before: str, char: str, after: str, letters: Mapping[str, float]) -> float:
    """As :func:`_fit_letter`, for what is no letter."""
    inside = before.isalpha() and after.isalpha()
    if unicodedata.combining(char):
        return letters.get(char, 0.0)
    if char in "–—":
        return _ATTACHED if before.isalpha() or after.isalpha() else _SIGN
    if char == "’":
        fits = not before.isspace()
    elif char in "¿¡":
        return _ATTACHED if not before.isalnum() and after.isalpha() else 0.0
    elif char in _QUOTES:
        # Which of them opens and which closes is another in every language.
        fits = not (before.isalnum() and after.isalnum())
    elif char in "¹²³®™":
        fits = bool(before.strip()) and not after.isalpha()
    elif char in "°½¼¾":
        fits = not before.isalpha()
    elif char in "€£¥":
        fits = not before.isalpha() and not after.isalpha()
    else:
        fits = char in _SIGNS and not inside
    return _SIGN if fits else 0.0


def _usual(text: str, language: str) -> float:
    """The part of the eastern letters of a text that are among the language's commonest; 0 for what is no text."""
    letters = [char for char in text if char.isalpha() and not char.isascii()]
    known = sum(unicodedata.name(char, "?").startswith(("CJK", "HIRA", "KATA", "HANGUL")) for char in letters)
    strange = any(unicodedata.category(char) in ("Co", "Cn", "Cc") and char not in "\t\n\r\f" for char in text)
    if not letters or strange or known < 0.95 * len(letters):
        return 0.0
    return sum(char in _lists()["usual"][language] for char in letters) / len(letters)


@cache
def _languages() -> list[tuple[dict[str, float], frozenset[str]]]:
    """Each language's letters with what one of them is worth, the common ones a little more, and its small words."""
    return [
        ({char: worth - 0.03 * at / len(letters) for at, char in enumerate(letters)}, frozenset(small.split()))
        for letters, small, worth in (
            # English has such letters only in names and borrowed words.
            (one["letters"], one["words"], 0.9 if name == "en" else 1.0)
            for name, one in _lists()["languages"].items()
        )
    ]


@cache
def _lists() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return data


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return ""
