"""A card as the page shows it: the tag and the words read as its summary, the evidence itself in the fold."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.debate.card import Card
from bot.model import BOTH, NEUTRAL, Topic
from bot.sources.citing import PARAPHRASE, voiced
from bot.ui.debate.words import side_name

_SIDES = {BOTH: "both sides", NEUTRAL: "no side"}


def card_html(card: Card, topic: Topic, wpm: int, tag: str = "") -> str:
    """A card that folds; ``tag`` stands in for its own where it has none."""
    head = card.tag or tag
    warned = f'<span class="warned">{"Paraphrase" if card.cite.paraphrase else "Mind the cut"}</span>'
    warned = warned if card.warnings else ""
    body = "div" if card.cite.paraphrase else "blockquote"
    title = f'<span class="tag">{escape(head)}</span>' if head else ""
    text = marked(card.body, card.read)
    return (
        f'<details class="card"><summary>{title}<span class="read">{escape(_spoken(card))}</span>{warned}</summary>'
        f'<div class="evidence"><p class="cite">{_cite(card)}</p><{body} class="body">{text}</{body}>'
        f"{_facts(card, topic, wpm)}{_warnings(card)}</div></details>"
    )


def marked(body: str, read: Sequence[tuple[int, int]]) -> str:
    """A body with the words that are read aloud marked."""
    out, at = [], 0
    for start, end in read:
        out += [escape(body[at:start]), f"<mark>{escape(body[start:end])}</mark>"]
        at = end
    return "".join(out) + escape(body[at:])


def _spoken(card: Card) -> str:
    return card.spoken if card.read else card.where


def _cite(card: Card) -> str:
    """The full cite, surname and year first and bold, the address as a link."""
    full, url = card.cite.full, card.cite.url
    said = escape(full.removeprefix(card.cite.short))
    if url.startswith(("https://", "http://")):
        link = (
            f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">'
            f"read the original<span class='visually-hidden'> of {escape(card.cite.title)}</span></a>"
        )
        said = said.replace(escape(url), link)
    return f"<b>{escape(card.cite.short)}</b>{said}"


def _facts(card: Card, topic: Topic, wpm: int) -> str:
    side = _SIDES.get(card.side) or side_name(topic, card.side)
    seconds = f"{card.words} words, {card.seconds(wpm):.0f} s at {wpm} a minute" if card.read else "not read aloud here"
    facts = (
        ("Speaks", voiced(card.voice, card.cite.kind)),
        ("For", side),
        ("Kind", card.kind),
        ("Length", seconds),
    )
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts) + "</dl>"


def _warnings(card: Card) -> str:
    heads = ("" if one == PARAPHRASE else "<b>Mind the cut.</b> " for one in card.warnings)
    return "".join(
        f'<p class="warning">{head}{escape(one)}</p>' for head, one in zip(heads, card.warnings, strict=True)
    )
