"""The program's own words. None of them says anything about a topic."""

from __future__ import annotations

NOT_SAID = "The sources do not say."
"""Opens every refusal; code and tests look for it here."""
NEAREST = "The nearest thing that they do say:"
OTHERWISE = "The source says otherwise:"
SUPPORTS = "The source says so:"
SPEAKS_OF_IT = "On this, the source says:"
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


def contradicted(ground: str) -> str:
    """Opens the verdict on a claim that the source contradicts."""
    return f"Contradicted ({ground}). {OTHERWISE}"


SUPPORTED = "Supported. The source says:"
NOT_ADDRESSED = "Not addressed: the sources do not say whether this is so."
