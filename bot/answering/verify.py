"""Checks every quote of an answer against its source, character for character."""

from __future__ import annotations

from bot.answering.render import Written
from bot.errors import MisquoteError
from bot.model import Source


def verify(written: Written, sources: dict[str, Source]) -> Written:
    """The same, if all is exact.

    Raises:
        MisquoteError: a quote is not what its offsets say, or a statement cites nothing.
    """
    by_number = {citation.number: citation for citation in written.citations}
    for citation in written.citations:
        if sources[citation.source_id].text[citation.start : citation.end] != citation.quote:
            raise MisquoteError(f"The quote [{citation.number}] is not in {citation.title!r} where it is said to be.")
    for statement in written.statements:
        cited = [by_number[number].quote for number in statement.citations]
        if not cited or statement.text not in cited:
            raise MisquoteError(f"A statement is not the quote that it cites: {statement.text!r}.")
    return written
