"""``python -m evals debate``: plays rounds by itself and prints what they keep and what they break."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from bot.bot import Bot
from bot.debate.ballot import judge
from bot.debate.debating import Debating
from bot.debate.keeping import to_json
from bot.debate.model import Opponent
from evals.debate.checking import Ground
from evals.debate.crossed import crossed
from evals.debate.figures import Figures, quantiles
from evals.debate.heard import Half, Hearing, measured
from evals.debate.playing import play_all

out = Console()
FIRST_SEED: dict[Half, int] = {"tuned": 1, "held": 201}
"""Where the seeds of each half begin."""
AIMS = {
    "named": 0.98, "stock": 0.9, "answers": 0.95, "own arguments": 0.9, "not late": 0.99, "ballots, paragraphs": 0.94,
    "ballots, running text": 0.94, "cross-examination, usable": 0.8, "cross-examination, not false": 1.0,
}  # fmt: skip
WEAKER: tuple[Opponent, ...] = ("gentle", "fair")
OF_EACH = 5
"""So many rounds of each weaker opponent are played for the spread of speaker points."""
MOST = 60
"""Violations that are listed."""


def debate(
    rounds: Annotated[int, typer.Option(min=1, help="How many rounds the bot plays against itself.")] = 40,
    seeds: Annotated[int, typer.Option(min=0, help="Seeds on which hearing is measured, in every format.")] = 2,
    half: Annotated[Half, typer.Option(help="Which half of the seeds, refutations and written speeches.")] = "held",
    keep: Annotated[Path | None, typer.Option(help="A folder to write each round to, as JSON.")] = None,
) -> None:
    """Play rounds with the bot on both sides, check each speech, measure how a person is heard; 1 on a violation."""
    bot = Bot.open()
    bot.warm()
    debating = Debating(bot)
    ground = Ground(bot.reader.content, debating.bank)
    figures = Figures()
    first = FIRST_SEED[half]
    for played in track(play_all(debating, rounds, first), "Debating", rounds, console=Console(stderr=True)):
        figures.add(played, ground)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{played.name.replace(', ', '-').replace(' ', '-')}.json").write_text(to_json(played.held))
    for opponent in WEAKER:
        for played in play_all(debating, OF_EACH, first, opponent):
            figures.speaker_points += [points.total for points in judge(played.held).points]
    show(figures)
    if seeds:
        found = measured(debating, range(first, first + seeds), half)
        crossed(debating, half, found)
        show_hearing(found)
    if figures.broken:
        raise typer.Exit(1)


def show_hearing(found: Hearing) -> None:
    """How a person is heard, beside what is aimed at."""
    table = Table("heard", "right", "of", "share", "aim")
    for name in found.total:
        aim = AIMS.get(name)
        table.add_row(
            name,
            str(found.right[name]),
            str(found.total[name]),
            f"{found.share(name):.3f}",
            f"{aim:.2f}" if aim else "",
        )
    out.print(table)


def show(figures: Figures) -> None:
    """The figures as tables, and the violations by their places."""
    table = Table("check", "", "instances", "violations")
    for name, title, instances, violations in figures.lines():
        table.add_row(name, title, str(instances), f"[red]{violations}[/red]" if violations else "0")
    out.print(table)
    rest = Table("figure", "value")
    rest.add_row("rounds", f"{figures.rounds.total()} ({_listed(figures.rounds)})")
    for what, times in (("speech", figures.speeches), ("question or answer", figures.exchanges)):
        median, high = quantiles(times)
        rest.add_row(f"a {what}", f"median {median:.0f} ms, p95 {high:.0f} ms ({len(times)})")
    rest.add_row("budget used", f"median {100 * quantiles(figures.filled)[0]:.0f}%")
    rest.add_row("points by the end", _listed(figures.ends))
    for form, filled in sorted(figures.last_filled.items()):
        shown = f"median {100 * quantiles(filled)[0]:.0f}%, least {100 * min(filled):.0f}% of their words"
        rest.add_row(f"last speeches, {form}", shown)
    rest.add_row("different cases", _listed({name: len(there) for name, there in figures.cases.items()}))
    rest.add_row("won by", _listed(figures.wins))
    rest.add_row("by format", _listed(figures.by_format))
    rest.add_row("decided otherwise without weighing", f"{figures.weighed} of {figures.rounds.total()}")
    low, high = min(figures.speaker_points, default=0.0), max(figures.speaker_points, default=0.0)
    rest.add_row("speaker points, three strengths", f"{low:.1f} to {high:.1f}")
    out.print(rest)
    listed = [line for lines in figures.violations.values() for line in lines]
    for line in listed[:MOST]:
        out.print(f"[red]✗[/red] {escape(line)}", highlight=False)
    if len(listed) > MOST:
        out.print(f"… and {len(listed) - MOST} more.")


def _listed(counted: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
