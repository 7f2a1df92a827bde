"""The program as one object: open a corpus, ask it, check claims against it, search it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer.pipeline import Answerer
from bot.answer.reader import Reader
from bot.answer.streaming import events
from bot.answer.understand import Past as Turn
from bot.errors import LecternError, SourceError, TopicError
from bot.learned.encoder import Embedder
from bot.model import BOTH, Answer, Event, Hit, Passage, Sentence, Source, Topic, Verdict
from bot.search.embedding import Progress, silent
from bot.search.opening import OpenIndex, open_index
from bot.search.retriever import Ranker
from bot.settings import EXTRACTIVE, Settings
from bot.sources.database import told
from bot.sources.facts import corrected
from bot.sources.library import sync_topic
from bot.sources.origins import is_own
from bot.sources.paragraphs import ReadParagraph, paragraphs_of
from bot.sources.reading.limits import Limits
from bot.sources.removed import last, put_aside
from bot.sources.store import Store
from bot.topics import load_topic

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool

    from bot.answer.language.answering import LanguageAnswerer
    from bot.chain import AnswerChain
    from bot.models import LanguageModel
    from bot.search.langchain import HybridRetriever
    from bot.sources.intake import Given, Outcome

log = logging.getLogger("lectern")


class Bot:
    """Answers about one topic, with citations that have been checked."""

    def __init__(
        self,
        settings: Settings,
        topic: Topic,
        store: Store,
        embedder: Embedder,
        progress: Progress = silent,
        model: LanguageModel | None = None,
    ) -> None:
        self.settings = settings
        self.topic = topic
        self.store = store
        self.embedder = embedder
        self._progress = progress
        self.model = model
        self._turn = threading.Lock()
        self._closed = threading.Event()
        self._index: OpenIndex | None = None
        self.refresh()

    @classmethod
    def open(
        cls, settings: Settings | None = None, progress: Progress = silent, embedder: Embedder | None = None
    ) -> Bot:
        """Opens the corpus that the settings name (by default: the environment's), building what is missing.

        ``embedder`` is the settings' embedding model where it is loaded already.

        Raises:
            LecternError: a setting, the topic, the store or a model cannot be used; the message says which.
        """
        settings = settings or Settings.load()
        model = _model_of(settings)
        topic = load_topic(settings.corpus_of(settings.topic), settings.topic)
        store = Store.of(settings)
        embedder = embedder or Embedder.of(settings)
        with told(store.engine):
            sync_topic(store, topic, settings.corpus_of(topic.id), embedder.count_tokens, Limits.of(settings))
        return cls(settings, topic, store, embedder, progress, model)

    def refresh(self, anew: bool = False) -> bool:
        """Brings the index up to what the store holds now; questions are answered from the last one until then.

        Returns whether there was anything to do; ``anew`` forgets the last index first.
        """
        with self._turn, told(self.store.engine):
            if self._closed.is_set():
                return False
            before = None if anew else self._index
            index = open_index(self.settings, self.store, self.topic, self.embedder, self._progress, before)
            if index is self._index:
                return False
            reader = Reader(Ranker(index, self.embedder))
            self.answerer = Answerer(reader, self.settings.question_chars, self.settings.gate)
            self.reader, self._index = reader, index
            self.writer = self._make_writer()
            return True

    def close(self) -> None:
        """Lets go of the index, the servers and the database; nothing can be asked afterwards."""
        self._closed.set()
        with self._turn:
            if self._index is not None:
                self._index.close()
            self.store.close()

    def retire(self) -> None:
        """As :meth:`close`, but not before the last answer that is under way here has ended."""
        self._closed.set()
        with self._turn:
            index, self._index = self._index, None
            if index is not None:
                index.close_when_unused(self.store.close)

    def watch(self) -> None:
        """Looks for changes by other processes from now on, in a thread of its own, as often as the settings say."""
        if self.settings.watch_seconds:
            threading.Thread(target=self._watch, name="lectern-watching", daemon=True).start()

    def _watch(self) -> None:
        told = ""
        while not self._closed.wait(self.settings.watch_seconds):
            try:
                self.refresh()
                told = ""
            except LecternError as error:
                if str(error) != told:
                    log.warning("Changes by others cannot be looked for: %s", error)
                told = str(error)

    @property
    def engine(self) -> str:
        """What writes the answers, as :attr:`Answer.engine` names it."""
        return self.model.id if self.model else EXTRACTIVE

    @property
    def chain(self) -> AnswerChain:
        """The bot as a LangChain runnable, which takes a question, or one with its history and a side."""
        from bot.chain import AnswerChain

        return AnswerChain(self.stream)

    def as_tool(self) -> BaseTool:
        """The bot as a tool for a LangChain agent."""
        from bot.chain import tool_of

        return tool_of(self.chain, self.topic.title)

    def answered_by(self, model: LanguageModel | BaseChatModel | None) -> Bot:
        """This bot over the same corpus with another model, any of LangChain's too, or with none."""
        from bot.models import LanguageModel
        from bot.models.making import limits_of

        other = copy(self)
        if model is None or isinstance(model, LanguageModel):
            other.model = model
        else:
            other.model = LanguageModel.of(model, limits_of(self.settings))
        other.writer = other._make_writer()
        return other

    def _make_writer(self) -> LanguageAnswerer | None:
        if self.model is None:
            return None
        from bot.answer.language.answering import LanguageAnswerer

        return LanguageAnswerer(self.answerer, self.model, self.settings.strict)

    def warm(self) -> None:
        """Answers the topic's own questions once, so that the first real one is quick; not on once it is closed."""
        asking = self.answerer.suggestions.check()
        while True:
            # Not beside closing, which would take the index away from a question that is being answered.
            with self._turn:
                if self._closed.is_set() or next(asking, None) is None:
                    return

    def ask(self, question: str, history: Sequence[Turn] = (), side: str | None = None) -> Answer:
        """Answers a question.

        ``history`` are the questions and answers before it; ``side`` is None, "both" or a side's id.

        Raises:
            TopicError: there is no such side.
        """
        self.require_side(side)
        with told(self.store.engine):
            return (self.writer or self.answerer).ask(question, history, side)

    def stream(self, question: str, history: Sequence[Turn] = (), side: str | None = None) -> Generator[Event]:
        """As :meth:`ask`, piece by piece: citations, tokens, then the whole answer.

        With a language model the tokens come as it writes them, an empty one while it is silent; the answer at
        the end is the checked one and may differ from them. Closing the iterator ends the model's request.
        """
        if self.writer is None:
            return events(self.ask(question, history, side))
        self.require_side(side)
        return self.writer.stream(question, history, side)

    def check(self, claim: str) -> Verdict:
        """Checks a claim: supported, contradicted or not addressed, with the passage."""
        with told(self.store.engine):
            return (self.writer or self.answerer).check(claim)

    def search(self, query: str, k: int = 8, side: str | None = None) -> list[Hit]:
        """The ``k`` best sentences for a query, best first; only a side's own where one is given.

        Raises:
            TopicError: there is no such side.
        """
        self.require_side(side)
        sides = (side,) if side and side != BOTH else ()
        return self.reader.ranker.hits(query, k, sides)

    def retriever(self, k: int = 8, sides: Sequence[str] = (), sources: Sequence[str] = ()) -> HybridRetriever:
        """The hybrid retriever as a LangChain ``BaseRetriever``."""
        from bot.search.langchain import HybridRetriever

        return HybridRetriever(ranker=self.reader.ranker, k=k, sides=tuple(sides), sources=tuple(sources))

    def sources(self) -> list[Source]:
        """The sources of the topic, those with a brief that is not read from since its original is there."""
        return [one.source for one in self.reader.content.stored.values()]

    def source(self, source_id: str) -> Source | None:
        """The source of that id, or None."""
        one = self.reader.content.stored.get(source_id)
        return one.source if one is not None else None

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id (the head of a source among them), or None."""
        return self.reader.content.find(passage_id)

    def add(self, path: Path) -> tuple[Source, bool]:
        """Adds a file to the topic, or replaces what was added from it; says whether anything changed.

        Raises:
            SourceError: the file cannot be read.
        """
        from bot.sources.intake import Given

        (outcome,) = self.take([Given(str(path))])
        if outcome.source is None:
            raise SourceError(outcome.why)
        return outcome.source, outcome.status in ("added", "replaced")

    def take(self, given: Iterable[Given], dry_run: bool = False) -> Iterator[Outcome]:
        """Takes files, URLs and uploads into the topic, one after the other; what became of each.

        The index is brought up to date when the last has been taken.

        Raises:
            StoreError: the store cannot be written.
        """
        from bot.sources.intake import Intake

        intake = Intake(self.store, self.topic, self.settings, self.embedder.count_tokens)
        changed = False
        try:
            with told(self.store.engine):
                for outcome in intake.take(given, dry_run):
                    changed = changed or outcome.status in ("added", "replaced")
                    yield outcome
        finally:
            if changed and not dry_run:
                self.refresh()

    def remove(self, source_id: str) -> None:
        """Takes a source out of the corpus; :meth:`undo` brings it back.

        Raises:
            SourceError: there is no such source, or it is the topic's own.
        """
        source = self._others(source_id, "take it out of topic.yaml")
        with self.store.writing():
            put_aside(self.settings.data_dir / "removed", source, self.store.passages(source))
            self.store.remove(source_id)
        self.refresh()

    def correct(self, source_id: str, facts: Mapping[str, str]) -> Source:
        """Corrects facts of a source ("title", "author", "publisher", "date", "url"); "" takes one away.

        They are kept when its file is read again.

        Raises:
            SourceError: there is no such source, it is the topic's own, or a fact is not one.
        """
        source_id = self._others(source_id, "correct its head there").id
        with self.store.writing():
            # As it is stored now: another process may have replaced it since the index was opened.
            source = self.store.source(source_id) or self.require(source_id)
            made, passages = corrected(source, self.store.passages(source), facts, self.embedder.count_tokens)
            self.store.put(made, passages)
        self.refresh()
        return made

    def paragraphs(self, source_id: str) -> list[ReadParagraph]:
        """A source as it was read: every paragraph with its section, page, side, voice and what it is a note to.

        Raises:
            SourceError: there is no such source.
        """
        source = self.require(source_id)
        return paragraphs_of(source, list(self.reader.content.stored[source.id].all_passages()))

    def in_original(self, source_id: str) -> dict[str, tuple[int, Sentence]]:
        """For each sentence of a brief, by its id, the paragraph and sentence of the original that it tells.

        Empty where the original is not in the corpus.
        """
        found: dict[str, tuple[int, Sentence]] = {}
        for sentence, told_of in self.reader.content.counterparts:
            passage = self.passage(told_of.passage_id) if sentence.source_id == source_id else None
            if passage is not None:
                found[sentence.id] = passage.paragraph, told_of
        return found

    def paragraph_count(self, source_id: str) -> int:
        """How many paragraphs a source has; 0 where there is none of that id."""
        one = self.reader.content.stored.get(source_id)
        return one.paragraphs if one is not None else 0

    def require(self, source_id: str) -> Source:
        """As :meth:`source`.

        Raises:
            SourceError: there is no such source; the message names those that there are.
        """
        source = self.source(source_id)
        if source is None:
            known = ", ".join(each.id for each in self.sources())
            raise SourceError(f"There is no source {source_id!r}. There: {known}.")
        return source

    def require_side(self, side: str | None) -> None:
        """Sees that a side is one: None, "both" or a side's id.

        Raises:
            TopicError: there is no such side; the message names those that there are.
        """
        if side is not None and side != BOTH and self.topic.side(side) is None:
            known = ", ".join([each.id for each in self.topic.sides] + [BOTH])
            raise TopicError(f"The topic {self.topic.id!r} has no side {side!r}. There: {known}.")

    def _others(self, source_id: str, instead: str) -> Source:
        """A source that is not the topic's own."""
        source = self.require(source_id)
        if is_own(source.origin):
            raise SourceError(f"{source.origin} belongs to the topic {self.topic.id!r}: {instead}.")
        return source

    def originals(self) -> list[str]:
        """Where the originals of the topic's own sources are to be had that are not in the corpus yet."""
        content = self.reader.content
        briefs = (one for one in content.sources if one.id in content.briefs and is_own(one.origin))
        return list(dict.fromkeys(one.url for one in briefs if one.url))

    def undo(self, source_id: str = "") -> Source:
        """Brings back the source that was removed last, or the one of that id.

        Raises:
            SourceError: there is none.
        """
        found = last(self.settings.data_dir / "removed", self.topic.id, source_id)
        if found is None:
            raise SourceError("Nothing that was removed is kept: add the document again.")
        path, (source, passages) = found
        with self.store.writing():
            self.store.put(source, passages)
            path.unlink(missing_ok=True)
        self.refresh()
        return source

    def rebuild(self) -> None:
        """Throws the index away and builds it again from the store."""
        from bot.search.generation import forget

        with self.store.writing():
            forget(self.settings.index_dir)
        self.refresh(anew=True)


def _model_of(settings: Settings) -> LanguageModel | None:
    if settings.model == EXTRACTIVE:
        return None
    from bot.models import Connection, make_model

    connection = Connection.of(settings)
    return make_model(connection) if connection else None
