"""Makes a new topic's folder: copies of its documents, and a ``topic.yaml`` proposed from them."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from bot.errors import ModelError, SourceError, TopicError
from bot.models import Connection, make_model
from bot.settings import Settings
from bot.sources import origins
from bot.sources.document import Document
from bot.sources.fetching import Fetcher, is_url
from bot.sources.intake import Given
from bot.sources.mining.proposing import propose, slug, written
from bot.sources.mining.refining import refined
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_bytes
from bot.topics import TopicFile, parse_topic, topics_in

log = logging.getLogger("lectern")


def make_topic(
    settings: Settings,
    given: Sequence[Given],
    title: str = "",
    resolution: str = "",
    topic_id: str = "",
    tell: Callable[[str], None] = log.warning,
) -> tuple[Path, TopicFile]:
    """Makes the folder of a new topic in the user's own topics; its ``topic.yaml`` and what is in it.

    Where the settings name a language model it betters what the rules propose; where it cannot, ``tell`` is told
    why, and the proposal is the rules' own.

    Raises:
        SourceError: a document cannot be read.
        TopicError: there is a topic of that id already, or the folder cannot be written.
    """
    read = [_read(one, settings) for one in given]
    if not read:
        raise TopicError("A topic needs at least one document: name a file, a folder or a URL.")
    topic_id = topic_id or slug(title or read[0][1].title)
    if topic_id != slug(topic_id):
        raise TopicError(f"{topic_id!r} is no id of a topic: use lower-case letters, digits and hyphens.")
    if any(topic_id in topics_in(folder) for folder in (settings.corpus_dir, settings.topics_dir)):
        raise TopicError(f"There is a topic {topic_id!r} already: give another id with --id, or edit that one.")
    documents = [document for _, document, _ in read]
    topic = propose([(name, document) for name, document, _ in read], topic_id, title, resolution)
    topic, by = _bettered(topic, documents, settings, resolution, tell)
    folder = settings.topics_dir / topic_id
    aside = settings.topics_dir / f".{topic_id}.new"
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        for name, _, data in read:
            (aside / name).write_bytes(data)
        (aside / "topic.yaml").write_text(written(topic, by), encoding="utf-8")
        aside.rename(folder)
    except OSError as error:
        raise TopicError(f"{folder} cannot be made: {error.strerror}. Set LECTERN_DATA_DIR.") from error
    return folder / "topic.yaml", topic


def _bettered(
    topic: TopicFile, documents: Sequence[Document], settings: Settings, resolution: str, tell: Callable[[str], None]
) -> tuple[TopicFile, str]:
    """The topic as a language model has it, and the model's id; as it is and "" where none is set or it fails."""
    connection = Connection.of(settings)
    if connection is None:
        return topic, ""
    try:
        model = make_model(connection)
        better = refined(topic, documents, model)
    except (ModelError, TopicError) as error:
        tell(f"The proposal is made by rules alone: {error}")
        return topic, ""
    return (better.model_copy(update={"resolution": resolution}) if resolution else better), model.id


def rewrite_topic(settings: Settings, topic_id: str, text: str) -> None:
    """Puts an edited ``topic.yaml`` in place of a user's topic's own, if it holds together.

    Raises:
        TopicError: it does not, or the topic is not the user's.
    """
    place = settings.topics_dir / slug(topic_id) / "topic.yaml"
    if not place.is_file():
        raise TopicError(f"The topic {topic_id!r} is not one of your own: only those can be edited here.")
    topic = parse_topic(text, "topic.yaml")
    if topic.id != topic_id:
        raise TopicError(f"The id must stay {topic_id!r}: it is the name of the topic's folder.")
    outside = [one.file for one in topic.sources if PurePath(one.file).name != one.file]
    missing = [one.file for one in topic.sources if one.file not in outside and not (place.parent / one.file).is_file()]
    if outside or missing:
        raise TopicError(f"{', '.join(outside + missing)}: the files of a topic must be in its own folder.")
    fresh = place.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(place)


def _read(given: Given, settings: Settings) -> tuple[str, Document, bytes]:
    """A document with its name in the topic's folder and its bytes."""
    limits = Limits.of(settings)
    if is_url(given.place) and not given.upload:
        fetched = Fetcher(settings.read_seconds, limits.file_bytes).fetch(given.place)
        name, data, url = origins.display_name(fetched.name), fetched.data, fetched.url
    else:
        path = Path(given.place)
        name, data, url = origins.display_name(given.name or path.name), _bytes(path, limits), ""
    document = read_bytes(data, name, limits, url)
    digest = hashlib.sha256(data).hexdigest()[:8]
    pure = PurePath(name)
    return f"{slug(pure.stem)[:40]}-{digest}{pure.suffix.lower()}", document, data


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise SourceError(f"{path} is no file.")
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
