"""Blocks and cards of a person's own: brought in a Word file as debaters keep them, or cut from a source here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from bot.debate.card import Card, count_words
from bot.sources.reading.marked import Marked, Spans

Origin = Literal["outside", "cut"]
PARTED = "\n\n"
"""What stands between the paragraphs of a body."""
OUTSIDE = "outside: as you brought it, and not checked"
_SHORT = 12
"""Words of a cite, at most, that are read aloud."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A card, or without a body an analytic: ``path`` are the headings above it, ``read`` the spans read aloud.

    ``short`` is the cite as it is read aloud, ``cite`` the whole of it. One that was "cut" here is of a source of ours,
    character for character; of one from "outside" nothing is known but what the file says. ``paraphrase`` says that
    the words are Lectern's own and stand in no quotation marks.
    """

    id: str
    origin: Origin
    path: tuple[str, ...]
    tag: str
    short: str = ""
    cite: str = ""
    body: str = ""
    read: Spans = ()
    notes: tuple[str, ...] = ()
    paraphrase: bool = False

    @property
    def read_text(self) -> str:
        """The words read aloud, with an ellipsis where some between them are not."""
        return " … ".join(" ".join(self.body[start:end].split()) for start, end in self.read)

    @property
    def spoken(self) -> str:
        """All that is said: the tag, then the cite and what is read of the body."""
        quoted = self.read_text if self.paraphrase or not self.body else f"“{self.read_text}”"
        said = ": ".join(part for part in (self.short, quoted if self.body else "") if part)
        return f"{_ended(self.tag)} {said}".strip()

    @property
    def words(self) -> int:
        """How many words are spoken."""
        return count_words(self.spoken)


def brought(paragraphs: Iterable[Marked]) -> list[Brought]:
    """The cards and analytics of a file, in its order, each under its headings."""
    found: list[Brought] = []
    path: dict[int, str] = {}
    tag, below = "", list[Marked]()

    def close() -> None:
        nonlocal tag, below
        found.extend(_under(tuple(path[level] for level in sorted(path)), tag, below))
        tag, below = "", []

    for one in paragraphs:
        if not one.level:
            below.append(one)
            continue
        close()
        if one.level == 4:
            tag = one.text
        else:
            path = {level: text for level, text in path.items() if level < one.level} | {one.level: one.text}
    close()
    return found


def cut(card: Card, tag: str) -> Brought:
    """A card cut here, for the shelf."""
    made = Brought(
        "", "cut", ("Cut by you",), tag, card.cite.short, card.cite.full, card.body, card.read, card.warnings,
        card.cite.paraphrase,
    )  # fmt: skip
    return _named(made)


def _under(path: tuple[str, ...], tag: str, below: Sequence[Marked]) -> list[Brought]:
    """What stands under one tag: a card for each cite; without any the tag alone, or words that have no tag."""
    notes = tuple(one.text for one in below if one.aside)
    there = [one for one in below if not one.aside]
    at = [number for number, one in enumerate(there) if one.cite]
    if not at:
        words = [one for one in there if one.text]
        if tag and words and any(one.underlined or one.highlighted for one in words):
            return [_card(path, tag, None, words, notes)]
        said = [_named(Brought("", "outside", path, one)) for one in ([tag] if tag else [])]
        return said + [_named(Brought("", "outside", path, one.text)) for one in words]
    before = [_named(Brought("", "outside", path, one.text)) for one in there[: at[0]]]
    cards = []
    for number, start in enumerate(at):
        end = at[number + 1] if number + 1 < len(at) else len(there)
        cards.append(_card(path, tag, there[start], there[start + 1 : end], notes if number + 1 == len(at) else ()))
    return before + cards


def _card(
    path: tuple[str, ...], tag: str, cite: Marked | None, body: Sequence[Marked], notes: tuple[str, ...]
) -> Brought:
    """A card; what is highlighted is read, where nothing is what is underlined, where nothing is all of it."""
    text = PARTED.join(one.text for one in body)
    starts = [sum(len(one.text) + len(PARTED) for one in body[:at]) for at in range(len(body))]
    pens = ([span for one in body for span in one.highlighted], [span for one in body for span in one.underlined])
    read: Spans = ((0, len(text)),) if text else ()
    if pens[0] or pens[1]:
        read = tuple(
            (start + a, start + b)
            for start, one in zip(starts, body, strict=True)
            for a, b in (one.highlighted if pens[0] else one.underlined)
        )
    whole = cite.text if cite is not None else ""
    return _named(Brought("", "outside", path, tag or _first(text), _aloud(cite), whole, text, read, notes))


def _aloud(cite: Marked | None) -> str:
    """The cite as it is read aloud: what the file marks of it, without what stands in brackets."""
    if cite is None:
        return ""
    words = list(takewhile(lambda word: not word.startswith(("(", "[", "–", "—")), cite.cite.split()))
    return " ".join(words[:_SHORT]).strip(" ,;:")


def _first(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHORT]) + (" …" if len(words) > _SHORT else "")


def _ended(tag: str) -> str:
    return tag if not tag or tag.rstrip("”’\"'")[-1:] in tuple(".!?:…") else f"{tag}."


def _named(one: Brought) -> Brought:
    """With an id by what it says, so that the same card brought twice is one."""
    said = "\x1f".join((one.origin, *one.path, one.tag, one.cite, one.body, repr(one.read)))
    return replace(one, id=hashlib.sha256(said.encode()).hexdigest()[:24])
