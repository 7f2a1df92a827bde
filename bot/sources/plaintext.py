"""Reads plain text, scraped pages included: a page's own lines are told by their place, not by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.bylines import Byline, date_of, read_byline
from bot.sources.document import Document, Paragraph
from bot.sources.wrapping import Block, blocks_of

NAMED = 8
"""A line that was left out is named in a warning where it has more than so many words."""
_TITLE = re.compile(r"^(?:title|headline|título|titel|titre)\s*:\s*(?=\S)", re.IGNORECASE)
_PAGE = re.compile(r"^\W*(?:page\s*|p\.\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
ZONE = 40
"""In so many blocks from the top, from the end, and from a date or a domain, a byline is looked for."""
LINES = 200_000
"""Lines of a text, at most."""
_OFTEN = 3
"""A line that is no sentence and comes so often is a page's own: a running head, a button."""


def read_text(text: str, name: str = "") -> Document:
    """The document in a plain text; ``name`` serves as its title where it has none.

    Raises:
        SourceError: there is no running text in it.
    """
    text = cleaning.clean_text(text)
    if text.count("\n") > LINES:
        raise SourceError(f"{name or 'The text'} has more than {LINES:,} lines: split it into parts.")
    page = _Page(blocks_of(text))
    paragraphs, furniture = page.parted()
    if not paragraphs:
        raise SourceError(f"{name or 'The text'} holds no running text: nothing was added.")
    facts = {"author": page.author, "publisher": page.publisher, "date": page.date}
    return Document(
        title=page.title or name,
        about_author=page.about_author,
        paragraphs=tuple(paragraphs),
        guessed=("title", *(fact for fact, value in facts.items() if value)),
        furniture=tuple(furniture),
        warnings=tuple(
            f"Left out, as no part of the running text: “{block}”"
            for block in furniture
            if cleaning.measure(block) > NAMED and block not in (page.title, page.about_author)
        ),
        **facts,
    )


