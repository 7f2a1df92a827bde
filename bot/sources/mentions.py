"""Finds the names of a topic's sides and actors in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Actor, Side

_POSSESSIVE = re.compile(r"(?<=[sS])['’](?!\w)|['’]s\b")
_GROUP = ("they", "their", "them", "it", "its")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: ``text`` without its possessive ending, ``end`` after it."""

    text: str
    start: int
    end: int
    side: str
    possessive: bool
    pronouns: tuple[str, ...]

    def answers_to(self, pronoun: str) -> bool:
        """Whether the pronoun may stand for the name."""
        return pronoun in self.pronouns


class Mentions:
    """Matches names longest first; proper names by their letters, common ones in any case."""

    def __init__(self, sides: Sequence[Side], actors: Sequence[Actor]) -> None:
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        for side in sides:
            for name in (side.name, *side.aliases):
                self._add(name, side.id, _GROUP)
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                self._add(name, actor.side, actor.pronouns or _GROUP)
        names = sorted(self._known, key=len, reverse=True)
        self._by_case = {name.casefold(): name for name in reversed(names)}
        pattern = "|".join(re.escape(name) for name in names) or r"(?!)"
        self._pattern = re.compile(rf"(?<![\w-])(?:the )?({pattern})(?![\w–]|-\w)", re.IGNORECASE)

    def find(self, text: str, any_case: bool = False) -> list[Mention]:
        """The names in ``text``, in order, none within another."""
        found = []
        for match in self._pattern.finditer(text):
            key = match.group(1)
            name = self._spelled(key, any_case)
            if name is None:
                continue
            ending = _POSSESSIVE.match(text, match.end())
            end = ending.end() if ending else match.end()
            side, pronouns = self._known[name]
            found.append(Mention(key, match.start(), end, side, bool(ending), pronouns))
        return found

    def _add(self, name: str, side: str, pronouns: tuple[str, ...]) -> None:
        bare = _POSSESSIVE.sub("", name).strip() if name.endswith(("'s", "’s")) else name.strip()
        bare = re.sub(r"^the ", "", bare, flags=re.IGNORECASE)
        if len(bare) > 1:
            self._known.setdefault(bare.replace("'", "’"), (side, pronouns))

    def _spelled(self, written: str, any_case: bool) -> str | None:
        """The known name that was written: exactly, or in another case where it is no proper name."""
        if written in self._known:
            return written
        name = self._by_case.get(written.casefold())
        if name is None:
            return None
        proper = any(char.isupper() for char in name)
        opened = written[0].isupper() and name[0].islower() and written[1:] == name[1:]
        return name if any_case or not proper or opened else None
