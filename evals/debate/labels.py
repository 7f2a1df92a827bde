"""What a debate case of a suite says: the round, and what a good judge would write on the flow for what was typed."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from bot.debate.flow import Status
from bot.debate.model import NoteKind, Role, Stance


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(_Data):
    """One thing said in the round, found by the pattern ``text``, in ``slot`` where one is given.

    ``role`` is what it is on the flow, "none" where it is no argument; ``to`` a pattern on the label or the words of
    the point that it answers or extends; ``status`` what became of it by the end of what was typed. A field that is
    not given is not judged.
    """

    text: str
    slot: str = ""
    role: Role | Literal["none"] | None = None
    to: str = ""
    status: Status | None = None

    @field_validator("text", "to")
    @classmethod
    def _compiles(cls, given: str) -> str:
        try:
            re.compile(given)
        except re.error as error:
            raise ValueError(f"{given!r} is not a regular expression: {error}") from error
        return given


class Debated(_Data):
    """A round in which a person speaks for ``user`` and the case's turns are their speeches, in order.

    With ``repeat`` the last turn is typed again and again until it has so many words. ``dropped`` are patterns on the
    labels or the words of every point, of either side, that was dropped when the last turn had been answered; None
    where nobody has labelled that. ``notes`` are the remarks that the last speech must get.
    """

    user: Stance
    format: str = "short"
    seed: int = 0
    repeat: int = 0
    flow: tuple[Label, ...] = ()
    notes: tuple[NoteKind, ...] = ()
    dropped: tuple[str, ...] | None = None
