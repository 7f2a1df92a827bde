"""Proposes the ``topic.yaml`` of a new topic from its documents, for its user to correct."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import yaml

from bot.errors import TopicError
from bot.model import Actor, Side
from bot.sources.attribution import attribute
from bot.sources.document import Document
from bot.sources.mining.names import Name, names_in
from bot.sources.mining.sides import Found, Paragraphs, two_sides
from bot.sources.mining.views import View, view_of
from bot.sources.sentences import sentence_spans
from bot.topics import ActorFile, SideFile, SourceFile, TopicFile

OTHERS = 12
"""Names on neither side that are listed, at most."""
_HEAD = """\
# Proposed from the documents {by}: read it through and correct it. What matters most are the
# sides: their names, their aliases (every other way in which the text names them) and which of them is affirmative,
# that is, for the resolution. Names of people and places that stand with a side belong to `actors` with its id.
"""


def slug(title: str) -> str:
    """An id from a title: lower case, ASCII, words joined by hyphens, 60 characters at most."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words)[:60].strip("-") or "topic"


def propose(
    documents: Sequence[tuple[str, Document]], topic_id: str, title: str = "", resolution: str = ""
) -> TopicFile:
    """The topic that the documents, by file name, seem to treat.

    Raises:
        TopicError: there is no document.
    """
    if not documents:
        raise TopicError("A topic needs at least one document.")
    text = _paragraphs([document for _, document in documents])
    names = names_in([sentence for paragraph in text.sentences for sentence in paragraph])
    sides, rest = two_sides(text, names)
    ids = _ids(sides)
    actors = _actors(sides, ids, rest)
    own = _own_sentences(text, sides, ids, actors)
    views = [view_of(own[at], own[1 - at] if len(sides) > 1 else []) for at in range(len(sides))]
    affirmative = max(range(len(sides)), key=lambda at: views[at].change, default=0)
    title = title or documents[0][1].title
    found = [
        _side(side, ids[at], views[at], "affirmative" if at == affirmative else "negative")
        for at, side in enumerate(sides)
    ]
    return TopicFile(
        id=topic_id,
        title=title,
        resolution=resolution or _resolution(views, affirmative, title),
        sides=tuple(sorted(found, key=lambda side: side.stance)),
        actors=tuple(actors),
        examples=tuple(examples(found)),
        sources=tuple(SourceFile(file=name) for name, _ in documents),
    )


def written(topic: TopicFile, model: str = "") -> str:
    """The topic as the text of its ``topic.yaml``; ``model`` is the language model that bettered it."""
    data = topic.model_dump(mode="json", exclude_defaults=True)
    by = f"by rules and by {model}" if model else "by rules, without a model"
    return _HEAD.format(by=by) + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _paragraphs(documents: Sequence[Document]) -> Paragraphs:
    found = [paragraph for document in documents for paragraph in document.paragraphs]
    cut = tuple(tuple(p.text[start:end] for start, end in sentence_spans(p.text)) for p in found)
    return Paragraphs(cut, tuple(paragraph.section for paragraph in found))


def _ids(sides: Sequence[Found]) -> list[str]:
    """An id a side: the last word of its name where that tells them apart."""
    short = [slug(side.lead.name.split()[-1]) for side in sides]
    return short if len(set(short)) == len(short) else [slug(side.lead.name) for side in sides]


def _actors(sides: Sequence[Found], ids: Sequence[str], rest: Sequence[Name]) -> list[ActorFile]:
    found = [
        ActorFile(name=name.name, kind=_kind(name), side=ids[at], aliases=tuple(sorted(name.aliases)))
        for at, side in enumerate(sides)
        for name in side.members
    ]
    return found + [
        ActorFile(name=name.name, kind=_kind(name), aliases=tuple(sorted(name.aliases))) for name in rest[:OTHERS]
    ]


def _kind(name: Name) -> str:
    return {"name": "thing"}.get(name.kind, name.kind)


def _own_sentences(
    text: Paragraphs, sides: Sequence[Found], ids: Sequence[str], actors: Sequence[ActorFile]
) -> list[list[str]]:
    """The sentences that report each side's view."""
    plain = [Side(ids[at], side.lead.name, "", "", "", tuple(_aliases(side))) for at, side in enumerate(sides)]
    named = [Actor(one.name, one.aliases, one.side, one.kind, one.pronouns) for one in actors]
    found: list[list[str]] = [[] for _ in sides]
    for sentences, section in zip(text.sentences, text.sections, strict=True):
        for sentence, (side, voice) in zip(sentences, attribute(sentences, plain, named, section), strict=True):
            if side in ids and voice != "author":
                found[ids.index(side)].append(sentence)
    return found


def _aliases(side: Found) -> list[str]:
    return [*sorted(side.lead.aliases), *(f"the {noun}" for noun in sorted(side.generic))]


def _side(side: Found, side_id: str, view: View, stance: str) -> SideFile:
    return SideFile(
        id=side_id,
        name=side.lead.name,
        stance="affirmative" if stance == "affirmative" else "negative",
        paradigm=view.paradigm or "to be filled in",
        statement=view.statement or "To be filled in: what this side holds, in one sentence.",
        aliases=tuple(_aliases(side)),
    )


def _resolution(views: Sequence[View], affirmative: int, title: str) -> str:
    demand = views[affirmative].demand if views else ""
    return demand or f"To be filled in: what the affirmative side wants done about “{title}”."


def examples(sides: Sequence[SideFile]) -> list[str]:
    """Questions to begin with."""
    one = [f"What does {_with_article(side.name)} want?" for side in sides]
    return [*one, *(["How do the two sides differ?"] if len(sides) > 1 else []), "Summarize the article."]


def _with_article(name: str) -> str:
    return f"the {name}" if len(name.split()) > 1 and not name.startswith(("The ", "the ")) else name
