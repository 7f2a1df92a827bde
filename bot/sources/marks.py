"""Raised and lowered marks: which are marks of notes, and how those that are part of the text are written."""

from __future__ import annotations

import re

_NOTE = re.compile(r"^[\[(]?(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[*†‡§¶]{1,3}|[a-d])[\])]?$")
_SIGNED = re.compile(r"^[+−–-]?\d+$")
_POWER = re.compile(r"(?:(?<![\d.,])10|[×x·]\s*\d+|(?<![^\W\d_])(?:[kcmdnµμ]?m|ft|in|yd|mi|s|[a-zA-Z]|\)))$")
"""What a power stands on: ten, a factor, a unit of length or time, one letter, a closed bracket."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def is_note(before: str, mark: str) -> bool:
    """Whether a raised ``mark`` after the text ``before`` leads to a note and is no part of the text.

    A power stands on ten, a unit, a variable or a factor; a sign or letters ("19th", "Mme") make no mark of a note.
    """
    mark = mark.translate(_RAISED).strip()
    return bool(_NOTE.match(mark)) and not (_SIGNED.match(mark) and _POWER.search(before))


def raised(before: str, mark: str, after: str = "") -> str:
    """How a raised ``mark`` is written on the line: "" for a note's mark, "^6" for a power, letters as they are.

    The upper number of a fraction, whose stroke ``after`` begins with, is a number: "9 1" of "9 1/2".
    """
    plain = mark.translate(_RAISED)
    if is_numerator(plain, after):
        return f" {plain.strip()}" if before[-1:].isdigit() else plain.strip()
    if not plain.strip() or is_note(before, mark):
        return ""
    return f"^{plain.strip()}" if _SIGNED.match(plain.strip()) else plain


def is_numerator(mark: str, after: str) -> bool:
    """Whether a raised ``mark`` is the upper number of a fraction, by what stands ``after`` it."""
    return after.startswith(("/", "⁄")) and mark.strip().isdigit()


def lowered(mark: str) -> str:
    """How a lowered ``mark`` is written on the line: as plain letters and digits (CO2)."""
    return mark.translate(_LOWERED)
