"""Facts of a source that somebody corrected: kept with it, and kept when its file is read again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from bot.errors import SourceError
from bot.model import Passage, Source
from bot.sources.bylines import date_of, names_of
from bot.sources.document import Document
from bot.sources.paragraphs import document_of, labels_in, paragraphs_of
from bot.sources.passages import CountTokens, make_passages, make_source

FACTS = ("title", "author", "publisher", "date", "url")
"""The facts of a source that can be corrected."""
LONGEST = 500
"""Letters of a fact, at most."""


def read_facts(given: Mapping[str, str]) -> dict[str, str]:
    """The facts as they are kept: dates as ISO, authors as a list of names; "" takes a fact away.

    Raises:
        SourceError: a title is empty, a date is none, an address is none, or a fact is too long.
    """
    facts = {name: " ".join(value.split()) for name, value in given.items() if name in FACTS}
    for name, value in facts.items():
        if len(value) > LONGEST:
            raise SourceError(f"The {name} has {len(value)} letters; at most {LONGEST} are kept.")
    if facts.get("title") == "":
        raise SourceError("A source needs a title: write one.")
    date = facts.get("date")
    if date:
        facts["date"] = date_of(date) or (date if date.isdigit() and len(date) == 4 else "")
        if not facts["date"]:
            raise SourceError(f"{date!r} is not a date. Write it as 2024-03-14, 14 March 2024, March 2024 or 2024.")
    if facts.get("url") and not facts["url"].startswith(("https://", "http://")):
        raise SourceError("Write a whole web address, with https:// before it.")
    if facts.get("author"):
        facts["author"] = names_of(facts["author"])
    return facts


def with_facts(document: Document, source: Source) -> Document:
    """A document that is read again, with the facts that were corrected in the source that it replaces."""
    kept = corrected_in(source)
    guessed = tuple(name for name in document.guessed if name not in kept)
    return replace(document, guessed=guessed, **cast(dict[str, Any], kept))


def corrected_in(source: Source) -> dict[str, str]:
    """The facts of a source that somebody corrected."""
    kept = json.loads(source.corrected) if source.corrected else {}
    return {name: str(value) for name, value in kept.items() if name in FACTS}


def corrected(
    source: Source, passages: Sequence[Passage], facts: Mapping[str, str], count_tokens: CountTokens
) -> tuple[Source, list[Passage]]:
    """The source with other facts, and its passages, whose places in the text follow from them.

    Raises:
        SourceError: as :func:`read_facts`.
    """
    kept = corrected_in(source) | read_facts(facts)
    document = replace(document_of(source, passages), **cast(dict[str, Any], kept))
    made = replace(make_source(document, source.topic, source.origin), corrected=json.dumps(kept, ensure_ascii=False))
    return made, make_passages(made, document, count_tokens, labels_in(paragraphs_of(source, passages)))
