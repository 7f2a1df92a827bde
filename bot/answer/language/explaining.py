"""A verdict explained by a model: the label stands as the rules found it, and the explanation is checked whole."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace

from bot.answer.checking import Verifier
from bot.answer.claims import Finding
from bot.answer.language.drafting import Drafting
from bot.answer.language.jobs import Job
from bot.answer.language.reviewing import MARKER, Finished, finish
from bot.answer.reader import Reader
from bot.errors import ModelCallError
from bot.model import Event, Usage
from bot.models import LanguageModel

_WORDS = {"supported": "supported", "contradicted": "contradicted"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the model says of a verdict, None where nothing of it could be used, and what it took."""

    finished: Finished | None = None
    usage: Usage = field(default_factory=Usage)
    prompts: dict[str, str] = field(default_factory=dict)
    failure: str = ""


def explain(
    claim: str, finding: Finding, model: LanguageModel, verifier: Verifier, reader: Reader
) -> Generator[Event, None, Explanation]:
    """Asks the model why; only an explanation of which every statement holds is used."""
    if finding.line is None or finding.label not in _WORDS:
        return Explanation()
    ground = f", on the ground of {finding.ground}" if finding.ground else ""
    values = {"label": _WORDS[finding.label], "ground": ground}
    job = Job("explain-verdict", claim, (finding.line.passage,), values)
    drafting = Drafting(model, verifier, reader)
    try:
        found = yield from drafting.write(job, shown=False)
    except ModelCallError as error:
        return Explanation(usage=drafting.usage, prompts=drafting.prompts, failure=str(error))
    if not found.statements or found.failed:
        return Explanation(usage=drafting.usage, prompts=drafting.prompts)
    finished = finish(found, False, reader.content.source_by_id)
    return Explanation(finished, drafting.usage, drafting.prompts)


def numbered_on(finished: Finished, after: int) -> Finished:
    """The same with its citations numbered on after so many."""

    def on(number: int) -> int:
        return number + after

    return Finished(
        MARKER.sub(lambda match: f"[{on(int(match[1]))}]", finished.text),
        tuple(replace(one, citations=tuple(map(on, one.citations))) for one in finished.statements),
        tuple(replace(one, number=on(one.number)) for one in finished.citations),
    )
