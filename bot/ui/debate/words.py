"""Small pieces of HTML and wording that the parts of the tab share. Whatever is put in is escaped here."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from html import escape

from bot.debate.glossary import read_glossary
from bot.debate.model import SHORT, STANCES, Round, Slot, Stance
from bot.model import Topic

_CELL = re.compile(r"\[([^\[\]\s]{1,24})\]")


def side_class(stance: Stance) -> str:
    """The class that colours a side."""
    return f"side-{STANCES.index(stance)}"


def badge(stance: Stance, name: str = "") -> str:
    """AFF or NEG on the side's colour, with a name after it where one is given."""
    words = f"{SHORT[stance]} {name}".strip()
    return f'<span class="badge {side_class(stance)}">{escape(words)}</span>'


def side_name(topic: Topic, side_id: str) -> str:
    """The name of a side of the topic, or its id where the topic has no such side."""
    known = topic.side(side_id)
    return known.name if known else side_id


def cell(point_id: str) -> str:
    """A link to a cell of the flow sheet."""
    shown = escape(point_id, quote=True)
    return f'<a class="cell-link" href="#cell-{shown}" data-cell="{shown}" aria-label="Flow, {shown}">{shown}</a>'


def with_cells(text: str, known: Collection[str]) -> str:
    """Escaped text in which each [cell] that is on the flow is a link to it."""
    parts, at = [], 0
    for match in _CELL.finditer(text):
        if match.group(1) in known:
            parts += [escape(text[at : match.start()]), cell(match.group(1))]
            at = match.end()
    return "".join(parts) + escape(text[at:])


def with_tips(text: str) -> str:
    """Escaped text in which each word of debate, the first time, has its meaning as a tip."""
    seen: set[str] = set()

    def tip(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word in seen:
            return match.group()
        seen.add(word)
        meaning = escape(_meanings()[word], quote=True)
        return f'<span class="term" tabindex="0" data-tip="{meaning}">{match.group()}</span>'

    return _terms().sub(tip, escape(text))


@cache
def _meanings() -> dict[str, str]:
    return {term.word: term.meaning for term in read_glossary()}


@cache
def _terms() -> re.Pattern[str]:
    longest = sorted(_meanings(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)


def told(words: str, kind: str = "told") -> str:
    """A message to the reader; ``failed`` is announced at once."""
    if not words:
        return ""
    return f'<p role="{"alert" if kind == "failed" else "status"}" class="{kind}">{escape(words)}</p>'


def clock(minutes: float) -> str:
    """A time as 2:00."""
    seconds = round(minutes * 60)
    return f"{seconds // 60}:{seconds % 60:02d}"


def length(slot: Slot) -> str:
    """What a slot takes, in words."""
    if not slot.speech:
        asked = f"{slot.questions} question{'s' if slot.questions != 1 else ''}"
        return f"{asked}, in turns" if slot.crossfire else asked
    return f"{slot.words} words"


def user_stance(held: Round) -> Stance | None:
    """The side that a person speaks for; None where they watch."""
    return next((stance for stance in STANCES if held.player(stance) == "user"), None)
