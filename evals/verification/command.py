"""``python -m evals verification``: prints the share of each kind that the checks flag."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.bot import Bot
from evals.verification.measuring import Judged, judge, shares
from evals.verification.statements import CORRECT, Half, read_statements

out = Console()


def measure(
    half: Annotated[Half, typer.Option(help="Which statements: those tuned on, those held out, or all.")] = "all",
    wrong: Annotated[bool, typer.Option("--wrong", help="Also list what was judged wrongly.")] = False,
) -> None:
    """Check statements with planted faults, and correct ones; print the share flagged by kind."""
    bot = Bot.open()
    judged = judge(bot, read_statements(bot.topic.id, half))
    table = Table("statements", "count", "flagged", "share", title=f"Verification ({half})")
    for one in shares(judged):
        name = "correct, wrongly flagged" if one.kind == CORRECT else one.kind
        table.add_row(name, str(one.count), str(one.flagged), f"{one.value:.1%}")
    out.print(table)
    if wrong:
        for each in judged:
            if not each.right:
                out.print(_line(each), highlight=False)


def _line(one: Judged) -> str:
    told = f"{one.check.ground}: {one.check.reason}" if one.check.ground else f"held, support {one.check.support:.2f}"
    place = f"{one.planted.kind} ¶ {one.planted.paragraphs}"
    return f"[bold]{place}[/bold] {escape(one.planted.text)} [dim]({escape(told)})[/dim]"
