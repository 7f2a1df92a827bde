"""Cross-examination: what to ask of the other side's speech, and how to answer what is asked of one's own."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from bot.debate import phrases
from bot.debate.bank import Asked, Bank
from bot.debate.cards import Cutter
from bot.debate.model import Exchange, Point, Round, Slot, Stance, other
from bot.debate.witness import SILENT, YES_NO, Witness, targets
from bot.model import Sentence

_ADMITS = re.compile(
    r"^\W*(?:yes\b|yeah|true\b|correct\b|right\b|indeed\b|granted\b|agreed\b|i (?:agree|concede|grant|admit|accept)\b|"
    r"of course\b|that is (?:true|right)|it does\b|they do\b)",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"\b(?:source|evidence|sentence|passage|card|author|article|figure|number|hectares|which crop|measure|how many)\b",
    re.IGNORECASE,
)
_GRANTS = re.compile(r"\bi (?:concede|grant|admit)\b(?! nothing)", re.IGNORECASE)
_NOTHING = re.compile(r"\bthe source (?:gives no|names none|reports no|has no|does not say)\b", re.IGNORECASE)
_SHOWS = re.compile(r"[“\"¶]|\b(?:paragraph|sentence|source says|article says|author says)\b", re.IGNORECASE)
"""Points to words of the source."""
_DENIES = re.compile(r"^\W*(?:no\b|not\b|never\b)", re.IGNORECASE)
STRONGEST = "What is the strongest reason to vote for you?"
PASSED = "(passed)"
"""A question that was not put, and its answer."""


class Questioner:
    """Asks and answers for either side of one topic."""

    def __init__(self, bank: Bank, cutter: Cutter, witness: Witness) -> None:
        self._bank = bank
        self._cutter = cutter
        self._witness = witness

    def ask(self, held: Round, slot: Slot, asker: Stance) -> Exchange:
        """The next question to the other side, about what it has argued."""
        there = targets(held, other(asker))
        further = self._further(held, slot, asker)
        if further is not None:
            return further
        asked = {one.planned or one.question for speech in held.speeches for one in speech.exchanges}
        drawn = random.Random(f"{held.seed} {slot.id}")
        pool = [(one.ask, one.wants, point) for point in there for one in self._of(point)]
        fresh = [each for each in pool if each[0] not in asked]
        if held.seed:
            drawn.shuffle(fresh)
        for question, wants, point in [*fresh, *((_plain_question(point), "", point) for point in reversed(there))]:
            if question not in asked:
                return Exchange(asker, question, target=point.id, wants=wants)
        return Exchange(asker, PASSED, PASSED) if STRONGEST in asked else Exchange(asker, STRONGEST)

    def _further(self, held: Round, slot: Slot, asker: Stance) -> Exchange | None:
        """What follows from what a person has just answered: once more where it was no answer, or what it comes to."""
        going = held.speeches[-1].exchanges if held.speeches and held.speeches[-1].slot == slot.id else ()
        last = next((one for one in reversed(going) if one.asker == asker), None)
        if last is None or not last.target or held.player(other(asker)) != "user":
            return None
        asked = {one.question for speech in held.speeches for one in speech.exchanges}
        point = held.point(last.target)
        if last.question == _plain_question(point) and not point.evidence and not _SHOWS.search(last.answer):
            question, wants = phrases.own_word_only(point.label), "yes"
        elif last.wants and not (_ADMITS.match(last.answer) or _DENIES.match(last.answer)):
            question, wants = phrases.yes_or_no(last.question), last.wants
        else:
            return None
        return None if question in asked else Exchange(asker, question, target=last.target, wants=wants)

    def reply(self, held: Round, question: str, answerer: Stance, target: str = "") -> Exchange:
        """The question with this side's answer: its own prepared one, else what its witness says."""
        mine = targets(held, answerer)
        point = next((one for one in mine if one.id == target), None)
        if question == STRONGEST and mine:
            said = self._reasoned(held, Exchange(other(answerer), question), mine[0])
            return replace(said, answer=f"{phrases.capital(mine[0].label)}. {said.answer}")
        if point is not None and question == _plain_question(point):
            return self._reasoned(held, Exchange(other(answerer), question, target=point.id), point)
        return self._witness.reply(held, question, answerer, mine)

    def _reasoned(self, held: Round, exchange: Exchange, point: Point) -> Exchange:
        """The answer to a plain question about an own point: its reason, and the card it rests on."""
        node = self._bank.by_id.get(point.node)
        if node is None or not node.sentences:
            return replace(exchange, answer=SILENT)
        said = node.warrant or "I rest on what is read there and on nothing else."
        return self._with_card(held, replace(exchange, answer=said), node.sentences[0])

    def _of(self, point: Point) -> tuple[Asked, ...]:
        node = self._bank.by_id.get(point.node)
        return node.cx if node else ()

    def _with_card(self, held: Round, exchange: Exchange, sentence: Sentence) -> Exchange:
        side = held.side(other(exchange.asker))
        return replace(exchange, card=self._cutter.of_sentence(sentence, side, mark="@cx"))


def admits(exchange: Exchange) -> bool:
    """Whether an answer in cross-examination grants what was asked.

    A yes or a no does where the question hopes for it; to any other question, that the source has nothing.
    """
    answer = exchange.answer
    on_evidence = bool(exchange.wants) or bool(_EVIDENCE.search(exchange.question))
    if (on_evidence and _NOTHING.search(answer)) or _GRANTS.search(answer):
        return True
    if exchange.wants == "no":
        return bool(_DENIES.match(answer))
    asked = exchange.wants == "yes" or bool(YES_NO.match(exchange.question))
    return asked and bool(_ADMITS.match(answer))


def _plain_question(point: Point) -> str:
    """A question about a point that the bank has none for."""
    if not point.evidence:
        return f"Which sentence of the source carries {point.label}?"
    if not point.warrant:
        return f"What makes {point.label} follow from your evidence?"
    return f"What is left of {point.label} if the other evidence on its row is granted?"
