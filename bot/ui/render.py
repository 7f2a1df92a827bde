"""An answer as the page shows it: Markdown for the chat, HTML for the sources. Everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from bot.answer.phrases import UNVERIFIED
from bot.answer.render import escape as escape_markdown
from bot.model import BOTH, NEUTRAL, Answer, Citation, Passage, Topic

FindPassage = Callable[[str], Passage | None]
_MARKER = re.compile(r"(?<!\\)\[(\d+)\](?!\()")
_VOICES = {"author": "the author", "reported": "reported view", "quoted": "quoted words"}
_EMPTY = """<section class="sources empty"><h2>Sources</h2>
<p>The passages that an answer quotes appear here, each with its quote marked.</p></section>"""


def user_text(question: str) -> str:
    """What a reader typed, shown as it was typed: no Markdown, no HTML."""
    return escape_markdown(question).replace("&", "&amp;") or " "


def shown(answer: Answer, turn: int) -> str:
    """A whole answer as the chat shows it: how it was understood, its text, how it came about, what it took."""
    return heading(answer) + linked(answer.text, answer.citations, turn) + footing(answer)


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


def linked(text: str, citations: Sequence[Citation], turn: int) -> str:
    """The answer's Markdown with each ``[n]`` a link to its card; a number that is not there stays text."""
    passages = {citation.number: citation.passage_id for citation in citations}

    def link(match: re.Match[str]) -> str:
        number = int(match.group(1))
        if number not in passages:
            return f"\\[{number}\\]"
        return f"[[{number}]](#{card_id(turn, passages[number])}.{number})"

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
    if answer.outcome == "closest":
        lines.append('<span class="closest">Closest passages: they may not answer</span>')
    if answer.outcome == "no_evidence":
        lines.append('<span class="refused">Not in the sources</span>')
    return "".join(f"{line}\n\n" for line in lines)


def _plain(text: str) -> str:
    return escape(escape_markdown(text).replace("\\<", "<").replace("\\>", ">"))


def card_id(turn: int, passage_id: str) -> str:
    """The id of the card of a passage in the sources of one answer."""
    return f"cite-{turn}-{passage_id}"


def sources_html(answers: Sequence[Answer], find: FindPassage, topic: Topic) -> str:
    """The sources panel: the last answer's cards, and those of earlier answers folded away below."""
    if not answers:
        return _EMPTY
    last = len(answers) - 1
    latest = _cards(answers[last], last, find, topic)
    if not latest:
        latest = "<p>This answer quotes no source.</p>"
    earlier = []
    for turn in range(last - 1, -1, -1):
        cards = _cards(answers[turn], turn, find, topic)
        if cards:
            title = f"Sources of: {escape(answers[turn].question[:90])}"
            earlier.append(f"<details><summary>{title}</summary>{cards}</details>")
    return f'<section class="sources" aria-label="Sources"><h2>Sources</h2>{latest}{"".join(earlier)}</section>'


def _cards(answer: Answer, turn: int, find: FindPassage, topic: Topic) -> str:
    by_passage: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_passage.setdefault(citation.passage_id, []).append(citation)
    return "".join(_card(turn, cited, find(passage_id), topic) for passage_id, cited in by_passage.items())


def _card(turn: int, cited: list[Citation], passage: Passage | None, topic: Topic) -> str:
    first = cited[0]
    numbers = " ".join(f'<span class="number">[{citation.number}]</span>' for citation in cited)
    body = _marked(passage, cited, turn) if passage else f"<mark>{escape(first.quote)}</mark>"
    original = ""
    if first.url.startswith(("https://", "http://")):
        url = escape(first.url, quote=True)
        original = f'<a class="original" href="{url}" target="_blank" rel="noopener noreferrer">Read the original</a>'
    return (
        f'<article class="card" id="{card_id(turn, first.passage_id)}" tabindex="-1" '
        f'aria-label="Source of {", ".join(str(citation.number) for citation in cited)}">'
        f'<header>{numbers} <span class="title">{escape(first.title)}</span></header>'
        f'<p class="place">{escape(_place(first))}</p>'
        f"<p>{_badges(cited, topic)}</p>"
        f"<blockquote>{body}</blockquote>"
        f'<footer><a class="back" href="#answer">Back to the answer</a>{original}</footer></article>'
    )


def _place(citation: Citation) -> str:
    if citation.paragraph == 0:
        return "About the source"
    page = f" · p. {citation.page}" if citation.page else ""
    return f"{citation.section or 'Opening'} · ¶ {citation.paragraph}{page}"


def _badges(cited: list[Citation], topic: Topic) -> str:
    badges = []
    for side in dict.fromkeys(citation.side for citation in cited):
        known = topic.side(side)
        order = next((at for at, each in enumerate(topic.sides) if each.id == side), None)
        name = known.name if known else "Both sides" if side == BOTH else "No side" if side == NEUTRAL else side
        badges.append(f'<span class="badge side-{"none" if order is None else order % 2}">{escape(name)}</span>')
    for voice in dict.fromkeys(citation.voice for citation in cited):
        badges.append(f'<span class="badge voice">Voice: {escape(_VOICES.get(voice, voice))}</span>')
    return " ".join(badges)


def _marked(passage: Passage, cited: list[Citation], turn: int) -> str:
    """The passage's text with each quote in a mark; the quotes of one passage do not overlap."""
    out, at = [], 0
    for citation in sorted(cited, key=lambda one: one.start):
        start, end = citation.start - passage.start, citation.end - passage.start
        label = f"{card_id(turn, passage.id)}.{citation.number}"
        out.append(f'{escape(passage.text[at:start])}<mark id="{label}">{escape(passage.text[start:end])}</mark>')
        at = end
    return "".join(out) + escape(passage.text[at:])


def copied(answer: Answer) -> str:
    """The question and its answer as plain text with the citations written out, for the clipboard."""
    bare = UNVERIFIED.sub(r"(unverified: \1)", answer.text).replace("**", "")
    bare = re.sub(r"\\([\\`*_\[\]<>])", r"\1", bare)
    notes = [f"[{one.number}] {one.title}, {_place(one)}: “{one.quote}” {one.url}".rstrip() for one in answer.citations]
    return "\n\n".join(filter(None, [answer.question, bare, *answer.notes, "\n".join(notes)]))
