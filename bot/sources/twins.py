"""Whether two sources are one document under two names."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

from bot.model import Source
from bot.sources import origins
from bot.sources.head import TITLE
from bot.sources.reading.formats import ENDINGS


def same_document(one: Source, other: Source) -> bool:
    """Whether they say the same in the same format; a title taken from the file's name is no difference.

    The same text as Markdown and as PDF is two documents: their paragraphs and pages are cited differently.
    """
    if _format(one) != _format(other):
        return False
    if one.content_hash == other.content_hash:
        return True
    return (
        without_title(one) == without_title(other)
        and (one.author, one.date) == (other.author, other.date)
        and _named_after_its_file(one)
        and _named_after_its_file(other)
        and _below_title(one) == _below_title(other)
    )


def without_title(source: Source) -> int:
    """Letters of the text less those of the title: the same for twins, and quickly compared."""
    return len(source.text) - len(source.title)


def _format(source: Source) -> str:
    path = urlsplit(source.origin).path if "://" in source.origin else source.origin
    return ENDINGS.get(PurePath(path).suffix.lower(), "html")


def _named_after_its_file(source: Source) -> bool:
    return source.title == " ".join(PurePath(origins.shown(source.origin)).stem.split())


def _below_title(source: Source) -> str:
    first, _, rest = source.text.partition("\n")
    return rest if first == f"{TITLE}: {source.title}" else source.text
