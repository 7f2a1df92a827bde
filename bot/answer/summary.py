"""Sums up a source, a section or a paragraph by its most central sentences; lists who has a part and what is dated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from bot.answer.dating import dated
from bot.answer.draft import Draft, Line, Part
from bot.answer.phrases import NOT_SAID
from bot.answer.reader import Reader
from bot.model import NEUTRAL, Passage, Source
from bot.search.terms import keys_of
from bot.sources import packed as columns

WHOLE = 6
"""Sentences in a summary of a whole source."""
SECTION = 4
POINT = 3
"""Sentences where only the main point is asked for."""
SOURCES = 3
"""Sources summed up in one answer, at most."""
NAMED, EVENTS = 10, 12
"""Names in a list of who has a part, and events in a timeline, at most."""
_FIRST = 0.06
"""What a paragraph's first sentence is worth, as a cosine: writers put their points there."""
_PARAGRAPH = re.compile(
    r"\bparagraph (?:number |no\.? )?(\d+)\b|\b(\d+)(?:st|nd|rd|th) paragraph\b|¶ ?(\d+)", re.IGNORECASE
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NAMED = 0.6
"""A section is meant where the question has this share of its heading's words."""


def summarize(question: str, reader: Reader, point: bool = False) -> Draft:
    """The summary that the question asks for: of a paragraph, a section, or each source."""
    passages = meant(question, reader)
    if passages is not None:
        return Draft("summary", "answered", (Part(_central(passages, SECTION, reader)),), bullets=True)
    parts = []
    for source in reader.content.sources[:SOURCES]:
        own = reader.content.passages_of(source.id)
        lines = _central(_own_voice(own), POINT, reader) if point else _by_section(own, reader)
        parts.append(Part(lines, label=source.title if len(reader.content.sources) > 1 else ""))
    return Draft("summary", "answered", tuple(parts), bullets=True)


def section_named(question: str, source: Source, reader: Reader) -> str:
    """The heading that the question names, or ""."""
    asked = keys_of(unit for unit in reader.vocabulary.units(question) if not unit.stop)
    best, heading = 0.0, ""
    for section in dict.fromkeys(filter(None, reader.content.packed[source.id].sections_of_passages())):
        units = [unit for unit in reader.vocabulary.units(section) if not unit.stop]
        share = sum(bool(unit.keys & asked) for unit in units) / len(units) if units else 0.0
        if share > best:
            best, heading = share, section
    return heading if best >= _NAMED else ""


def meant(question: str, reader: Reader) -> list[Passage] | None:
    """The passages that the question points at, or None where that is simply everything."""
    content = reader.content
    number = _paragraph_number(question)
    if number:
        named = [passage for source in content.sources for passage in _numbered(source, number, reader)]
        if named:
            return named
    for source in content.sources:
        heading = section_named(question, source, reader)
        if heading:
            return [passage for passage in content.passages_of(source.id) if passage.section == heading]
    if re.search(r"\b(?:introduction|intro|opening)\b", question, re.IGNORECASE):
        opening = [p for source in content.sources for p in _leading(source, reader)]
        return opening or list(content.passages)
    if re.search(r"\b(?:ending|last section|final section|closing)\b", question, re.IGNORECASE):
        last = content.passages[-1].section
        return [p for source in content.sources for p in _under(source, last, reader)]
    return None


def _numbered(source: Source, number: int, reader: Reader) -> list[Passage]:
    packed = reader.content.packed[source.id]
    return [packed.passage(int(row)) for row in np.flatnonzero(packed.passages[:, columns.PARAGRAPH] == number)]


def _leading(source: Source, reader: Reader) -> list[Passage]:
    return _under(source, "", reader)


def _under(source: Source, section: str, reader: Reader) -> list[Passage]:
    packed = reader.content.packed[source.id]
    if section not in packed.sections:
        return []
    rows = np.flatnonzero(packed.passages[:, columns.SECTION] == packed.sections.index(section))
    return [packed.passage(int(row)) for row in rows]


def _paragraph_number(question: str) -> int:
    match = _PARAGRAPH.search(question)
    if match:
        return int(next(group for group in match.groups() if group))
    for number, word in enumerate(_ORDINALS, 1):
        if f"{word} paragraph" in question.lower():
            return number
    return 0


def _by_section(passages: Sequence[Passage], reader: Reader) -> tuple[Line, ...]:
    """Sentences spread over the sections by their length, at least one from each."""
    sections: dict[str, list[Passage]] = {}
    for passage in passages:
        sections.setdefault(passage.section, []).append(passage)
    left = WHOLE
    lines: list[Line] = []
    for at, own in enumerate(sections.values()):
        rest = len(sections) - at
        share = max(1, round(left / rest)) if rest > 1 else max(1, left)
        taken = _central(own, min(share, max(1, left - rest + 1)), reader)
        lines.extend(taken)
        left -= len(taken)
        if left <= 0:
            break
    return tuple(lines)


def _central(passages: Sequence[Passage], count: int, reader: Reader) -> tuple[Line, ...]:
    """The ``count`` sentences nearest to the middle of the passages, at most two from one paragraph."""
    pairs = [(passage, sentence) for passage in passages for sentence in passage.sentences]
    if not pairs:
        return ()
    vectors = np.concatenate([held.alone for held in reader.ranker.index.vectors.of(list(passages))])
    middle = vectors.mean(axis=0)
    scores = vectors @ (middle / max(1e-9, float(np.linalg.norm(middle))))
    for at, (_, sentence) in enumerate(pairs):
        scores[at] += _FIRST * (sentence.ordinal == 0)
    chosen: list[int] = []
    per_paragraph: dict[str, int] = {}
    limit = 1 if len(passages) >= count else 2 + count // max(1, len(passages))
    for at in np.argsort(-scores, kind="stable"):
        passage = pairs[int(at)][0]
        if len(chosen) < count and per_paragraph.get(passage.id, 0) < limit:
            chosen.append(int(at))
            per_paragraph[passage.id] = per_paragraph.get(passage.id, 0) + 1
    return tuple(Line.of(pairs[at][1], pairs[at][0]) for at in sorted(chosen))


def _own_voice(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with the author's own sentences only, where there are enough of them."""
    kept = [
        replace(p, sentences=tuple(s for s in p.sentences if s.side == NEUTRAL and s.voice == "author"))
        for p in passages
    ]
    return kept if sum(len(p.sentences) for p in kept) >= POINT else list(passages)


def players(reader: Reader) -> Draft:
    """Who has a part in it: those named most often, each with the sentence that names them first."""
    counts: Counter[str] = Counter()
    first: dict[str, Line] = {}
    for source in reader.content.sources[:SOURCES]:
        for passage in reader.content.passages_of(source.id):
            for sentence in passage.sentences:
                for unit in reader.vocabulary.units(sentence.text):
                    if unit.actor and unit.kind != "side":
                        counts[unit.actor] += 1
                        first.setdefault(unit.actor, Line.of(sentence, passage, ((unit.start, unit.end),)))
    lines: dict[tuple[str, int], Line] = {}
    for name, _ in counts.most_common(NAMED):
        line = first[name]
        known = lines.get((line.source_id, line.start))
        marks = tuple(sorted({*line.emphasis, *(known.emphasis if known else ())}))
        lines[line.source_id, line.start] = replace(line, emphasis=marks)
    if not lines:
        return Draft(
            "players", "no_evidence", (Part(lead=f"{NOT_SAID} (No names are known for this topic.)"),), "no names"
        )
    return Draft("players", "answered", (Part(_in_order(lines.values(), reader)),), bullets=True)


def timeline(reader: Reader) -> Draft:
    """What is dated, by its earliest year; the years are marked."""
    found = dated(reader.content, reader.content.sources[:SOURCES], EVENTS)
    if not found:
        return Draft("timeline", "no_evidence", (Part(lead=f"{NOT_SAID} (Nothing there has a year.)"),), "no years")
    lines = tuple(Line.of(one.sentence, one.passage, one.marks) for one in found)
    return Draft("timeline", "answered", (Part(lines),), bullets=True)


def _in_order(lines: Iterable[Line], reader: Reader) -> tuple[Line, ...]:
    order = reader.content.order
    return tuple(sorted(lines, key=lambda line: (order[line.source_id], line.start)))
