"""Judges an answer or a verdict against its case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.render import plain
from bot.model import Answer, Verdict
from evals.suites import Case

RIGHT = {
    "answered": ("answered", "closest"),
    "fact_absent": ("no_evidence", "closest"),
    "false_premise": ("no_evidence", "closest"),
}
"""Outcomes that are right for what a case expects: what comes closest is shown where an answer is not sure, and may be
where the fact is not there; only what is elsewhere altogether has to be refused."""
MOST = 3
"""Statements in the answer to a question of fact, unless the case says otherwise."""


def faults(case: Case, answer: Answer | Verdict, told: str = "") -> list[str]:
    """What is wrong with the answer, in words; empty where it is right.

    Cases are written on a topic's own text. Where that is a brief and the article itself is quoted, ``told`` is what
    the brief has for the sentences quoted, and what a case wants may stand there.
    """
    found = _label(case, answer) if isinstance(answer, Verdict) else _outcome(case, answer, told)
    text = plain(answer.text)
    answered = (isinstance(answer, Verdict) and answer.label != "unsettled") or (
        isinstance(answer, Answer) and answer.outcome in ("answered", "closest")
    )
    if answered or case.expect != "answered":
        found += [f"lacks {p!r}" for p in _absent(case.must, f"{text} {told}")]
    found += [f"has {p!r}" for p in case.must_not if re.search(p, text, re.IGNORECASE)]
    if isinstance(answer, Answer):
        found += _shape(case, answer)
    return found


def _label(case: Case, verdict: Verdict) -> list[str]:
    """A verdict must be the right one; where none is given, the sentence that decides must be shown."""
    if verdict.label == case.expect or (verdict.label == "unsettled" and case.expect == "not_addressed"):
        return []
    cited = {citation.paragraph for citation in verdict.citations}
    if verdict.label == "unsettled" and cited & set(case.gold):
        return []
    return [f"{verdict.label} for {case.expect}"]


def _outcome(case: Case, answer: Answer, told: str) -> list[str]:
    if case.why_not == "false_premise" and answer.outcome == "answered":
        missing = _absent(case.must_if_answered, f"{plain(answer.text)} {told}")
        return [f"answers, and lacks {p!r}" for p in missing] if case.must_if_answered else ["answers"]
    if case.expect == "debate":
        return []
    return (
        []
        if answer.outcome in RIGHT.get(case.why_not or case.expect, (case.expect,))
        else [f"{answer.outcome} for {case.expect}"]
    )


def _shape(case: Case, answer: Answer) -> list[str]:
    found = []
    most = case.max_statements or (MOST if answer.kind == "fact" else None)
    if most and answer.outcome == "answered" and len(answer.statements) > most:
        found.append(f"{len(answer.statements)} statements")
    cited = {citation.paragraph for citation in answer.citations}
    if case.gold and case.expect == "answered" and answer.outcome in RIGHT["answered"] and not cited & set(case.gold):
        found.append("cites none of the right paragraphs")
    if case.emphasis and answer.outcome == "answered":
        marked = [s.text[a:b] for s in answer.statements for a, b in s.emphasis]
        if not any(re.search(case.emphasis, each, re.IGNORECASE) for each in marked):
            found.append(f"emphasises {marked}")
    return found


def _absent(patterns: Sequence[str], text: str) -> list[str]:
    # Printers set "mid-2010s" with a hyphen or a dash; which one is not what a case is about.
    text = re.sub(r"(?<=\w)[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}](?=\w)", "-", text)
    return [pattern for pattern in patterns if not re.search(pattern, text, re.IGNORECASE)]
