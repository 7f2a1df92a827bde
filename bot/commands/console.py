"""What the commands share: the terminal, the bot with a progress bar, JSON.

The modules of the commands import at the top what their help needs, so that it is there at once, and all else late.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.model import Citation
    from bot.settings import Settings

out = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with the same fields as the Python API.")]
Side = Annotated[str | None, typer.Option(help='A side\'s id, or "both".')]


def settings() -> Settings:
    """The settings of the environment.

    Raises:
        SettingsError: one of them is unknown or has a bad value.
    """
    from bot.settings import Settings

    return Settings.load()


@contextmanager
def opened() -> Iterator[Bot]:
    """The bot of the settings, opened with a progress bar where it has to build."""
    from bot.bot import Bot
    from bot.threads import one_for_blas
    from bot.ui.progress import progress

    one_for_blas()
    yield Bot.open(settings(), progress)


def print_citations(citations: tuple[Citation, ...]) -> None:
    """A line for each citation: number, title, place."""
    from bot.sources.citing import is_brief, place

    if citations:
        out.print()
    for citation in citations:
        named = citation.cite if is_brief(citation.kind) else citation.title
        where = place(citation.section, citation.paragraph, citation.page)
        out.print(f"[bold]\\[{citation.number}][/bold] {escape(named)}: {escape(where)}", highlight=False)


def print_markdown(text: str) -> None:
    """An answer as it is meant to look."""
    from rich.markdown import Markdown

    out.print(Markdown(text))


def print_notes(notes: tuple[str, ...]) -> None:
    """What a reader should know of how an answer came about, a line each."""
    for note in notes:
        out.print(f"[italic]{escape(note)}[/italic]", highlight=False)


def print_json(value: object) -> None:
    """A value as indented JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
