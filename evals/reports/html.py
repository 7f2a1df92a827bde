"""A run, or two compared, as one HTML page that needs nothing else: no network, no font, no library."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from evals.comparing import Comparison
from evals.errors import RunError
from evals.metrics import named
from evals.reports import figures, plots
from evals.runs import Row, Run, Shown

TEMPLATES = Path(__file__).with_name("templates")
Piece = tuple[str, bool]
# Images and links of an answer are text here: a page must not call out, nor lead astray.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "link", "autolink", "html_inline", "html_block"]
)


def page(run: Run, found: Comparison | None = None) -> str:
    """The report of a run, with a comparison where one is given."""
    return _render("page.html.j2", heading=f"Evals: {run.made.engine}", run=run, found=found)


def comparison_page(found: Comparison, before: Run, after: Run) -> str:
    """The report of two runs compared."""
    return _render(
        "page.html.j2", heading="Evals: two runs compared", run=None, found=found, before=before, after=after
    )


def part(name: str, *values: object) -> str:
    """One macro of ``parts.html.j2`` as HTML, for the page's Evals tab."""
    module: Any = _environment().get_template("parts.html.j2").module
    return f'<div class="lec-evals">{getattr(module, name)(*values)}</div>'


def write(text: str, path: Path) -> None:
    """Writes a report whole or not at all.

    Raises:
        RunError: it cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise RunError(f"The report cannot be written to {path}: {error.strerror}.") from error


def style() -> str:
    """The style of the parts, light and dark, for a page whose root or body says ``dark``."""
    return (TEMPLATES / "parts.css").read_text(encoding="utf-8")


def quoted(run: Run, row: Row) -> list[tuple[Shown, list[Piece], list[int]]]:
    """Each cited passage that the run holds: the passage, its text in pieces (marked or not), the numbers."""
    by_passage: dict[str, list[Any]] = {}
    for citation in row.reply.citations:
        by_passage.setdefault(citation.passage_id, []).append(citation)
    out = []
    for passage_id, cited in by_passage.items():
        shown = run.passages.get(passage_id)
        if shown is not None:
            spans = sorted((one.start - shown.start, one.end - shown.start) for one in cited)
            out.append((shown, _pieces(shown.text, spans), [one.number for one in cited]))
    return out


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[max(start, at) : end], True)]
        at = max(at, end)
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _render(template: str, **values: object) -> str:
    text = _environment().get_template(template).render(**values)
    return text.replace("<main>", '<main class="lec-evals">')


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals.update(
        title=figures.title, about=figures.about, value=figures.value, interval=figures.interval, number=figures.number,
        overall=figures.overall, failures=figures.failures, wanted=figures.wanted,
        choices=figures.choices, gate_curve=figures.gate_curve, quoted=quoted,
        markdown=_markdown, suites_plot=_suites_plot, metrics_plot=_metrics_plot, curve_plot=_curve_plot,
        changes_plot=_changes_plot, style=Markup(_style()),
    )  # fmt: skip
    return environment


def _style() -> str:
    """The whole page's style; its own dark colours follow the reader's system."""
    parts = style()
    dark = next(line for line in parts.splitlines() if line.startswith(".dark .lec-evals"))
    system = dark.replace(".dark .lec-evals", ".lec-evals")
    page_style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return f"{page_style}{parts}@media (prefers-color-scheme: dark) {{ body {{ background: #171a18; }} {system} }}"


def _markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))


def _suites_plot(run: Run) -> Markup:
    shown = figures.by_suite(run)
    return plots.intervals(shown, "Cases right by suite", [f"{one.suite} ({one.counted})" for one in shown])


def _metrics_plot(run: Run) -> Markup:
    shown = [one for one in figures.overall(run) if getattr(named(one.metric), "unit", "") == "share"]
    return plots.intervals(shown, "Figures over all suites", [figures.title(one.metric) for one in shown])


def _curve_plot(run: Run) -> Markup:
    return plots.coverage_accuracy(
        figures.gate_curve(run), figures.choices(run), "Accuracy against coverage of the gate"
    )


def _changes_plot(found: Comparison) -> Markup:
    shown = [
        one for one in found.changes
        if one.suite == "all" and one.verdict != "same" and getattr(named(one.metric), "unit", "") == "share"
    ]  # fmt: skip
    return plots.differences(shown, "Differences over all suites")
