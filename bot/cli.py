"""The ``lectern`` command: ask, check, search, corpus, serve."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.table import Table

from bot.errors import LecternError, SourceError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.model import Citation

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Ask a policy article and check claims against it.")
corpus = typer.Typer(no_args_is_help=True, help="See and change what is in the corpus.")
app.add_typer(corpus, name="corpus")
out = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with the same fields as the Python API.")]
Side = Annotated[str | None, typer.Option(help='A side\'s id, or "both".')]


def main() -> None:
    """Runs the command; an error that a user can mend ends it with one line and code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        app()
    except LecternError as error:
        print(f"lectern: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.command()
def ask(question: str, side: Side = None, as_json: AsJson = False) -> None:
    """Answer a question by quoting the sources."""
    with _bot() as bot:
        answer = bot.ask(question, side=side)
    if as_json:
        _print_json(answer.to_dict())
        return
    if answer.rewritten:
        out.print(f"[italic]Understood as: {escape(answer.rewritten)}[/italic]\n")
    out.print(Markdown(answer.text))
    _print_citations(answer.citations)


@app.command()
def check(claim: str, as_json: AsJson = False) -> None:
    """Say whether the sources support a claim, contradict it, or do not address it."""
    with _bot() as bot:
        verdict = bot.check(claim)
    if as_json:
        _print_json(verdict.to_dict())
        return
    out.print(Markdown(verdict.text))
    _print_citations(verdict.citations)


@app.command()
def search(
    query: str,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many sentences.")] = 8,
    side: Side = None,
    as_json: AsJson = False,
) -> None:
    """Find the sentences nearest to a query, best first."""
    with _bot() as bot:
        hits = bot.search(query, k=k, side=side)
    if as_json:
        _print_json([hit.to_dict() for hit in hits])
        return
    for at, hit in enumerate(hits, 1):
        place = f"{hit.passage.section or 'Opening'} ¶ {hit.passage.paragraph}"
        out.print(f"[bold]{at}[/bold] {hit.score:.2f}  {escape(hit.sentence.text)}")
        out.print(
            f"   [dim]{escape(hit.source.title)}, {escape(place)} ({hit.sentence.side}, {hit.sentence.voice})[/dim]"
        )


@corpus.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources."""
    with _bot() as bot:
        sources = bot.sources()
        counts = {s.id: sum(p.source_id == s.id for p in bot.reader.content.passages) for s in sources}
    if as_json:
        fields = ("id", "title", "author", "publisher", "date", "kind", "url", "origin")
        _print_json([{name: getattr(s, name) for name in fields} | {"passages": counts[s.id]} for s in sources])
        return
    table = Table("id", "title", "author", "date", "passages")
    for source in sources:
        table.add_row(*map(escape, (source.id, source.title, source.author, source.date, str(counts[source.id]))))
    out.print(table)


@corpus.command("add")
def add(paths: list[Path], as_json: AsJson = False) -> None:
    """Add files (Markdown or plain text), or replace what was added from them."""
    rows: list[dict[str, Any]] = []
    with _bot() as bot:
        for path in paths:
            try:
                source, changed = bot.add(path)
                rows.append({"file": str(path), "id": source.id, "title": source.title, "changed": changed})
            except SourceError as error:
                rows.append({"file": str(path), "error": str(error)})
    if as_json:
        _print_json(rows)
    else:
        for row in rows:
            done = row.get("error") or f"{'stored' if row['changed'] else 'unchanged'}: {row['title']} ({row['id']})"
            out.print(f"{escape(row['file'])}: {escape(done)}")
    if any("error" in row for row in rows):
        raise typer.Exit(2)


@corpus.command("remove")
def remove(source_id: str) -> None:
    """Take a source out of the corpus."""
    with _bot() as bot:
        bot.remove(source_id)
    out.print(f"Removed {escape(source_id)}.")


@corpus.command("rebuild")
def rebuild() -> None:
    """Throw the index away and build it again from the stored sources."""
    with _bot() as bot:
        bot.rebuild()
        out.print(f"Rebuilt: {len(bot.reader.content.passages)} passages of {len(bot.sources())} sources.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Serve the page."""
    from bot.ui.serving import serve as serve_page

    given = {"host": host, "port": port}
    serve_page(Settings.load(**{name: value for name, value in given.items() if value is not None}))


@contextmanager
def _bot() -> Iterator[Bot]:
    """The bot of the settings, opened with a progress bar where it has to build."""
    from bot.bot import Bot
    from bot.ui.progress import progress

    yield Bot.open(Settings.load(), progress)


def _print_citations(citations: tuple[Citation, ...]) -> None:
    if citations:
        out.print()
    for citation in citations:
        place = f"{citation.section or 'Opening'}, ¶ {citation.paragraph}" if citation.paragraph else "about the source"
        out.print(f"[bold]\\[{citation.number}][/bold] {escape(citation.title)}: {escape(place)}", highlight=False)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
