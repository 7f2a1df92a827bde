"""An answer before it is numbered and written out: quoted lines, and the program's own words around them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.model import Kind, Outcome, Passage, Sentence, Voice
from bot.search.retriever import Scored


@dataclass(frozen=True, slots=True)
class Line:
    """A verbatim stretch of a source; ``emphasis`` are spans (start, end) within ``text``.

    ``copies`` are the same words in other places, which are cited with it.
    """

    source_id: str
    passage: Passage
    start: int
    end: int
    text: str
    side: str
    voice: Voice
    emphasis: tuple[tuple[int, int], ...] = ()
    copies: tuple[Line, ...] = ()

    @classmethod
    def of(cls, sentence: Sentence, passage: Passage, emphasis: tuple[tuple[int, int], ...] = ()) -> Line:
        """The line that a whole sentence makes."""
        return cls(
            sentence.source_id, passage, sentence.start, sentence.end, sentence.text, sentence.side, sentence.voice,
            emphasis,
        )  # fmt: skip

    @classmethod
    def found(cls, one: Scored, emphasis: tuple[tuple[int, int], ...] = ()) -> Line:
        """The line of a sentence that a search found, with its copies in other sources, each source once."""
        elsewhere = {copy.sentence.source_id: copy for copy in reversed(one.copies)}
        elsewhere.pop(one.sentence.source_id, None)
        copies = tuple(cls.of(copy.sentence, copy.passage) for copy in reversed(elsewhere.values()))
        return replace(cls.of(one.sentence, one.passage, emphasis), copies=copies)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the answer: the program's words ``lead``, then lines; ``label`` names it where it has a name."""

    lines: tuple[Line, ...] = ()
    lead: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer found; ``bullets`` sets each line as a point of a list."""

    kind: Kind
    outcome: Outcome
    parts: tuple[Part, ...] = ()
    reason: str = ""
    bullets: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order."""
        return tuple(line for part in self.parts for line in part.lines)


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of the topic's bank: the id of the side that makes it, its claim, the sentence that carries it."""

    side: str
    claim: str
    line: Line
