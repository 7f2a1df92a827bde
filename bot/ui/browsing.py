"""The corpus as the page shows it: the list of documents, each as a text with its facts, hits with their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from bot.model import NEUTRAL, Hit, Passage, Sentence, Source, Topic, Voice
from bot.sources import origins
from bot.sources.citing import is_brief, titled, voiced
from bot.sources.facts import corrected_in
from bot.sources.head import spelled_date
from bot.sources.intake import Outcome, counts
from bot.sources.pages import page_of
from bot.sources.paragraphs import ReadParagraph
from bot.sources.reading.formats import format_of
from bot.ui.article import side_name, tone

SHOWN = 300
"""Paragraphs shown at a time."""
ALL = "all"
FindPassage = Callable[[str], Passage | None]


def list_html(rows: Sequence[tuple[Source, int]], chosen: str) -> str:
    """The documents as buttons: title, what each was read from, its date, how many paragraphs it has."""
    made = (
        f'<li><button type="button" data-source="{escape(source.id, quote=True)}" '
        f'aria-pressed="{str(source.id == chosen).lower()}"><b>{escape(titled(source))}</b>'
        f"<span>{escape(_told_of(source, count))}</span></button></li>"
        for source, count in rows
    )
    return f'<ul class="sources">{"".join(made)}</ul>'


def _told_of(source: Source, count: int) -> str:
    date = spelled_date(source.date) or "no date"
    return f"{format_of(source.origin)} · {date} · {count} paragraph{'s' * (count != 1)}"


def parts_of(paragraphs: Sequence[ReadParagraph]) -> list[tuple[str, str]]:
    """What of a document can be chosen, as (label, value): all, or stretches of a long one."""
    if len(paragraphs) <= SHOWN:
        return [("All", ALL)]
    found = []
    for at in range(0, len(paragraphs), SHOWN):
        last = paragraphs[min(at + SHOWN, len(paragraphs)) - 1].number
        found.append((f"Paragraphs {paragraphs[at].number} to {last}", f"#{at}" if at else ALL))
    return found


def chosen(paragraphs: Sequence[ReadParagraph], part: str) -> Sequence[ReadParagraph]:
    """The paragraphs of a part that :func:`parts_of` named."""
    start = int(part[1:]) if part.startswith("#") and part[1:].isdigit() else 0
    return paragraphs[start : start + SHOWN]


def source_html(
    source: Source, paragraphs: Sequence[ReadParagraph], topic: Topic, told_of: Mapping[str, tuple[int, Sentence]]
) -> str:
    """A document: its facts, then the paragraphs given as one text, each with its place, side and voice.

    ``told_of`` names, for the sentences of a brief, the paragraph and sentence of the original that each tells.
    """
    out = [f"<h2>{escape(titled(source))}</h2>{_facts_html(source)}"]
    section: str | None = None
    for one in paragraphs:
        if one.section != section:
            section = one.section
            out.append(f"<h3>{escape(section)}</h3>" if section else "")
        out.append(_paragraph_html(one, source, topic))
        out.append(_original_html(one, told_of))
    return f'<section class="browse" aria-label="Document">{"".join(out)}</section>'


def _facts_html(source: Source) -> str:
    by_hand = corrected_in(source)
    rows = [
        (label, escape(spelled_date(getattr(source, name)) or "not known") + " (corrected)" * (name in by_hand))
        for label, name in (("By", "author"), ("In", "publisher"), ("Of", "date"))
    ]
    rows.append(("Read from", escape(origins.shown(source.origin))))
    if source.url.startswith(("https://", "http://")):
        url = escape(source.url, quote=True)
        rows.append(("At", f'<a href="{url}" target="_blank" rel="noopener noreferrer">{escape(source.url)}</a>'))
    return f'<dl class="facts">{"".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows)}</dl>'


def _paragraph_html(one: ReadParagraph, source: Source, topic: Topic) -> str:
    place = [f"¶ {one.number}", *([f"p. {one.page}"] if one.page else [])]
    place += [f"note to ¶ {one.note_to[0]}"] if one.note_to else []
    told_of = f"{' · '.join(place)}{_side_html(one.side, one.voice, source, topic)}"
    return (
        f'<div class="paragraph" id="s-{escape(source.id, quote=True)}-{one.number}"><p class="place">{told_of}</p>'
        f'<p class="body">{_sentences_html(one.sentences, source, topic)}</p></div>'
    )


def _original_html(one: ReadParagraph, told_of: Mapping[str, tuple[int, Sentence]]) -> str:
    """What of the original each sentence of a brief's paragraph tells, to be looked through."""
    rows = [
        f"<li>{escape(sentence.text)}<blockquote>¶ {number} {escape(original.text)}</blockquote></li>"
        for sentence in one.sentences
        if sentence.id in told_of
        for number, original in [told_of[sentence.id]]
    ]
    return f"<details class='told-of'><summary>In the original</summary><ul>{''.join(rows)}</ul></details>" * bool(rows)


