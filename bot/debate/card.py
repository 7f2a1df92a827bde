"""Evidence as a debater holds it: a card, and the cite that says where it is from. Frozen data."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.model import Voice
from bot.sources.citing import is_brief, place, set_out

EvidenceKind = Literal["statistic", "named authority", "example", "assertion"]
_WORD = re.compile(r"\S*\w\S*")


def count_words(text: str) -> int:
    """How many words a text has: runs without white space that hold a letter or a digit."""
    return sum(1 for _ in _WORD.finditer(text))


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a card is from, piece by piece; ``paragraph`` 0 is the head of the source.

    ``kind`` is the source's: the words of a "brief" are Lectern's, and no quotation of the author.
    """

    surname: str
    year: str
    author: str
    title: str
    publisher: str
    date: str
    section: str
    paragraph: int
    url: str
    kind: str = "document"

    @property
    def paraphrase(self) -> bool:
        """Whether the words are Lectern's and not the author's."""
        return is_brief(self.kind)

    @property
    def short(self) -> str:
        """What is read aloud: surname and year, of a brief that it is one, and where in it."""
        named = f"{self.surname} {self.year}".strip()
        return f"Lectern's brief of {named}, ¶ {self.paragraph}" if self.paraphrase else named

    @property
    def full(self) -> str:
        """The whole cite on one line, the short one first."""
        where = self.section or "Opening"
        where = f"a brief of it, {where}" if self.paraphrase else place(self.section, self.paragraph)
        rest = [self.author, f"“{self.title}”", self.publisher, self.date, where, self.url]
        return f"{self.short} ({', '.join(part for part in rest if part)})"


@dataclass(frozen=True, slots=True)
class Card:
    """Evidence: a tag in our own words over a body that is ``source.text[start:end]``, character for character.

    ``read`` are the spans of ``body`` that are read aloud, none where the card is only referred to; ``side`` and
    ``voice`` are those of what is read; ``attribution`` says of whom the author speaks there ("reporting Bogotá");
    ``reported`` that it is the other side, whose view may only be read as such. ``warnings`` are what to heed before it
    is read; of a brief, that it is a paraphrase.
    """

    id: str
    tag: str
    cite: Cite
    source_id: str
    passage_id: str
    start: int
    end: int
    body: str
    read: tuple[tuple[int, int], ...]
    side: str
    voice: Voice
    kind: EvidenceKind
    attribution: str = ""
    reported: bool = False
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The card as plain data."""
        return asdict(self)

    @property
    def read_text(self) -> str:
        """The words read aloud, with an ellipsis where some between them are not."""
        return " … ".join(self.body[start:end] for start, end in self.read)

    @property
    def spoken(self) -> str:
        """What is said of it besides the tag: short cite and the words read, or where it stands."""
        if not self.read:
            return f"({self.where}.)"
        cite = ", ".join(part for part in (self.cite.short, self.attribution) if part)
        return f"{cite}: {set_out(self.read_text, self.cite.kind)}"

    @property
    def where(self) -> str:
        """Where the card stands, in a few words."""
        return self.cite.short if self.cite.paraphrase else f"{self.cite.surname}, ¶ {self.cite.paragraph}"

    @property
    def words(self) -> int:
        """How many words are spoken when the card is read: tag, short cite and what is read of the body."""
        return count_words(f"{self.tag} {self.spoken}")

    def seconds(self, wpm: int) -> float:
        """How long reading it takes, at so many words a minute."""
        return 60 * self.words / wpm
