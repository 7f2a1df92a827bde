"""Takes documents into a topic: what was given, read within limits, stored whole or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from bot.errors import SourceError
from bot.model import Source, Topic
from bot.settings import Settings
from bot.sources import origins
from bot.sources.document import Document
from bot.sources.facts import with_facts
from bot.sources.fetching import Fetcher, is_url
from bot.sources.labelling import labels_of
from bot.sources.library import named
from bot.sources.passages import CountTokens, make_passages, make_source
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_bytes, read_path
from bot.sources.store import Store
from bot.sources.twins import lengths_of_twins, letters_of, same_document

Status = Literal["added", "replaced", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Given:
    """One thing to take in: a path, a URL, or an upload (``name`` is then what it is called)."""

    place: str
    upload: bool = False
    name: str = ""

    @property
    def shown(self) -> str:
        """What to call it."""
        return origins.display_name(self.name or self.place) if self.upload else self.place


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing given; ``why`` says it where it was refused or was there already."""

    given: Given
    status: Status
    source: Source | None = None
    why: str = ""
    paragraphs: int = 0
    warnings: tuple[str, ...] = field(default=())
    guessed: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> str:
        """What was read of the document's facts, and which no field of it states; "" where nothing was taken in."""
        if self.source is None or self.status not in ("added", "replaced"):
            return ""
        made_out = dict.fromkeys(self.guessed, " (made out from the text or its name)")
        found = ((name, getattr(self.source, name)) for name in ("author", "publisher", "date"))
        return "; ".join(
            f"{name}: {value}{made_out.get(name, '')}" if value else f"no {name} found" for name, value in found
        )


def gather(places: Sequence[str]) -> list[Given]:
    """What the places stand for: folders are walked, hidden files and links out of them passed over.

    Raises:
        SourceError: a folder holds no file.
    """
    found: list[Given] = []
    for place in places:
        folder = Path(place)
        if is_url(place) or not folder.is_dir():
            found.append(Given(place))
            continue
        inside = [
            Given(str(path))
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        ]  # fmt: skip
        if not inside:
            raise SourceError(f"{place} is a folder without a file in it.")
        found.extend(inside)
    return found


class Intake:
    """Takes things into one topic of a store."""

    def __init__(
        self, store: Store, topic: Topic, settings: Settings, count_tokens: CountTokens, fetcher: Fetcher | None = None
    ) -> None:
        self.store, self.topic, self.settings, self.count_tokens = store, topic, settings, count_tokens
        self.limits = Limits.of(settings)
        self.fetcher = fetcher or Fetcher(settings.read_seconds, self.limits.file_bytes)
        # By content hash: what sources are compared by.
        self._letters: dict[str, str] = {}

    def take(self, given: Iterable[Given], dry_run: bool = False) -> Iterator[Outcome]:
        """Takes one thing after the other; each is stored, or refused, before the next is read.

        Raises:
            StoreError: another process is writing and does not end in time, or the store fails.
        """
        held = {source.id: source for source in self.store.sources(self.topic.id)}
        for one in given:
            try:
                outcome = self._one(one, dry_run, held)
            except SourceError as error:
                outcome = Outcome(one, "refused", why=str(error))
            if outcome.source is not None:
                held[outcome.source.id] = outcome.source
            yield outcome

    def _one(self, given: Given, dry_run: bool, held: dict[str, Source]) -> Outcome:
        document, origin = self._read(given)
        document = named(document, self.topic, self.limits)
        source = make_source(document, self.topic.id, origin)
        before = held.get(source.id)
        if before is not None and before.corrected:
            document = with_facts(document, before)
            source = replace(make_source(document, self.topic.id, origin), corrected=before.corrected)
        same = self._twin(source, held)
        about = {
            "paragraphs": len(document.paragraphs),
            "warnings": document.warnings,
            "guessed": document.guessed,
        }
        if same is not None:
            return Outcome(given, "unchanged", same, _there(same), **about)  # type: ignore[arg-type]
        if source.id not in held and len(held) >= self.settings.max_sources:
            raise SourceError(
                f"The topic has {len(held):,} sources, the most that LECTERN_MAX_SOURCES allows: remove some first."
            )
        passages = make_passages(source, document, self.count_tokens, labels_of(document, self.topic))
        if not self.store.differs(source, passages):
            return Outcome(given, "unchanged", source, **about)  # type: ignore[arg-type]
        if not dry_run:
            with self.store.writing():
                # Another process may have added it since the list of what is held was read.
                twin = self.store.same(source)
                if twin is not None:
                    return Outcome(given, "unchanged", twin, _there(twin), **about)  # type: ignore[arg-type]
                self.store.put(source, passages)
        status: Status = "replaced" if source.id in held else "added"
        return Outcome(given, status, source, **about)  # type: ignore[arg-type]

    def _twin(self, source: Source, held: dict[str, Source]) -> Source | None:
        """The other source that is the same document."""
        low, high = lengths_of_twins(source)
        letters = letters_of(source)
        for each in held.values():
            if each.id == source.id or not low <= len(each.text) <= high:
                continue
            if each.content_hash not in self._letters:
                self._letters[each.content_hash] = letters_of(each)
            if self._letters[each.content_hash] == letters and same_document(each, source):
                return each
        return None

    def _read(self, given: Given) -> tuple[Document, str]:
        if is_url(given.place) and not given.upload:
            fetched = self.fetcher.fetch(given.place)
            document = read_bytes(fetched.data, origins.display_name(fetched.name), self.limits, fetched.url)
            return document, fetched.url
        path = Path(given.place)
        if not given.upload:
            return read_path(path, self.limits), str(path.resolve())
        name = given.shown
        document = read_path(path, self.limits, name)
        return document, origins.upload(path.read_bytes(), name)


def _there(twin: Source) -> str:
    return f"the same text is there already as {origins.shown(twin.origin)}: {twin.title} ({twin.id})"


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many were added, replaced, unchanged and refused."""
    found = dict.fromkeys(("added", "replaced", "unchanged", "refused"), 0)
    for outcome in outcomes:
        found[outcome.status] += 1
    return found
