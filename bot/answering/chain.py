"""The way of a question in four stages, which LangChain can run too: read, rewrite, answer, verify."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bot.answering import claims, corpus, followups, kinds, phrases, sides, summary
from bot.answering.draft import Draft, Part
from bot.answering.evidence import Reader
from bot.answering.facts import Beyond, answer_fact
from bot.answering.fitness import load_fitness
from bot.answering.followups import Standalone
from bot.answering.gate import load_gate, probability
from bot.answering.kinds import Asking
from bot.answering.question import Spelling, bare, corpus_words, is_spanish, tidy, translate
from bot.answering.render import Written, plain, write
from bot.answering.suggestions import Suggestions
from bot.answering.support import Support
from bot.answering.verify import verify
from bot.model import BOTH, NEUTRAL, Answer, Source, Verdict

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


@dataclass(frozen=True)
class Turn:
    """One question on its way; each stage fills in what it finds out."""

    typed: str
    history: tuple[followups.Turn, ...] = ()
    side: str | None = None
    question: str = ""
    standalone: Standalone = field(default_factory=lambda: Standalone("", ""))
    asking: Asking = field(default_factory=lambda: Asking("fact"))
    draft: Draft | None = None
    written: Written | None = None
    score: float | None = None
    timings: dict[str, float] = field(default_factory=dict)


class Answerer:
    """Answers questions by quoting what the reader's index holds."""

    def __init__(self, reader: Reader, question_chars: int, threshold: float | None = None) -> None:
        self.reader = reader
        self.threshold = load_fitness().threshold if threshold is None else threshold
        self._limit = question_chars
        content = reader.content
        self._spelling = Spelling(
            sorted(content.words())
            + sorted(corpus_words(alias for actor in content.topic.actors for alias in (actor.name, *actor.aliases)))
            + sorted(corpus_words(word for group in content.topic.synonyms for word in group)),
            lambda word: len(reader.ranker.embedder.token_ids(word)),
        )
        self._stages: dict[str, Callable[[Turn], Turn]] = {
            name: partial(_timed, name, work)
            for name, work in (
                ("read", self._read), ("rewrite", self._rewrite), ("answer", self._answer), ("verify", self._verify),
            )
        }  # fmt: skip
        self.suggestions = Suggestions(reader, self._answers)

    @cached_property
    def chain(self) -> Runnable[Turn, Turn]:
        """The stages as a LangChain runnable, which streams, batches and can be traced."""
        from langchain_core.runnables import RunnableLambda, RunnableSequence

        return RunnableSequence(*(RunnableLambda(work, name=name) for name, work in self._stages.items()))

    @cached_property
    def support(self) -> Support:
        """Judges statements with this index's model and names."""
        return Support(self.reader.ranker.embedder, self.reader.vocabulary, self.reader.stored_tokens)

    def ask(self, question: str, history: Sequence[followups.Turn] = (), side: str | None = None) -> Answer:
        """The answer to a question, given the questions and answers before it."""
        turn = self.run(Turn(question, tuple(history), side))
        return replace(self.answer_of(turn), follow_ups=self.offer(turn))

    def run(self, turn: Turn) -> Turn:
        """A question taken all its way; how long that took is in its timings as "total"."""
        started = time.perf_counter()
        done = self._through(turn)
        return replace(done, timings={**done.timings, "total": _since(started)})

    def _through(self, turn: Turn) -> Turn:
        for stage in self._stages.values():
            turn = stage(turn)
        return turn

    def offer(self, turn: Turn) -> tuple[str, ...]:
        """Questions to ask next."""
        if not turn.question:
            return ()
        return self.suggestions.offer(turn.standalone.text, [earlier for earlier, _ in turn.history])

    def answer_of(self, turn: Turn) -> Answer:
        """What came of a question that was taken all its way, without questions to ask next."""
        draft, written = turn.draft, turn.written
        assert draft is not None
        assert written is not None
        return Answer(
            question=turn.typed,
            outcome=draft.outcome,
            text=written.text,
            kind=draft.kind,
            statements=written.statements,
            citations=written.citations,
            rewritten=turn.standalone.text if turn.standalone.changed else None,
            score=turn.score,
            reason=draft.reason,
            timings=turn.timings,
        )

    def written(self, draft: Draft) -> Written:
        """A draft with its numbers given and its quotes checked."""
        return verify(write(draft, self._sources), self._sources)

    def finding(self, claim: str) -> tuple[str, claims.Finding] | None:
        """A claim made bare, with what the corpus says of it; None where it has no words."""
        text = tidy(claim)[: self._limit]
        if not any(char.isalnum() for char in text):
            return None
        bare_claim = kinds.claim_in(text) or text.rstrip("?!. ")
        return bare_claim, claims.check(bare_claim, self.reader)

    def query_of_fact(self, turn: Turn) -> str | None:
        """What is searched for where a turn asks for a fact; None for any other kind."""
        ready = self._rewrite(self._read(turn))
        if ready.draft is not None or ready.standalone.own:
            return None
        query = ready.standalone.query
        asking = kinds.kind_of(query, self.reader.content.topic, self.reader.vocabulary, self._side(turn.side))
        return query if asking.kind == "fact" else None

    def check(self, claim: str) -> Verdict:
        """What the corpus says of a claim."""
        found = self.finding(claim)
        if found is None:
            return Verdict(claim, "not_addressed", phrases.UNREADABLE, "no words")
        finding = found[1]
        written = self.written(claims.as_draft(finding))
        return Verdict(claim, finding.label, written.text, finding.ground, written.citations)

    def _read(self, turn: Turn) -> Turn:
        text = tidy(turn.typed)
        if not text:
            return replace(turn, draft=_reply(phrases.EMPTY))
        if len(text) > self._limit:
            return replace(turn, draft=_reply(phrases.too_long(len(text), self._limit)))
        if not any(char.isalnum() for char in text):
            return replace(turn, draft=_reply(phrases.UNREADABLE))
        return replace(turn, question=text)

    def _rewrite(self, turn: Turn) -> Turn:
        if turn.draft is not None:
            return turn
        topic, vocabulary = self.reader.content.topic, self.reader.vocabulary
        english = self._english(turn.question)
        history = [(self._english(tidy(q)[: self._limit]), a) for q, a in turn.history if tidy(q)]
        found = followups.rewrite(english, history, topic, vocabulary, self._likeliest)
        if english not in (turn.question, bare(turn.question)):
            found = replace(found, changed=True)
        return replace(turn, standalone=found)

    def _likeliest(self, readings: Sequence[str]) -> int:
        """Which reading of a question the corpus answers best."""
        scores = [probability(self.reader.rank(reading), self.reader) for reading in readings]
        return scores.index(max(scores))

    def _english(self, question: str) -> str:
        if is_spanish(question):
            return translate(question, self.reader.content.topic.translations)
        return self._spelling.mend(bare(question))

    def _answer(self, turn: Turn) -> Turn:
        if turn.draft is not None:
            return turn
        query = turn.standalone.query
        topic = self.reader.content.topic
        asking = kinds.kind_of(query, topic, self.reader.vocabulary, self._side(turn.side))
        makers: dict[str, Callable[[], tuple[Draft, float | None]]] = {
            "small_talk": lambda: (corpus.answer_talk(asking.talk, self.reader), None),
            "corpus": lambda: (corpus.answer_about(asking.about, self.reader), None),
            "claim": lambda: self._fact(query) if turn.standalone.own else self._claim(query, asking),
            "summary": lambda: (summary.summarize(query, self.reader, asking.point), None),
            "both_sides": lambda: (sides.answer_both(query, self.reader), None),
            "one_side": lambda: self._one_side(query, asking, turn.side is not None),
            "fact": lambda: self._fact(query, beyond=self._beyond(turn)),
        }
        draft, score = makers[asking.kind]()
        return replace(turn, asking=asking, draft=draft, score=score)

    def _side(self, side: str | None) -> str | None:
        topic = self.reader.content.topic
        return side if side is None or side == BOTH or topic.side(side) else None

    def _beyond(self, turn: Turn) -> Beyond | None:
        own = turn.standalone.own
        return Beyond(own, plain(turn.history[-1][1])) if own and turn.history else None

    def _fact(self, query: str, allowed: Sequence[str] = (), beyond: Beyond | None = None) -> tuple[Draft, float]:
        ranking = self.reader.rank(query, sides=allowed)
        score = probability(ranking, self.reader)
        return answer_fact(query, ranking, self.reader, score, self.threshold, beyond), score

    def _one_side(self, query: str, asking: Asking, chosen: bool) -> tuple[Draft, float | None]:
        side = self.reader.content.topic.side(asking.side)
        assert side is not None
        if sides.matter_of(query, self.reader) and not kinds.asks_view(query, self.reader.vocabulary):
            return self._fact(query, (side.id, BOTH, NEUTRAL))
        draft = sides.answer_one(query, side, self.reader, load_gate().threshold, chosen)
        if draft.outcome == "no_evidence":
            again, score = self._fact(query, (side.id, BOTH, NEUTRAL))
            return (again, score) if again.outcome == "answered" else (draft, score)
        return draft, None

    def _claim(self, query: str, asking: Asking) -> tuple[Draft, float | None]:
        finding = claims.check(asking.claim, self.reader)
        if finding.label == "not_addressed" and asking.claim != query and query.rstrip().endswith("?"):
            return self._fact(query)
        return claims.as_draft(finding), None

    def _verify(self, turn: Turn) -> Turn:
        assert turn.draft is not None
        return replace(turn, written=self.written(turn.draft))

    @property
    def _sources(self) -> dict[str, Source]:
        return self.reader.content.source_by_id

    def _answers(self, question: str) -> bool:
        turn = self._through(Turn(question))
        return turn.draft is not None and turn.draft.outcome == "answered"


def _reply(text: str) -> Draft:
    return Draft("small_talk", "no_evidence", (Part(lead=text),), text)


def _timed(name: str, work: Callable[[Turn], Turn], turn: Turn) -> Turn:
    started = time.perf_counter()
    done = work(turn)
    return replace(done, timings={**done.timings, name: _since(started)})


def _since(started: float) -> float:
    return round(1000 * (time.perf_counter() - started), 2)
