"""``lectern corpus``: see and change what is in the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from bot.commands.console import AsJson, opened, out, print_json
from bot.errors import SourceError
from bot.model import NEUTRAL, Sentence, Source
from bot.sources.citing import titled, voiced
from bot.sources.origins import shown
from bot.sources.reading.formats import format_of

if TYPE_CHECKING:
    from bot.sources.intake import Outcome
    from bot.sources.paragraphs import ReadParagraph

app = typer.Typer(no_args_is_help=True, help="See and change what is in the corpus.")


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources."""
    from rich.table import Table

    with opened() as bot:
        sources = bot.sources()
        counts = {source.id: bot.paragraph_count(source.id) for source in sources}
    if as_json:
        print_json([_facts(source) | {"paragraphs": counts[source.id]} for source in sources])
        return
    table = Table("id", "title", "author", "date", "read from", "paragraphs")
    for source in sources:
        facts = (source.id, titled(source), source.author, source.date, format_of(source.origin), counts[source.id])
        table.add_row(*(escape(str(fact)) for fact in facts))
    out.print(table)


@app.command("show")
def show(source_id: str, as_json: AsJson = False) -> None:
    """Print a source as it was read: its facts, then every paragraph with its place, side and voice."""
    with opened() as bot:
        source, paragraphs, told = bot.require(source_id), bot.paragraphs(source_id), bot.in_original(source_id)
        names = {side.id: side.name for side in bot.topic.sides}
    if as_json:
        print_json(_facts(source) | {"paragraphs": [_paragraph(one, told) for one in paragraphs]})
        return
    out.print(f"[bold]{escape(titled(source))}[/]", highlight=False)
    for name in ("author", "publisher", "date", "url"):
        out.print(f"{name}: {escape(getattr(source, name)) or '[dim]not known[/]'}", highlight=False)
    out.print(f"read from: {escape(shown(source.origin))} ({format_of(source.origin)})", highlight=False)
    section = ""
    for one in paragraphs:
        if one.section != section:
            section = one.section
            out.print(f"\n[bold]{escape(section)}[/]", highlight=False)
        place = [f"¶ {one.number}", *([f"p. {one.page}"] if one.page else [])]
        place += [f"note to ¶ {one.note_to[0]}"] if one.note_to else []
        place += [f"{names.get(one.side, one.side)}: {voiced(one.voice, source.kind)}"] if one.side != NEUTRAL else []
        out.print(f"\n[dim]{escape(' · '.join(place))}[/]\n{escape(one.text)}", highlight=False)
        for sentence in one.sentences:
            if sentence.id in told:
                number, original = told[sentence.id]
                begins = escape(" ".join(sentence.text.split()[:6]))
                out.print(f"[dim]  {begins} … in the original, ¶ {number}:[/] {escape(original.text)}", highlight=False)


@app.command("facts")
def facts(
    source_id: str,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    author: Annotated[str | None, typer.Option(help='Its authors: "Ann Lee, Bob Ray".')] = None,
    publisher: Annotated[str | None, typer.Option(help="Who brought it out.")] = None,
    date: Annotated[str | None, typer.Option(help="When: 2024-03-14, 14 March 2024, March 2024 or 2024.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it is to be had.")] = None,
    as_json: AsJson = False,
) -> None:
    """See what is known of a source, or correct it; "" takes a fact away. It is kept when the file is read again."""
    given = {"title": title, "author": author, "publisher": publisher, "date": date, "url": url}
    changed = {name: value for name, value in given.items() if value is not None}
    with opened() as bot:
        source = bot.correct(source_id, changed) if changed else bot.require(source_id)
    if as_json:
        print_json(_facts(source))
        return
    by_hand = _facts(source)["corrected"]
    for name in given:
        value = escape(getattr(source, name)) or "[dim]not known[/]"
        out.print(f"{name}: {value}{' (corrected)' if name in by_hand else ''}", highlight=False)


def _facts(source: Source) -> dict[str, Any]:
    from bot.sources.facts import corrected_in

    names = ("id", "title", "author", "publisher", "date", "kind", "url", "origin")
    return {name: getattr(source, name) for name in names} | {
        "format": format_of(source.origin), "corrected": sorted(corrected_in(source)),
    }  # fmt: skip


def _paragraph(one: ReadParagraph, told: Mapping[str, tuple[int, Sentence]]) -> dict[str, Any]:
    note = {"paragraph": one.note_to[0], "at": one.note_to[1]} if one.note_to else None
    names = ("number", "section", "page", "side", "voice", "text")
    original = [
        {"sentence": sentence.text, "paragraph": told[sentence.id][0], "text": told[sentence.id][1].text}
        for sentence in one.sentences
        if sentence.id in told
    ]
    return {name: getattr(one, name) for name in names} | {"note_to": note, "in_original": original}


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
            why = "".join(f"\n    {line}" for line in filter(None, (outcome.why, outcome.facts, *outcome.warnings)))
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
        "warnings": list(outcome.warnings), "guessed": list(outcome.guessed),
        **{name: getattr(source, name) if source else None for name in ("author", "publisher", "date")},
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
