"""Checks on how a speech is given: its length, repetition, signposts, openings."""

from __future__ import annotations

from bot.debate.model import Round, Stance, other
from evals.debate import wording
from evals.debate.checking import Found, Ground, bot_speeches, placed


def budgets(held: Round, _: Ground) -> Found:
    """No speech is over its budget."""
    for speech in bot_speeches(held):
        budget = held.format.slot(speech.slot).words
        words = sum(wording.count(block.spoken) for block in speech.blocks)
        if words != speech.words:
            yield f"{speech.slot}: says {speech.words} words and has {words}"
        else:
            yield f"{speech.slot}: {words} words for a budget of {budget}" if words > budget else None


def ends_openly(held: Round, _: Ground) -> Found:
    """A speech that leaves a quarter of its budget says so, with the right number, and one that does not is silent."""
    for speech in bot_speeches(held):
        budget = held.format.slot(speech.slot).words
        notice = next((block for block in speech.blocks if block.role == "notice"), None)
        left = budget - speech.words
        if notice is None:
            yield f"{speech.slot}: ends {left} of {budget} words early and says nothing" if left > budget / 4 else None
        else:
            told = wording.first_number(notice.text)
            yield None if told == left else f"{speech.slot}: says {told} words early, and is {left}"


def unpadded(held: Round, _: Ground) -> Found:
    """No sentence of five words or more twice in a side's own words, and no filler.

    Signposts, which must say again what they point to, are left out: roadmaps, and the names of arguments.
    """
    said: dict[tuple[Stance, str], str] = {}
    labels = sorted({point.label for point in held.points}, key=len, reverse=True)
    for speech in bot_speeches(held):
        for place, block in placed(speech):
            words = "" if block.role == "roadmap" else wording.unsigned(block.text, labels)
            for sentence in wording.sentences(f"{words}\n{block.after}"):
                filler = wording.filler(sentence)
                before = said.get((speech.stance, wording.folded(sentence)))
                if filler:
                    yield f"{place}: filler “{filler}”"
                elif before and wording.count(sentence) >= 5:
                    yield f"{place}: “{sentence}” was said in {before}"
                else:
                    yield None
                said.setdefault((speech.stance, wording.folded(sentence)), place)


def read_once(held: Round, _: Ground) -> Found:
    """No words of a card are read twice by a side in its speeches."""
    read: dict[tuple[Stance, str, int, int], str] = {}
    for speech in bot_speeches(held):
        for place, block in placed(speech):
            card = block.card
            for start, end in card.read if card else ():
                assert card is not None
                key = (speech.stance, card.source_id, card.start + start, card.start + end)
                yield f"{place}: reads again what was read in {read[key]}" if key in read else None
                read.setdefault(key, place)


def signposted(held: Round, _: Ground) -> Found:
    """Each answer says first what it answers."""
    for speech in bot_speeches(held):
        heard = ""
        for place, block in placed(speech):
            if block.role not in ("answer", "comparison") or not block.point:
                continue
            target = held.point(held.point(block.point).answers)
            admitted = bool(held.point(block.point).extends)
            named = wording.holds(block.text, target.label) or (heard == target.id and block.text.startswith("And"))
            yield None if named or admitted else f"{place}: does not say that it answers {target.label}"
            heard = target.id


def openings(held: Round, _: Ground) -> Found:
    """Who speaks before the other side has, or may not answer it yet, rebuts nobody."""
    spoken: set[Stance] = set()
    for speech in held.speeches:
        slot = held.format.slot(speech.slot)
        if slot.speech and speech.by == "bot" and (other(speech.stance) not in spoken or not slot.answers):
            for place, block in placed(speech):
                if block.role in ("answer", "comparison", "extension", "concession"):
                    yield f"{place}: {block.role} in an opening"
                else:
                    found = wording.rebuts(f"{block.text} {block.after}")
                    yield f"{place}: “{found}” in an opening" if found else None
        if slot.speech:
            spoken.add(speech.stance)
