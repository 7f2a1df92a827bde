"""The language-model answerer: the program finds the passages, the model decides what they say, the program checks it.

The model gets the passages, the conversation and the question, and answers, or says that they do not say. What it
writes is checked statement by statement, mended once where something does not hold, and marked or left out where that
did not help. Where the model fails, the quotations stand.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from bot.answer import claims, phrases
from bot.answer.checking import Verifier
from bot.answer.draft import Draft, Line, Part
from bot.answer.facts import MOST, PASSAGES, within
from bot.answer.language.asides import Suggesting, rewritten
from bot.answer.language.drafting import Drafting, missing_parts
from bot.answer.language.jobs import Job, conversation, job_of
from bot.answer.language.judging import Judgement, judge
from bot.answer.language.reviewing import Review, finish
from bot.answer.pipeline import Answerer, Turn
from bot.answer.render import plain
from bot.answer.streaming import tokens
from bot.answer.understand import TALK, Past, tidy
from bot.errors import ModelCallError
from bot.model import Answer, Citations, Event, Final, Usage, Verdict
from bot.models import LanguageModel

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The events of a generator, and the value that it returns."""

    value: Value

    def __init__(self, events: Generator[Event, None, Value]) -> None:
        self._events = events

    def __iter__(self) -> Iterator[Event]:
        """The events."""
        self.value = yield from self._events


@dataclass(frozen=True, slots=True)
class _Own:
    """What it took to understand a question, and how the model put it ("" where the rules' reading stands)."""

    usage: Usage = field(default_factory=Usage)
    prompts: dict[str, str] = field(default_factory=dict)
    rewritten: str = ""


