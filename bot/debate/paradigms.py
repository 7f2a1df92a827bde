"""How judges differ: the same round under other weights, one set of numbers a judge."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.debate.model import JUDGES, Judge

PATH = Path(__file__).with_name("paradigms.yaml")


class Paradigm(BaseModel):
    """One way to judge.

    ``claim``, ``warrant`` and ``evidence`` are what a point has by being made, with a reason and with evidence;
    ``kind`` multiplies what a figure or an authority adds. An attack takes ``answer`` of what it meets, ``take_out``
    where it breaks the link and ``mitigation`` where it only casts doubt, times its own strength; of that, ``late``
    where it comes after the speeches that owed it, and ``last_word`` where nobody can reply to it any more. A row
    carried on in name alone keeps ``bare``. Of what a side carries, the best counts whole, the next ``second`` of
    itself, the third ``second`` of that. Weighing adds up to ``weighing`` to the row that it is for, a framework that
    stands up to ``framework`` to its side. A row that is only defence takes up to ``defence`` from the other side;
    ``procedure`` is what topicality and theory count for. Under ``close`` the sides are even.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    about: str
    claim: float = Field(ge=0, le=1)
    warrant: float = Field(ge=0, le=1)
    evidence: float = Field(ge=0, le=1)
    kind: float = Field(ge=0, le=2)
    take_out: float = Field(ge=0, le=1)
    answer: float = Field(ge=0, le=1)
    mitigation: float = Field(ge=0, le=1)
    late: float = Field(ge=0, le=1)
    last_word: float = Field(ge=0, le=1)
    bare: float = Field(ge=0, le=1)
    second: float = Field(ge=0, le=1)
    weighing: float = Field(ge=0, le=1)
    framework: float = Field(ge=0, le=1)
    defence: float = Field(ge=0, le=1)
    procedure: float = Field(ge=0, le=1)
    close: float = Field(ge=0, le=1)


@cache
def paradigms() -> dict[Judge, Paradigm]:
    """All judges by name, in the order of the file."""
    data = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {name: Paradigm.model_validate(data[name]) for name in JUDGES}
