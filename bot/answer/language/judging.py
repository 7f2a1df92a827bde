"""A model judges a claim: it must quote the words that decide, and they are looked up before it is believed."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, field

from bot.answer.checking.names import strange_name
from bot.answer.claims import Finding
from bot.answer.draft import Line
from bot.answer.language.drafting import Drafting
from bot.answer.language.evidence import found, rest
from bot.answer.language.jobs import Job
from bot.answer.lexicon import figures
from bot.answer.reader import Reader
from bot.answer.support import folded
from bot.errors import ModelCallError
from bot.model import Event, Label, Passage, Usage

UNCHECKED = "The model's verdict is left out: it quotes no words of the passages that decide."
AT_ODDS = "The model's verdict is left out: it is the opposite of what the words themselves say."
ROUNDED = 0.05
"""How far from a figure of the passage a claim's may be, as a share of it, to be that figure rounded."""
LEAST = 12
"""Characters of the words that decide, at least: a shorter quotation decides nothing."""
_LABELS: dict[str, Label] = {
    "supported": "supported", "contradicted": "contradicted", "unsettled": "unsettled",
    "not addressed": "not_addressed", "not_addressed": "not_addressed",
}  # fmt: skip
_VERDICT = re.compile(
    r"^\W*(?:verdict\W+)?(not[ _]supported|supported|contradicted|unsettled|not[ _]addressed)\b",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r'"([^"\n]{3,})"')


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model made of a claim; ``finding`` is None where nothing of it can be believed, and ``note`` says why."""

    finding: Finding | None = None
    note: str = ""
    usage: Usage = field(default_factory=Usage)
    prompts: dict[str, str] = field(default_factory=dict)
    failure: str = ""


def judge(claim: str, ruled: Finding, drafting: Drafting, reader: Reader) -> Generator[Event, None, Judgement]:
    """Asks the model for a verdict with the words that decide; ``ruled`` is what comparing the words has found."""
    passages = found([reader.ranker.query(claim)], reader)
    job = Job("judge-claim", claim, passages, rest(passages, reader))
    try:
        text = yield from drafting.whole(job)
    except ModelCallError as error:
        return Judgement(usage=drafting.usage, prompts=drafting.prompts, failure=str(error))
    finding, note = _believed(claim, text, ruled, drafting.passages, reader)
    return Judgement(finding, note, drafting.usage, drafting.prompts)


def _believed(
    claim: str, text: str, ruled: Finding, passages: tuple[Passage, ...], reader: Reader
) -> tuple[Finding | None, str]:
    """The verdict as a finding, where its quotation is there and no figure or name of the claim speaks against it."""
    said = _VERDICT.search(text)
    label = _LABELS.get(said[1].lower()) if said else None
    if label is None:
        return None, UNCHECKED
    if label in ("unsettled", "not_addressed"):
        nearest = label == "unsettled" and ruled.label == "unsettled"
        return Finding(label, "the model finds no words that decide", ruled.lines if nearest else ()), ""
    if {label, ruled.label} == {"supported", "contradicted"}:
        return None, AT_ODDS
    line = next(filter(None, (_line(words, passages) for words in _QUOTED.findall(folded(text)))), None)
    if line is None:
        return None, UNCHECKED
    if label == "supported" and not _borne_out(claim, line, reader):
        return None, UNCHECKED
    return Finding(label, "by the words quoted", (line,)), ""


def _borne_out(claim: str, line: Line, reader: Reader) -> bool:
    """Whether a claim's names, years and figures in digits are those of the passage; figures may be rounded.

    Numbers in words may be worked out ("two thirds", "a dozen"), which is the model's to judge.
    """
    text = line.passage.text
    if strange_name(claim, [text, line.passage.section], reader.vocabulary) is not None:
        return False
    there = figures(text)
    for value, start, end, kind in figures(claim):
        if kind != "number":
            known = any(value == other and kind == of for other, _, _, of in there)
        elif any(map(str.isdigit, claim[start:end])):
            known = any(
                of == "number" and abs(float(value) - float(other)) <= ROUNDED * float(other)
                for other, _, _, of in there
            )
        else:
            known = True
        if not known:
            return False
    return True


def _line(words: str, passages: tuple[Passage, ...]) -> Line | None:
    """The sentence in which the quoted words stand."""
    wanted = words.strip(" .,;:!?'…")
    if len(wanted) < LEAST:
        return None
    for passage in passages:
        for sentence in passage.sentences:
            if wanted.lower() in folded(sentence.text).lower():
                return Line.of(sentence, passage)
    return None
