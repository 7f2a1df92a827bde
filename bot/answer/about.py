"""Answers about the corpus itself, from the head of each source, and small talk."""

from __future__ import annotations

from bot.answer import phrases
from bot.answer.draft import Draft, Line, Part
from bot.answer.reader import Reader
from bot.model import Passage, Source
from bot.sources.head import ABOUT, AUTHOR, DATE, NOTE, ORIGINAL, PUBLISHER, TITLE, head_facts

SHOWN = 10
"""Sources named in one answer, at most."""
_MISSING = {
    TITLE: "title", AUTHOR: "author", PUBLISHER: "publisher", DATE: "date", ORIGINAL: "link to the original",
    ABOUT: "word about its author", NOTE: "note",
}  # fmt: skip
_WITH = {AUTHOR: (AUTHOR, ABOUT), PUBLISHER: (PUBLISHER, DATE, ORIGINAL), NOTE: (NOTE,)}


def answer_about(label: str, reader: Reader) -> Draft:
    """The lines of the heads that the question asks for; ``label`` is one of theirs, "Sources" or "Structure"."""
    sources = reader.content.sources[:SHOWN]
    if not sources:
        return Draft("corpus", "answered", (Part(lead="The corpus is empty: it has no source yet."),))
    if label == "Sources":
        return _sources(sources, reader)
    if label == "Structure":
        return Draft("corpus", "answered", tuple(_structure(source, reader) for source in sources))
    parts = []
    for source in sources:
        lines = [_fact(source, name, reader) for name in _WITH.get(label, (label,))]
        found = tuple(line for line in lines if line is not None)
        if found:
            parts.append(Part(found, label=source.title if len(sources) > 1 else ""))
    if not parts:
        reason = f"The source gives no {_MISSING[label]}"
        return Draft("corpus", "no_evidence", (Part(lead=f"{phrases.NOT_SAID} ({reason}.)"),), reason)
    return Draft("corpus", "answered", tuple(parts), bullets=len(parts) == 1 and len(parts[0].lines) > 1)


def answer_talk(talk: str, reader: Reader) -> Draft:
    """The reply to small talk."""
    replies = {"greeting": phrases.HELLO, "thanks": phrases.THANKS, "bye": phrases.GOODBYE}
    if talk in replies:
        return Draft("small_talk", "small_talk", (Part(lead=replies[talk]),))
    topic = reader.content.topic
    sides = " and ".join(side.name for side in topic.sides)
    lead = (
        f"This is Lectern. It answers questions about “{topic.title}” by quoting its sources, with a citation for "
        "every sentence, and says so when they do not answer. Ask for a fact, for "
        + (f"the view of one side ({sides}) or of both, " if sides else "")
        + "for a summary, or about the sources themselves; or write “Check: …” to have a claim checked."
    )
    return Draft("small_talk", "small_talk", (Part(lead=lead),))


def head_of(source: Source, reader: Reader) -> Passage:
    """The passage that holds the facts about a source."""
    head = reader.content.head_of(source.id)
    assert head is not None
    return head


def _fact(source: Source, label: str, reader: Reader) -> Line | None:
    span = head_facts(source).get(label)
    if span is None:
        return None
    start, end = span
    text = source.text[start:end]
    value = len(label) + 2
    emphasis = ((value, len(text)),) if label in (TITLE, AUTHOR, PUBLISHER, DATE) else ()
    return Line(source.id, head_of(source, reader), start, end, text, "neutral", "author", emphasis)


def _sources(sources: tuple[Source, ...], reader: Reader) -> Draft:
    count = len(reader.content.sources)
    parts = []
    for source in sources:
        lines = [_fact(source, label, reader) for label in (TITLE, AUTHOR, PUBLISHER, DATE, ORIGINAL, NOTE)]
        parts.append(Part(tuple(line for line in lines if line is not None)))
    lead = "The corpus has one source:" if count == 1 else f"The corpus has {count} sources:"
    if count > SHOWN:
        lead = f"The corpus has {count} sources; the first {SHOWN}:"
    return Draft("corpus", "answered", (Part(lead=lead), *parts), bullets=True)


def _structure(source: Source, reader: Reader) -> Part:
    own = reader.content.passages_of(source.id)
    paragraphs = len({passage.paragraph for passage in own})
    sentences = sum(len(passage.sentences) for passage in own)
    titled = list(dict.fromkeys(passage.section for passage in own if passage.section))
    named = f", in {len(titled)} titled section{'s' * (len(titled) != 1)}: {'; '.join(titled)}" if titled else ""
    opening = " after an untitled opening" if titled and not own[0].section else ""
    fact = _fact(source, TITLE, reader)
    lead = f"The source has {paragraphs} paragraphs and {sentences} sentences{named}{opening}."
    return Part((fact,) if fact else (), lead)
