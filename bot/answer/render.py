"""Writes a draft out: gives the numbers, once, by first appearance, makes the Markdown, and checks every quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.answer.draft import Draft, Line, Part
from bot.errors import MisquoteError
from bot.model import Actor, Citation, Source, Statement
from bot.sources.citing import citation


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as text with ``[n]`` markers, its statements and its citations."""

    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


@dataclass
class _Numbers:
    """Numbers of quotes by where they stand."""

    sources: dict[str, Source]
    actors: Sequence[Actor]
    given: dict[tuple[str, int, int], Citation] = field(default_factory=dict)

    def of(self, line: Line) -> int:
        key = (line.source_id, line.start, line.end)
        if key not in self.given:
            self.given[key] = citation(
                len(self.given) + 1, self.sources[line.source_id], line.passage, (line.start, line.end), line.side,
                line.voice, self.actors,
            )  # fmt: skip
        return self.given[key].number


def write(draft: Draft, sources: dict[str, Source], actors: Sequence[Actor] = ()) -> Written:
    """The draft's text, statements and citations; ``sources`` by id, ``actors`` those that the topic knows."""
    numbers = _Numbers(sources, actors)
    blocks: list[str] = []
    statements: list[Statement] = []
    for part in draft.parts:
        marked = [(line, [numbers.of(each) for each in (line, *line.copies)]) for line in part.lines]
        statements.extend(
            Statement(line.text, tuple(cited), "verbatim", line.emphasis, part.label) for line, cited in marked
        )
        written = [f"{_bold(line)} {''.join(f'[{number}]' for number in cited)}" for line, cited in marked]
        blocks.extend(_blocks(part, written, draft.bullets))
    return Written("\n\n".join(blocks), tuple(statements), tuple(numbers.given.values()))


def _blocks(part: Part, lines: list[str], bullets: bool) -> list[str]:
    head = [f"**{part.label}**"] if part.label else []
    lead = [part.lead] if part.lead else []
    if bullets and lines:
        return [*head, *lead, "\n".join(f"- {line}" for line in lines)]
    return [*head, *lead, *([" ".join(lines)] if lines else [])]


def _bold(line: Line) -> str:
    """The line's text as Markdown: what Markdown would read as markup is escaped, emphasis is bold."""
    edges = sorted(set(chain.from_iterable(line.emphasis)))
    out, last = "", 0
    for edge in edges:
        piece = escape(line.text[last:edge])
        out += piece + "**"
        last = edge
    return out + escape(line.text[last:])


def verify(written: Written, sources: dict[str, Source]) -> Written:
    """The same, if all is exact.

    Raises:
        MisquoteError: a quote is not what its offsets say, or a statement cites nothing.
    """
    by_number = {one.number: one for one in written.citations}
    for one in written.citations:
        if sources[one.source_id].text[one.start : one.end] != one.quote:
            raise MisquoteError(f"The quote [{one.number}] is not in {one.title!r} where it is said to be.")
    for statement in written.statements:
        cited = [by_number[number].quote for number in statement.citations]
        if not cited or statement.text not in cited:
            raise MisquoteError(f"A statement is not the quote that it cites: {statement.text!r}.")
    return written


def escape(text: str) -> str:
    """Text from a document with Markdown's and HTML's own marks made plain."""
    for char in "\\`*_[]<>":
        text = text.replace(char, f"\\{char}")
    return text


def plain(markdown: str) -> str:
    """An answer's Markdown as bare words: no markers, no emphasis, no points of a list."""
    bare = re.sub(r"(?<!\\)\[\d+\](?:\([^)]*\))?", "", markdown)
    bare = re.sub(r"^- ", "", bare, flags=re.MULTILINE).replace("**", "")
    bare = re.sub(r"(?<!\\)\*", "", bare)
    return " ".join(re.sub(r"\\([\\`*_\[\]<>])", r"\1", bare).split())
