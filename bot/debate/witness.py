"""Answers in cross-examination: from the side's own case, its cards, the flow and the resolution; then from the source.

What a question wants is told by a head learned from ``asked.yaml``, and what it is about by what it names. Whether a
claim is so is judged by nobody here: a yes or a no is given only where the bank has it, else the words are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.answer.pipeline import Answerer
from bot.answer.reader import Reader
from bot.debate import phrases
from bot.debate.bank import Asked, Bank, Node
from bot.debate.card import Card
from bot.debate.cards import Cutter
from bot.debate.cues import folded, is_idle
from bot.debate.flow import answers_to, counts, meets, rows
from bot.debate.matching import Matcher
from bot.debate.model import Exchange, Point, Round, Stance, other
from bot.debate.references import refers_to
from bot.debate.signposts import Names
from bot.learned.encoder import Embedder
from bot.learned.fewshot import learned
from bot.model import Sentence
from bot.search.stopwords import STOPWORDS
from bot.search.terms import fold, stem

EXAMPLES = Path(__file__).with_name("asked.yaml")
SAME_QUESTION = 0.6
"""A question is one of the bank's from this probability on."""
SURE = 0.5
"""From this probability on what a question wants goes before a prepared question that is like it."""
HALF = 0.5
"""So much of a label's words name it in a question."""
ABOUT = 0.3
"""A question is about an own point from this score on."""
YES_NO = re.compile(
    r"^\W*(?:so |and |but |then )?(?:is|are|was|were|do|does|did|has|have|had|can|could|would|will|should|isn['’]t|"
    r"aren['’]t|doesn['’]t|didn['’]t|don['’]t|you (?:do )?(?:agree|admit|concede|grant|accept))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:who|whose|what|which|when|where|why|how (?:many|much|long)|how)\b")
_FIGURE = re.compile(r"\d[\d,.]*%|\d[\d,.]{2,}\d")
_VERDICT = re.compile(r"^\s*(?:yes|no)\b[,;:.]?\s*", re.IGNORECASE)
READY = "I am ready for your next question."
SILENT = "The source does not say."


