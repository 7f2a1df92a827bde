"""Proposes the ``topic.yaml`` of a new topic from its documents, for its user to correct."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import yaml

from bot.errors import TopicError
from bot.model import NEUTRAL, Actor, Side
from bot.sources.attribution import attribute
from bot.sources.document import Document
from bot.sources.mining.names import GROUPS, Name, names_in
from bot.sources.mining.parties import Paragraphs, Party, either
from bot.sources.mining.sides import two_sides
from bot.sources.mining.views import View, view_of
from bot.sources.sentences import sentence_spans
from bot.topics import ActorFile, SideFile, SourceFile, TopicFile

OTHERS = 12
"""Names on neither side that are listed, at most."""
_GOES_ON = re.compile(r"\W*(he|she)\b", re.IGNORECASE)
_PRONOUNS = {"he": ("he", "him", "his"), "she": ("she", "her", "hers")}
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
    actors = _actors(text, sides, ids, rest)
    own = _own_sentences(text, sides, ids, actors)
    called = [word.removeprefix("the ") for side in sides for word in (side.lead.name, *side.called)]
    views = [view_of([one for one, _ in own[at]], _heading(own, at, called)) for at in range(len(sides))]

    affirmative = max(range(len(sides)), key=lambda at: views[at].change, default=0)
    title = title or documents[0][1].title
    found = [
        _side(side, ids[at], views[at], "affirmative" if at == affirmative else "negative")
        for at, side in enumerate(sides)
    ]
    return TopicFile(
        id=topic_id,
        title=title,
        resolution=resolution or _resolution(sides, views, affirmative, title),
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


def _ids(sides: Sequence[Party]) -> list[str]:
    """An id a side: the last word of its name where that tells them apart."""
    short = [slug(side.lead.name.split()[-1]) for side in sides]
    return short if len(set(short)) == len(short) else [slug(side.lead.name) for side in sides]


def _actors(text: Paragraphs, sides: Sequence[Party], ids: Sequence[str], rest: Sequence[Name]) -> list[ActorFile]:
    named = [(name, ids[at]) for at, side in enumerate(sides) for name in side.members]
    return [
        ActorFile(
            name=name.name, kind=_kind(name), side=side, pronouns=_pronouns(name, text),
            aliases=tuple(sorted(name.aliases)),
        )
        for name, side in (*named, *((name, NEUTRAL) for name in rest[:OTHERS]))
    ]  # fmt: skip


def _pronouns(name: Name, text: Paragraphs) -> tuple[str, ...]:
    """The pronouns by which sentences go on about a name; none where they do not say."""
    called = re.compile(rf"\b{either([name.name, *name.aliases])}\b")
    found = Counter(
        match.group(1).casefold()
        for sentences in text.straightened
        for one, after in pairwise(sentences)
        if called.search(one) and (match := _GOES_ON.match(after))
    )
    most = found.most_common(1)
    return _PRONOUNS[most[0][0]] if most else ()


def _kind(name: Name) -> str:
    return {"name": "thing"}.get(name.kind, name.kind)


def _own_sentences(
    text: Paragraphs, sides: Sequence[Party], ids: Sequence[str], actors: Sequence[ActorFile]
) -> list[list[tuple[str, str]]]:
    """The sentences that report each side's view, else those that tell of it, each with the heading above it."""
    plain = [Side(ids[at], side.lead.name, "", "", "", side.called) for at, side in enumerate(sides)]
    named = [Actor(one.name, one.aliases, one.side, one.kind, one.pronouns) for one in actors]
    held: list[list[tuple[str, str]]] = [[] for _ in sides]
    told: list[list[tuple[str, str]]] = [[] for _ in sides]
    for sentences, section in zip(text.sentences, text.sections, strict=True):
        for sentence, (side, voice) in zip(sentences, attribute(sentences, plain, named, section), strict=True):
            if side in ids:
                (told if voice == "author" else held)[ids.index(side)].append((sentence, section))
    return [one or other for one, other in zip(held, told, strict=True)]


def _heading(own: Sequence[Sequence[tuple[str, str]]], at: int, names: Sequence[str]) -> str:
    """The heading above most of a side's sentences, if most of what stands there is its own and it names nobody."""
    counts = [Counter(section for _, section in side if section) for side in own]
    for section, count in counts[at].most_common(1):
        if any(name in section for name in names):
            return ""
        if 2 * count > sum(counts[at].values()) and all(
            count > 2 * other[section] for other in counts if other is not counts[at]
        ):
            return section
    return ""


def _side(side: Party, side_id: str, view: View, stance: str) -> SideFile:
    return SideFile(
        id=side_id,
        name=side.lead.name,
        stance="affirmative" if stance == "affirmative" else "negative",
        paradigm=view.paradigm or f"the view of {_with_article(side.lead.name)}",
        statement=view.statement or f"The text names {_with_article(side.lead.name)} as a party.",
        aliases=side.called,
    )


def _resolution(sides: Sequence[Party], views: Sequence[View], affirmative: int, title: str) -> str:
    """What the side that asks for most demands; where it asks for nothing, that its view should prevail."""
    if not sides:
        return f"What “{title}” asks for should be done."
    name = _with_article(sides[affirmative].lead.name)
    view = views[affirmative]
    if view.demand or view.asked:
        return view.demand or f"The demand of {name} should be met: {view.asked}."
    others = [f" over that of {_with_article(side.lead.name)}" for side in sides if side is not sides[affirmative]]
    return f"The view of {name} should prevail{''.join(others)}."


def examples(sides: Sequence[SideFile]) -> list[str]:
    """Questions to begin with."""
    one = [f"What does {_with_article(side.name)} want?" for side in sides]
    return [*one, *(["How do the two sides differ?"] if len(sides) > 1 else []), "Summarize the article."]


def _with_article(name: str) -> str:
    """The name as it stands in a sentence: "the Union of Teachers", "San Telmo"; a common noun has its article."""
    words = {word.casefold() for word in name.split()}
    bare = name.islower() or len(words) == 1 or "the" in words
    return f"the {name}" if words & GROUPS and not bare else name
