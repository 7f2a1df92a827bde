"""Writes a draft out: gives the numbers, once, by first appearance, and makes the Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from bot.answering.draft import Draft, Line, Part
from bot.answering.plain import escape, plain
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


__all__ = ["Written", "cite", "escape", "plain", "write"]
