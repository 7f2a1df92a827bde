"""What the coach says, as HTML: a case, blocks, a question of a drill and its answer judged, a speech rated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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
    from bot.debate.learning import Lesson
    from bot.debate.redoing import Redone


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


def lesson_html(lesson: Lesson, task: Task, now: datetime, waiting: int) -> str:
    """An argument to learn the answer to, with why it is asked now, and how many more are due."""
    if not lesson.is_due(now):
        why = f"Nothing is due before {_when(lesson.due, now)}; this one comes next."
    elif lesson.dropped:
        why = f"You let this go in {lesson.dropped} of your rounds. {_more(waiting)}"
    else:
        why = f"{'You knew this once.' if lesson.due else 'New.'} {_more(waiting)}"
    return (
        f'<section class="lesson"><p class="name">{escape(why)}</p><p class="asked">{escape(task.said)}</p></section>'
    )


def due_again_html(due: datetime, now: datetime) -> str:
    """When an argument comes again."""
    return f'<p class="due name">This one comes again {escape(_when(due, now))}.</p>'


def _more(waiting: int) -> str:
    return f"{waiting} more due today." if waiting else "The last one that is due."


def _when(due: datetime | None, now: datetime) -> str:
    seconds = max(0.0, (due - now).total_seconds()) if due else 0.0
    if seconds < 90:
        return "in a minute"
    if seconds < 5400:
        return f"in {round(seconds / 60)} minutes"
    if seconds < 129_600:
        return f"in {round(seconds / 3600)} hours"
    return f"in {round(seconds / 86_400)} days"


def redone_html(redone: Redone) -> str:
    """A speech done again: what it had to meet then and now, and both ratings beside each other."""
    rows = "".join(
        f'<tr><th scope="row">{escape(point.id)} {escape(point.label)}</th>{_met(then)}{_met(now)}</tr>'
        for point, then, now in redone.due
    )
    table = (
        '<table class="redone"><thead><tr><th scope="col">To be met</th><th scope="col">Then</th>'
        f'<th scope="col">Now</th></tr></thead><tbody>{rows}</tbody></table>'
        if rows else ""
    )  # fmt: skip
    both = rating_html(redone.before, "Then") + rating_html(redone.after, "Now")
    return f'<section class="lesson again">{table}<div class="then-now">{both}</div></section>'


def _met(met: bool) -> str:
    return f'<td class="{"yes" if met else "no"}">{"met" if met else "left"}</td>'


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
