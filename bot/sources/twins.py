"""Whether two sources are one document under two names, or in two formats."""

from __future__ import annotations

import hashlib
import re

from bot.model import Source

_MARK = re.compile(r"^(?:\f|## )")
_LISTED = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+")
_SIGNS = re.compile(r"[\W_]+")


def same_document(one: Source, other: Source) -> bool:
    """Whether they say the same: the same letters and figures in one order, however signed, parted and headed.

    Facts that both have must agree; a title may differ, since some formats have none.
    """
    if one.content_hash == other.content_hash:
        return True
    agree = one.kind == other.kind and _agree(one.author, other.author) and _agree(one.date, other.date)
    return agree and letters_of(one) == letters_of(other)


def letters_of(source: Source) -> str:
    """A hash of the letters and figures of the text below the head, but for headings and the numbers of items."""
    body = source.text.split("\n\n")[1:]
    parts = (_SIGNS.sub("", _LISTED.sub("", part.casefold())) for part in body if not _MARK.match(part))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def lengths_of_twins(source: Source) -> tuple[int, int]:
    """How many letters the text of another form of the source has, at least and at most."""
    size = len(source.text)
    return int(0.8 * size) - 500, int(1.25 * size) + 500


def _agree(fact: str, other: str) -> bool:
    """Whether two facts can both be true: the same, one that says more, or one that is not known."""
    one, two = (_SIGNS.sub(" ", value.casefold()).strip() for value in (fact, other))
    return one in two or two in one
