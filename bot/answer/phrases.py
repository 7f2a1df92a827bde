"""The program's own words. None of them says anything about a topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.render import escape

NOT_SAID = "The sources do not say."
"""Opens every refusal; code and tests look for it here."""
NEAREST = "What they do say that comes closest:"
CLOSEST = "I am not sure that the sources answer this. These passages come closest:"
"""Opens what may not answer."""
ALSO_NEAR = "Also near"
THE_AUTHOR = "The author"
NO_JUDGE = "Lectern does not judge this. What bears on it in the sources:"
OTHERWISE = "The source says otherwise:"
EMPTY = "There is no question yet. Type one about the article, or choose an example."
UNREADABLE = "There are no words in that question. Ask in a sentence or with a few keywords."
HELLO = "Hello. Ask about the article, check a claim against it, or compare the two sides."
THANKS = "You are welcome. Ask on whenever you like."
GOODBYE = "Goodbye. The article stays here for the next question."


def too_long(length: int, limit: int) -> str:
    """The reply to a question that is too long."""
    return f"That question has {length:,} characters; at most {limit:,} are read. Shorten it and ask again."


def no_reply(side: str) -> str:
    """Says that a side has nothing on the matter."""
    return f"The source gives no reply for {side} on this."


def contradicted(ground: str, words: Sequence[str] = ()) -> str:
    """Opens the verdict on a claim that the source contradicts; ``words`` are those of the claim that do not hold."""
    if not words:
        return f"Contradicted ({ground}). {OTHERWISE}"
    marked = ", ".join(f"**{escape(word)}**" for word in words)
    return f"Contradicted ({ground}). The claim says {marked}. {OTHERWISE}"


SUPPORTED = "Supported. The source says:"
NOT_ADDRESSED = "Not addressed: the sources do not speak of this."
UNSETTLED = "Not settled here: Lectern cannot tell whether the sources bear this out. Judge by what comes closest:"


def not_there(words: Sequence[str]) -> str:
    """Names the words of a claim that the nearest sentence does not have."""
    return f"Words of the claim that the first of them does not have: {', '.join(escape(word) for word in words)}."


UNVERIFIED = re.compile(r"\*\(unverified: (.*?)\)\*")
"""Finds what :func:`unverified` wrote."""


def unverified(reason: str) -> str:
    """Marks a statement of a model that could not be verified, in the text itself."""
    safe = escape(reason.replace("(", "").replace(")", ""))
    return f"*(unverified: {safe})*"


MODEL_FAILED = "The answer below is made of quotations, without the model."
NOTHING_HOLDS = "Nothing that the model wrote could be verified. " + MODEL_FAILED
UNSTREAMED = "The model's server ignores that a stream is asked for: its reply came in one piece."
CUT_SHORT = "The model's reply was cut at its length (LECTERN_MODEL_REPLY); its last words are left out."


def evidence_cut(kept: int, total: int) -> str:
    """Says that not all evidence was given to the model."""
    return f"The model was given {kept} of {total} passages that bear on this; more do not fit (LECTERN_MODEL_CONTEXT)."


def unverified_left(count: int, total: int) -> str:
    """Says that some statements could not be verified."""
    return f"{count} of {total} statements could not be verified and {'is' if count == 1 else 'are'} marked."


def unverified_dropped(count: int) -> str:
    """Says that some statements were left out."""
    subject, verb = ("statement", "was") if count == 1 else ("statements", "were")
    return f"{count} {subject} of the model's could not be verified and {verb} left out."


def part_missing(names: str) -> str:
    """Says that a side has no part in an answer for both."""
    return f"The model wrote nothing for {names}."
