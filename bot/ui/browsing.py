"""The corpus as the page shows it: sources, sections, paragraphs with side and voice, hits with their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from bot.model import BOTH, NEUTRAL, Hit, Passage, Source, Topic
from bot.sources import origins
from bot.sources.intake import Outcome, counts
from bot.sources.pages import page_of

SHOWN = 80
"""Passages shown at a time."""
ALL = "all"
_VOICES = {"author": "the author", "reported": "reported view", "quoted": "quoted words"}
FindPassage = Callable[[str], Passage | None]


def parts_of(passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """What of a source can be chosen, as (label, value): all, its sections, or stretches of a long one."""
    sections = list(dict.fromkeys(passage.section for passage in passages))
    choices = [("All" if len(passages) <= SHOWN else f"The first {SHOWN} passages", ALL)]
    if len(sections) > 1:
        choices += [(section or "Opening", f"§{section}") for section in sections]
    for at in range(SHOWN, len(passages), SHOWN):
        last = passages[min(at + SHOWN, len(passages)) - 1].paragraph
        choices.append((f"Paragraphs {passages[at].paragraph} to {last}", f"#{at}"))
    return choices


def chosen(passages: Sequence[Passage], part: str) -> Sequence[Passage]:
    """The passages of a part that :func:`parts_of` named."""
    if part.startswith("§"):
        return [passage for passage in passages if passage.section == part[1:]][: 4 * SHOWN]
    start = int(part[1:]) if part.startswith("#") and part[1:].isdigit() else 0
    return passages[start : start + SHOWN]


def source_html(source: Source, passages: Sequence[Passage], topic: Topic) -> str:
    """A source's facts and the passages given, under their sections."""
    facts = " · ".join(escape(fact) for fact in (source.author, source.publisher, source.date) if fact)
    link = ""
    if source.url.startswith(("https://", "http://")):
        url = escape(source.url, quote=True)
        link = f' <a href="{url}" target="_blank" rel="noopener noreferrer">Read the original</a>'
    out = [f"<h2>{escape(source.title)}</h2><p>{facts}{link}</p>"]
    out.append(f'<p class="origin">From: {escape(origins.shown(source.origin))}</p>')
    section: str | None = None
    for passage in passages:
        if passage.section != section:
            section = passage.section
            out.append(f"<h3>{escape(section or 'Opening')}</h3>")
        out.append(passage_html(passage, source, topic))
    return f'<section class="browse" aria-label="Source">{"".join(out)}</section>'


def passage_html(passage: Passage, source: Source, topic: Topic, mark: str = "") -> str:
    """One passage: its place, its side and voice, its sentences with each side's own marked."""
    page = page_of(source, passage.start)
    place = f"¶ {passage.paragraph}" + (f" · p. {page}" if page else "")
    body = " ".join(
        f'<span class="{_tone(sentence.side, topic)}" title="{escape(_said(sentence.side, sentence.voice, topic))}">'
        + (f"<mark>{escape(sentence.text)}</mark>" if sentence.id == mark else escape(sentence.text))
        + "</span>"
        for sentence in passage.sentences
    )
    badges = _badge(passage.side, topic)
    if passage.side != NEUTRAL:
        badges += f' <span class="badge voice">Voice: {escape(_VOICES.get(passage.voice, passage.voice))}</span>'
    return f'<div class="passage"><p class="place">{place} {badges}</p><blockquote>{body}</blockquote></div>'


def hits_html(hits: Iterable[Hit], find: FindPassage, topic: Topic, query: str) -> str:
    """The passages that a search found, each with its neighbours folded away below."""
    cards, seen = [], set[str]()
    for hit in hits:
        if hit.passage.id in seen:
            continue
        seen.add(hit.passage.id)
        around = []
        for step in (-1, 1):
            beside = find(f"{hit.source.id}-{hit.passage.ordinal + step}")
            if beside is not None and beside.sentences:
                around.append(
                    f"<h3>{'Before' if step < 0 else 'After'} it</h3>{passage_html(beside, hit.source, topic)}"
                )
        fold = f"<details><summary>Its neighbours</summary>{''.join(around)}</details>" if around else ""
        where = f"{escape(hit.source.title)}: {escape(hit.passage.section or 'Opening')}"
        found_there = passage_html(hit.passage, hit.source, topic, hit.sentence.id)
        cards.append(f'<article class="hit"><h3>{where}</h3>{found_there}{fold}</article>')
    found = f"{len(cards)} passage{'s' * (len(cards) != 1)} for “{escape(query)}”" if cards else "Nothing was found."
    return f'<section class="browse" aria-label="Search"><h2>{found}</h2>{"".join(cards)}</section>'


def outcomes_html(outcomes: Sequence[Outcome], done: int, total: int, now: str = "") -> str:
    """How far adding has come, and what became of each document, the refused first."""
    bar = ""
    if done < total:
        bar = (
            f'<label for="adding-meter">Reading {done + 1} of {total}: {escape(now)}</label>'
            f'<progress id="adding-meter" max="{total}" value="{done}"></progress>'
        )
    said = ", ".join(f"{count} {status}" for status, count in counts(outcomes).items() if count)
    order = sorted(outcomes, key=lambda outcome: outcome.status != "refused")
    lines = "".join(_line(outcome) for outcome in order)
    return f'<div class="adding" role="status">{bar}<p>{escape(said)}</p><ul>{lines}</ul></div>'


def _line(outcome: Outcome) -> str:
    shown = escape(origins.display_name(outcome.given.shown) if outcome.given.upload else outcome.given.shown)
    title = f": {escape(outcome.source.title)}, {outcome.paragraphs} paragraphs" if outcome.source else ""
    why = "".join(f'<span class="why">{escape(text)}</span>' for text in (outcome.why, *outcome.warnings) if text)
    return f'<li class="{outcome.status}"><b>{outcome.status}</b> {shown}{title}{why}</li>'


def told(words: str, kind: str = "told") -> str:
    """A line that says what was done or what went wrong."""
    return f'<p role="status" class="{kind}">{escape(words)}</p>'


def _badge(side: str, topic: Topic) -> str:
    return f'<span class="badge {_tone(side, topic)}">{escape(_named(side, topic))}</span>'


def _tone(side: str, topic: Topic) -> str:
    order = next((at for at, each in enumerate(topic.sides) if each.id == side), None)
    return f"side-{'none' if order is None else order % 2}"


def _named(side: str, topic: Topic) -> str:
    known = topic.side(side)
    return known.name if known else "Both sides" if side == BOTH else "No side" if side == NEUTRAL else side


def _said(side: str, voice: str, topic: Topic) -> str:
    return f"{_named(side, topic)}, {_VOICES.get(voice, voice)}"
