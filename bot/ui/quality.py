"""The quality card beside the chat: the newest results of the engine in use, so that a reader knows what to trust."""

from __future__ import annotations

from html import escape

from evals.reports.figures import value
from evals.runs import Run

_LINES = (
    ("accuracy", "of its answers to test questions are right"),
    ("coverage", "of the questions that the sources answer get an answer"),
    ("topic_absent", "of questions on something else are refused"),
    ("fact_absent", "of questions on a fact that is not there are refused"),
    ("false_premise", "of questions that presume something false are corrected or refused"),
    ("verdict", "of checked claims get the right verdict"),
    ("quote_exactness", "of quotes are in their source to the letter"),
    ("side_fidelity", "of what stands in a side's mouth is that side's own"),
)


def card(run: Run | None) -> str:
    """The card as HTML; what was not measured is left out."""
    if run is None:
        return '<p class="quality">The quality of this engine has not been measured: see the Evals tab.</p>'
    passed = run.figure("passed")
    head = f"Measured: {percent(value(passed))} of {len(run.rows)} test cases right" if passed else "Measured quality"
    rows = []
    for metric, words in _LINES:
        figure = run.figure(metric)
        if figure is not None and figure.value is not None:
            bounds = ""
            if figure.low is not None and figure.high is not None and figure.low < figure.high:
                bounds = f" <span>({100 * figure.low:.0f} to {100 * figure.high:.0f}%)</span>"
            rows.append(f"<li><b>{percent(value(figure))}</b> {escape(words)}{bounds}</li>")
    made = run.made
    foot = (
        f"{escape(made.engine)} engine, {escape(made.started[:10])}, {len(made.suites)} suites; in brackets, 95% "
        "intervals. Many of these cases were used to build it: on questions in quite other words expect less."
    )
    return f'<details class="quality"><summary>{escape(head)}</summary><ul>{"".join(rows)}</ul><p>{foot}</p></details>'


def percent(share: str) -> str:
    """A share as a reader reads it: "0.984" as "98.4%"."""
    return f"{100 * float(share):.1f}%".replace(".0%", "%") if share != "–" else share
