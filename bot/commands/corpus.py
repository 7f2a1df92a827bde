"""``lectern corpus``: see and change what is in the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from bot.commands.console import AsJson, opened, out, print_json
from bot.errors import SourceError

if TYPE_CHECKING:
    from bot.sources.intake import Outcome

app = typer.Typer(no_args_is_help=True, help="See and change what is in the corpus.")


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources."""
    from rich.table import Table

    with opened() as bot:
        sources = bot.sources()
        counts = {s.id: sum(p.source_id == s.id for p in bot.reader.content.passages) for s in sources}
    if as_json:
        fields = ("id", "title", "author", "publisher", "date", "kind", "url", "origin")
        print_json([{name: getattr(s, name) for name in fields} | {"passages": counts[s.id]} for s in sources])
        return
    table = Table("id", "title", "author", "date", "passages")
    for source in sources:
        table.add_row(*map(escape, (source.id, source.title, source.author, source.date, str(counts[source.id]))))
    out.print(table)


@app.command("add")
def add(
    places: Annotated[list[str], typer.Argument(metavar="PATH|FOLDER|URL...")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and say what would be done; change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add documents (Markdown, text, HTML, PDF, DOCX), or replace what was added from the same place."""
    from bot.sources.intake import gather

    given = gather(places)
    with opened() as bot:
        outcomes = list(_with_bar(bot.take(given, dry_run), len(given), "Reading documents"))
    _report(outcomes, dry_run, as_json)


@app.command("original")
def original(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and say what would be done; change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add the original of the topic's own brief from its publisher's page."""
    from bot.sources.intake import Given

    with opened() as bot:
        urls = bot.originals()
        if not urls:
            raise SourceError("The topic names no original that is not in the corpus already.")
        outcomes = list(_with_bar(bot.take(map(Given, urls), dry_run), len(urls), "Fetching the original"))
    _report(outcomes, dry_run, as_json)


def _with_bar(outcomes: Iterable[Outcome], total: int, what: str) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[shown]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, shown="")
        for outcome in outcomes:
            bar.update(task, advance=1, shown=escape(outcome.given.shown[-50:]))
            yield outcome


def _report(outcomes: list[Outcome], dry_run: bool, as_json: bool) -> None:
    """A line for each document and one for the whole; code 2 where any was refused."""
    if as_json:
        print_json([_fields(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            title = f": {outcome.source.title} ({outcome.source.id})" if outcome.source else ""
            size = f", {outcome.paragraphs} paragraphs" if outcome.paragraphs else ""
            why = "".join(f"\n    {line}" for line in filter(None, (outcome.why, *outcome.warnings)))
            colour = "red" if outcome.status == "refused" else "green" if outcome.status != "unchanged" else "dim"
            out.print(
                f"[{colour}]{outcome.status:<9}[/] {escape(outcome.given.shown + title + size + why)}", highlight=False
            )
        from bot.sources.intake import counts

        said = ", ".join(f"{count} {status}" for status, count in counts(outcomes).items())
        out.print(f"{'Would be: ' if dry_run else ''}{said}.", highlight=False)
    if any(outcome.status == "refused" for outcome in outcomes):
        raise typer.Exit(2)


def _fields(outcome: Outcome) -> dict[str, Any]:
    source = outcome.source
    return {
        "file": outcome.given.shown, "status": outcome.status, "id": source.id if source else None,
        "title": source.title if source else None, "paragraphs": outcome.paragraphs, "why": outcome.why,
        "warnings": list(outcome.warnings),
    }  # fmt: skip


@app.command("remove")
def remove(source_id: str) -> None:
    """Take a source out of the corpus."""
    with opened() as bot:
        bot.remove(source_id)
    out.print(f"Removed {escape(source_id)}. Bring it back with: lectern corpus undo")


@app.command("undo")
def undo(source_id: Annotated[str, typer.Argument(help="The id of a removed source; else the last one.")] = "") -> None:
    """Bring back what was removed last."""
    with opened() as bot:
        source = bot.undo(source_id)
    out.print(f"Brought back: {escape(source.title)} ({source.id}).")


@app.command("rebuild")
def rebuild() -> None:
    """Throw the index away and build it again from the stored sources."""
    with opened() as bot:
        bot.rebuild()
        out.print(f"Rebuilt: {len(bot.reader.content.passages)} passages of {len(bot.sources())} sources.")
