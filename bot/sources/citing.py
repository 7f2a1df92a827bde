"""How a source is cited: by whom it is and of when, whose wording it is, who speaks in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.model import Actor, Citation, Passage, Source, Voice
from bot.sources.pages import page_of

BRIEF = "brief"
"""The kind of a source that tells an article in Lectern's own words: the content is the author's, the wording not."""
PARAPHRASE = "Paraphrase: add the original before reading this in a round."
"""The mark of a card that is cut from a brief."""
_WORDING = "The brief is in Lectern's own words. Quote the article itself:"
_VOICES = {
    "author": "the author's own words",
    "reported": "a view that the author reports",
    "quoted": "quoted words",
}
_BRIEF_VOICES = {**_VOICES, "author": "the author's view"}


def is_brief(kind: str) -> bool:
    """Whether a source of that kind is in Lectern's wording, so that its words are nobody's quotation."""
    return kind == BRIEF


def cited(source: Source, actors: Iterable[Actor] = ()) -> str:
    """The short cite: "Ray 2024", or "Lectern's brief of Ray 2024"; ``actors`` are those that the topic knows."""
    short = f"{surname(source.author, tuple(actors)) or source.publisher or source.title} {source.date[:4]}".strip()
    return f"Lectern's brief of {short}" if is_brief(source.kind) else short


def titled(source: Source) -> str:
    """The title as a list of sources gives it: a brief is named as one."""
    return f"Lectern's brief of “{source.title}”" if is_brief(source.kind) else source.title


def set_out(words: str, kind: str) -> str:
    """Words of a source as they stand in a line of text: in quotation marks, those of a brief without."""
    return words if is_brief(kind) else f"“{words}”"


def voiced(voice: Voice, kind: str) -> str:
    """Who speaks, in words."""
    return (_BRIEF_VOICES if is_brief(kind) else _VOICES)[voice]


@lru_cache(maxsize=256)
def surname(author: str, actors: tuple[Actor, ...] = ()) -> str:
    """What authors are cited by: the family name, both of two, "Lee et al." of more.

    A family name is the longest other name that a topic knows somebody by and that ends the name, else the last word.
    """
    names = [name.strip() for name in re.split(r",|;|\s(?:and|y|et|und|&)\s", author) if name.strip()]
    family = [_family(name, actors) for name in names]
    return f"{family[0]} et al." if len(family) > 2 else " and ".join(family)


def _family(name: str, actors: tuple[Actor, ...]) -> str:
    known = [alias for actor in actors if actor.name == name for alias in actor.aliases if name.endswith(f" {alias}")]
    return max(known, key=len) if known else name.split(" ")[-1]


def citation(
    number: int,
    source: Source,
    passage: Passage,
    span: tuple[int, int],
    side: str,
    voice: Voice,
    actors: Iterable[Actor],
) -> Citation:
    """The citation of a stretch of a source's text, given as where it starts and ends."""
    start, end = span
    return Citation(
        number=number, passage_id=passage.id, source_id=source.id, title=source.title, section=passage.section,
        paragraph=passage.paragraph, side=side, voice=voice, quote=source.text[start:end], start=start, end=end,
        url=source.url, page=page_of(source, start), kind=source.kind, cite=cited(source, actors),
    )  # fmt: skip


def quoted(citation: Citation) -> str:
    """A citation in a line: number, cite, place, the words, and where they are to be found but for a brief."""
    named = citation.cite if is_brief(citation.kind) else citation.title
    where = place(citation.section, citation.paragraph, citation.page)
    link = "" if is_brief(citation.kind) else citation.url
    return f"[{citation.number}] {named}, {where}: {set_out(citation.quote, citation.kind)} {link}".rstrip()


def articles_told(citations: Iterable[Citation]) -> list[str]:
    """For each article of which a brief is cited, a line that says so and leads to the article itself."""
    told = dict.fromkeys((one.title, one.url) for one in citations if is_brief(one.kind))
    return [f"{_WORDING} “{title}” {url}".rstrip() for title, url in told]


def place(section: str, paragraph: int, page: int = 0) -> str:
    """Where in a source something stands; paragraph 0 is its head."""
    if not paragraph:
        return "about the source"
    return f"{section or 'Opening'}, ¶ {paragraph}" + (f", p. {page}" if page else "")
