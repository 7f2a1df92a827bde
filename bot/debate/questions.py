"""Cross-examination: what to ask of the other side's speech, and how to answer what is asked of one's own."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from bot.answer import claims
from bot.answer.pipeline import Answerer
from bot.answer.reader import Reader
from bot.answer.understand import claim_in
from bot.debate import phrases
from bot.debate.bank import Asked, Bank
from bot.debate.cards import Cutter
from bot.debate.flow import counts
from bot.debate.matching import Matcher
from bot.debate.model import Exchange, Point, Round, Slot, Stance, other
from bot.model import Sentence

SAME_QUESTION = 0.6
"""A question is one of the bank's from this probability on."""
_YES_NO = re.compile(
    r"^\W*(?:so |and |but |then )?(?:is|are|was|were|do|does|did|has|have|had|can|could|would|will|should|isn['’]t|"
    r"aren['’]t|doesn['’]t|didn['’]t|don['’]t|you (?:do )?(?:agree|admit|concede|grant|accept))\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\W*(?:so |and |but |then )?(?:is ?n['’]?t it (?:true|so) that|is it (?:not )?true that|"
    r"do(?:n['’]t)? you (?:not )?(?:agree|admit|concede|grant|accept)(?: that)?|"
    r"would you (?:agree|admit|concede|grant)(?: that)?)\s*",
    re.IGNORECASE,
)
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
_DENIES = re.compile(r"^\W*(?:no\b|not\b|never\b)", re.IGNORECASE)
STRONGEST = "What is the strongest reason to vote for you?"
PASSED = "(passed)"
"""A question that was not put, and its answer."""
SILENT = "The source does not say, and I will not go beyond it."


class Questioner:
    """Asks and answers for either side of one topic."""

    def __init__(self, bank: Bank, cutter: Cutter, reader: Reader, answerer: Answerer, matcher: Matcher) -> None:
        self._bank = bank
        self._cutter = cutter
        self._reader = reader
        self._answerer = answerer
        self._matcher = matcher

    def ask(self, held: Round, slot: Slot, asker: Stance) -> Exchange:
        """The next question to the other side, about what it has argued."""
        there = targets(held, other(asker))
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

    def reply(self, held: Round, question: str, answerer: Stance, target: str = "") -> Exchange:
        """The question with this side's answer: its own prepared one, else what the source says, or its silence."""
        mine = targets(held, answerer)
        point = next((one for one in mine if one.id == target), None) or self._about(question, mine)
        aim = point.id if point else ""
        if question == STRONGEST and mine:
            said = self._reasoned(held, Exchange(other(answerer), question), mine[0])
            return replace(said, answer=f"{phrases.capital(mine[0].label)}. {said.answer}")
        if point is not None and question == _plain_question(point):
            return self._reasoned(held, Exchange(other(answerer), question, target=aim), point)
        prepared = self._prepared(question, point)
        if prepared is not None:
            exchange = Exchange(other(answerer), question, prepared.reply, aim, prepared.wants)
            return self._with_card(held, exchange, prepared.sentence)
        if _YES_NO.match(question):
            claim = claim_in(_LEADING.sub("", question))
            finding = claims.check(claim, self._reader)
            if finding.line is not None and finding.label in ("supported", "contradicted"):
                text = (
                    "Yes, that the source says." if finding.label == "supported" else "No, the source says otherwise."
                )
                passage = self._reader.content.passage_by_id[finding.line.passage.id]
                sentence = next(one for one in passage.sentences if one.start == finding.line.start)
                return self._with_card(held, Exchange(other(answerer), question, text, aim), sentence)
        answer = self._answerer.ask(question, (), None)
        if answer.outcome in ("answered", "closest") and answer.citations and answer.kind == "fact":
            first = answer.citations[0]
            quoted = self._reader.content.passage_by_id.get(first.passage_id)
            if quoted is not None:
                sentence = next(one for one in quoted.sentences if one.start <= first.start < one.end)
                words = (
                    "The source has this." if answer.outcome == "answered" else "The source comes closest with this."
                )
                return self._with_card(held, Exchange(other(answerer), question, words, aim), sentence)
        return Exchange(other(answerer), question, SILENT, aim)

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

    def _about(self, question: str, points: list[Point]) -> Point | None:
        if not points:
            return None
        scores = self._matcher.about([question], [f"{one.label}. {one.text}" for one in points])[0]
        return points[int(scores.argmax())]

    def _prepared(self, question: str, point: Point | None) -> Asked | None:
        there = self._of(point) if point else ()
        for one in there:
            if one.ask == question:
                return one
        if not there:
            return None
        scores = self._matcher.same([question], [one.ask for one in there])[0]
        best = int(scores.argmax())
        return there[best] if scores[best] >= SAME_QUESTION else None

    def _with_card(self, held: Round, exchange: Exchange, sentence: Sentence) -> Exchange:
        side = held.side(other(exchange.asker))
        return replace(exchange, card=self._cutter.of_sentence(sentence, side, mark="@cx"))


def targets(held: Round, stance: Stance) -> list[Point]:
    """What a side can be asked about: its arguments and answers, those of its latest speech first."""
    points = [one for one in held.points if one.stance == stance and counts(one) and not one.extends]
    latest = points[-1].slot if points else ""
    return [one for one in points if one.slot == latest] + [one for one in points if one.slot != latest]


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
    asked = exchange.wants == "yes" or bool(_YES_NO.match(exchange.question))
    return asked and bool(_ADMITS.match(answer))


def _plain_question(point: Point) -> str:
    """A question about a point that the bank has none for."""
    if not point.evidence:
        return f"Which sentence of the source carries {point.label}?"
    if not point.warrant:
        return f"What makes {point.label} follow from your evidence?"
    return f"What is left of {point.label} if the other evidence on its row is granted?"
