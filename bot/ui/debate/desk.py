"""What is due now and from whom, and how the box under the round is to look for it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from bot.debate.model import SHORT, Player, Round, Slot, Stance, other
from bot.ui.debate.heard import just_heard
from bot.ui.debate.words import badge, clock, with_tips

_RULES = {
    "constructive": "New arguments and answers may be made.",
    "rebuttal": "No new arguments: answer, extend and compare.",
    "last": "The last speech of its side: extend what wins the round and weigh it.",
}
_NO_ANSWERS = "It opens its side's case; answers come later."


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done next.

    ``kind`` is "speech", "question" or "answer" where a person is to move, "heard" where they may put right how their
    speech was taken, "bot" where Lectern is to move, "over" or "none".
    """

    kind: str
    title: str
    about: str
    label: str = ""
    button: str = "Deliver"
    skip: str = "Pass"
    words: int = 0
    stance: Stance | None = None


VIEWS = ("Flow", "Ballot", "What to answer", "Coach", "Prepare")
TYPED = ("speech", "question", "answer")
NONE = Due("none", "", "")
BUSY = '<div class="next"><p role="status" class="busy"><span></span>Lectern is thinking…</p></div>'


def due_now(held: Round | None, waits: Player | None) -> Due:
    """What a round waits for."""
    if held is None:
        return NONE
    slot = held.next_slot
    if slot is None:
        return Due("over", "The round is over", "Read the ballot, swap sides and play again, or take it with you.")
    if waits is None:
        return NONE
    heard = just_heard(held)
    if waits == "bot" and heard is not None:
        about = "Lectern replies to what is on the flow. Put right what was taken for something else, then go on."
        return Due("heard", "Your speech as it was heard", about, stance=heard.stance)
    if waits == "bot":
        return Due("bot", f"Lectern is next: {slot.shown}", "Let it go on whenever you like.", stance=slot.stance)
    if slot.speech:
        rule = _RULES[slot.kind] if slot.answers else _NO_ANSWERS
        about = f"{slot.words} words, about {clock(slot.words / held.format.wpm)} aloud. {rule}"
        return Due("speech", f"Your speech: {slot.shown}", about, "Your speech", words=slot.words, stance=slot.stance)
    return _crossed(held, slot)


def _crossed(held: Round, slot: Slot) -> Due:
    last = held.speeches[-1] if held.speeches and held.speeches[-1].slot == slot.id else None
    asked = last.exchanges if last else ()
    if asked and not asked[-1].answer:
        stance = other(asked[-1].asker)
        return Due(
            "answer", "Answer the question", asked[-1].question, "Your answer", "Answer", "Give no answer",
            stance=stance,
        )  # fmt: skip
    stance = other(slot.stance) if slot.crossfire and len(asked) % 2 else slot.stance
    number = f"Question {len(asked) + 1} of {slot.questions}"
    return Due(
        "question", f"{slot.title}: your question", f"{number}. Ask {SHORT[other(stance)]} about what it has said.",
        "Your question", "Ask", "No more questions", stance=stance,
    )  # fmt: skip


def desk_html(due: Due) -> str:
    """The heading of the desk, with the count of words for a speech."""
    if due.kind == "none":
        return ""
    side = badge(due.stance) if due.stance else ""
    # What the other side asks is theirs, word for word; the rest is explained.
    about = escape(due.about) if due.kind == "answer" else with_tips(due.about)
    # On a narrow screen the flow and the rest lie in a sheet that these open.
    views = "".join(f'<button type="button" data-view="{name}">{name}</button>' for name in VIEWS)
    count = ""
    if due.words:
        count = (
            f'<p class="count" data-budget="{due.words}"><span class="gauge"><span></span></span>'
            f'<b>0</b> of {due.words} words<span class="over"></span></p>'
        )
    return (
        f'<div class="next is-{due.kind}"><h3>{side} {escape(due.title)}</h3><p>{about}</p>{count}</div>'
        f'<div class="within" role="group" aria-label="Beside the speeches">{views}</div>'
    )
