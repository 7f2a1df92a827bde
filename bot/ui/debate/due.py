"""What the next speech must answer, with cards that would do it, ready to be put into the speech."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from bot.debate.model import Round, Stance
from bot.model import Topic
from bot.ui.debate.cards import card_html
from bot.ui.debate.words import badge, cell

if TYPE_CHECKING:
    from bot.debate.advising import Due, Reply


def due_html(held: Round, stance: Stance, due: Sequence[Due], topic: Topic, insert: bool) -> str:
    """Each point that must be met; with ``insert`` a button puts a reply into the speech box."""
    if not due:
        return f'<p class="nothing">{badge(stance)} has nothing to answer: every point is met, or it is too early.</p>'
    items = "".join(_item(held, one, topic, insert) for one in due)
    many = f"{len(due)} point{'s' if len(due) > 1 else ''} to answer"
    return f'<section class="due" aria-label="What to answer"><h3>{badge(stance)} {many}</h3><ol>{items}</ol></section>'


def _item(held: Round, due: Due, topic: Topic, insert: bool) -> str:
    point = due.point
    ways = "".join(reply_html(reply, point.label, topic, held.format.wpm, insert) for reply in due.replies)
    return (
        f'<li><p class="name">{cell(point.id)} <b>{escape(point.label)}</b></p><p>{escape(point.text)}</p>{ways}</li>'
    )


def reply_html(reply: Reply, label: str, topic: Topic, wpm: int, insert: bool) -> str:
    """One way to meet a point, as a card or an analytic."""
    turn = '<span class="state turn">turn</span>' if reply.turn else ""
    warrant = f'<p class="after">{escape(reply.warrant)}</p>' if reply.warrant else ""
    card = card_html(reply.card, topic, wpm, reply.claim) if reply.card else _analytic(reply)
    button = ""
    if insert:
        words = escape(spoken(reply, label), quote=True)
        button = f'<button type="button" class="insert" data-insert="{words}">Insert into my speech</button>'
    return f'<div class="reply">{turn}{card}{warrant}{button}</div>'


def _analytic(reply: Reply) -> str:
    return f'<p class="lead">{escape(reply.claim)} <span class="analytic">analytic, no evidence</span></p>'


def spoken(reply: Reply, label: str) -> str:
    """A reply as it is said in a speech."""
    card = reply.card.spoken if reply.card else ""
    return " ".join(part for part in (f"On {label}:", reply.claim, card, reply.warrant) if part)
