"""Goes over a whole text that a model wrote: every statement checked, marked where it does not hold, or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.checking import Check, Verifier
from bot.answer.language.markers import Numbering
from bot.answer.language.statements import Written, statements_of
from bot.answer.phrases import unverified
from bot.model import Actor, Citation, Passage, Sentence, Source, Statement
from bot.sources.citing import citation

MARKER = re.compile(r"(?<!\\)\[(\d+)\]")
_EMPTY_POINT = re.compile(r"-|\d+[.)]")
_SPACES = re.compile(r" {2,}")
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Checked:
    """One statement with its check."""

    written: Written
    check: Check


@dataclass(frozen=True, slots=True)
class Review:
    """A numbered text and its statements; ``cited`` are the passages by their numbers, from 1."""

    text: str
    statements: tuple[Checked, ...]
    cited: tuple[Passage, ...]
    labels: frozenset[str] = frozenset()

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The statements that do not hold."""
        return tuple(one for one in self.statements if not one.check.holds)


def verify_statements(
    raw: str, passages: Sequence[Passage], verifier: Verifier, labels: Mapping[str, str] | None = None, side: str = ""
) -> Review:
    """Checks every statement of a text whose citations are ``[passage id]``, against the passages given for it.

    ``labels`` are lines that head a part, with the side in whose mouth the part is put ("" for nobody's);
    ``side`` is that of what stands under no label.
    """
    numbering = Numbering([passage.id for passage in passages])
    numbering.feed(raw)
    numbering.end()
    return review(numbering, passages, verifier, labels or {}, side)


def review(
    numbering: Numbering, passages: Sequence[Passage], verifier: Verifier, labels: Mapping[str, str], side: str = ""
) -> Review:
    """As :func:`verify_statements`, for a text that was numbered as it came."""
    by_id = {passage.id: passage for passage in passages}
    cited = tuple(by_id[passage_id] for passage_id in numbering.numbers)
    checked = []
    for written in statements_of(numbering.text, numbering.invented, labels):
        if written.chatter:
            continue
        if written.invented:
            check = Check("citation", f"it cites {written.invented[0]}, which is not there")
        else:
            written, check = _checked(written, cited, passages, verifier, labels.get(written.part, side))
        checked.append(Checked(written, check))
    return Review(numbering.text, tuple(checked), cited, frozenset(labels))


def _checked(
    written: Written, cited: Sequence[Passage], passages: Sequence[Passage], verifier: Verifier, side: str
) -> tuple[Written, Check]:
    """The statement with its check; of citations that it shares the first one that bears it out is its own."""
    for number in written.numbers if written.shared else ():
        check = verifier.check(written.plain, [cited[number - 1]], passages, side)
        if check.holds:
            return replace(written, numbers=(number,)), check
    return written, verifier.check(written.plain, [cited[number - 1] for number in written.numbers], passages, side)


@dataclass(frozen=True, slots=True)
class Finished:
    """A reviewed text as an answer has it, and the reasons of what was left out."""

    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[str, ...] = ()


def provisional(
    numbering: Numbering, passages: Sequence[Passage], sources: Mapping[str, Source], actors: Sequence[Actor]
) -> tuple[Citation, ...]:
    """The passages cited so far, each quoted whole: what is quoted of them is known at the end."""
    by_id = {passage.id: passage for passage in passages}
    return tuple(
        _citation(number, by_id[passage_id], number, (), sources, actors)
        for passage_id, number in numbering.numbers.items()
    )


def finish(found: Review, strict: bool, sources: Mapping[str, Source], actors: Sequence[Actor] = ()) -> Finished:
    """The text with what does not hold marked as unverified, or left out where ``strict``; courtesies left out."""
    kept = [one for one in found.statements if one.check.holds or not strict]
    text = _written_out(found, kept)
    order = list(dict.fromkeys(int(number) for number in MARKER.findall(text)))
    new = {old: at for at, old in enumerate(order, 1)}
    said = tuple(_statement(one, new) for one in kept)
    cited = tuple(_citation(new[old], found.cited[old - 1], old, kept, sources, actors) for old in order)
    dropped = tuple(one.check.reason for one in found.statements if one not in kept)
    return Finished(MARKER.sub(lambda match: f"[{new[int(match[1])]}]", text), said, cited, dropped)


def _written_out(found: Review, kept: Sequence[Checked]) -> str:
    """The text, with every statement that is not kept cut out and every one that does not hold marked."""
    mine = {one.written.start: one for one in kept}
    out, at = [], 0
    for each in (*statements_of(found.text, (), found.labels),):
        one = mine.get(each.start)
        out.append(found.text[at : each.start])
        if one is not None:
            shared = "".join(f"[{number}]" for number in one.written.numbers) if one.written.shared else ""
            mark = "" if one.check.holds else f" {unverified(one.check.reason)}"
            out.append(found.text[each.start : each.end] + (f" {shared}" if shared else "") + mark)
        at = each.end
    return _tidy("".join(out) + found.text[at:])


def _tidy(text: str) -> str:
    """Without points of a list that have nothing in them, stray spaces and empty lines too many."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
    return _BLANKS.sub("\n\n", "\n".join(line for line in lines if not _EMPTY_POINT.fullmatch(line))).strip()


def _statement(one: Checked, new: Mapping[int, int]) -> Statement:
    return Statement(
        one.written.plain, tuple(new[number] for number in one.written.numbers),
        "supported" if one.check.holds else "unverified",
        part=one.written.part, reason=one.check.reason, support=one.check.support,
    )  # fmt: skip


def _citation(
    number: int,
    passage: Passage,
    old: int,
    kept: Sequence[Checked],
    sources: Mapping[str, Source],
    actors: Sequence[Actor],
) -> Citation:
    """The passage, quoted from the first to the last sentence that the statements which cite it rest on."""
    citing = [one for one in kept if old in one.written.numbers]
    holding = [one for one in citing if one.check.holds] or citing
    resting = [one.check.rests_on for one in holding]
    used = [next((s for s in each if s.passage_id == passage.id), None) for each in resting]
    sentences: list[Sentence] = [sentence for sentence in used if sentence is not None] or list(passage.sentences)
    span = min(s.start for s in sentences), max(s.end for s in sentences)
    sides, voices = {s.side for s in sentences}, {s.voice for s in sentences}
    side = sides.pop() if len(sides) == 1 else passage.side
    voice = voices.pop() if len(voices) == 1 else passage.voice
    return citation(number, sources[passage.source_id], passage, span, side, voice, actors)
