"""Checks on the conduct of a round: sides, turns, the format, and what must be answered."""

from __future__ import annotations

from bot.debate.flow import counts, order, reply_slots, status
from bot.debate.model import SHORT, Round, other
from bot.debate.questions import PASSED
from evals.debate import wording
from evals.debate.checking import Found, Ground, bot_speeches, by_bot, placed


def nothing_new(held: Round, _: Ground) -> Found:
    """No new argument outside a constructive, and no answer to what could only have been answered earlier."""
    for point in held.points:
        if not by_bot(held, point.slot):
            continue
        slot = held.format.slot(point.slot)
        if point.role == "argument":
            yield None if slot.new_arguments else f"{point.id}: the new argument {point.label} in a rebuttal"
        elif point.role in ("answer", "comparison") and not point.extends:
            chances = [one.id for one in reply_slots(held, held.point(point.answers))]
            late = point.slot not in chances
            yield f"{point.id}: answers {point.answers} too late ({', '.join(chances)})" if late else None


def all_answered(held: Round, _: Ground) -> Found:
    """Each argument and answer of the other side is met or openly conceded by the next chance."""
    spoken = " ".join(
        block.spoken for speech in bot_speeches(held) for block in speech.blocks if block.role == "concession"
    )
    for point in held.points:
        if not counts(point) or held.player(other(point.stance)) != "bot":
            continue
        what = status(held, point)
        if what == "dropped":
            yield f"{point.id} ({point.label}) was silently left"
        elif what == "conceded" and point.label not in spoken and held.point(point.row).label not in spoken:
            yield f"{point.id} ({point.label}) was conceded on the flow and not in words"
        else:
            yield None


def keeps_side(held: Round, ground: Ground) -> Found:
    """What a side says is its own side's, and it asks for its own ballot."""
    for point in held.points:
        node = ground.bank.by_id.get(point.node)
        if node is not None and by_bot(held, point.slot):
            own = node.side == held.side(point.stance)
            yield None if own else f"{point.id}: {SHORT[point.stance]} speaks {node.id} of {node.side}"
    for speech in bot_speeches(held):
        for place, block in placed(speech):
            asked = wording.votes_for(block.spoken)
            if asked:
                yield f"{place}: asks to vote {asked}" if asked != speech.stance else None


def own_turn(held: Round, _: Ground) -> Found:
    """Each speech is its own player's, and a person's holds only what they typed."""
    for speech in held.speeches:
        slot = held.format.slot(speech.slot)
        if speech.by != held.player(slot.stance) or speech.stance != slot.stance:
            yield f"{speech.slot}: spoken by the {speech.by}, who has the {other(slot.stance)}"
        elif speech.by == "user" and any(block.role != "typed" or block.card for block in speech.blocks):
            yield f"{speech.slot}: the bot put words into a person's speech"
        else:
            yield None


def format_kept(held: Round, _: Ground) -> Found:
    """Every slot in its order, every question asked by whose it is, and answered."""
    slots = [slot.id for slot in held.format.slots]
    given = [speech.slot for speech in held.speeches]
    yield None if given == slots else f"the slots {given} for {slots}"
    for speech in held.speeches:
        slot = held.format.slot(speech.slot)
        if slot.speech:
            yield None if not speech.exchanges else f"{slot.id}: questions in a speech"
            continue
        wrong = len(speech.exchanges) != slot.questions
        yield f"{slot.id}: {len(speech.exchanges)} questions for {slot.questions}" if wrong else None
        for number, one in enumerate(speech.exchanges):
            asker = other(slot.stance) if slot.crossfire and number % 2 else slot.stance
            if one.asker != asker:
                yield f"{slot.id}: question {number + 1} is asked by the {one.asker}"
            else:
                silent = not one.question.strip() or not one.answer.strip()
                yield f"{slot.id}: question {number + 1} is not asked or not answered" if silent else None


def asked_once(held: Round, _: Ground) -> Found:
    """The bot asks no question twice in a round."""
    asked: set[tuple[str, str]] = set()
    for speech in held.speeches:
        for one in speech.exchanges:
            if held.player(one.asker) == "bot" and one.question != PASSED:
                key = (one.asker, one.question)
                yield f"{speech.slot}: “{one.question}” is asked again" if key in asked else None
                asked.add(key)


def flow_sound(held: Round, _: Ground) -> Found:
    """Each point answers an earlier one of the other side, extends one of its own, and stands in a speech."""
    place = order(held)
    by_id = {point.id: point for point in held.points}
    for point in held.points:
        target, own = by_id.get(point.answers), by_id.get(point.extends)
        # What is granted in cross-examination is granted on one's own point.
        own_word = point.role == "admission"
        if point.answers and (target is None or (target.stance == point.stance) != own_word):
            yield f"{point.id}: answers {point.answers}, which is {'not its own' if own_word else 'its own side'}"
        elif target is not None and place[target.slot] >= place[point.slot]:
            yield f"{point.id}: answers {target.id}, which was not made before it"
        elif target is not None and target.row != point.row:
            yield f"{point.id}: stands in another row than {target.id}, which it answers"
        elif point.extends and own is None:
            yield f"{point.id}: extends {point.extends}, which is not there"
        else:
            yield None
    for speech in held.speeches:
        for spot, block in placed(speech):
            if block.point:
                there = block.point in by_id and by_id[block.point].slot == speech.slot
                yield None if there else f"{spot}: its point {block.point} is not on the flow of {speech.slot}"
