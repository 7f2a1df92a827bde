"""Drafts a topic from documents and opens it: copies of them, and a ``topic.yaml`` that its user has looked through."""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path, PurePath

from bot.errors import ModelError, SourceError, TopicError
from bot.models import Connection, make_model
from bot.settings import Settings
from bot.sources import origins
from bot.sources.document import Document
from bot.sources.fetching import Fetcher, is_url
from bot.sources.intake import Given
from bot.sources.mining.filling import complete
from bot.sources.mining.proposing import propose, slug, written
from bot.sources.mining.refining import refined
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_bytes
from bot.topics import TopicFile, read_topic_file, topics_in

log = logging.getLogger("lectern")
KEPT = 24 * 3600
"""Seconds that the documents of a draft are kept while nobody opens it."""
_ASIDE = ".draft-"


@dataclass(frozen=True, slots=True)
class Draft:
    """A topic as it is proposed: its file, its documents by file name, and where they are kept.

    ``by`` is the id of the model that bettered it, or "".
    """

    topic: TopicFile
    documents: Mapping[str, Document]
    folder: Path
    by: str = ""


def draft_topic(
    settings: Settings,
    given: Sequence[Given],
    title: str = "",
    resolution: str = "",
    topic_id: str = "",
    tell: Callable[[str], None] = log.warning,
    anew: bool = False,
) -> Draft:
    """Reads a new topic's documents and proposes its file; nobody can open it before :func:`open_draft`.

    Where the settings name a language model it betters what the rules propose; where it cannot, ``tell`` is told
    why, and the proposal is the rules' own. With ``anew`` a topic whose id is taken gets another one.

    Raises:
        SourceError: a document cannot be read.
        TopicError: there is a topic of that id already, or the documents cannot be put aside.
    """
    read = [_read(one, settings) for one in given]
    if not read:
        raise TopicError("A topic needs at least one document: name a file, a folder or a URL.")
    topic_id = topic_id or slug(title or read[0][1].title)
    if topic_id != slug(topic_id):
        raise TopicError(f"{topic_id!r} is no id of a topic: use lower-case letters, digits and hyphens.")
    topic_id = _free(settings, topic_id, anew)
    documents = {name: document for name, document, _ in read}
    topic = propose(list(documents.items()), topic_id, title, resolution)
    topic, by = _bettered(topic, list(documents.values()), settings, resolution, tell)
    _sweep(settings.topics_dir)
    aside = settings.topics_dir / f"{_ASIDE}{uuid.uuid4().hex}"
    try:
        aside.mkdir(parents=True)
        for name, _, data in read:
            (aside / name).write_bytes(data)
    except OSError as error:
        raise TopicError(f"{aside} cannot be made: {error.strerror}. Set LECTERN_DATA_DIR.") from error
    return Draft(topic, documents, aside, by)


def reopened(settings: Settings, topic_id: str) -> Draft:
    """A topic of the user's own as a draft, to be corrected.

    Raises:
        SourceError: a document of it cannot be read.
        TopicError: it is not the user's, or its file needs mending.
    """
    if topic_id not in topics_in(settings.topics_dir):
        raise TopicError("The bundled topics are edited in their files; make one of your own to edit it here.")
    topic = read_topic_file(settings.topics_dir, topic_id)
    folder = settings.topics_dir / topic_id
    outside = [one.file for one in topic.sources if PurePath(one.file).name != one.file]
    if outside:
        raise TopicError(f"{', '.join(outside)}: the files of a topic must be in its own folder.")
    limits = Limits.of(settings)
    files = [one.file for one in topic.sources]
    return Draft(topic, {name: read_bytes(_bytes(folder / name, limits), name, limits) for name in files}, folder)


def open_draft(settings: Settings, draft: Draft) -> Path:
    """Writes a draft's ``topic.yaml``, from where on the topic can be opened; the file's place.

    Raises:
        TopicError: something that a topic needs is missing, the documents that were put aside are gone, another topic
            has taken the id, or the folder cannot be written.
    """
    complete(draft.topic)
    folder = settings.topics_dir / draft.topic.id
    if draft.folder != folder:
        _free(settings, draft.topic.id)
    missing = [one.file for one in draft.topic.sources if not (draft.folder / one.file).is_file()]
    if missing:
        raise TopicError(f"{', '.join(missing)} is no longer there: give the documents once more.")
    try:
        fresh = draft.folder / "topic.new"
        fresh.write_text(written(draft.topic, draft.by), encoding="utf-8")
        fresh.replace(draft.folder / "topic.yaml")
        draft.folder.rename(folder)
    except OSError as error:
        raise TopicError(f"{folder} cannot be written: {error.strerror}. Set LECTERN_DATA_DIR.") from error
    return folder / "topic.yaml"


def _sweep(topics_dir: Path) -> None:
    """Deletes the documents of drafts that nobody has opened for a day."""
    for aside in topics_dir.glob(f"{_ASIDE}*"):
        if time.time() - aside.stat().st_mtime > KEPT:
            shutil.rmtree(aside, ignore_errors=True)


def _free(settings: Settings, topic_id: str, anew: bool = False) -> str:
    taken = {*topics_in(settings.corpus_dir), *topics_in(settings.topics_dir)}
    if topic_id in taken and not anew:
        raise TopicError(f"There is a topic {topic_id!r} already: give another title or --id, or edit that one.")
    return next(one for one in chain([topic_id], (f"{topic_id}-{at}" for at in count(2))) if one not in taken)


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
