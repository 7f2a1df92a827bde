"""Checks words that a language model put in the place of planned ones: they may be other words, not another claim."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer.checking.verifier import Verifier
from bot.debate.card import count_words
from bot.debate.cues import CONCESSIONS, folded
from bot.debate.model import Block
from bot.debate.tags import overclaims, strange_facts
from bot.model import Passage, Sentence
from bot.search.terms import Vocabulary
from bot.sources.sentences import sentence_spans

LONGER = 1.35
"""A stretch may grow by this factor at most, so that a speech keeps its proportions."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some planned words of a block: those before its card, or those after it."""

    number: int
    block: int
    after: bool
    words: str


def stretches(blocks: tuple[Block, ...]) -> list[Stretch]:
    """All that a speech says in its own words, numbered from 1; remarks of the program on itself are left out."""
    found: list[Stretch] = []
    for at, block in enumerate(blocks):
        if block.role in ("notice", "typed"):
            continue
        for after, words in ((False, block.text), (True, block.after)):
            if words:
                found.append(Stretch(len(found) + 1, at, after, words))
    return found


class Wording:
    """Judges rewritten words by the same checks as a model's answers."""

    def __init__(self, verifier: Verifier, vocabulary: Vocabulary) -> None:
        self._verifier = verifier
        self._vocabulary = vocabulary

    def fault(self, words: str, block: Block, planned: str) -> str:
        """Why some words may not stand for the planned ones of a block; "" where they may."""
        if not words:
            return "no words"
        if count_words(words) > max(LONGER * count_words(planned), count_words(planned) + 6):
            return "longer than planned"
        body = block.card.body if block.card else ""
        plan = " ".join(part for part in (block.text, block.after, body) if part)
        if "“" in words and "“" not in plan:
            return "a quotation that is not planned"
        beyond = overclaims(words, plan, self._vocabulary)
        if beyond:
            return beyond[0]
        passage = _passage(plan)
        for start, end in sentence_spans(words):
            check = self._verifier.check(words[start:end], [passage])
            if not check.holds:
                return check.reason
        return ""

    def reply_fault(self, words: str, ground: str) -> str:
        """Why some words may not answer a point by reasoning over a ground; "" where they may.

        A reason is its speaker's own, so that no source has to bear it out; but whatever it takes for a fact must be in
        the ground, and it may grant nothing.
        """
        if not words or count_words(words) > MOST_OF_A_REPLY:
            return "an answer is one or two sentences"
        if any(mark in words for mark in '“”"[]<>{}'):
            return "a quotation or a mark"
        if any(CONCESSIONS.search(folded(words[start:end])) for start, end in sentence_spans(words)):
            return "it grants something"
        strange = strange_facts(words, ground, self._vocabulary)
        return strange[0] if strange else ""

    def tag_fault(self, tag: str, body: str) -> str:
        """Why some words may not be the tag of a body; "" where they may."""
        if not tag or count_words(tag) > MOST_OF_A_TAG:
            return "a tag is one short claim"
        beyond = overclaims(tag, body, self._vocabulary)
        if beyond:
            return beyond[0]
        return self._verifier.check(tag, [_passage(body)]).reason


MOST_OF_A_REPLY = 45
"""Words of an answer that a model reasons out."""
MOST_OF_A_TAG = 16
"""Words of a tag that a model writes."""


def _passage(text: str) -> Passage:
    """Some words as a passage that the verifier can read."""
    sentences = tuple(
        Sentence(f"plan.{at}", "plan", "plan", at, start, end, text[start:end])
        for at, (start, end) in enumerate(sentence_spans(text))
    )
    return Passage("plan", "plan", 0, "", 1, 0, len(text), text, sentences=sentences)
