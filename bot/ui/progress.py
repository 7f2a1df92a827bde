"""A progress bar in the terminal for building the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def progress(batches: Iterable[list[str]], total: int, what: str) -> Iterator[list[str]]:
    """Hands the batches on while it shows how many texts are done; shows nothing where there are none."""
    if not total:
        yield from batches
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(what, total=total)
        for batch in batches:
            yield batch
            bar.advance(task, len(batch))
