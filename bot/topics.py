"""Reads a topic from ``corpus/<topic>/topic.yaml``: sides, actors, words, labels. Data, never code."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import TopicError
from bot.model import Actor, Side, Topic, Voice

NO_LONGER_READ = ("synonyms", "spanish")
"""What files of earlier versions may still have."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SideFile(_Strict):
    """A side as it stands in the file."""

    id: str
    name: str
    stance: Literal["affirmative", "negative"]
    paradigm: str
    statement: str
    aliases: tuple[str, ...] = ()


class ActorFile(_Strict):
    """An actor as it stands in the file."""

    name: str
    kind: str = "person"
    side: str = "neutral"
    pronouns: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class ParagraphLabels(_Strict):
    """The hand labels of one paragraph and, in order, of each of its sentences."""

    number: int
    section: str = ""
    side: str = "neutral"
    voice: Voice = "author"
    sentences: tuple[tuple[str, Voice], ...] = ()


class SourceFile(_Strict):
    """A document of the topic and the labels of its paragraphs."""

    file: str
    paragraphs: tuple[ParagraphLabels, ...] = ()


class TopicFile(_Strict):
    """The whole of ``topic.yaml``."""

    id: str
    title: str
    resolution: str
    sides: tuple[SideFile, ...]
    actors: tuple[ActorFile, ...] = ()
    examples: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    sources: tuple[SourceFile, ...] = ()


def read_topic_file(corpus_dir: Path, topic_id: str) -> TopicFile:
    """The topic's file, checked.

    Raises:
        TopicError: there is no such topic, or its file has a field that is missing or wrong.
    """
    path = corpus_dir / topic_id / "topic.yaml"
    if not path.is_file() or topic_id not in topics_in(corpus_dir):
        there = sorted(topics_in(corpus_dir))
        raise TopicError(f"There is no topic {topic_id!r} in {corpus_dir}. There: {', '.join(there) or 'none'}.")
    return parse_topic(path.read_text(encoding="utf-8"), str(path))


def parse_topic(text: str, name: str) -> TopicFile:
    """The topic in the text of a ``topic.yaml``, checked; ``name`` is what to call it.

    Raises:
        TopicError: it is not YAML, or a field is missing or wrong.
    """
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
        if isinstance(data, dict):
            data = {key: value for key, value in data.items() if key not in NO_LONGER_READ}
        topic = TopicFile.model_validate(data)
    except yaml.YAMLError as error:
        raise TopicError(f"{name} is not valid YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TopicError(f"{name}: field {where}: {first['msg']}.") from error
    # What earlier versions proposed where they had found nothing.
    for where, text in (("resolution", topic.resolution), *((side.id, side.statement) for side in topic.sides)):
        if text.startswith("To be filled in"):
            raise TopicError(f"{name}: {where} is still to be filled in: write it there.")
    return topic


def topics_in(corpus_dir: Path) -> list[str]:
    """The ids of the topics in a folder."""
    return sorted(
        entry.parent.name for entry in corpus_dir.glob("*/topic.yaml") if not entry.parent.name.startswith(".")
    )


def load_topic(corpus_dir: Path, topic_id: str) -> Topic:
    """The topic as the rest of the program knows it.

    Raises:
        TopicError: as :func:`read_topic_file`.
    """
    return topic_of(read_topic_file(corpus_dir, topic_id), str(corpus_dir / topic_id))


def topic_of(data: TopicFile, folder: str) -> Topic:
    """The topic of a file; ``folder`` is where its documents are, "" where that is nowhere yet."""
    return Topic(
        id=data.id,
        title=data.title,
        resolution=data.resolution,
        sides=tuple(Side(**side.model_dump()) for side in data.sides),
        actors=tuple(Actor(**actor.model_dump()) for actor in data.actors),
        examples=data.examples,
        questions=data.questions,
        files=tuple(source.file for source in data.sources),
        folder=folder,
    )