class Witness:
    """Answers for either side of one topic."""

    def __init__(
        self, bank: Bank, cutter: Cutter, reader: Reader, answerer: Answerer, matcher: Matcher, embedder: Embedder
    ) -> None:
        self._bank = bank
        self._cutter = cutter
        self._reader = reader
        self._answerer = answerer
        self._matcher = matcher
        self._embedder = embedder
        self._head = learned(EXAMPLES, embedder)

    def reply(self, held: Round, question: str, answerer: Stance, mine: Sequence[Point]) -> Exchange:
        """The question with this side's answer; ``mine`` are its points that can be asked about."""
        asked = Exchange(other(answerer), question)
        if is_idle(folded(question)):
            return replace(asked, answer=READY)
        point, named = self._about(held, question, mine)
        asked = replace(asked, target=point.id if point is not None else "")
        kind, chance = self._wants(question)
        of_round = self._of_the_round(held, kind, question, answerer)
        if of_round and chance >= SURE:
            return replace(asked, answer=of_round)
        prepared = self._prepared(question, mine, point if named else None)
        if prepared is not None:
            found, one = prepared
            said = one.reply if YES_NO.match(question) else phrases.capital(_VERDICT.sub("", one.reply))
            wants = one.wants if YES_NO.match(question) else ""
            exchange = replace(asked, answer=said, target=found.id, wants=wants)
            return self._with(held, exchange, one.sentence)
        if of_round:
            return replace(asked, answer=of_round)
        node = self._bank.by_id.get(point.node) if point is not None else None
        if kind == "fact" or (kind == "evidence" and not named):
            exchange_found = self._from_source(held, question, asked)
            if exchange_found is not None:
                return exchange_found
        if point is not None and node is not None:
            return self._of_a_point(held, asked, kind, point, node)
        found_in_source = self._from_source(held, question, asked)
        return found_in_source or replace(asked, answer=self._declined(held, mine))

    def _about(self, held: Round, question: str, mine: Sequence[Point]) -> tuple[Point | None, bool]:
        """The own point that a question is about, by name, number or meaning, and whether it names one."""
        if not mine:
            return None, False
        text = folded(question)
        names = Names(sorted(mine, key=lambda one: one.role != "argument"))
        mention = next(iter(names.mentions(text)), None)
        if mention is not None:
            return mention.points[0], True
        told = self._told(question, mine)
        if told is not None:
            return told, True
        own = rows(held, mine[0].stance)
        number = refers_to(text.replace("your ", "their "))
        if number is not None and own and -len(own) <= (at := number - 1 if number > 0 else number) < len(own):
            return own[at], True
        scores = self._matcher.about([question], [f"{one.label}. {one.text}" for one in mine])[0]
        best = int(scores.argmax())
        return (mine[best] if scores[best] >= ABOUT else None), False

    def _told(self, question: str, mine: Sequence[Point]) -> Point | None:
        """The own point that a question tells by a figure of its card, or by half of its label at least."""
        figures = set(_FIGURE.findall(question))
        words = _stems(question)
        best, most = None, 0.0
        for point in mine:
            node = self._bank.by_id.get(point.node)
            text = " ".join([point.text, *(one.text for one in (node.sentences if node is not None else ()))])
            if figures & set(_FIGURE.findall(text)):
                return point
            label = _stems(point.label)
            share = len(label & words) / len(label) if label else 0.0
            if share >= HALF and share > most:
                best, most = point, share
        return best

    def _wants(self, question: str) -> tuple[str, float]:
        """What a question wants, and how likely it does."""
        chances = self._head.probabilities(question, self._embedder.vectors([question])[0])
        kind = max(chances, key=chances.__getitem__)
        return kind, chances[kind]

    def _prepared(self, question: str, mine: Sequence[Point], about: Point | None) -> tuple[Point, Asked] | None:
        """The bank's own question that this one is and that asks alike, of the point that it is about or of any."""
        there = [
            (point, one)
            for point in mine if (node := self._bank.by_id.get(point.node)) is not None
            for one in node.cx
        ]  # fmt: skip
        if not there:
            return None
        exact = next((each for each in there if each[1].ask == question), None)
        if exact is not None:
            return exact
        scores = self._matcher.same([question], [one.ask for _, one in there])[0]
        ranked = sorted(zip(scores, there, strict=True), key=lambda each: -each[0])
        for score, (point, one) in ranked:
            if score < SAME_QUESTION:
                return None
            if _interrogative(question) == _interrogative(one.ask) and (about is None or point.row == about.row):
                return point, one
        return None

    def _read_out(self, held: Round, kind: str, answerer: Stance) -> str:
        """The text of a plan, a counterplan or definitions that the side read in this round; "" where there is none."""
        if kind not in ("plan", "define") or not any(one.stance == answerer for one in held.points):
            return ""
        own = [self._bank.by_id.get(row.node) for row in rows(held, answerer)]
        offered = [part.text for node in own if node and node.form == "counterplan" for part in node.parts[:1]]
        heads = self._bank.heads_of(held.side(answerer), held.format.id)
        texts = [head.text for head in heads if (head.name == "definitions") == (kind == "define")]
        return next(iter(texts + (offered if kind == "plan" else [])), "")

    def _of_the_round(self, held: Round, kind: str, question: str, answerer: Stance) -> str:
        """Answers about the resolution, the flow and the case as a whole; "" where the question is about none of it."""
        resolution = held.resolution.rstrip(".")
        read = self._read_out(held, kind, answerer)
        if read:
            return read
        if kind == "plan":
            if answerer == "affirmative":
                return f"The plan is the resolution as it is worded: “{resolution}”."
            return f"I have no plan; I defend what the resolution would replace: “{resolution}”."
        if kind == "define":
            return f"In its ordinary sense, as the resolution has it: “{resolution}”."
        if kind == "both":
            return f"The resolution asks for a choice between them: “{resolution}”."
        if kind == "answered":
            return self._answered(held, question, answerer)
        if kind == "strongest":
            own = rows(held, answerer)
            if own:
                node = self._bank.by_id.get(own[0].node)
                reason = f" {node.warrant}" if node is not None and node.warrant else ""
                return f"{phrases.capital(own[0].label)}: {own[0].text}{reason}"
        return ""

    def _answered(self, held: Round, question: str, answerer: Stance) -> str:
        """What this side has said to the other's rows, or to the one that a question names."""
        theirs = rows(held, other(answerer))
        mention = next(iter(Names(theirs).mentions(folded(question))), None)
        asked = list(mention.points) if mention is not None else theirs
        said = [(row, one) for row in asked for one in answers_to(held, row) if meets(one)]
        if mention is not None:
            row = asked[0]
            mine = next((one for each, one in said if each.id == row.id), None)
            return f"On {row.label} I said: {mine.text}" if mine else f"I have said nothing on {row.label} yet."
        labels = list(dict.fromkeys(row.label for row, _ in said))
        return (
            f"So far I have answered {phrases.listed(labels)}." if labels else "I have answered nothing of yours yet."
        )

    def _of_a_point(self, held: Round, asked: Exchange, kind: str, point: Point, node: Node) -> Exchange:
        """What the bank has on an own point for a kind of question, with the card that it rests on."""
        card = next(iter(self._cutter.cards(node)), None)
        claim, warrant = node.claim, node.warrant
        said = {
            "explain": f"{claim} {warrant}",
            "warrant": warrant or claim,
            "impact": node.impact or warrant or claim,
            "voice": _voice(card),
            "evidence": f"I read ¶ {card.cite.paragraph} for it."
            if card is not None and card.cite.paragraph
            else claim,
        }.get(kind, "")
        if not said:
            said = f"{SILENT} What I stand on there is this: {claim}"
        first = node.sentences[0] if node.sentences else None
        exchange = replace(asked, answer=" ".join(said.split()))
        return self._with(held, exchange, first) if first is not None else exchange

    def _from_source(self, held: Round, question: str, asked: Exchange) -> Exchange | None:
        """The sentence of the source that answers, or comes closest, without a verdict of ours on it."""
        answer = self._answerer.ask(question, (), None)
        if answer.outcome not in ("answered", "closest") or not answer.citations:
            return None
        first = answer.citations[0]
        passage = self._reader.content.passage_by_id.get(first.passage_id)
        if passage is None:
            return None
        sentence = next(one for one in passage.sentences if one.start <= first.start < one.end)
        words = "The source has this." if answer.outcome == "answered" else "The source comes closest with this."
        return self._with(held, replace(asked, answer=words), sentence)

    def _declined(self, held: Round, mine: Sequence[Point]) -> str:
        """That the source does not say, with what can be said instead."""
        best = next((one for one in mine if one.role == "argument"), None)
        return f"{SILENT} What I can say is what I argued: {best.text}" if best is not None else SILENT

    def _with(self, held: Round, exchange: Exchange, sentence: Sentence) -> Exchange:
        side = held.side(other(exchange.asker))
        return replace(exchange, card=self._cutter.of_sentence(sentence, side, mark="@cx"))


def _interrogative(question: str) -> str:
    """The word that asks, "" for a question of yes or no."""
    found = _ASKS.search(question.lower())
    return found.group().replace("which", "what") if found is not None else ""


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{3,}", fold(text.lower()))
    return frozenset(stem(word) for word in words if word not in STOPWORDS)


def _voice(card: Card | None) -> str:
    """Whose view a card gives."""
    if card is None:
        return "It is my own reasoning; no card is read for it."
    if card.voice == "author":
        return f"It is the author's own, in ¶ {card.cite.paragraph}."
    what = f"the author {card.attribution}" if card.attribution else "what the author reports"
    return f"It is not the author's judgement: the card is {what}, in ¶ {card.cite.paragraph}."


def targets(held: Round, stance: Stance) -> list[Point]:
    """What a side can be asked about: its arguments and answers, those of its latest speech first."""
    points = [one for one in held.points if one.stance == stance and counts(one) and not one.extends]
    latest = points[-1].slot if points else ""
    return [one for one in points if one.slot == latest] + [one for one in points if one.slot != latest]
