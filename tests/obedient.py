"""A chat model's server that knows the answers: it writes the gold sentences of a case, cited as its prompt asks.

What a strong model would do is known, so that whatever is lost on the way is Lectern's. With ``lies`` it makes
something up in one statement of so many.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chatserver import Asked, Script, pieces

Case = Mapping[str, Any]
REFUSAL = "The sources do not say."
_PASSAGE = re.compile(r"<passage id=\[([\w-]+)\][^>]*>\n(.*?)\n</passage>", re.DOTALL)
_LABELS = re.compile(r"\*\*(.+?)\*\*")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def told(text: str) -> str:
    """A text as the prompts show it."""
    return " ".join(text.translate(str.maketrans({"<": "‹", ">": "›"})).split())


class Obedient:
    """Knows the cases of some articles; ``lied`` are the statements that it made up, ``lost`` gold not in a prompt."""

    def __init__(self, cases: Iterable[Case], lies: int = 0, alter: Callable[[str], str] | None = None) -> None:
        self._cases = list(cases)
        self._lies, self._alter = lies, alter or changed_figure
        self._said = 0
        self.lied: list[str] = []
        self.lost: list[str] = []
        self.given = 0

    def __call__(self, asked: Asked) -> Script:
        """The reply to one request."""
        if asked.job in ("rewrite-follow-up", "suggest-questions"):
            return ["…"]
        case = self._case(asked)
        if asked.job == "mend" or case is None or case["abstain"] or not case["sentences"]:
            return [REFUSAL]
        passages = {key: told(text) for key, text in _PASSAGE.findall(asked.prompt)}
        said = [one for one in (self._cited(gold, passages) for gold in case["sentences"]) if one]
        if not said:
            return [REFUSAL]
        if asked.job == "both-sides":
            first, second = _LABELS.findall(asked.body["messages"][0]["content"])[:2]
            return pieces(f"**{first}**\n{' '.join(said)}\n\n**{second}**\n{' '.join(said)}")
        return pieces("\n".join(f"- {one}" for one in said) if asked.job == "summary" else " ".join(said))

    def _case(self, asked: Asked) -> Case | None:
        found = re.findall(r"<(?:question|request|claim)>\n(.*?)\n</", asked.prompt, re.DOTALL)
        text = " ".join(found[-1].split()) if found else ""
        mine = [case for case in self._cases if text.endswith(" ".join(case["turns"][-1].split()))]
        # Two cases may end in the same words: the conversation tells them apart.
        return max(mine, key=lambda case: sum(turn in asked.prompt for turn in case["turns"]), default=None)

    def _cited(self, gold: str, passages: Mapping[str, str]) -> str:
        self.given += 1
        key = next((key for key, text in passages.items() if told(gold) in text), None)
        if key is None:
            self.lost.append(gold)
            return ""
        sentence = told(gold).strip()
        self._said += 1
        if self._lies and self._said % self._lies == 0:
            sentence = self._alter(sentence)
            self.lied.append(sentence)
        end = sentence[-1] if sentence[-1:] in ".!?" else "."
        return f"{sentence.rstrip('.!?')} [{key}]{end}"


def changed_figure(sentence: str) -> str:
    """The sentence with a figure that is not in it, or an invented one added."""
    new = str(random.Random(sentence).randrange(2_101, 9_899))
    found = _FIGURE.search(sentence)
    return sentence[: found.start()] + new + sentence[found.end() :] if found else _and(sentence, f"in {new} cases")


def _and(sentence: str, more: str) -> str:
    return f"{sentence.rstrip('.!?')} {more}."


LIES: dict[str, Callable[[str], str]] = {
    "figure": changed_figure,
    "name": lambda sentence: _and(sentence, "as Bertrand Oxley of the Harlan Institute put it"),
    "date": lambda sentence: _and(sentence, "on March 17, 1961"),
    "quote": lambda sentence: _and(sentence, "and called it “a reckless gamble that nobody will forgive”"),
}
"""Ways to make something up in a sentence that is otherwise right."""
