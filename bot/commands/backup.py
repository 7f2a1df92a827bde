"""``lectern backup`` and ``lectern restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.commands.console import opened, out, settings


def backup(file: Path) -> None:
    """Copy the corpus, its documents, embeddings and rounds, to one file; questions may be asked meanwhile."""
    from bot.sources.backup import backup as write
    from bot.sources.store import Store

    store = Store.of(settings())
    counts = write(store, file)
    store.close()
    out.print(f"Written to {escape(str(file))}: {_told(counts)}.", highlight=False)


def restore(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="Put the backup in the place of what is there.")] = False,
) -> None:
    """Put a backup in the place of the corpus, and build the index from it."""
    from bot.sources.backup import restore as read
    from bot.sources.store import Store

    store = Store.of(settings())
    counts = read(store, file, replace)
    store.close()
    with opened() as bot:
        out.print(f"Restored from {escape(str(file))}: {_told(counts)}; {len(bot.sources())} of this topic.")


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
