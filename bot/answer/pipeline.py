"""The way of a question in four stages, which LangChain can run too: understand, retrieve, answer, write."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bot.answer import about, claims, phrases, summary, views
from bot.answer.arguments import arguments_of
from bot.answer.confidence import Confidence, confidence
from bot.answer.draft import Argument, Draft, Part
from bot.answer.facts import answer_fact, nearest
from bot.answer.reader import Reader
from bot.answer.render import Written, verify, write
from bot.answer.suggestions import Suggestions
from bot.answer.support import Support
from bot.answer.understand import TALK, Past, Understanding, Understood, claim_in, tidy
from bot.model import BOTH, Answer, Side, Source, Verdict
from bot.search.retriever import Scored

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

OF_THE_TOPIC = ("arguments", "summary", "players", "timeline", "source")
"""Kinds that are about the whole of the sources or of the topic."""
UNRANKED = (*TALK, *OF_THE_TOPIC, "claim")
"""Kinds that rank nothing, or something else than the question."""
FOUND = ("answered", "closest")
"""Outcomes that show something."""


@dataclass(frozen=True)
class Turn:
    """One question on its way; each stage fills in what it finds out."""

    typed: str
    history: tuple[Past, ...] = ()
    side: str | None = None
    question: str = ""
    asked: Understood | None = None
    scored: tuple[Scored, ...] = ()
    sure: Confidence | None = None
    draft: Draft | None = None
    written: Written | None = None
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def shown(self) -> bool:
        """Whether anything of the sources is shown."""
        return self.draft is not None and self.draft.outcome in FOUND


class Answerer:
    """Answers questions by quoting what the reader's index holds."""

    def __init__(self, reader: Reader, question_chars: int, threshold: float | None = None) -> None:
        """``threshold``: the confidence from which an answer is called one, where it is not to be the fitted one."""
        self.reader = reader
        self._threshold = threshold
        self._limit = question_chars
        self.understanding = Understanding(reader, question_chars)
        self._stages: dict[str, Callable[[Turn], Turn]] = {
            name: partial(_timed, name, work)
            for name, work in (
                ("understand", self._understand), ("retrieve", self._retrieve), ("answer", self._answer),
                ("write", self._write),
            )
        }  # fmt: skip
        self.suggestions = Suggestions(reader, self._answers)

    @cached_property
    def chain(self) -> Runnable[Turn, Turn]:
        """The stages as a LangChain runnable, which streams, batches and can be traced."""
        from langchain_core.runnables import RunnableLambda, RunnableSequence

        return RunnableSequence(*(RunnableLambda(work, name=name) for name, work in self._stages.items()))

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The arguments of the topic's bank."""
        return arguments_of(self.reader)

    @cached_property
    def support(self) -> Support:
        """Judges statements with this index's model and names."""
        return Support(self.reader.ranker.embedder, self.reader.vocabulary)

    def ask(self, question: str, history: Sequence[Past] = (), side: str | None = None) -> Answer:
        """The answer to a question, given the questions and answers before it."""
        turn = self.run(Turn(question, tuple(history), side))
        return replace(self.answer_of(turn), follow_ups=self.offer(turn))

    def run(self, turn: Turn) -> Turn:
        """A question taken all its way; how long that took is in its timings as "total"."""
        started = time.perf_counter()
        done = self._through(turn)
        return replace(done, timings={**done.timings, "total": _since(started)})

    def _through(self, turn: Turn) -> Turn:
        return self.chain.invoke(turn) if _is_traced() else self._straight(turn)

    def _straight(self, turn: Turn) -> Turn:
        for stage in self._stages.values():
            turn = stage(turn)
        return turn

    def offer(self, turn: Turn) -> tuple[str, ...]:
        """Questions to ask next."""
        if not turn.question:
            return ()
        return self.suggestions.offer(turn.question, [earlier for earlier, _ in turn.history])

    def answer_of(self, turn: Turn) -> Answer:
        """What came of a question that was taken all its way, without questions to ask next."""
        draft, written, asked = turn.draft, turn.written, turn.asked
        assert draft is not None
        assert written is not None
        changed = asked is not None and asked.text not in (turn.question, asked.before)
        return Answer(
            question=turn.typed,
            outcome=draft.outcome,
            text=written.text,
            kind=draft.kind,
            statements=written.statements,
            citations=written.citations,
            rewritten=asked.text if asked is not None and changed else None,
            read_with=asked.before if asked is not None else "",
            score=round(turn.sure.answers, 4) if turn.sure is not None else None,
            reason=draft.reason,
            timings=turn.timings,
        )

    def written(self, draft: Draft) -> Written:
        """A draft with its numbers given and its quotes checked."""
        return verify(write(draft, self._sources, self.reader.content.topic.actors), self._sources)

    def finding(self, claim: str) -> tuple[str, claims.Finding] | None:
        """A claim made bare, with what the corpus says of it; None where it has no words."""
        text = tidy(claim)[: self._limit]
        if not any(char.isalnum() for char in text):
            return None
        bare = claim_in(text)
        return bare, claims.check(bare, self.reader)

    def check(self, claim: str) -> Verdict:
        """What the corpus says of a claim."""
        found = self.finding(claim)
        if found is None:
            return Verdict(claim, "not_addressed", phrases.UNREADABLE, "no words")
        return self.verdict(claim, found[1])

    def verdict(self, claim: str, finding: claims.Finding) -> Verdict:
        """A finding as the verdict on a claim."""
        written = self.written(claims.as_draft(finding))
        return Verdict(claim, finding.label, written.text, finding.ground, written.citations)

    def _understand(self, turn: Turn) -> Turn:
        text = tidy(turn.typed)
        if not text:
            return replace(turn, draft=_reply(phrases.EMPTY))
        if len(text) > self._limit:
            return replace(turn, draft=_reply(phrases.too_long(len(text), self._limit)))
        if not any(char.isalnum() for char in text):
            return replace(turn, draft=_reply(phrases.UNREADABLE))
        return replace(turn, question=text, asked=self.understanding.read(text, turn.history))

    def _retrieve(self, turn: Turn) -> Turn:
        if turn.draft is not None or turn.asked is None or self.kind_of(turn) in UNRANKED:
            return turn
        scored = tuple(nearest(turn.asked, self.reader))
        sure = confidence(turn.asked, scored, self.reader)
        return replace(turn, scored=scored, sure=self._with_threshold(sure))

    def _with_threshold(self, sure: Confidence) -> Confidence:
        return sure if self._threshold is None else replace(sure, least=self._threshold)

    def _answer(self, turn: Turn) -> Turn:
        asked = turn.asked
        if turn.draft is not None or asked is None:
            return turn
        return replace(turn, draft=self._of_whole(turn, asked) or self._of_ranking(turn, asked))

    def _of_whole(self, turn: Turn, asked: Understood) -> Draft | None:
        """The answer to what no ranking of the question's own words is needed for; None for the rest."""
        reader, kind = self.reader, self.kind_of(turn)
        makers: dict[str, Callable[[], Draft]] = {
            "arguments": lambda: views.answer_case(self.side_of(turn), self.arguments, reader),
            "summary": lambda: summary.summarize(asked.text, reader),
            "players": lambda: summary.players(reader),
            "timeline": lambda: summary.timeline(reader),
            "source": lambda: about.answer_about(self._about(asked), reader),
            "claim": lambda: claims.as_draft(claims.check(asked.claim, reader)),
            **dict.fromkeys(TALK, lambda: about.answer_talk(kind, reader)),
        }
        return makers[kind]() if kind in UNRANKED else None

    def _of_ranking(self, turn: Turn, asked: Understood) -> Draft:
        reader, scored, sure = self.reader, turn.scored, turn.sure
        assert sure is not None
        side, kind = self.side_of(turn), self.kind_of(turn)
        if kind in ("compare", "summary_sides"):
            return views.answer_both(asked, scored, sure, reader)
        if kind == "author":
            return views.answer_author(asked, scored, sure)
        if kind == "evaluative":
            return views.answer_worth(scored, sure)
        if kind in ("view", "turn_side") and side is not None:
            return views.answer_side(asked, side, scored, sure, reader)
        return answer_fact(asked, scored, sure, reader)

    def kind_of(self, turn: Turn) -> str:
        """What is answered: the question's own kind, but for whose view is asked for beside it; "" for no question."""
        asked = turn.asked
        if asked is None:
            return ""
        if asked.kind in TALK or (turn.side != BOTH and asked.kind in OF_THE_TOPIC):
            return asked.kind
        kind = "compare" if asked.kind == "view" and len(asked.sides) > 1 else asked.kind
        return {None: kind, BOTH: "compare"}.get(turn.side, "view")

    def side_of(self, turn: Turn) -> Side | None:
        """The one side whose view is asked for, or None."""
        topic, asked = self.reader.content.topic, turn.asked
        if turn.side is not None and turn.side != BOTH:
            return topic.side(turn.side)
        if asked is None or not asked.sides or (len(asked.sides) > 1 and asked.kind != "turn_side"):
            return None
        return topic.side(asked.sides[0])

    def _about(self, asked: Understood) -> str:
        found = self.understanding.about.probabilities(asked.text, self.reader.ranker.embedder.query(asked.text).vector)
        return max(found, key=lambda each: found[each])

    def _write(self, turn: Turn) -> Turn:
        assert turn.draft is not None
        return replace(turn, written=self.written(turn.draft))

    @property
    def _sources(self) -> dict[str, Source]:
        return self.reader.content.source_by_id

    def _answers(self, question: str) -> bool:
        return self._straight(Turn(question)).shown


def _is_traced() -> bool:
    """Whether this is a part of a LangChain run that somebody looks at."""
    running = sys.modules.get("langchain_core.runnables.config")
    config = running.var_child_runnable_config.get() if running is not None else None
    return bool(config and config.get("callbacks"))


def _reply(text: str) -> Draft:
    return Draft("small_talk", "no_evidence", (Part(lead=text),), text)


def _timed(name: str, work: Callable[[Turn], Turn], turn: Turn) -> Turn:
    started = time.perf_counter()
    done = work(turn)
    return replace(done, timings={**done.timings, name: _since(started)})


def _since(started: float) -> float:
    return round(1000 * (time.perf_counter() - started), 2)
