"""``lectern debate``: a whole round in the terminal, against the bot or the bot against itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.markup import escape

from bot.commands.console import AsJson, opened, out, print_json
from bot.debate.model import JUDGES, Judge, Opponent
from bot.errors import RoundError

if TYPE_CHECKING:
    from bot.debate.ballot import Ballot
    from bot.debate.debating import Debating
    from bot.debate.keeping import Keeper
    from bot.debate.model import Block, Format, Round, Speech, Stance

MarkedSide = Literal["aff", "neg"]
STANCE: dict[str, Stance] = {"aff": "affirmative", "neg": "negative"}
END = "."
"""A line that ends a speech typed in the terminal."""


def debate(
    side: Annotated[MarkedSide, typer.Option(help="The side that you argue; Lectern argues the other.")] = "neg",
    form: Annotated[str, typer.Option("--format", help="A format's name, or a file of your own.")] = "short",
    opens: Annotated[MarkedSide | None, typer.Option(help="Which side speaks first; as the format has it.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another number, other arguments; 0 is the strongest case.")] = 0,
    opponent: Annotated[Opponent, typer.Option(help="How hard Lectern plays.")] = "strong",
    auto: Annotated[bool, typer.Option(help="Lectern plays both sides.")] = False,
    resume: Annotated[str | None, typer.Option(help="Go on with a kept round, by its id.")] = None,
    speeches: Annotated[
        Path | None, typer.Option(help="A YAML file with what you say, by slot; the round is played through with it.")
    ] = None,
    by: Annotated[Judge, typer.Option("--judge", help="Who decides.")] = "flow",
    rounds: Annotated[bool, typer.Option("--list", help="List the kept rounds.")] = False,
    as_json: AsJson = False,
) -> None:
    """Debate a whole round: speeches end with a line that holds only a full stop."""
    from bot.debate.formats import load_format
    from bot.debate.script import play_script, read_script

    with _debating() as (debating, keeper, folder):
        if rounds:
            _list(keeper, as_json)
            return
        if resume:
            held = keeper.open(resume)
        else:
            chosen: Format = load_format(form, folder, STANCE[opens] if opens else None)
            held = debating.begin(chosen, None if auto else STANCE[side], seed, opponent=opponent)
        if auto and not resume:
            # The same seed gives the same round, its id with it.
            held = replace(held, id=f"auto-{held.format.id}-{seed}", created="", changed="")
        if speeches is not None and not resume:
            held = replace(held, id=f"script-{held.format.id}-{seed}", created="", changed="")
            held = replace(play_script(held, read_script(speeches, held.format), debating), changed="")
        if as_json:
            if debating.waits_for(held) == "user" and speeches is None:
                raise RoundError(
                    "--json prints a round that needs nobody: add --auto, or --speeches with what you say."
                )
            _as_json(replace(debating.run(held), changed=held.changed), by)
            return
        _play(held, debating, keeper, by)


@contextmanager
def _debating() -> Iterator[tuple[Debating, Keeper, Path]]:
    with opened() as bot:
        from bot.debate.debating import Debating
        from bot.debate.keeping import Keeper

        yield Debating(bot), Keeper(bot.store.engine, bot.topic.id), bot.settings.data_dir


def _play(held: Round, debating: Debating, keeper: Keeper, by: Judge) -> None:
    from rich.panel import Panel

    from bot.debate.ballot import judge

    out.print(Panel(escape(held.resolution), title="Resolved", width=100))
    for speech in held.speeches:
        _show(held, speech)
    try:
        while (waits := debating.waits_for(held)) is not None:
            before = held
            held = debating.step(held) if waits == "bot" else debating.hear(held, _typed(held))
            keeper.save(held)
            _show_new(before, held)
    except (EOFError, KeyboardInterrupt):
        out.print(f"\nKept as it stands; go on with: lectern debate --resume {held.id}")
        return
    ballot = judge(held, by)
    _ballot(replace(ballot, rfd=debating.explained(ballot)))


def _typed(held: Round) -> str:
    """What the person says next."""
    slot = held.next_slot
    assert slot is not None
    if not slot.speech:
        asks = not held.speeches or held.speeches[-1].slot != slot.id or bool(held.speeches[-1].exchanges[-1].answer)
        return out.input("\n[bold]Your question[/bold] (/done to end): " if asks else "[bold]Your answer[/bold]: ")
    out.print(
        f"\n[bold]{slot.id} {slot.shown}[/bold], {slot.words} words; end with a line that holds only a full stop."
    )
    lines = []
    while (line := out.input("> ")) != END:
        lines.append(line)
    return "\n".join(lines)


def _show_new(before: Round, held: Round) -> None:
    """Prints what a step added."""
    latest = held.speeches[-1]
    if not latest.exchanges:
        _show(held, latest)
        return
    last = latest.exchanges[-1]
    if last.question == last.answer:
        return
    who = "You" if held.player(last.asker) == "user" else "Lectern"
    if not last.answer:
        if who == "Lectern":
            out.print(f"\n[bold]Lectern asks:[/bold] {escape(last.question)}")
    elif who == "You" or held.players == ("bot", "bot"):
        card = f"  [dim]{escape(last.card.spoken)}[/dim]" if last.card else ""
        out.print(f"[bold]Lectern answers:[/bold] {escape(last.answer)}{card}")


def _show(held: Round, speech: Speech) -> None:
    slot = held.format.slot(speech.slot)
    out.rule(f"{slot.id} {slot.shown} ({held.side(speech.stance)})", align="left")
    for exchange in speech.exchanges:
        out.print(f"[bold]Q[/bold] {escape(exchange.question)}\n[bold]A[/bold] {escape(exchange.answer)}")
    if speech.by == "bot":
        for block in speech.blocks:
            _show_block(block)
    for note in speech.notes:
        out.print(f"[yellow]Flow:[/yellow] {escape(note.text)}")
    for remark in speech.remarks:
        out.print(f"[yellow]Wording:[/yellow] {escape(remark)}")
    if slot.speech:
        by = "" if speech.engine == "extractive" else f", worded by {speech.engine}"
        out.print(f"[dim]{speech.words} of {slot.words} words{escape(by)}[/dim]")


def _show_block(block: Block) -> None:
    mark = " [dim](analytic)[/dim]" if block.analytic and block.role in ("answer", "comparison") else ""
    out.print(f"\n[bold]{escape(block.text)}[/bold]{mark}" if block.text else "")
    if block.card:
        out.print(f"  {escape(block.card.spoken)}", highlight=False)
        for warning in block.card.warnings:
            out.print(f"  [dim]{escape(warning)}[/dim]", highlight=False)
    if block.after:
        out.print(escape(block.after))


def _ballot(ballot: Ballot) -> None:
    from rich.panel import Panel
    from rich.table import Table

    out.rule("Ballot")
    out.print(Panel(escape(ballot.rfd), title=f"{ballot.winner.capitalize()} wins ({ballot.judge} judge)", width=100))
    table = Table("argument", "side", "strength", "what became of it")
    for row in ballot.judged:
        name = f"[bold]{escape(row.label)}[/bold]" if row.decisive else escape(row.label)
        table.add_row(name, row.stance[:3].upper(), f"{row.strength:.2f}", escape(row.why))
    out.print(table)
    for line in ballot.flips:
        out.print(f"• {escape(line)}", highlight=False)
    for points in ballot.points:
        lines = ", ".join(f"{name} {given:g}/{most:g}" for name, given, most in points.lines)
        out.print(f"{points.stance.capitalize()}: {points.total:g} speaker points ({lines})", highlight=False)


def _as_json(held: Round, by: Judge) -> None:
    import json

    from bot.debate.ballot import judge
    from bot.debate.keeping import to_json

    body: dict[str, Any] = json.loads(to_json(held))
    ballots = {name: asdict(judge(held, name)) for name in JUDGES}
    print_json({**body, "ballot": ballots[by], "ballots": ballots})


def _list(keeper: Keeper, as_json: bool) -> None:
    entries = keeper.entries()
    if as_json:
        print_json([asdict(entry) for entry in entries])
        return
    from rich.table import Table

    table = Table("id", "title", "last changed")
    for entry in entries:
        table.add_row(escape(entry.id), escape(entry.title), escape(entry.changed))
    out.print(table)
