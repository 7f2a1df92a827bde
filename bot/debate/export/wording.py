"""The words that the exports share: the heads of rounds and speeches, and the remarks under a card."""

from __future__ import annotations

from dataclasses import replace

from bot.debate.ballot import Ballot
from bot.debate.card import Card, Cite
from bot.debate.model import STANCES, Exchange, Round, Slot, Speech, Stance, other
from bot.model import Topic
from bot.sources import citing
from bot.sources.citing import voiced

PLAYERS = {"user": "a person", "bot": "Lectern"}
READ = "Marked: the words read aloud. The rest is there so that the cut can be checked."
FLOW = (
    "A row for each argument, a column for each speech. What was granted in cross-examination stands in the column of "
    "the speech before it. Dropped: every speech that could have answered has been given, and none did."
)
OFF = "Not on the flow"
ANALYTIC = "Analytic"


def side_name(held: Round, topic: Topic, stance: Stance) -> str:
    """ "Affirmative (Bogotá)"."""
    return f"{stance.capitalize()} ({_name(held, topic, stance)})"


def facts(held: Round, topic: Topic, ballot: Ballot | None) -> list[tuple[str, str]]:
    """What stands at the head of a round, name and value."""
    sides = [
        (stance.capitalize(), f"{_name(held, topic, stance)}, argued by {PLAYERS[held.player(stance)]}")
        for stance in STANCES
    ]
    made = [("Format", held.format.title), *([("Date", held.created[:10])] if held.created else [])]
    return [("Resolution", held.resolution), *sides, *made, ("Decision", decision(ballot))]


def _name(held: Round, topic: Topic, stance: Stance) -> str:
    side = topic.side(held.side(stance))
    return side.name if side else held.side(stance)


def decision(ballot: Ballot | None) -> str:
    """Who won, in a few words."""
    if ballot is None:
        return "none yet"
    scores = " to ".join(f"{one.total:.1f}" for one in ballot.points)
    lead = ballot.winner.capitalize() if ballot.whole else f"{ballot.winner.capitalize()} so far"
    return f"{lead}; speaker points {scores} (affirmative to negative)"


def slot_title(slot: Slot) -> str:
    """The id of a slot and what it stands for, where that is not the same."""
    return slot.id if slot.title in ("", slot.id) else f"{slot.id}: {slot.shown}"


def measured(held: Round, topic: Topic, speech: Speech) -> str:
    """Who gave a speech, and how long it was."""
    slot = held.format.slot(speech.slot)
    wpm = held.format.wpm
    spent = f"{speech.words} of {slot.words} words, {clock(60 * speech.words / wpm)} at {wpm} a minute"
    return f"{side_name(held, topic, speech.stance)}, {PLAYERS[speech.by]}. {spent}."


def clock(seconds: float) -> str:
    """Minutes and seconds: "1:23"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def remarks(card: Card, wpm: int) -> str:
    """Who speaks in a card, what kind of evidence it is, how long it takes."""
    voice = f"{voiced(card.voice, card.cite.kind)}{f' ({card.attribution})' if card.attribution else ''}"
    length = f"{card.words} words, {round(card.seconds(wpm))} s" if card.read else "not read again"
    return f"Voice: {voice}. Evidence: {card.kind}. {length[:1].upper()}{length[1:]}."


def warnings(card: Card) -> list[str]:
    """What to heed before reading a card aloud."""
    return [f"Caution: {one}" for one in card.warnings]


def cite_rest(cite: Cite) -> str:
    """A full cite after surname and year, without its link: "(author, “title”, …)"."""
    return replace(cite, url="").full.removeprefix(cite.short).strip()


def place(cite: Cite) -> str:
    """Where in its source a card stands, as far as its short cite does not say it."""
    return cite.section or "Opening" if cite.paraphrase else citing.place(cite.section, cite.paragraph)


def answerer(exchange: Exchange) -> Stance:
    """Who answers a question."""
    return other(exchange.asker)


def granted(held: Round, speech: Speech) -> str:
    """What a side granted in a cross-examination, "" where it granted nothing."""
    there = [point for point in held.points if point.slot == speech.slot and point.role == "admission"]
    names = dict.fromkeys(f"{point.label} [{point.answers}], by the {point.stance}" for point in there)
    return f"Granted, to count once a speech uses it: {'; '.join(names)}." if there else ""


def replied(exchange: Exchange) -> str:
    """The answer of an exchange, or that there is none yet."""
    return exchange.answer or "(not answered yet)"
