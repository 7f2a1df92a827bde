"""The ballot: reason for decision first, then each argument with its cells, then speaker points by their rubric."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from bot.debate.model import Round
from bot.debate.paradigms import paradigms
from bot.debate.rubric import LINES, Points
from bot.model import Topic
from bot.ui.debate.words import badge, cell, side_class, side_name, with_cells, with_tips

if TYPE_CHECKING:
    from bot.debate.ballot import Ballot, Judged

NOTHING = '<p class="nothing">The ballot comes when both sides have spoken.</p>'


def verdict_html(held: Round | None, ballots: Sequence[Ballot], topic: Topic) -> str:
    """The first ballot whole, or what it would be now where the round goes on, then what the other judges say."""
    if held is None or not ballots:
        return NOTHING
    ballot, others = ballots[0], ballots[1:]
    known = {point.id for point in held.points}
    title = "Ballot" if ballot.whole else "If the round ended now"
    winner = side_name(topic, held.side(ballot.winner))
    presumed = f'<span class="presumed">{with_tips("on presumption")}</span>' if ballot.presumption else ""
    rows = "".join(
        _judged(one, known) for one in sorted(ballot.judged, key=lambda one: (not one.decisive, -one.weight))
    )
    points = "".join(_points(one, side_name(topic, held.side(one.stance))) for one in ballot.points)
    return (
        f'<section class="ballot"><h3>{with_tips(title)}</h3><p class="winner">{badge(ballot.winner, winner)} '
        f"{'wins' if ballot.whole else 'is ahead'} {presumed}</p>"
        f'<p class="rfd">{with_cells(ballot.rfd, known)}</p>{_flips(ballot, known)}'
        f'<p class="sums">Carried to the end: AFF {ballot.offense[0]:.2f}, NEG {ballot.offense[1]:.2f}</p>'
        f"{_panel(ballot, others, held, topic, known)}"
        f'<h4>Argument by argument</h4><ol class="judged">{rows}</ol>'
        f'<h4>{with_tips("Speaker points")}</h4><div class="rubrics">{points}</div></section>'
    )


def _flips(ballot: Ballot, known: set[str]) -> str:
    if not ballot.flips:
        return ""
    lines = "".join(f"<li>{with_cells(line, known)}</li>" for line in ballot.flips)
    return f'<div class="flips"><h4>What would have turned it</h4><ul>{lines}</ul></div>'


def _panel(ballot: Ballot, others: Sequence[Ballot], held: Round, topic: Topic, known: set[str]) -> str:
    """Who decided, and the same round before other judges, each folded."""
    if not others:
        return ""
    there = paradigms()
    folded = "".join(
        f"<details><summary>{badge(one.winner, side_name(topic, held.side(one.winner)))} "
        f"<b>{escape(there[one.judge].title)}</b> <span>{escape(there[one.judge].about)}</span></summary>"
        f'<p class="rfd">{with_cells(one.rfd, known)}</p>{_flips(one, known)}</details>'
        for one in others
    )
    mine = there[ballot.judge]
    return (
        f'<div class="panel"><h4>Before other judges</h4><p class="sums">Decided above by: {escape(mine.title)}. '
        f"{escape(mine.about)}</p>{folded}</div>"
    )


def _judged(one: Judged, known: set[str]) -> str:
    facts = (
        ("evidence", one.evidence), ("warrant", one.warrant), ("answered", one.answered), ("extended", one.extended),
        ("dropped", one.dropped),
    )  # fmt: skip
    marks = "".join(
        f'<li class="{"yes" if there else "no"}">{"" if there else "not " if name.endswith("ed") else "no "}{name}</li>'
        for name, there in facts
        if there or name != "dropped"
    )
    decisive = '<span class="decisive">decisive</span>' if one.decisive else ""
    cells = " ".join(cell(key) for key in one.cells)
    name = f"{badge(one.stance)} <b>{escape(one.label)}</b> {decisive}"
    weight = f'<span class="weight">weight {one.weight:.2f}</span>'
    return (
        f'<li class="{side_class(one.stance)}"><p class="name">{name}{weight}</p><ul class="marks">{marks}</ul>'
        f'<p>{with_cells(one.why, known)}</p><p class="cells">Cells: {cells}</p></li>'
    )


def _points(points: Points, name: str) -> str:
    about = {line: words for line, _, words in LINES}
    lines = "".join(
        f"<tr><th scope='row'>{escape(line)}<span>{escape(about.get(line, ''))}</span></th>"
        f"<td>{given:.2f} of {most:.1f}</td></tr>"
        for line, given, most in points.lines
    )
    return (
        f'<table class="rubric {side_class(points.stance)}"><caption>{badge(points.stance, name)} '
        f"<b>{points.total:.1f}</b></caption><tbody>{lines}</tbody></table>"
    )
