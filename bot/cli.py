"""The ``lectern`` command: ask, check, search, debate, corpus, serve."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer
from rich.markup import escape

from bot.commands import backup, corpus, topic
from bot.commands.console import AsJson, Side, opened, out, print_citations, print_json, print_markdown, print_notes
from bot.commands.debate import debate
from bot.errors import LecternError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Ask a policy article and check claims against it.")
app.add_typer(corpus.app, name="corpus")
app.command()(debate)
app.add_typer(topic.app, name="topic")
app.command()(backup.backup)
app.command()(backup.restore)


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
    with opened() as bot:
        answer = bot.ask(question, side=side)
    if as_json:
        print_json(answer.to_dict())
        return
    if answer.rewritten:
        out.print(f"[italic]Understood as: {escape(answer.rewritten)}[/italic]\n")
    print_markdown(answer.text)
    print_citations(answer.citations)
    print_notes(answer.notes)


@app.command()
def check(claim: str, as_json: AsJson = False) -> None:
    """Say whether the sources support a claim, contradict it, or do not address it."""
    with opened() as bot:
        verdict = bot.check(claim)
    if as_json:
        print_json(verdict.to_dict())
        return
    print_markdown(verdict.text)
    print_citations(verdict.citations)
    print_notes(verdict.notes)


@app.command()
def search(
    query: str,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many sentences.")] = 8,
    side: Side = None,
    as_json: AsJson = False,
) -> None:
    """Find the sentences nearest to a query, best first."""
    with opened() as bot:
        hits = bot.search(query, k=k, side=side)
    if as_json:
        print_json([hit.to_dict() for hit in hits])
        return
    from bot.sources.citing import titled

    for at, hit in enumerate(hits, 1):
        place = f"{hit.passage.section or 'Opening'} ¶ {hit.passage.paragraph}"
        out.print(f"[bold]{at}[/bold] {hit.score:.2f}  {escape(hit.sentence.text)}")
        out.print(
            f"   [dim]{escape(titled(hit.source))}, {escape(place)} ({hit.sentence.side}, {hit.sentence.voice})[/dim]"
        )


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Also give ask, check, search and cards as tools of MCP.")] = False,
) -> None:
    """Serve the page."""
    from bot.settings import Settings
    from bot.ui.serving import serve as serve_page

    given = {"host": host, "port": port}
    serve_page(Settings.load(**{name: value for name, value in given.items() if value is not None}), mcp)


if __name__ == "__main__":
    main()
