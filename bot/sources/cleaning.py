"""Turns scraped plain text into paragraphs: the site's furniture out, repeats out, torn words mended."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

BODY_WORDS = 20
"""A block of at least this many words is taken for a paragraph; shorter ones must prove it."""
HEADING_WORDS = 12

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/?$", re.IGNORECASE)
_DISCLAIMER = re.compile(r"^(?:the )?(?:views|opinions) (?:presented|expressed|here)", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"\ball rights reserved\b|\bcookies?\b.*\b(?:site|experience|consent|accept|settings)\b|©|\bcopyright \d{4}|"
    r"^(?:subscribe|sign up|sign in|log ?in|register|follow us|share (?:this|on)|read (?:more|also|next)|most read|"
    r"related|advertisement|sponsored|skip to|click here|print this|download the app|newsletter)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r",\s*writes ([^.,]{3,80})\.?$")
_BY = re.compile(r"^by ([^.,]{3,80})$", re.IGNORECASE)
_DATES = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%Y-%m-%d")


def clean_text(text: str) -> str:
    """``text`` in NFC with one kind of line end and no control or direction-switching characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def blocks(text: str) -> list[str]:
    """The blocks between blank lines. Lines of a wrapped paragraph are joined; short ones stand alone."""
    found: list[str] = []
    for chunk in re.split(r"\n[ \t]*\n", text):
        lines = [" ".join(line.split()) for line in chunk.split("\n") if line.strip()]
        wrapped = len(lines) > 1 and all(len(line) > 50 for line in lines[:-1])
        found.extend([" ".join(lines)] if wrapped else lines)
    return found


def mend_drop_capitals(found: list[str]) -> list[str]:
    """Joins a lone capital to the word it was torn from ("O", "nce hailed" make "Once hailed")."""
    mended: list[str] = []
    for block in found:
        torn = mended and len(mended[-1]) == 1 and mended[-1].isupper() and block[:1].islower()
        if torn:
            mended[-1] += block
        else:
            mended.append(block)
    return mended


def without_repeats(found: list[str]) -> list[str]:
    """Each block once, where it first stood; white space and case are not a difference."""
    seen: set[str] = set()
    kept: list[str] = []
    for block in found:
        key = " ".join(block.casefold().split())
        if key not in seen:
            seen.add(key)
            kept.append(block)
    return kept


def as_date(block: str) -> str:
    """The ISO date that the block consists of, or ""."""
    for pattern in _DATES:
        try:
            return datetime.strptime(block.strip(), pattern).date().isoformat()
        except ValueError:
            continue
    return ""


def domain_of(block: str) -> str:
    """The domain that the block consists of, without "www.", or ""."""
    match = _DOMAIN.match(block.strip())
    return match.group(1).lower() if match else ""


def byline(block: str) -> str:
    """The writer that a standfirst or a "By …" line names, or ""."""
    match = _BYLINE.search(block) or _BY.match(block)
    return match.group(1).strip() if match else ""


def is_boilerplate(block: str) -> bool:
    """Whether a short block is a site's own word to its readers and not the article's."""
    return len(block.split()) < 25 and bool(_BOILERPLATE.search(block))


def is_paragraph(block: str) -> bool:
    """Whether the block reads as running text and not as furniture."""
    if _DISCLAIMER.match(block) or _BYLINE.search(block) or is_boilerplate(block):
        return False
    words = block.split()
    ends = block.rstrip("”\"')’ ").endswith((".", "!", "?", "…", ":"))
    return len(words) >= BODY_WORDS or (ends and len(words) >= 4)


def is_heading(block: str) -> bool:
    """Whether the block could be a heading: short, capitalised, without a full stop."""
    words = block.split()
    return (
        1 <= len(words) <= HEADING_WORDS
        and block[0].isupper()
        and any(char.islower() for char in block)
        and not block.endswith((".", ":", ";", ","))
        and not domain_of(block)
        and not as_date(block)
    )
