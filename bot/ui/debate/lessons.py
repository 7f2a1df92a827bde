"""What the coach says, as HTML: a case, blocks, a question of a drill and its answer judged, a speech rated."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from bot.debate.card import Card
from bot.model import Topic
from bot.ui.debate.cards import card_html
from bot.ui.debate.due import reply_html

if TYPE_CHECKING:
    from bot.debate.advising import Reply
    from bot.debate.bank import Node
    from bot.debate.coaching import Check, Drilled, Rating
    from bot.debate.drills import Scored, Task


def case_html(case: Sequence[tuple[Node, list[Card]]], name: str, topic: Topic, wpm: int) -> str:
    """The arguments of a side, each with its cards, its warrant, its impact and how it weighs."""
    items = "".join(_argument(node, cards, topic, wpm) for node, cards in case)
    return _section(f"The case for {name}: {len(case)} arguments, the strongest first", items)


def blocks_html(blocks: Sequence[tuple[Node, list[Reply]]], name: str, topic: Topic, wpm: int) -> str:
    """For each argument of the other side, what a side answers."""
    items = []
    for node, replies in blocks:
        ways = "".join(reply_html(reply, "", topic, wpm, False) for reply in replies)
        none = "" if replies else '<p class="after">The source has no answer to this; concede it and weigh.</p>'
        items.append(
            f'<li><p class="name">Against <b>{escape(node.label)}</b></p><p>{escape(node.claim)}</p>{ways}{none}</li>'
        )
    return _section(f"Blocks for {name}", "".join(items))


def question_html(node: Node, question: str, number: int) -> str:
    """A question that a side must expect."""
    about = f"Question {number + 1}, on your argument <b>{escape(node.label)}</b>: {escape(node.claim)}"
    return f'<section class="lesson"><p class="name">{about}</p><p class="asked">{escape(question)}</p></section>'


def drilled_html(drilled: Drilled, topic: Topic, wpm: int) -> str:
    """An answer in a drill: whether it granted something, and how it could have been given."""
    if drilled.granted:
        verdict = '<p><span class="state conceded">grants it</span> A later speech can use that as a concession.</p>'
    else:
        verdict = '<p><span class="state last">grants nothing</span></p>'
    card = card_html(drilled.card, topic, wpm) if drilled.card else ""
    return (
        f'<section class="lesson"><p class="asked">{escape(drilled.exchange.question)}</p>'
        f'<p class="yours">{escape(drilled.exchange.answer)}</p>{verdict}'
        f'<p class="name"><b>What the source lets you say</b></p><p class="after">{escape(drilled.model)}</p>'
        f"{card}</section>"
    )


def task_html(task: Task, number: int) -> str:
    """A drill of two minutes: what to do, and the paragraph to cut from."""
    text = f'<blockquote class="paragraph">{escape(task.paragraph)}</blockquote>' if task.paragraph else ""
    return (
        f'<section class="lesson"><p class="name">Drill {number + 1}, two minutes</p>'
        f'<p class="asked">{escape(task.said)}</p>{text}</section>'
    )


def scored_html(scored: Scored, topic: Topic, wpm: int) -> str:
    """A drill scored: what was there, in the person's words, what was missing, and what the bank has."""
    ways = "".join(reply_html(reply, "", topic, wpm, False) for reply in scored.models)
    bank = f'<p class="name"><b>What the bank has</b></p>{ways}' if ways else ""
    return (
        f'<section class="due lesson"><h3>{scored.good} of {len(scored.checks)}</h3>'
        f"{_checks(scored.checks)}{bank}</section>"
    )


def rating_html(rating: Rating, title: str) -> str:
    """A speech rated: the whole first, then each point with its checks."""
    points = "".join(
        f'<li><p class="name"><b>{escape(point.label)}</b> <span class="state">{escape(point.role)}</span></p>'
        f"<p>{escape(point.text)}</p>{_checks(checks)}</li>"
        for point, checks in rating.points
    )
    notes = "".join(f"<li>{escape(note.text)}</li>" for note in rating.notes)
    noted = f'<p class="name"><b>Not on the flow</b></p><ul class="plain">{notes}</ul>' if notes else ""
    return (
        f'<section class="due lesson"><h3>{escape(title)}: {rating.words} words</h3>{_checks(rating.whole)}'
        f"<ol>{points}</ol>{noted}</section>"
    )


def _argument(node: Node, cards: list[Card], topic: Topic, wpm: int) -> str:
    evidence = "".join(card_html(card, topic, wpm) for card in cards)
    parts = (("Warrant", node.warrant), ("Impact", node.impact), ("Weighing", node.weighing))
    reasons = "".join(f"<div><dt>{name}</dt><dd>{escape(words)}</dd></div>" for name, words in parts if words)
    return f'<li><p class="name"><b>{escape(node.label)}</b></p>{evidence}<dl class="reasons">{reasons}</dl></li>'


def _checks(checks: Sequence[Check]) -> str:
    lines = "".join(
        f'<li class="{"yes" if one.good else "no"}"><span>{"there" if one.good else "missing"}</span>'
        f"<b>{escape(one.name)}</b> {escape(one.words)}</li>"
        for one in checks
    )
    return f'<ul class="checks">{lines}</ul>'


def _section(title: str, items: str) -> str:
    return f'<section class="due lesson"><h3>{escape(title)}</h3><ol>{items}</ol></section>'
