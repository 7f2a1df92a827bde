"""Keeps keys out of everything that is shown, logged or kept."""

from __future__ import annotations

import re

from pydantic import SecretStr

HIDDEN = "[key hidden]"
SHORTEST = 8
"""Characters from which on a key is hidden: "none" and the like hide nothing, but would be cut out of every answer."""
_KEYLIKE = re.compile(r"\b(?:sk|pk|rk|key|AIza)[-_]?[\w*-]{12,}|\bBearer\s+\S+", re.IGNORECASE)


def redacted(text: str, secret: SecretStr | None = None) -> str:
    """``text`` without the secret, and without what looks like a key."""
    value = secret.get_secret_value() if secret else ""
    if len(value) >= SHORTEST:
        text = text.replace(value, HIDDEN)
    return _KEYLIKE.sub(HIDDEN, text)


class Sieve:
    """Takes a secret out of pieces of text, wherever it is split; what may be its beginning is held back."""

    def __init__(self, secret: SecretStr | None) -> None:
        value = secret.get_secret_value() if secret else ""
        self._secret = value if len(value) >= SHORTEST else ""
        self._held = ""

    def feed(self, piece: str) -> str:
        """What can be passed on."""
        if not self._secret:
            return piece
        text = (self._held + piece).replace(self._secret, HIDDEN)
        longest = min(len(text), len(self._secret) - 1)
        keep = next((n for n in range(longest, 0, -1) if self._secret.startswith(text[-n:])), 0)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]

    def end(self) -> str:
        """What was held back."""
        held, self._held = self._held, ""
        return held
