"""``lectern corpus``: see and change what is in the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from rich.markup import escape
from rich.table import Table

from bot.commands.console import AsJson, opened, out, print_json
from bot.errors import SourceError

app = typer.Typer(no_args_is_help=True, help="See and change what is in the corpus.")


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources."""
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
def add(paths: list[Path], as_json: AsJson = False) -> None:
    """Add files (Markdown or plain text), or replace what was added from them."""
    rows: list[dict[str, Any]] = []
    with opened() as bot:
        for path in paths:
            try:
                source, changed = bot.add(path)
                rows.append({"file": str(path), "id": source.id, "title": source.title, "changed": changed})
            except SourceError as error:
                rows.append({"file": str(path), "error": str(error)})
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            done = row.get("error") or f"{'stored' if row['changed'] else 'unchanged'}: {row['title']} ({row['id']})"
            out.print(f"{escape(row['file'])}: {escape(done)}")
    if any("error" in row for row in rows):
        raise typer.Exit(2)


@app.command("remove")
def remove(source_id: str) -> None:
    """Take a source out of the corpus."""
    with opened() as bot:
        bot.remove(source_id)
    out.print(f"Removed {escape(source_id)}.")


@app.command("rebuild")
def rebuild() -> None:
    """Throw the index away and build it again from the stored sources."""
    with opened() as bot:
        bot.rebuild()
        out.print(f"Rebuilt: {len(bot.reader.content.passages)} passages of {len(bot.sources())} sources.")
