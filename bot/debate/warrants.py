"""Whether some words give a reason, by one measure for what the bot says and what a person does."""

from __future__ import annotations

import re

from bot.debate.model import Role

TAKEN_UP = 12
"""From so many words on an extension or a comparison says more than a name."""
_REASON = re.compile(
    r"\b(?:because|since|so|therefore|thus|hence|which means|as a result|due to|that is why|otherwise)\b", re.IGNORECASE
)


def reasoned(words: str, role: Role, known: bool) -> bool:
    """Whether words of a role give a reason; ``known``: they make an entry of the bank that has one, and so have it."""
    if role in ("extension", "weighing"):
        return len(words.split()) >= TAKEN_UP or bool(_REASON.search(words))
    return known or bool(_REASON.search(words))
