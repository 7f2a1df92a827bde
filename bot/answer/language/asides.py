"""What a model does beside the answer: a follow-up made to stand alone, and questions to ask next."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Sequence

from bot.answer.checking.figures import strange_figure
from bot.answer.checking.names import strange_name
from bot.answer.language.evidence import block
from bot.answer.language.jobs import conversation
from bot.answer.pipeline import Answerer
from bot.answer.render import plain
from bot.answer.suggestions import OFFERED
from bot.answer.understand import Past
from bot.errors import ModelCallError
from bot.model import Event, Passage, Token, Usage
from bot.models import LanguageModel
from bot.sources.citing import titled

PATIENCE = 3.0
"""Seconds that suggestions may take after the answer is there."""
LONGEST = 140
_LEAD = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*")


def rewritten(
    question: str, history: Sequence[Past], model: LanguageModel, answerer: Answerer, deadline: float
) -> Generator[Event, None, tuple[str, Usage, str]]:
    """The question so that it stands alone, "" where the model's is not to be used; usage; the prompt's hash.

    It may bring in no name and no figure that the conversation does not have, but for the sides' own names.
    """
    told = {"history": conversation(history), "question": question}
    words = model.stream("rewrite-follow-up", told, deadline, whole=True)
    try:
        for _ in words:
            yield Token("")
    except ModelCallError:
        return "", words.reply.usage, words.reply.prompt
    finally:
        words.close()
    reply = words.reply
    text = " ".join(reply.text.split()).strip('"“” ')
    sides = [side.name for side in answerer.reader.content.topic.sides]
    there = [question, *sides, *(q for q, _ in history), *(plain(a) for _, a in history)]
    fits = (
        any(map(str.isalnum, text)) and len(text) <= max(LONGEST, 2 * len(question)) and "\n" not in reply.text.strip()
    )
    new = fits and (
        strange_name(text, there, answerer.reader.vocabulary) is not None or strange_figure(text, there) is not None
    )
    return text if fits and not new else "", reply.usage, reply.prompt


class Suggesting:
    """Questions to ask next, asked for while the answer is written; each is kept only if the corpus answers it."""

    def __init__(self, model: LanguageModel, answerer: Answerer, question: str, passages: Sequence[Passage]) -> None:
        content = answerer.reader.content
        shown = "\n\n".join(
            block(each, titled(content.source_by_id[each.source_id]), content.topic.sides) for each in passages
        )
        self._answerer = answerer
        self._question = question
        self._words = model.begin("suggest-questions", {"evidence": shown, "question": question})
        self.prompt, self.usage = self._words.reply.prompt, Usage()

    def collect(self, asked: Sequence[str], others: Sequence[str]) -> Generator[Event, None, tuple[str, ...]]:
        """Up to three questions: the model's own that hold, then ``others``."""
        until = time.monotonic() + PATIENCE
        try:
            for _ in self._words:
                yield Token("")
                if time.monotonic() > until:
                    break
            lines = self._words.reply.text.splitlines()
        except ModelCallError:
            lines = []
        finally:
            self.close()
        used = {_key(one) for one in (*asked, self._question)}
        found: list[str] = []
        for line in (*lines, *others):
            text = _LEAD.sub("", line).strip(' *"“”')
            if _key(text) in used or not text.endswith("?") or len(text) > LONGEST:
                continue
            if line in others or self._answerer.suggestions.answered(text):
                used.add(_key(text))
                found.append(text)
        return tuple(found[:OFFERED])

    def close(self) -> None:
        """Ends the request."""
        self._words.close()
        self.usage = self._words.reply.usage


def _key(question: str) -> str:
    return " ".join(question.lower().strip(" ?!.").split())
