"""An answer as the page shows it: Markdown for the chat, HTML for the sources. Everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.answer.phrases import UNVERIFIED
from bot.answer.render import escape as escape_markdown
from bot.model import Answer, Citation, Topic
from bot.sources.citing import articles_told, quoted

_MARKER = re.compile(r"(?<!\\)\[(\d+)\](?!\()")


def user_text(question: str) -> str:
    """What a reader typed, shown as it was typed: no Markdown, no HTML."""
    return escape_markdown(question).replace("&", "&amp;") or " "


def shown(answer: Answer, turn: int, topic: Topic) -> str:
    """A whole answer as the chat shows it: how it was understood, its text, how it came about, what can be done."""
    text = columns(linked(answer.text, answer.citations), answer, topic)
    return heading(answer) + text + footing(answer) + actions(answer, turn)


def columns(text: str, answer: Answer, topic: Topic) -> str:
    """What is said of each side beside what is said of the other, where an answer has a part for both."""
    names = {f"**{side.name}**": at for at, side in enumerate(topic.sides[:2])}
    blocks = text.split("\n\n")
    parts: dict[str, list[str]] = {}
    before: list[str] = []
    after: list[str] = []
    part = ""
    for block in blocks:
        if block in names:
            part = block
        elif part and block.startswith("**") and block.endswith("**"):
            part = "rest"
        if part in names:
            parts.setdefault(part, []).append(block)
        else:
            (after if part else before).append(block)
    if answer.kind not in ("both_sides", "arguments") or len(parts) < 2:
        return text
    made = [
        f'<div class="side side-{names[name]}">\n\n' + "\n\n".join(each) + "\n\n</div>" for name, each in parts.items()
    ]
    return "\n\n".join([*before, f'<div class="sides">\n{"".join(made)}\n</div>', *after])


def actions(answer: Answer, turn: int) -> str:
    """The links below an answer: what can be done with it."""
    if answer.outcome == "small_talk":
        return ""
    links = [("Copy with citations", "copy")] if answer.citations else []
    links += [("Good", "good"), ("Not good", "bad")]
    return '\n\n<span class="actions">' + " ".join(f"[{name}](#do-{what}-{turn})" for name, what in links) + "</span>"


def footing(answer: Answer) -> str:
    """The lines below an answer: what a reader should know of how it came about, and what a model took."""
    lines = [f'<span class="note">{_plain(note)}</span>' for note in answer.notes]
    if answer.usage is not None:
        lines.append(f'<span class="usage">{_plain(used(answer))}</span>')
    return "".join(f"\n\n{line}" for line in lines)


def used(answer: Answer) -> str:
    """Who wrote an answer and what that took, in a line."""
    usage = answer.usage
    if usage is None:
        return ""
    tokens = [
        f"{count:,} tokens {word}"
        for count, word in ((usage.input_tokens, "read"), (usage.output_tokens, "written"))
        if count is not None
    ]
    calls = f"{usage.calls} call{'s' if usage.calls != 1 else ''}"
    cost = [f"${usage.cost:.4f}"] if usage.cost is not None else []
    return " · ".join([f"Answered by {answer.engine}", calls, *tokens, *cost, f"{usage.seconds:.1f} s"])


def place_of(citation: Citation) -> str:
    """The name by which a link finds what a citation quotes in the article beside it."""
    return f"quote-{citation.passage_id}-{citation.start}-{citation.end}"


def linked(text: str, citations: Sequence[Citation]) -> str:
    """The answer's Markdown with each ``[n]`` a link to its place; a number that is not there stays text."""
    by_number = {citation.number: citation for citation in citations}

    def link(match: re.Match[str]) -> str:
        number = int(match.group(1))
        one = by_number.get(number)
        return f"\\[{number}\\]" if one is None else f"[[{number}]](#{place_of(one)})"

    return UNVERIFIED.sub(r'<span class="unverified">Unverified: \1</span>', _MARKER.sub(link, text))


def held_back(text: str) -> str:
    """The text without a marker that is only begun at its end, for a stream."""
    start = text.rfind("[")
    return text[:start] if start >= 0 and re.fullmatch(r"\[\d*", text[start:]) else text


def heading(answer: Answer) -> str:
    """The lines above an answer: how the question was understood, and that the sources do not cover it."""
    lines = []
    if answer.rewritten:
        lines.append(f'<span class="understood">Understood as: {_plain(answer.rewritten)}</span>')
    if answer.read_with:
        lines.append(f'<span class="understood">Read with: “{_plain(answer.read_with)}”</span>')
    label = verdict(answer)
    if label:
        lines.append(f'<span class="outcome {label.replace(" ", "-").lower()}">{label}</span>')
    return "".join(f"{line}\n\n" for line in lines)


def verdict(answer: Answer) -> str:
    """What an outcome is called at a glance; "" for a plain answer."""
    if answer.kind == "claim":
        decided = "Contradicted" if answer.reason else "Supported"
        return {"answered": decided, "closest": "Not settled"}.get(answer.outcome, "Not addressed")
    return {"closest": "Closest passages", "no_evidence": "Not in the sources"}.get(answer.outcome, "")


def _plain(text: str) -> str:
    return escape(escape_markdown(text).replace("\\<", "<").replace("\\>", ">"))


def copied(answer: Answer) -> str:
    """The question and its answer as plain text with the citations written out, for the clipboard."""
    bare = UNVERIFIED.sub(r"(unverified: \1)", answer.text).replace("**", "")
    bare = re.sub(r"\\([\\`*_\[\]<>])", r"\1", bare)
    notes = [quoted(one) for one in answer.citations]
    told = articles_told(answer.citations)
    return "\n\n".join(filter(None, [answer.question, bare, *answer.notes, "\n".join([*notes, *told])]))
