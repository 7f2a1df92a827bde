"""Quote exactness: what a citation quotes stands in its source where it says, character for character."""

from __future__ import annotations

from evals.metrics.metric import Metric, Scene, citations
from evals.runs import Row


def quote_exactness(row: Row, _scene: Scene) -> float | None:
    """The share of citations whose quote is what the stored source holds there; None without citations."""
    cited = citations(row.reply)
    if not cited:
        return None
    return sum(one.quote == there for one, there in zip(cited, row.found, strict=True)) / len(cited)


QUOTE_EXACTNESS = Metric(
    "quote_exactness", "Quotes exact", "Citations whose quote is in the source, to the letter", quote_exactness
)
