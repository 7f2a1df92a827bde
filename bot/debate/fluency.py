"""A language model's wording of what the rules have planned: over the same cards, the same flow, the same budgets.

The model never chooses an argument, never touches a card's body and never decides a round. What it writes is
checked stretch by stretch; what does not pass stays in the program's own words, and the speech says how much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.debate.ballot import Ballot
from bot.debate.card import count_words
from bot.debate.model import Block, Exchange, Point, Round, Slot, Speech
from bot.debate.warrants import reasoned as is_reasoned
from bot.debate.wording import Stretch, Wording, stretches
from bot.errors import ModelCallError
from bot.models import LanguageModel
from bot.prompts import inert

PROMPTS = {"constructive": "speech-constructive", "rebuttal": "speech-rebuttal", "last": "speech-last"}
_LINE = re.compile(r"^\s*\[(\d{1,3})\]\s*(.*?)\s*(?=^\s*\[\d{1,3}\]|\Z)", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"\[([^\[\]]{1,20})\]")


class Fluent:
    """Writes for either side with one model."""

    def __init__(self, model: LanguageModel, wording: Wording) -> None:
        self.model = model
        self._wording = wording

    def speech(self, held: Round, slot: Slot, planned: Speech, mined: bool) -> Speech:
        """The planned speech in the model's words, as far as they pass; as it was where the model fails."""
        blocks = planned.blocks
        try:
            if mined:
                blocks = tuple(self._tagged(block) for block in blocks)
            there = stretches(blocks)
            values = {
                "resolution": held.resolution, "stance": slot.stance, "title": slot.title,
                "budget": str(slot.words), "stretches": _shown(there, blocks),
            }  # fmt: skip
            reply = self.model.complete(PROMPTS[slot.kind], values)
        except ModelCallError as error:
            return replace(planned, remarks=(f"{error} These are the program's own words.",))
        written = {int(number): " ".join(words.split()) for number, words in _LINE.findall(reply.text)}
        made = self._put(there, blocks, written, slot.words)
        left = sum(1 for one in there if one.words == _words(made[one.block], one) != written.get(one.number))
        remarks = (f"{left} of {len(there)} stretches failed a check and stand as planned.",) if left else ()
        return replace(planned, blocks=made, engine=self.model.id, remarks=remarks)

    def reasoned(
        self, held: Round, slot: Slot, planned: Speech, points: tuple[Point, ...]
    ) -> tuple[Speech, tuple[Point, ...]]:
        """The speech with answers on the substance to what a person argued freely, where the program has only a form.

        What the model writes has no fact that neither the point nor the evidence has; else the planned answer stands.
        """
        blocks, made = list(planned.blocks), list(points)
        spent = planned.words
        said = " ".join(block.spoken for speech in held.speeches for block in speech.blocks)
        for at, block in enumerate(blocks):
            number = int(block.point[1:]) if block.point.startswith("#") else -1
            target = _free(held, block, made[number]) if number >= 0 else None
            if target is None:
                continue
            words = self._reason(held, slot, block, made[number], target)
            grown = count_words(words) - count_words(made[number].text)
            if not words or words in said or spent + grown > slot.words:
                continue
            spent, said = spent + grown, f"{said} {words}"
            blocks[at] = replace(block, text=block.text.replace(made[number].text, words))
            made[number] = replace(
                made[number], text=words, warrant=made[number].warrant or is_reasoned(words, "answer", known=False)
            )
        return replace(planned, blocks=tuple(blocks)), tuple(made)

    def _reason(self, held: Round, slot: Slot, block: Block, point: Point, target: Point) -> str:
        """The model's answer to a point, "" where it has none that may be said."""
        row = held.point(target.row)
        cards = [one.card.body for speech in held.speeches for one in speech.blocks if one.card and one.point == row.id]
        values = {
            "stance": slot.stance, "point": target.text, "row": f"{row.label}: {row.text}",
            "evidence": "\n".join(cards), "planned": point.text,
        }  # fmt: skip
        words = self._asked("reply", {name: inert(value) for name, value in values.items()})
        ground = " ".join([*values.values(), block.text])
        return "" if self._wording.reply_fault(words, ground) else words

    def question(self, exchange: Exchange) -> Exchange:
        """A planned question in the model's words, where they ask the same."""
        words = self._asked("cross-question", {"question": exchange.question})
        block = Block("typed", exchange.question)
        if words.endswith("?") and not self._wording.fault(words, block, exchange.question):
            return replace(exchange, question=words, planned=exchange.question)
        return exchange

    def answer(self, exchange: Exchange) -> Exchange:
        """A planned answer in the model's words, where they say the same."""
        body = exchange.card.body if exchange.card else ""
        values = {"question": exchange.question, "answer": exchange.answer, "evidence": body}
        words = self._asked("cross-answer", values)
        block = Block("typed", exchange.answer, exchange.card)
        return exchange if self._wording.fault(words, block, exchange.answer) else replace(exchange, answer=words)

    def explained(self, ballot: Ballot) -> str:
        """The reason for decision in the model's words: the same winner, only cells of the ballot; else as it was."""
        rows = "\n".join(f"- {one.stance}: {one.label} [{one.row}]: {one.why}" for one in ballot.judged)
        words = self._asked("rfd", {"winner": ballot.winner, "rfd": ballot.rfd, "rows": rows})
        known = {cell for one in ballot.judged for cell in one.cells} | set(_CELL.findall(ballot.rfd + rows))
        strange = set(_CELL.findall(words)) - known
        plan = Block("typed", f"{ballot.rfd} {rows}")
        if strange or not words.lower().startswith(ballot.winner) or self._wording.fault(words, plan, plan.text):
            return ballot.rfd
        return words

    def _asked(self, prompt: str, values: dict[str, str]) -> str:
        """The model's words, "" where it gave none."""
        try:
            return " ".join(self.model.complete(prompt, values).text.split())
        except ModelCallError:
            return ""

    def _tagged(self, block: Block) -> Block:
        """A mined argument with a tag in the model's words, where these claim no more than the body."""
        card = block.card
        if block.role != "argument" or card is None or not block.text:
            return block
        tag = self.model.complete("tag", {"body": card.body}).text.strip().strip("“”\"'")
        if self._wording.tag_fault(tag, card.body):
            return block
        return replace(block, text=f"{block.text} {tag}", card=replace(card, tag=tag))

    def _put(
        self, there: Sequence[Stretch], blocks: tuple[Block, ...], written: dict[int, str], budget: int
    ) -> tuple[Block, ...]:
        """The blocks with the words that pass; over the budget, those that grew most go back to the plan."""
        made = list(blocks)
        passed = [
            one for one in there if not self._wording.fault(written.get(one.number, ""), blocks[one.block], one.words)
        ]
        for one in passed:
            made[one.block] = _with(made[one.block], one, written[one.number])
        grown = sorted(passed, key=lambda one: count_words(one.words) - count_words(written[one.number]))
        for one in grown:
            if sum(count_words(block.spoken) for block in made) <= budget:
                break
            made[one.block] = _with(made[one.block], one, one.words)
        return tuple(made)


def _free(held: Round, block: Block, point: Point) -> Point | None:
    """What a person argued freely, where a block of a speech answers it without a card and without the bank."""
    if block.role != "answer" or not block.analytic or point.node or point.text not in block.text:
        return None
    target = held.point(point.answers)
    said = any(speech.slot == target.slot and speech.by == "user" for speech in held.speeches)
    return target if said and not target.node and not target.misquotes else None


def _with(block: Block, stretch: Stretch, words: str) -> Block:
    return replace(block, after=words) if stretch.after else replace(block, text=words)


def _words(block: Block, stretch: Stretch) -> str:
    return block.after if stretch.after else block.text


def _shown(there: Sequence[Stretch], blocks: Sequence[Block]) -> str:
    """The stretches as the prompt shows them, each card between its own two."""
    lines = []
    for stretch in there:
        card = blocks[stretch.block].card
        lines.append(f"[{stretch.number}] {stretch.words}")
        if card is not None and card.read and not stretch.after:
            inside = inert(card.read_text)
            lines.append(f"<card>{inside}</card>")
    return "\n".join(lines)