def passage_html(passage: Passage, source: Source, topic: Topic, mark: str = "") -> str:
    """One passage: its place, its side and voice, its sentences with each side's own marked."""
    page = page_of(source, passage.start)
    place = f"¶ {passage.paragraph}" + (f" · p. {page}" if page else "")
    side = _side_html(passage.side, passage.voice, source, topic)
    body = _sentences_html(passage.sentences, source, topic, mark)
    box = "div" if is_brief(source.kind) else "blockquote"
    return f'<div class="passage"><p class="place">{place}{side}</p><{box} class="body">{body}</{box}></div>'


def _side_html(side: str, voice: Voice, source: Source, topic: Topic) -> str:
    """Whose view it is, and who speaks; nothing where it is no side's."""
    if side == NEUTRAL:
        return ""
    badge = f'<span class="badge {tone(side, topic)}">{escape(side_name(side, topic))}</span>'
    return f' {badge} <span class="voice">{escape(voiced(voice, source.kind))}</span>'


def _sentences_html(sentences: Iterable[Sentence], source: Source, topic: Topic, mark: str = "") -> str:
    """The sentences, each in its side's colour; the one with the id ``mark`` is marked."""
    return " ".join(
        f'<span class="{tone(one.side, topic)}" '
        f'title="{escape(f"{side_name(one.side, topic)}, {voiced(one.voice, source.kind)}")}">'
        + (f"<mark>{escape(one.text)}</mark>" if one.id == mark else escape(one.text))
        + "</span>"
        for one in sentences
    )


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
        where = f"{escape(titled(hit.source))}: {escape(hit.passage.section or 'Opening')}"
        found_there = passage_html(hit.passage, hit.source, topic, hit.sentence.id)
        cards.append(f'<article class="hit"><h3>{where}</h3>{found_there}{fold}</article>')
    found = f"{len(cards)} passage{'s' * (len(cards) != 1)} for “{escape(query)}”" if cards else "Nothing was found."
    return f'<section class="browse" aria-label="Search"><h2>{found}</h2>{"".join(cards)}</section>'


def adding_html(outcomes: Sequence[Outcome], now: str = "", waiting: Sequence[str] = ()) -> str:
    """What became of each document, the refused first; above them the one that is being read and those that wait."""
    left = len(waiting) + bool(now)
    bar = ""
    if left:
        bar = (
            f'<label for="adding-meter">{left} document{"s" * (left != 1)} to read</label>'
            f'<progress id="adding-meter" max="{len(outcomes) + left}" value="{len(outcomes)}"></progress>'
        )
    said = ", ".join(f"{count} {status}" for status, count in counts(outcomes).items() if count)
    order = sorted(outcomes, key=lambda outcome: outcome.status != "refused")
    lines = [f'<li class="reading"><b>reading</b> {escape(now)}</li>'] if now else []
    lines += [f'<li class="waiting"><b>waiting</b> {escape(name)}</li>' for name in waiting]
    lines += map(_line, order)
    return f'<div class="adding" role="status">{bar}<p>{escape(said)}</p><ul>{"".join(lines)}</ul></div>'


def _line(outcome: Outcome) -> str:
    shown = escape(origins.display_name(outcome.given.shown) if outcome.given.upload else outcome.given.shown)
    title = f": {escape(outcome.source.title)}, {outcome.paragraphs} paragraphs" if outcome.source else ""
    why = "".join(
        f'<span class="why">{escape(text)}</span>' for text in (outcome.why, outcome.facts, *outcome.warnings) if text
    )
    return f'<li class="{outcome.status}"><b>{outcome.status}</b> {shown}{title}{why}</li>'


def told(words: str, kind: str = "told") -> str:
    """A line that says what was done or what went wrong."""
    return f'<p role="status" class="{kind}">{escape(words)}</p>'
