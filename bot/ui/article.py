"""The article beside the chat: its whole text, sides and voices as quiet marks, what an answer quotes marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from bot.model import BOTH, NEUTRAL, Citation, Passage, Sentence, Source, Topic
from bot.search.content import Content
from bot.sources.citing import is_brief, titled, voiced
from bot.sources.head import spelled_date
from bot.sources.pages import page_of

WHOLE = 400
"""Passages that are shown at a time: a larger corpus is shown around what an answer quotes."""
AROUND = 6
"""Passages before and after a quoted one that are shown of a larger corpus."""
LECTERNS = "Lectern's brief: the wording is Lectern's, the content the author's."
_READER = '<section class="reader" aria-label="The article">{}</section>'


def waiting() -> str:
    """What stands in the article's place until the corpus is open."""
    return _READER.format('<p class="facts">The article appears here in a moment.</p>')


def article_html(content: Content, citations: Sequence[Citation] = (), original: bool = False) -> str:
    """The sources that can be read, those quoted first to be seen; ``original``: that of a brief can still be added."""
    sources = list(content.sources)
    if not sources:
        return _READER.format('<p class="facts">There is no document yet: add one under Sources.</p>')
    cited = list(dict.fromkeys(one.source_id for one in citations))
    small = content.passage_count <= WHOLE
    shown = sources if small else [one for one in sources if one.id in cited] or sources[:1]
    first = next((one for one in shown if one.id in cited[:1]), shown[0])
    chips = _chips(shown, first) if len(shown) > 1 else ""
    documents = "".join(_document(one, content, citations, one is not first, original) for one in shown)
    return _READER.format(chips + documents)


def _chips(sources: Iterable[Source], first: Source) -> str:
    made = (
        f'<button type="button" class="chip" data-document="{escape(one.id, quote=True)}" '
        f'aria-pressed="{str(one is first).lower()}">{escape(titled(one))}</button>'
        for one in sources
    )
    return f'<div class="chips" role="group" aria-label="Documents">{"".join(made)}</div>'


def _document(source: Source, content: Content, citations: Sequence[Citation], hidden: bool, original: bool) -> str:
    passages = content.passages_of(source.id)
    quoted = [one for one in citations if one.source_id == source.id]
    parts: list[str] = []
    section: str | None = None
    last = -1
    for passage in _shown(passages, quoted):
        if passage.section != section:
            section = passage.section
            parts.append(f"<h3>{escape(section)}</h3>" if section else "")
        elif passage.ordinal > last + 1 and last >= 0:
            parts.append('<p class="gap">…</p>')
        last = passage.ordinal
        parts.append(_paragraph(passage, source, quoted, content.topic))
    away = " hidden" if hidden else ""
    return (
        f'<article class="document" id="document-{escape(source.id, quote=True)}"{away}>{_head(source, original)}'
        f"{''.join(parts)}</article>"
    )


def _head(source: Source, original: bool) -> str:
    facts = " · ".join(escape(fact) for fact in (source.author, source.publisher, spelled_date(source.date)) if fact)
    link = add = ""
    if source.url.startswith(("https://", "http://")):
        url = escape(source.url, quote=True)
        link = f' <a href="{url}" target="_blank" rel="noopener noreferrer">Read the original</a>'
    if is_brief(source.kind):
        offer = ' <a class="add-original" href="?tab=sources">Add the original</a>' if original else ""
        add = f'<p class="wording">{LECTERNS}{offer}</p>'
    return f'<h2>{escape(titled(source))}</h2><p class="facts">{facts}{link}</p>{add}'


def _shown(passages: Sequence[Passage], quoted: Sequence[Citation]) -> Iterator[Passage]:
    """All passages of a document, or of a long one those around what is quoted of it."""
    if len(passages) <= WHOLE:
        yield from passages
        return
    wanted = {one.passage_id for one in quoted}
    near = [at for at, passage in enumerate(passages) if passage.id in wanted] or [AROUND]
    for at, passage in enumerate(passages):
        if any(abs(at - each) <= AROUND for each in near):
            yield passage


def _paragraph(passage: Passage, source: Source, quoted: Sequence[Citation], topic: Topic) -> str:
    mine = [one for one in quoted if one.passage_id == passage.id]
    body = " ".join(_sentence(sentence, source, mine, topic) for sentence in passage.sentences)
    page = page_of(source, passage.start)
    place = f"¶ {passage.paragraph}" + (f", p. {page}" if page else "")
    name = "" if passage.side == NEUTRAL else f"{side_name(passage.side, topic)}: {voiced(passage.voice, source.kind)}"
    told = f'<span class="margin {tone(passage.side, topic)}">{escape(name)}</span>' if name else ""
    return (
        f'<div class="paragraph" id="p-{escape(passage.id, quote=True)}" data-paragraph="{passage.paragraph}" '
        f'tabindex="-1">'
        f'<p class="place"><a href="#p{passage.paragraph}" title="The address of this paragraph">{escape(place)}</a> '
        f'{told}</p><p class="words">{body}</p>'
        '<a class="back" href="#answer">Back to the answer</a></div>'
    )


def _sentence(sentence: Sentence, source: Source, quoted: Sequence[Citation], topic: Topic) -> str:
    numbers = [one.number for one in quoted if one.start < sentence.end and sentence.start < one.end]
    mark = f' data-cited="{" ".join(map(str, numbers))}"' if numbers else ""
    told = f"{side_name(sentence.side, topic)}, {voiced(sentence.voice, source.kind)}"
    tag = "mark" if numbers else "span"
    at = f'data-start="{sentence.start}" data-end="{sentence.end}"{mark} title="{escape(told, quote=True)}"'
    return f'<{tag} class="sentence {tone(sentence.side, topic)}" {at}>{escape(sentence.text)}</{tag}>'


def tone(side: str, topic: Topic) -> str:
    """The class of a side's colour."""
    order = next((at for at, each in enumerate(topic.sides) if each.id == side), None)
    return f"side-{'none' if order is None else order % 2}"


def side_name(side: str, topic: Topic) -> str:
    """What a side is called, both and none too."""
    known = topic.side(side)
    return known.name if known else "Both sides" if side == BOTH else "No side" if side == NEUTRAL else side
