"""What blocks of text are: running text, headings, or a site's own words; measured alike in every script."""

from __future__ import annotations

import re
import unicodedata

BODY_WORDS = 20
"""A block of at least this measure is taken for a paragraph; shorter ones must prove it."""
HEADING_WORDS = 12
BULLETS = "•◦▪‣●○∙*–—-"
"""The signs that stand before the items of a list; the last is a hyphen, so that it may end a set of letters."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})/?$", re.IGNORECASE)
_OWN = re.compile(r"\ball rights reserved\b|©|\(c\) \d{4}|\bcopyright \d{4}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_]+(?:[-’'.,][^\W_]+)*")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_TERMINAL = ".!?…。！？｡؟۔।॥։"
_AFTER_TERMINAL = "”’\"'»›)]」』）】¹²³⁴⁵⁶⁷⁸⁹⁰*†‡ "
_INSIDE = re.compile(rf"[^\W\d_]{{3}}[{re.escape(_TERMINAL)}][{re.escape(_AFTER_TERMINAL)}]*\s+\S")
_NUMBERED = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVXLC]{1,6}[.)]|[A-H][.)]|§\s?\d+|第.{1,4}[章节節部条])\s+\S|"
    r"^(?:chapter|part|section|appendix|article|annex|book|capítulo|parte|sección|chapitre|partie|kapitel|teil|abschnitt"
    r"|глава|часть|раздел)\s+(?:\d{1,3}|[IVXLC]{1,7}|[A-Z]|[^\W\d_]+)\b[:.–—]?",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """``text`` in NFC with one kind of line end and no control or direction-switching characters."""
    text = _LINE_ENDS.sub("\n", text).replace("\xa0", " ")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def measure(block: str) -> int:
    """How long a block is in words; in scripts that put no space between words, by their usual length in letters."""
    dense, unspaced = len(_DENSE.findall(block)), len(_UNSPACED.findall(block))
    spaced = _UNSPACED.sub(" ", _DENSE.sub(" ", block)) if dense or unspaced else block
    return len(_WORD.findall(spaced)) + (dense + 1) // 2 + (unspaced + 4) // 5


def ends_sentence(block: str) -> bool:
    """Whether the block ends as a sentence does."""
    return block.rstrip(_AFTER_TERMINAL).endswith(tuple(_TERMINAL))


def domain_of(block: str) -> str:
    """The domain that the block consists of, without "www.", or ""."""
    match = _DOMAIN.match(block.strip()) if len(block) < 100 else None
    return match.group(1).lower() if match else ""


def is_boilerplate(block: str) -> bool:
    """Whether a short block is what whoever publishes a page puts under it, as its copyright is."""
    return measure(block) < 25 and bool(_OWN.search(block))


def is_paragraph(block: str) -> bool:
    """Whether the block reads as running text: a sentence, however short, or long enough."""
    if not _LETTERS.search(block) or domain_of(block) or is_boilerplate(block):
        return False
    words = measure(block)
    if words >= BODY_WORDS or (ends_sentence(block) and len(_LETTERS.findall(block)) > 1):
        return True
    inside = _INSIDE.search(block)
    announces = words >= 3 and block.rstrip(_AFTER_TERMINAL).endswith((":", "："))
    return announces or (bool(inside) and words >= 8)


def is_heading(block: str) -> bool:
    """Whether the block could be a heading: short, begun with a capital or a number, without a full stop."""
    words = measure(block) if len(block) < 300 else 0
    if not 1 <= words <= HEADING_WORDS or not _LETTERS.search(block) or domain_of(block):
        return False
    if is_numbered(block):
        return not block.endswith((".", ";", ",")) or words <= 2
    return (
        not block[0].islower()
        and (block[0].isalpha() or block[0] in "“‘\"'¿¡«「『(")
        and not block.endswith((".", "。", ":", "：", ";", ","))
    )


def is_numbered(block: str) -> bool:
    """Whether the block begins with the number of a chapter or a section."""
    return bool(_NUMBERED.match(block))
