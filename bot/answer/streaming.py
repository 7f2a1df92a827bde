"""An answer as a stream of events, word by word."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from bot.model import Answer, Citations, Event, Final, Token

WORDS = 4
"""Words in one token of the stream."""
_PIECE = re.compile(rf"(?:\S+\s*){{1,{WORDS}}}|\s+")


def events(answer: Answer) -> Generator[Event]:
    """The citations, the text in pieces that join to ``answer.text``, and the answer itself."""
    yield Citations(answer.citations)
    yield from tokens(answer.text)
    yield Final(answer)


def tokens(text: str) -> Iterator[Token]:
    """A text in pieces that join to it."""
    for match in _PIECE.finditer(text):
        yield Token(match.group())
