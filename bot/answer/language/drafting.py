"""One answer being written: evidence cut to fit, the words streamed as they come, checked, mended once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TypeVar

from bot.answer import phrases
from bot.answer.checking import Verifier
from bot.answer.language.evidence import Evidence, block, fitting
from bot.answer.language.jobs import Job
from bot.answer.language.markers import Numbering
from bot.answer.language.reviewing import Review, provisional, review
from bot.answer.reader import Reader
from bot.answer.render import plain
from bot.errors import ModelCallError
from bot.model import Citations, Event, Passage, Token, Usage
from bot.models import AFRESH, LanguageModel
from bot.models.failures import failure
from bot.sources.citing import titled

Value = TypeVar("Value")
SMALLER = (1.0, 0.5, 0.25)
"""Shares of the room that the evidence may take, tried in turn while a server says that it is too long."""
MARGIN = 64
"""Tokens kept free for what a chat template adds."""
_LAST_SENTENCE = re.compile(r"(?:(?<=[.!?\n])|\A)(?!\s*(?:\[\d+\]\s*)+\Z)[^.!?\n]*\Z")
"""What comes after the last full stop, unless that is only its citations."""


class Drafting:
    """Writes one answer; ``usage``, ``prompts`` and ``notes`` tell what it took."""

    def __init__(self, model: LanguageModel, verifier: Verifier, reader: Reader) -> None:
        self.usage = Usage()
        self.prompts: dict[str, str] = {}
        self.notes: list[str] = []
        self.timings: dict[str, float] = {}
        self._model = model
        self._verifier = verifier
        self._reader = reader
        self._started = time.perf_counter()
        self._until = time.monotonic() + model.limits.deadline
        self._evidence = Evidence(())

    @property
    def begun(self) -> bool:
        """Whether the first words have come."""
        return "first" in self.timings

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What the model was given."""
        return self._evidence.passages

    def write(self, job: Job, shown: bool = True) -> Generator[Event, None, Review]:
        """Streams the answer where it is ``shown``, and gives it checked.

        Raises:
            ModelCallError: the model gave no usable reply.
        """
        numbering = yield from self._fitted(job, lambda values: self._streamed(job, values, shown))
        if self._evidence.left_out:
            self.notes.append(phrases.evidence_cut(len(self._evidence.passages), self._evidence.total))
        self.timings["write"] = self._since()
        found = review(numbering, self._evidence.passages, self._verifier, job.labels, job.side)
        self.timings["check"] = round(self._since() - self.timings["write"], 2)
        return found

    def whole(self, job: Job) -> Generator[Event, None, str]:
        """What the model writes, as it is and unchecked, once it is whole.

        Raises:
            ModelCallError: the model gave no usable reply.
        """
        return (yield from self._fitted(job, lambda values: self._waited(job.prompt, values)))

    def _fitted(
        self, job: Job, ask: Callable[[dict[str, str]], Generator[Event, None, Value]]
    ) -> Generator[Event, None, Value]:
        """Asks with as much evidence as the model takes: less of it where its server says that it is too long."""
        for share in SMALLER:
            self._evidence = self._fit(job, share)
            try:
                return (yield from ask(self._values(job)))
            except ModelCallError as error:
                if error.kind != "too_long" or share == SMALLER[-1]:
                    raise
        raise AssertionError("unreachable")

    def mend(self, job: Job, found: Review) -> Generator[Event, None, Review]:
        """The answer after one more try, where something does not hold and the try is better."""
        faults = [f"- {one.written.plain} ({one.check.reason})" for one in found.failed]
        faults += [f"- {phrases.part_missing(name)}" for name in missing_parts(job, found)]
        if not faults:
            return found
        values = {
            "evidence": self._shown(), "question": job.question, "draft": plain(found.text),
            "faults": "\n".join(faults),
        }  # fmt: skip
        try:
            numbering = self._numbered((yield from self._waited("mend", values)))
        except ModelCallError:
            # What was written stands, marked; that it could not be mended adds nothing for the reader.
            return found
        again = review(numbering, self._evidence.passages, self._verifier, job.labels, job.side)
        self.timings["mend"] = round(self._since() - self.timings["write"] - self.timings["check"], 2)
        return again if _better(again, found, job) else found

    def _fit(self, job: Job, share: float) -> Evidence:
        room = self._model.room(job.prompt) - self._model.count_tokens(job.question) - MARGIN
        room -= sum(map(self._model.count_tokens, job.values.values()))
        evidence = fitting(job.passages, job.others, int(room * share), self._model.count_tokens, self._block)
        if not evidence.passages:
            raise failure("too_long", self._model.id, self._model.url)
        return evidence

    def _values(self, job: Job) -> dict[str, str]:
        return {"evidence": self._shown(), "question": job.question, **job.values}

    def _shown(self) -> str:
        return "\n\n".join(self._block(passage) for passage in self._evidence.passages)

    def _block(self, passage: Passage) -> str:
        content = self._reader.content
        return block(passage, titled(content.source_by_id[passage.source_id]), content.topic.sides)

    def _streamed(self, job: Job, values: Mapping[str, str], shown: bool) -> Generator[Event, None, Numbering]:
        numbering = self._numbering()
        words = self._model.stream(job.prompt, values, self._until)
        try:
            for piece in words:
                if piece is AFRESH:
                    numbering = self._numbering()
                    yield Token("", afresh=True)
                said = numbering.feed(piece)
                if said and "first" not in self.timings:
                    self.timings["first"] = self._since()
                yield from self._told(numbering, said, shown)
            said = numbering.end()
            yield from self._told(numbering, said, shown)
        except ModelCallError as error:
            if error.kind != "dropped":
                raise
            numbering = self._numbered((yield from self._waited(job.prompt, values)))
        finally:
            words.close()
            self._took(job.prompt, words.reply.prompt, words.reply.usage)
        if words.reply.unstreamed:
            self.notes.append(phrases.UNSTREAMED)
        if words.reply.cut:
            numbering.text = _LAST_SENTENCE.sub("", numbering.text) or numbering.text
            self.notes.append(phrases.CUT_SHORT)
        return numbering

    def _told(self, numbering: Numbering, said: str, shown: bool) -> Iterator[Event]:
        if not shown or not said:
            yield Token("")
            return
        if "[" in said:
            content = self._reader.content
            cited = provisional(numbering, self._evidence.passages, content.source_by_id, content.topic.actors)
            yield Citations(cited)
        yield Token(said)

    def _waited(self, prompt: str, values: Mapping[str, str]) -> Generator[Event, None, str]:
        words = self._model.stream(prompt, values, self._until, whole=True)
        try:
            for _ in words:
                yield Token("")
        finally:
            words.close()
            self._took(prompt, words.reply.prompt, words.reply.usage)
        return words.reply.text

    def _numbered(self, text: str) -> Numbering:
        numbering = self._numbering()
        numbering.feed(text)
        numbering.end()
        return numbering

    def _numbering(self) -> Numbering:
        return Numbering([passage.id for passage in self._evidence.passages])

    def _took(self, prompt: str, digest: str, usage: Usage) -> None:
        self.prompts[prompt] = digest
        self.usage += usage

    def _since(self) -> float:
        return round(1000 * (time.perf_counter() - self._started), 2)


def missing_parts(job: Job, found: Review) -> list[str]:
    """The labels that are due under which nothing stands; none are where the answer is not in parts at all."""
    there = {one.written.part for one in found.statements}
    return [name for name in job.due if name not in there] if there - {""} else []


def _better(again: Review, found: Review, job: Job) -> bool:
    held = sum(one.check.holds for one in again.statements)
    faults = len(again.failed) + len(missing_parts(job, again))
    return held > 0 and faults < len(found.failed) + len(missing_parts(job, found))
