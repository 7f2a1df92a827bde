"""A card as Markdown: cite, body with the words read aloud in bold, and what to know about it."""

from __future__ import annotations

from bot.debate.card import Card, Cite
from bot.debate.export.safe import inline, is_link, read_aloud
from bot.debate.export.wording import cite_rest, place, remarks, warnings


class CardWriter:
    """Writes the cards of one document. A source has its full cite once; after that a cite says where in it to look."""

    def __init__(self, wpm: int) -> None:
        self._wpm = wpm
        self._cited: set[str] = set()

    def below_tag(self, card: Card) -> list[str]:
        """The paragraphs of a card below its tag."""
        if not card.read:
            return [inline(card.spoken)]
        said = [f"*{inline(one)}*" for one in (remarks(card, self._wpm), *warnings(card))]
        return [self._cite(card), read_aloud(card.body, card.read, quoted=not card.cite.paraphrase), *said]

    def _cite(self, card: Card) -> str:
        if card.source_id in self._cited:
            return _short(card.cite)
        self._cited.add(card.source_id)
        return _full(card.cite)


def _full(cite: Cite) -> str:
    rest = inline(cite_rest(cite))
    if cite.url:
        link = f"<{cite.url}>" if is_link(cite.url) else inline(cite.url)
        rest = f"{rest.removesuffix(')')}, {link})"
    return _led(cite, rest)


def _short(cite: Cite) -> str:
    where = inline(place(cite))
    return _led(cite, f"([{where}](<{cite.url}>))" if is_link(cite.url) else f"({where})")


def _led(cite: Cite, rest: str) -> str:
    return f"**{inline(cite.short)}** {rest}" if cite.short else rest