class LanguageAnswerer:
    """Answers with one model over the index of an extractive answerer; ``strict`` leaves out what does not hold."""

    def __init__(self, answerer: Answerer, model: LanguageModel, strict: bool = False) -> None:
        self.answerer = answerer
        self.model = model
        self.strict = strict
        self._reader = answerer.reader
        self.verifier = Verifier(answerer.support, self._reader.vocabulary, self._reader.content.briefs)

    def ask(self, question: str, history: Sequence[Past] = (), side: str | None = None) -> Answer:
        """The answer to a question, given the questions and answers before it."""
        return next(event.answer for event in self.stream(question, history, side) if isinstance(event, Final))

    def stream(self, question: str, history: Sequence[Past] = (), side: str | None = None) -> Generator[Event]:
        """The answer as it is written; an empty token says that the model is still at work.

        What was streamed is checked at the end: the answer in the last event may mark statements, or be another.
        Closing the stream ends the request.
        """
        started = time.perf_counter()
        turn, typed, own = yield from self._understood(question, history, side)
        base = _spent(replace(self.answerer.answer_of(turn), question=question), own.usage, own.prompts)
        if own.rewritten:
            base = replace(base, rewritten=own.rewritten)
        job = job_of(turn, self.answerer, typed)
        if self.answerer.kind_of(turn) == "claim":
            answer = yield from self._judged(turn, base)
            answer = replace(answer, follow_ups=self.answerer.offer(turn))
        elif job is None:
            yield from _shown(base)
            answer = replace(base, follow_ups=self.answerer.offer(turn))
        else:
            answer = yield from self._written(turn, base, job)
        timings = {**answer.timings, "total": round(1000 * (time.perf_counter() - started), 2)}
        yield Citations(answer.citations)
        yield Final(replace(answer, timings=timings))

    def check(self, claim: str) -> Verdict:
        """What the corpus says of a claim: the model's verdict, where it quotes the words that decide."""
        found = self.answerer.finding(claim)
        if found is None:
            return self.answerer.check(claim)
        judging = Kept(judge(*found, self._drafting(), self._reader))
        for _ in judging:
            pass
        made = judging.value
        verdict = self.answerer.verdict(claim, made.finding or found[1])
        return replace(
            verdict, usage=made.usage, prompts=made.prompts, failure=made.failure, notes=_noted(made),
            engine=self.model.id if made.finding is not None else verdict.engine,
        )  # fmt: skip

    def _drafting(self) -> Drafting:
        return Drafting(self.model, self.verifier, self._reader)

    def _understood(
        self, question: str, history: Sequence[Past], side: str | None
    ) -> Generator[Event, None, tuple[Turn, Turn | None, _Own]]:
        """The question as the model makes it stand alone, and as it was typed where that is another; what it took."""
        past = tuple(history)
        typed = self.answerer.run(Turn(question, past, side))
        if not past or not typed.question or typed.asked is None or typed.asked.kind in TALK:
            return typed, None, _Own()
        deadline = time.monotonic() + self.model.limits.deadline
        text, usage, digest = yield from rewritten(typed.question, past, self.model, self.answerer, deadline)
        own = _Own(usage, {"rewrite-follow-up": digest})
        if not text or tidy(text) == typed.question:
            return typed, None, own
        alone = self.answerer.run(Turn(text, (), side))
        return replace(alone, history=past), typed, replace(own, rewritten=text)

    def _judged(self, turn: Turn, base: Answer) -> Generator[Event, None, Answer]:
        """A claim in the chat: the model's verdict, where it quotes the words that decide, or the program's own."""
        found = self.answerer.finding(turn.question)
        made = Judgement() if found is None else (yield from judge(*found, self._drafting(), self._reader))
        answer = replace(_spent(base, made.usage, made.prompts), failure=made.failure, notes=_noted(made))
        if made.finding is not None:
            draft = claims.as_draft(made.finding)
            written = self.answerer.written(draft)
            answer = replace(
                answer, outcome=draft.outcome, reason=draft.reason, text=written.text, statements=written.statements,
                citations=written.citations, engine=self.model.id,
            )  # fmt: skip
        yield from _shown(answer)
        return answer

    def _written(self, turn: Turn, base: Answer, job: Job) -> Generator[Event, None, Answer]:
        drafting = self._drafting()
        suggesting: list[Suggesting] = []
        try:
            try:
                writing = Kept(drafting.write(job, shown=not self.strict))
                for event in writing:
                    yield event
                    if drafting.begun and not suggesting:
                        suggesting.append(Suggesting(self.model, self.answerer, job.question, drafting.passages))
                answer = yield from self._checked(turn, base, job, writing.value, drafting)
            except ModelCallError as error:
                notes = (*drafting.notes, *_failed(str(error)))
                answer = replace(_spent(base, drafting.usage, drafting.prompts), notes=notes, failure=str(error))
            if self.strict or not drafting.begun:
                yield from _shown(answer)
            return (yield from self._offered(turn, answer, suggesting))
        finally:
            for each in suggesting:
                each.close()

    def _offered(self, turn: Turn, answer: Answer, suggesting: Sequence[Suggesting]) -> Generator[Event, None, Answer]:
        offered = self.answerer.offer(turn)
        for each in suggesting:
            offered = yield from each.collect([q for q, _ in turn.history], offered)
            answer = _spent(answer, each.usage, {"suggest-questions": each.prompt})
        return replace(answer, follow_ups=offered)

    def _checked(
        self, turn: Turn, base: Answer, job: Job, found: Review, drafting: Drafting
    ) -> Generator[Event, None, Answer]:
        if _refuses(found.text):
            return self._refused(turn, base, drafting)
        found = yield from drafting.mend(job, found)
        if _unasked(turn, job) and not any(one.check.holds for one in found.statements):
            job = replace(job, prompt="answer", values={"conversation": conversation(turn.history)}, due=(), side="")
            found = yield from drafting.write(job, shown=False)
            if _refuses(found.text):
                return self._refused(turn, base, drafting)
        return self._finished(base, job, found, drafting)

    def _finished(self, base: Answer, job: Job, found: Review, drafting: Drafting) -> Answer:
        spent = _spent(base, drafting.usage, drafting.prompts)
        finished = finish(found, self.strict, self._reader.content.source_by_id, self._reader.content.topic.actors)
        if not any(one.status == "supported" for one in finished.statements):
            return replace(spent, notes=(*drafting.notes, phrases.NOTHING_HOLDS))
        notes = list(drafting.notes)
        if finished.dropped:
            notes.append(phrases.unverified_dropped(len(finished.dropped)))
        elif found.failed:
            notes.append(phrases.unverified_left(len(found.failed), len(found.statements)))
        notes += [phrases.part_missing(name) for name in missing_parts(job, found)]
        return replace(
            spent, outcome="answered", reason="", text=finished.text, statements=finished.statements,
            citations=finished.citations,
            # Asked twice, it may have been told the same twice.
            notes=tuple(dict.fromkeys(notes)), engine=self.model.id, timings={**base.timings, **drafting.timings},
        )  # fmt: skip

    def _refused(self, turn: Turn, base: Answer, drafting: Drafting) -> Answer:
        """The model finds no answer in the passages: that is said, with what comes closest."""
        close = () if turn.sure is None or turn.sure.elsewhere else within(turn.scored, PASSAGES, MOST)
        lines = tuple(Line.found(one) for one in close)
        parts = (Part(lead=phrases.NOT_SAID), *([Part(lines, phrases.NEAREST)] if lines else []))
        reason = "the model found no answer in the passages"
        written = self.answerer.written(Draft(base.kind, "no_evidence", parts, reason, bullets=True))
        return replace(
            _spent(base, drafting.usage, drafting.prompts), outcome="no_evidence", text=written.text, reason=reason,
            statements=written.statements, citations=written.citations, notes=tuple(drafting.notes),
            engine=self.model.id, timings={**base.timings, **drafting.timings},
        )  # fmt: skip


def _shown(answer: Answer) -> Iterator[Event]:
    yield Citations(answer.citations)
    yield from tokens(answer.text)


def _unasked(turn: Turn, job: Job) -> bool:
    """Whether a side's view is looked for that nobody asked for by choosing it: what is no side's may answer too.

    A question may only name a side, as “Why does the union boss prefer print?” does. Nothing is then put into its
    mouth.
    """
    return job.prompt == "both-sides" or (job.prompt == "one-side" and turn.side is None)


def _refuses(text: str) -> bool:
    return plain(text).startswith(phrases.NOT_SAID.rstrip("."))


def _failed(failure: str) -> tuple[str, ...]:
    return (f"{failure} {phrases.MODEL_FAILED}",) if failure else ()


def _noted(made: Judgement) -> tuple[str, ...]:
    return (*_failed(made.failure), *filter(None, (made.note,)))


def _spent(answer: Answer, usage: Usage, prompts: dict[str, str]) -> Answer:
    if not usage.calls:
        return answer
    return replace(answer, usage=(answer.usage or Usage()) + usage, prompts={**answer.prompts, **prompts})
