"""Writes a draft out: gives the numbers, once, by first appearance, makes the Markdown, and checks every quote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

from bot.answer.draft import Draft, Line, Part
from bot.errors import MisquoteError
from bot.model import Citation, Source, Statement
from bot.sources.pages import page_of


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
    given: dict[tuple[str, int, int], Citation] = field(default_factory=dict)

    def of(self, line: Line) -> int:
        key = (line.source_id, line.start, line.end)
        if key not in self.given:
            source = self.sources[line.source_id]
            self.given[key] = Citation(
                number=len(self.given) + 1,
                passage_id=line.passage.id,
                source_id=source.id,
                title=source.title,
                section=line.passage.section,
                paragraph=line.passage.paragraph,
                side=line.side,
                voice=line.voice,
                quote=line.text,
                start=line.start,
                end=line.end,
                url=source.url,
                page=page_of(source, line.start),
            )
        return self.given[key].number


def write(draft: Draft, sources: dict[str, Source]) -> Written:
    """The draft's text, statements and citations; ``sources`` by id."""
    numbers = _Numbers(sources)
    blocks: list[str] = []
    statements: list[Statement] = []
    for part in draft.parts:
        marked = [(line, numbers.of(line)) for line in part.lines]
        statements.extend(
            Statement(line.text, (number,), "verbatim", line.emphasis, part.label) for line, number in marked
        )
        blocks.extend(_blocks(part, [f"{_bold(line)} [{number}]" for line, number in marked], draft.bullets))
    return Written("\n\n".join(blocks), tuple(statements), tuple(numbers.given.values()))


def cite(lines: tuple[Line, ...], sources: dict[str, Source]) -> tuple[Citation, ...]:
    """Citations for lines that stand in no text."""
    return write(Draft("claim", "answered", (Part(lines),)), sources).citations


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
    by_number = {citation.number: citation for citation in written.citations}
    for citation in written.citations:
        if sources[citation.source_id].text[citation.start : citation.end] != citation.quote:
            raise MisquoteError(f"The quote [{citation.number}] is not in {citation.title!r} where it is said to be.")
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
