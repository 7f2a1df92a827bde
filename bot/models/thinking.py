"""Takes out of a reply what a model thinks aloud before it answers, and the marks of its chat template.

Models of many makers write their thoughts between marks of their own; servers pass them on as they are, or lose the
first mark because it stood in the prompt.
"""

from __future__ import annotations

import re

_NAMES = "think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad"
_OPEN = re.compile(
    rf"<(?:{_NAMES})>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<\|channel\|>\s*(?:analysis|commentary)[^<]{{0,40}}<\|message\|>"
    r"|\Aanalysis(?=[A-Z])",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    rf"</(?:{_NAMES})>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>"
    r"|<\|channel\|>\s*final[^<]{0,40}<\|message\|>|<\|start\|>\s*assistant\s*<\|channel\|>\s*final[^<]{0,40}<\|message\|>"
    r"|assistantfinal",
    re.IGNORECASE,
)
_MARK = re.compile(r"<\|start\|>(?:assistant)?|<\|[a-z_]{2,24}\|>|</?s>", re.IGNORECASE)
_BEGUN = re.compile(
    r"(?:(?:<\|(?:start|channel)\|>[\w\s=.]{0,60})+(?:<[|\w]{0,24})?|<[/|]?[|\w]{0,24}|\[/?[a-z]{0,5}|◁/?[a-z]{0,5})\Z"
    r"|\Aa(?:n(?:a(?:l(?:y(?:s(?:is?)?)?)?)?)?)?\Z|as(?:s(?:i(?:s(?:t(?:a(?:n(?:t\w{0,5})?)?)?)?)?)?)?\Z",
    re.IGNORECASE,
)
"""What may become a mark once more has come."""


class Thoughts:
    """Reads a reply piece by piece; ``aloud`` says that thoughts were told that no mark had opened."""

    def __init__(self, silent: bool = False) -> None:
        """``silent``: this model's thoughts are known to begin without a mark."""
        self.aloud = False
        self._thinking = silent
        self._unopened = silent
        self._heard = ""
        self._held = ""
        self._begun = False
        """Whether any words of the answer have been given."""

    def feed(self, piece: str) -> str:
        """What is no thought; sets :attr:`aloud` where all that was given before was one."""
        self._held += piece
        self._heard += piece if self._unopened else ""
        return self._drain(final=False)

    def end(self, cut: bool = False) -> str:
        """What was held back. Of thoughts that were ``cut`` off nothing is given.

        A model that is known to think without a mark may, for once, not have thought: what came to its end without the
        last mark is its answer.
        """
        if self._unopened and not cut:
            self._thinking, self._held = False, self._heard
        return self._drain(final=True)

    def _drain(self, final: bool) -> str:
        out = ""
        while True:
            if self._thinking:
                closed = _CLOSE.search(self._held)
                if closed is None:
                    self._held = "" if final else self._held[-80:]
                    return self._given(out)
                self._held, self._thinking, self._unopened = self._held[closed.end() :], False, False
                continue
            opened, closed = _OPEN.search(self._held), _CLOSE.search(self._held)
            if closed is not None and (opened is None or closed.start() < opened.start()):
                # All that stood before was a thought whose first mark the server has lost.
                self.aloud, self._begun, out = True, False, ""
                self._held = self._held[closed.end() :]
            elif opened is not None and not (self._begun and opened.group().lower() == "analysis"):
                out += self._held[: opened.start()]
                self._held, self._thinking = self._held[opened.end() :], True
            else:
                waits = None if final else _BEGUN.search(self._held)
                at = waits.start() if waits is not None else len(self._held)
                out, self._held = out + self._held[:at], self._held[at:]
                return self._given(out)

    def _given(self, text: str) -> str:
        text = _MARK.sub("", text) if self._begun else _MARK.sub("", text).lstrip()
        self._begun = self._begun or bool(text.strip())
        return text
