"""Reads plain text, scraped pages included."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.document import Document, Paragraph


def read_text(text: str, name: str = "") -> Document:
    """The document in a plain text; ``name`` serves as its title where it has none.

    Raises:
        SourceError: there is no running text in it.
    """
    found = cleaning.blocks(cleaning.clean_text(text))
    found = cleaning.without_repeats(cleaning.mend_drop_capitals(found))
    date = next(filter(None, map(cleaning.as_date, found)), "")
    domain = next(filter(None, map(cleaning.domain_of, found)), "")
    author = _author(found)
    title = _title(found)
    paragraphs, furniture = _paragraphs(found, title, author)
    if not paragraphs:
        raise SourceError(f"{name or 'The text'} holds no running text: nothing was added.")
    return Document(
        title=title or name,
        author=author,
        about_author=next((block for block in furniture if _is_note(block, _biography(author))), ""),
        publisher=domain,
        date=date,
        paragraphs=tuple(paragraphs),
        furniture=tuple(furniture),
    )


def _author(found: list[str]) -> str:
    named = next(filter(None, map(cleaning.byline, found)), "")
    if named:
        return named
    # "About", then the writer's name: the note that many sites put under an article.
    for before, block in pairwise(found):
        if before.casefold().startswith("about") and 2 <= len(block.split()) <= 5 and block.istitle():
            return block
    return ""


def _title(found: list[str]) -> str:
    """A short line right above the date or the byline, or the first line where it is a heading."""
    for block, after in pairwise(found):
        dated = cleaning.as_date(after) or cleaning.byline(after)
        if dated and cleaning.is_heading(block):
            return block
    lead = found[0] if found else ""
    followed = len(found) > 1 and (cleaning.is_paragraph(found[1]) or cleaning.is_heading(found[1]))
    return lead if lead and followed and cleaning.is_heading(lead) else ""


def _paragraphs(found: list[str], title: str, author: str) -> tuple[list[Paragraph], list[str]]:
    biography = _biography(author)
    paragraphs: list[Paragraph] = []
    furniture: list[str] = []
    section = ""
    for block, after in zip(found, [*found[1:], ""], strict=True):
        if block == title or (biography and biography.match(block)):
            furniture.append(block)
        elif cleaning.is_paragraph(block):
            paragraphs.append(Paragraph(block, section))
        elif cleaning.is_heading(block) and cleaning.is_paragraph(after) and not _is_note(after, biography):
            section = block
        else:
            furniture.append(block)
    return paragraphs, furniture


def _biography(author: str) -> re.Pattern[str] | None:
    return re.compile(rf"^{re.escape(author)} (?:is|was|has|works|writes)\b") if author else None


def _is_note(block: str, biography: re.Pattern[str] | None) -> bool:
    return bool(biography and biography.match(block))
