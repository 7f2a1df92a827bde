"""A topic as a form has it: the resolution, two sides with who speaks for each, paragraphs put right by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.errors import TopicError
from bot.model import BOTH, NEUTRAL, Voice
from bot.sources.document import Document
from bot.sources.labelling import labels_of
from bot.sources.mining.names import GROUPS
from bot.sources.mining.proposing import examples, slug
from bot.topics import ActorFile, ParagraphLabels, SideFile, SourceFile, TopicFile, topic_of

Place = tuple[str, int]
"""A document's file name and a paragraph's number."""
Mark = tuple[str, Voice]
"""Whose view a paragraph gives, by the side's stance, "both" or "neutral", and who speaks."""
VOICES: tuple[Voice, ...] = ("author", "reported", "quoted")
STANCES = ("affirmative", "negative")


@dataclass(frozen=True, slots=True)
class Held:
    """A side as the form has it: its name, who speaks for it, a few words for what it holds, and one line."""

    name: str = ""
    speaks: tuple[str, ...] = ()
    paradigm: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """All that the form asks for; ``sides`` are that for the resolution and that against it."""

    title: str
    resolution: str
    sides: tuple[Held, Held]

    def swapped(self) -> Filled:
        """The same with the sides in each other's place."""
        return replace(self, sides=(self.sides[1], self.sides[0]))


def form_of(topic: TopicFile) -> Filled:
    """What the form shows of a topic."""
    held = {side.stance: _held(side, topic) for side in topic.sides}
    return Filled(topic.title, topic.resolution, (held.get("affirmative", Held()), held.get("negative", Held())))


def filled(topic: TopicFile, form: Filled, marks: Mapping[Place, Mark]) -> TopicFile:
    """The topic with what the form says in it, and the paragraphs that were put right by hand.

    Raises:
        TopicError: a side has no name, or both have the same one.
    """
    sides = tuple(_side(held, stance) for held, stance in zip(form.sides, STANCES, strict=True))
    if any(not side.name for side in sides):
        raise TopicError("Each side needs a name: the party, group or person whose view it is.")
    if sides[0].id == sides[1].id:
        sides = tuple(side.model_copy(update={"id": slug(side.name)}) for side in sides)
    if sides[0].id == sides[1].id:
        raise TopicError(f"Both sides are called “{sides[0].name}”: they need different names.")
    known = {actor.name: actor for actor in topic.actors}
    spoken = [
        known.get(name, ActorFile(name=name)).model_copy(update={"side": side.id})
        for side, held in zip(sides, form.sides, strict=True)
        for name in held.speaks
        if name in known or _is_person(name)
    ]
    taken = {actor.name for actor in spoken} | {name for side in sides for name in (side.name, *side.aliases)}
    others = [one.model_copy(update={"side": NEUTRAL}) for one in topic.actors if one.name not in taken]
    return topic.model_copy(
        update={
            "title": form.title.strip() or topic.title, "resolution": form.resolution.strip(), "sides": sides,
            "actors": (*spoken, *others), "examples": tuple(examples(sides)), "sources": _marked(topic, sides, marks),
        }
    )  # fmt: skip


def complete(topic: TopicFile) -> None:
    """Sees that nothing is missing that a topic cannot be opened without.

    A topic without sides can be: it is asked, and not debated.

    Raises:
        TopicError: what is missing, and what to write.
    """
    if not topic.resolution.strip():
        raise TopicError("Write the resolution: one sentence that says what should be done.")
    if topic.sides and sorted(side.stance for side in topic.sides) != sorted(STANCES):
        raise TopicError("A topic has two sides, one for the resolution and one against it.")
    for side in topic.sides:
        if not side.statement.strip():
            raise TopicError(f"Write in one line what {side.name} holds.")


def preview(topic: TopicFile, documents: Mapping[str, Document]) -> Iterator[tuple[Place, str, Mark, bool]]:
    """Each paragraph with its place, its text, the side and voice it got, and whether that is by hand."""
    by_rules = topic_of(topic, "")
    stances = {side.id: side.stance for side in topic.sides}
    own = {source.file: source.paragraphs for source in topic.sources}
    for file, document in documents.items():
        by_hand = {label.number for label in own.get(file, ())}
        labels = {label.number: label for label in labels_of(document, by_rules, own.get(file, ()))}
        for number, paragraph in enumerate(document.paragraphs, 1):
            label = labels.get(number, ParagraphLabels(number=number))
            mark: Mark = (stances.get(label.side, label.side), label.voice)
            yield (file, number), paragraph.text, mark, number in by_hand


def marks_of(topic: TopicFile) -> dict[Place, Mark]:
    """The paragraphs that are labelled by hand."""
    stances = {side.id: side.stance for side in topic.sides}
    return {
        (source.file, label.number): (stances.get(label.side, label.side), label.voice)
        for source in topic.sources
        for label in source.paragraphs
    }


def turned(mark: Mark, what: str) -> Mark:
    """The next mark that a click makes of one: the next side, or the next voice."""
    side, voice = mark
    if what == "voice":
        return side, VOICES[(VOICES.index(voice) + 1) % len(VOICES)]
    order = (NEUTRAL, *STANCES, BOTH)
    return order[(order.index(side) + 1) % len(order)], voice


def _held(side: SideFile, topic: TopicFile) -> Held:
    people = [actor.name for actor in topic.actors if actor.side == side.id]
    return Held(side.name, (*side.aliases, *people), side.paradigm, side.statement)


def _side(held: Held, stance: str) -> SideFile:
    name = held.name.strip()
    aliases = (one.strip() for one in held.speaks if not _is_person(one.strip()) and one.strip() != name)
    return SideFile(
        id=slug(name.split()[-1]) if name else "",
        name=name,
        stance="affirmative" if stance == "affirmative" else "negative",
        paradigm=held.paradigm.strip() or f"the view of {name}",
        statement=held.position.strip(),
        aliases=tuple(dict.fromkeys(aliases)),
    )


def _is_person(name: str) -> bool:
    """Whether who speaks is a person and not another name of the side: "Ana Birk", not "the union", "Dock League"."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() for word in words) and not GROUPS & {w.casefold() for w in words}


def _marked(topic: TopicFile, sides: Sequence[SideFile], marks: Mapping[Place, Mark]) -> tuple[SourceFile, ...]:
    """The sources with the labels by hand, each side by the id that it has now."""
    ids: dict[str, str] = {side.stance: side.id for side in sides}
    return tuple(
        source.model_copy(update={"paragraphs": tuple(
            ParagraphLabels(number=number, side=ids.get(side, side), voice=voice)
            for (file, number), (side, voice) in sorted(marks.items())
            if file == source.file
        )})
        for source in topic.sources
    )  # fmt: skip