class _Page:
    """The blocks of a text, what each of them is, and the facts that they state."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.texts = [block.text for block in blocks]
        self.running = [not block.marked and cleaning.is_paragraph(block.text) for block in blocks]
        self.first = next((at for at, running in enumerate(self.running) if running), len(blocks))
        self.end = max((at for at, running in enumerate(self.running) if running), default=-1)
        self.domains = {at for at, text in enumerate(self.texts) if cleaning.domain_of(text)}
        self.bylines = self._bylines()
        self.title = self._title()
        facts = [self.bylines[at] for at in sorted(self.bylines)]
        self.author = next((one.author for one in facts if one.author), "") or self._described()
        self.publisher = next((one.publisher for one in facts if one.publisher), "") or self._domain()
        self.date = next((one.date for one in facts if one.date), "")
        self.about_author = next(filter(self._is_note, self._beside_facts()), "")
        self.tail = self._tail()
        self.own = self._own_runs()

    def _bylines(self) -> dict[int, Byline]:
        """The blocks that are bylines, by their number: at the top, at the end, and beside a date or a domain."""
        dates = {at for at, text in enumerate(self.texts) if len(text) <= 60 and date_of(text)}
        above = {at for at in dates if at + 1 < len(self.texts) and self.running[at + 1]}
        # Dates with a paragraph under each are the headings of a chronicle.
        above = above if len({self.texts[at] for at in above}) > 1 else set()
        anchors = (dates - above) | self.domains
        near = _near(anchors)
        zone = {*range(min(self.first + 2, ZONE)), *range(max(self.end + 1, len(self.texts) - ZONE), len(self.texts))}
        found: dict[int, Byline] = {}
        begun = False
        for at in sorted(at for at in (zone | near) - above if 0 <= at < len(self.texts)):
            byline = None if self.blocks[at].marked else read_byline(self.texts[at])
            titled = at == 0 and byline and not byline.date and not self.texts[0].casefold().startswith("by ")
            beside = bool({at - 1, at + 1} & anchors)
            placed = at in near or at > self.end or not begun
            if byline and placed and not titled and (beside or not byline.rest or at == self.first):
                found[at] = byline
            begun = begun or (self.running[at] and at not in found)
        return found

    def _described(self) -> str:
        """The name under "About": the note on the writer that many sites put under an article."""
        for before, text in pairwise(self.texts):
            if before.casefold().startswith("about") and 2 <= len(text.split()) <= 5 and text.istitle():
                return text
        return ""

    def _domain(self) -> str:
        return next((cleaning.domain_of(self.texts[at]) for at in sorted(self.domains)), "")

    def _title(self) -> str:
        """A line that says so, a short one right above a date or a byline, or the first where it is a heading."""
        named = next((text for text in self.texts[: self.first] if _TITLE.match(text)), "")
        if named:
            return _TITLE.sub("", named)
        for at in sorted(self.bylines):
            if at and at - 1 not in self.bylines and self._heads(at - 1) and not self.bylines[at].rest:
                return self.texts[at - 1]
        followed = len(self.texts) > 1 and (self.running[1] or self._heads(1) or 1 in self.bylines)
        return self.texts[0] if followed and 0 not in self.bylines and self._heads(0) else ""

    def _heads(self, at: int) -> bool:
        return not self.running[at] and (self.blocks[at].marked or cleaning.is_heading(self.texts[at]))

    def _is_note(self, text: str) -> bool:
        """Whether a text says who the writer is."""
        writer = re.match(rf"{re.escape(self.author)} (?:is|was|has|works|writes)\b", text) if self.author else None
        return bool(writer) and cleaning.measure(text) < 60

    def _beside_facts(self) -> list[str]:
        """What stands under "About" or the writer's name, beside another fact of the page, or last."""
        named = {
            at for at, text in enumerate(self.texts) if text == self.author or text[:5].casefold().startswith("about")
        }
        near = {at + step for at in named for step in (1, 2, 3)} | {at - 1 for at in {*self.bylines, *self.domains}}
        return [self.texts[at] for at in sorted(near | {self.end}) if 0 <= at < len(self.texts)]

    def parted(self) -> tuple[list[Paragraph], list[str]]:
        """The paragraphs under their headings, and what is left out."""
        often = Counter(map(_key, self.texts))
        seen: set[str] = set()
        paragraphs: list[Paragraph] = []
        furniture: list[str] = []
        section = ""
        for at, text in enumerate(self.texts):
            running = self._runs(at)
            if running and _key(text) not in seen:
                paragraphs.append(Paragraph(text, section))
            elif running or at in self.tail:
                furniture.append(text)
            elif self._is_section(at, often):
                section = text
            elif self._stands_alone(at, often) and _key(text) not in seen:
                paragraphs.append(Paragraph(text, section))
            elif _key(text) not in seen:
                furniture.append(text)
            seen.add(_key(text))
        kept = {paragraph.text for paragraph in paragraphs}
        return paragraphs, [text for text in dict.fromkeys(furniture) if text not in kept]

    def _runs(self, at: int) -> bool:
        """Whether a block is running text, and neither a fact of the page nor what stands by the note on the writer."""
        return self.running[at] and at not in self.bylines and at not in self.tail

    def _tail(self) -> set[int]:
        """The note on the writer, and what stands between it and another fact of the page right below."""
        if not self.about_author:
            return set()
        note = self.texts.index(self.about_author)
        below = (at for at in sorted({*self.bylines, *self.domains}) if note < at <= note + 4)
        again = {at for at, text in enumerate(self.texts) if text == self.about_author}
        return {*range(note, next(below, note + 1)), *again}

    def _is_section(self, at: int, often: Counter[str]) -> bool:
        """Whether a block is the heading of the paragraph under it."""
        text = self.texts[at]
        if not self._heads(at) or at in self.bylines or text == self.title or _TITLE.match(text) or _PAGE.match(text):
            return False
        after = next((below for below in range(at + 1, len(self.texts)) if not _PAGE.match(self.texts[below])), 0)
        under = bool(after) and self._runs(after)
        apart = not self.blocks[at].last and not (self.blocks[at].item and not cleaning.is_numbered(text))
        return under and apart and often[_key(text)] < _OFTEN

    def _stands_alone(self, at: int, often: Counter[str]) -> bool:
        """Whether a line that is no sentence is kept: an item or a row within the text, away from the page's own."""
        text = self.texts[at]
        if at in self.bylines or at < self.first or often[_key(text)] >= _OFTEN or _PAGE.match(text):
            return False
        if at > self.end:
            return self.blocks[at].item or self.texts[self.end].endswith((":", "："))
        if self.blocks[at].marked or text in (self.title, self.author) or cleaning.is_boilerplate(text):
            return False
        return not self.own[at] and any(char.isalpha() for char in text)

    def _own_runs(self) -> list[bool]:
        """Of each block whether it is in a run of lines without a sentence that holds a fact of the page."""
        own = [False] * len(self.texts)
        start = 0
        for at in range(len(self.texts) + 1):
            if at == len(self.texts) or self._runs(at):
                facts = any(
                    near in self.bylines or near in self.domains or near in self.tail for near in range(start, at)
                )
                own[start:at] = [facts] * (at - start)
                start = at + 1
        return own


def _near(facts: set[int]) -> set[int]:
    """The places of facts and those next to them; of the first and the last, where there are very many."""
    some = sorted(facts)
    return {near for at in (*some[:ZONE], *some[-ZONE:]) for near in range(at - 2, at + 3)}


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
