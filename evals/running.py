"""Asks a bot every case of some suites: at most so many at a time, again where a model fails, kept as it goes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from bot.answer.reader import Reader
from bot.bot import Bot
from bot.debate.debating import Debating
from bot.errors import ModelError
from bot.model import Answer, Citation, Verdict
from evals.debate.checking import Ground
from evals.debate.judged import play
from evals.debate.labels import Debated
from evals.journal import Journal
from evals.judging import faults
from evals.runs import Context, Row, Shown
from evals.suites import Case, Suite

DEPTH = 10
"""Passages kept of what the retriever brought."""


@dataclass(frozen=True, slots=True)
class Task:
    """One case to be asked for the ``repeat``-th time, from 0."""

    suite: str
    case: Case
    repeat: int

    @property
    def key(self) -> tuple[str, int]:
        """What a journal knows the row by."""
        return f"{self.suite}/{self.case.id}", self.repeat


def tasks(suites: Iterable[Suite], repeats: int = 1) -> list[Task]:
    """Every case of the suites, each ``repeats`` times, in order."""
    return [Task(suite.suite, case, repeat) for suite in suites for case in suite.cases for repeat in range(repeats)]


def ask_all(
    bot: Bot,
    todo: Iterable[Task],
    finish: Callable[[Row], Row],
    journal: Journal | None = None,
    at_once: int = 1,
    attempts: int = 3,
) -> Iterator[Row]:
    """A row for each task, as they come; ``finish`` scores it before it is kept. Closing it ends the run.

    Raises:
        ModelError: a language model failed ``attempts`` times for one case; what was asked is in the journal.
        RunError: a row cannot be kept.
    """
    stopped = threading.Event()
    again = retry(
        retry=retry_if_exception_type(ModelError),
        stop=stop_after_attempt(attempts),
        wait=wait_exponential_jitter(multiplier=0.5, max=20),
        reraise=True,
        sleep=_until(stopped),
    )

    def work(task: Task) -> Row:
        return finish(again(row_of)(bot, task))

    queue = iter(todo)
    with ThreadPoolExecutor(at_once, thread_name_prefix="evals") as pool:
        running: set[Future[Row]] = {pool.submit(work, task) for task in islice(queue, at_once)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    row = future.result()
                    if journal is not None:
                        journal.add(row)
                    running |= {pool.submit(work, task) for task in islice(queue, 1)}
                    yield row
        finally:
            stopped.set()
            for future in running:
                future.cancel()


def row_of(bot: Bot, task: Task) -> Row:
    """One case asked once, with what was retrieved for it and what stands where its citations point."""
    if task.case.debate is not None:
        return _debate_row(bot, task, task.case.debate)
    reply, seconds = _reply(bot, task.case)
    asked = reply.claim if isinstance(reply, Verdict) else f"{reply.read_with} {reply.rewritten or reply.question}"
    return Row(
        suite=task.suite,
        case=task.case,
        repeat=task.repeat,
        reply=reply,
        contexts=_contexts(bot, asked),
        found=tuple(_there(bot, one.source_id, one.start, one.end) for one in reply.citations),
        ms=round(1000 * seconds, 2),
        faults=tuple(faults(task.case, reply, _told(bot, reply.citations))),
    )


def _told(bot: Bot, citations: Sequence[Citation]) -> str:
    """The words of a brief for what is quoted of its original."""
    content = bot.reader.content
    return " ".join(
        sentence.text
        for sentence, one in content.counterparts
        if any(cited.source_id == one.source_id and cited.start <= one.start < cited.end for cited in citations)
    )


def _debate_row(bot: Bot, task: Task, debate: Debated) -> Row:
    """One round of a debate case."""
    debating, ground = _debating(bot, bot.reader)
    judged = play(debate, task.case.turns, debating, ground)
    reply = Answer(question=task.case.turns[-1][:500], outcome="answered", text=judged.text, kind="small_talk")
    wrong = (*faults(task.case, reply), *judged.faults)
    return Row(
        suite=task.suite, case=task.case, repeat=task.repeat, reply=reply, ms=judged.ms, faults=wrong,
        debate=judged.measures,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _debating(bot: Bot, reader: Reader) -> tuple[Debating, Ground]:
    debating = Debating(bot)
    return debating, Ground(reader.content, debating.bank)


def passages(bot: Bot) -> dict[str, Shown]:
    """Every passage of the bot's corpus by id, the heads of sources among them, as the sources hold them."""
    content = bot.reader.content
    return {
        one.id: Shown(
            text=content.source_by_id[one.source_id].text[one.start : one.end],
            start=one.start, section=one.section, paragraph=one.paragraph, side=one.side,
            title=content.source_by_id[one.source_id].title,
        )
        for one in (*content.heads, *content.passages)
    }  # fmt: skip


def _until(stopped: threading.Event) -> Callable[[float], None]:
    """A sleep that a stopped run does not wait for."""

    def sleep(seconds: float) -> None:
        stopped.wait(seconds)

    return sleep


def _reply(bot: Bot, case: Case) -> tuple[Answer | Verdict, float]:
    """The reply to the case's last turn, after its earlier ones, and the seconds that it took."""
    history: list[tuple[str, str]] = []
    for turn in case.turns[:-1]:
        history.append((turn, bot.ask(turn, history, case.side).text))
    started = time.perf_counter()
    reply = bot.check(case.turns[-1]) if case.is_claim else bot.ask(case.turns[-1], history, case.side)
    if reply.failure:
        # The quotations that a reader gets instead would be counted as the model's.
        raise ModelError(reply.failure)
    return reply, time.perf_counter() - started


def _contexts(bot: Bot, question: str) -> tuple[Context, ...]:
    best: dict[str, Context] = {}
    for one in bot.reader.ranker.rank(question).scored if question.strip() else ():
        passage = one.passage
        if passage.id not in best and len(best) < DEPTH:
            best[passage.id] = Context(
                passage_id=passage.id, source_id=passage.source_id, paragraph=passage.paragraph, side=passage.side,
                score=round(one.score, 4),
            )  # fmt: skip
    return tuple(best.values())


def _there(bot: Bot, source_id: str, start: int, end: int) -> str:
    source = bot.source(source_id)
    return source.text[start:end] if source else ""
