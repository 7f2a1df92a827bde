"""A person's progress, drawn: one small chart for each line of the rubric, a point for each round."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from bot.debate.phrases import capital
from bot.debate.rubric import LINES

if TYPE_CHECKING:
    from bot.debate.progress import Result

WIDTH, HEIGHT, ROOM = 240.0, 64.0, 8.0
"""The chart of one line in the units of its view box, and the room around what is drawn."""
NONE = (
    '<p class="nothing">No round of yours is finished yet. Debate one to the end, and it is the first point here.</p>'
)


def progress_html(results: Sequence[Result], weakest: str) -> str:
    """How each line of the rubric changed over a person's finished rounds, the earliest first."""
    if not results:
        return NONE
    won = sum(one.won for one in results)
    last = results[-1]
    said = (
        f"{len(results)} finished round{'s' * (len(results) != 1)}, {won} won. "
        f"The last, “{last.title}”, gave {last.points:.1f} speaker points. What gives you least of late: {weakest}."
    )
    charts = "".join(
        _chart(name, about, [one.shares[at] for one in results]) for at, (name, _, about) in enumerate(LINES)
    )
    return (
        f'<section class="lesson progress"><h3>Your rounds, line by line</h3><p class="name">{escape(said)}</p>'
        f'<div class="charts">{charts}</div>{_table(results)}</section>'
    )


def _chart(name: str, about: str, shares: Sequence[float]) -> str:
    step = (WIDTH - 2 * ROOM) / max(1, len(shares) - 1)
    spots = [(ROOM + step * at, HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * share) for at, share in enumerate(shares)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in spots)
    base = f'<path d="M{ROOM} {HEIGHT - ROOM}H{WIDTH - ROOM}M{ROOM} {ROOM}H{WIDTH - ROOM}"/>'
    said = f"{name}: {', '.join(f'{share:.0%}' for share in shares)}"
    return (
        f"<figure><figcaption><b>{escape(capital(name))}</b> {shares[-1]:.0%} <span>{escape(about)}</span></figcaption>"
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(said, quote=True)}">'
        f'{base}<polyline points="{line}"/>{dots}</svg></figure>'
    )


def _table(results: Sequence[Result]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name, _, _ in LINES)
    rows = "".join(
        f'<tr><th scope="row">{escape(one.created[:10])} {escape(one.title)}</th>'
        f"<td>{'won' if one.won else 'lost'}</td><td>{one.points:.1f}</td>"
        f"{''.join(f'<td>{share:.0%}</td>' for share in one.shares)}</tr>"
        for one in results
    )
    return (
        '<details><summary>The same as a table</summary><div class="wide"><table><thead><tr><th scope="col">Round</th>'
        f'<th scope="col">Ballot</th><th scope="col">Points</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        "</details>"
    )
