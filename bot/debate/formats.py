"""Reads debate formats: YAML files of speeches with word budgets, times and cross-examinations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.debate.files import read_mapping
from bot.debate.model import Format, Slot, SpeechKind, Stance, other
from bot.errors import FormatError

FOLDER = Path(__file__).with_name("formats")
OWN = "formats"
"""The folder of a user's own formats, in the data directory."""
DEFAULT = "short"
WPM = 150
"""Words a minute of a clear speaker, from which a budget follows where a file gives only minutes."""


class _Slot(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1, max_length=12)
    title: str = Field(min_length=1)
    stance: Stance
    kind: SpeechKind
    words: int = Field(default=0, ge=0, le=5000)
    minutes: float = Field(default=0.0, ge=0, le=60)
    questions: int = Field(default=0, ge=0, le=20)
    crossfire: bool = False
    answers: bool = True
    speaker: int = Field(default=0, ge=0, le=2)

    @model_validator(mode="after")
    def _measured(self) -> _Slot:
        if self.kind == "cross_examination" and not self.questions:
            raise ValueError("questions: a cross-examination needs at least one")
        if self.kind != "cross_examination" and not (self.words or self.minutes):
            raise ValueError("words: a speech needs a budget of words, or minutes to make one from")
        return self


class _Format(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    about: str = ""
    prep: float = Field(default=0.0, ge=0, le=60)
    wpm: int = Field(default=WPM, ge=60, le=400)
    shells: bool = False
    slots: tuple[_Slot, ...]

    @model_validator(mode="after")
    def _a_debate(self) -> _Format:
        ids = [slot.id for slot in self.slots]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice:
            raise ValueError(f"slots: the id {twice!r} is used twice")
        for stance in ("affirmative", "negative"):
            speeches = [slot for slot in self.slots if slot.stance == stance and slot.kind != "cross_examination"]
            if not any(slot.kind == "constructive" for slot in speeches):
                raise ValueError(f"slots: the {stance} needs a constructive, in which it makes its arguments")
            if speeches[-1].kind != "last":
                raise ValueError(f"slots: the {stance}'s last speech, {speeches[-1].id!r}, must be of kind: last")
        return self


def read_format(path: Path) -> Format:
    """The format in a file.

    Raises:
        FormatError: it is missing, is not YAML, or has a field that is missing or wrong; the message names it.
    """
    data = read_mapping(path, ": a format is a mapping with id, title and slots.")
    try:
        read = _Format.model_validate(data)
    except ValidationError as error:
        raise FormatError(f"{path.name}: {_first(error, data)}") from error
    slots = tuple(Slot(**{**slot.model_dump(), "words": _budget(slot, read.wpm)}) for slot in read.slots)
    return Format(read.id, read.title, read.about, slots, read.prep, read.wpm, read.shells)


def formats(data_dir: Path | None = None) -> dict[str, Path]:
    """Every format by its id: the bundled ones, and those in ``formats`` of the data directory, which come first."""
    own = sorted((data_dir / OWN).glob("*.yaml")) if data_dir else []
    return {path.stem: path for path in (*sorted(FOLDER.glob("*.yaml")), *own)}


def load_format(name: str, data_dir: Path | None = None, opens: Stance | None = None) -> Format:
    """The format of that id, or in that file; ``opens`` puts the other side first where it is not.

    Raises:
        FormatError: there is none, or as :func:`read_format`.
    """
    there = formats(data_dir)
    path = Path(name) if name.endswith((".yaml", ".yml")) else there.get(name)
    if path is None:
        where = data_dir / OWN if data_dir else FOLDER
        raise FormatError(f"There is no format {name!r}. There: {', '.join(there)}; add your own as a file in {where}.")
    found = read_format(path)
    return _mirrored(found) if opens and found.slots[0].stance != opens else found


def _mirrored(form: Format) -> Format:
    """The same speeches with the sides' places changed, names and ids with them."""
    names = {"Affirmative": "Negative", "Negative": "Affirmative", "affirmative": "negative", "negative": "affirmative"}

    def swapped(slot: Slot) -> Slot:
        title = " ".join(names.get(word, word) for word in slot.title.split(" "))
        letters = str.maketrans("AN", "NA")
        slot_id = slot.id if slot.kind == "cross_examination" else slot.id.translate(letters)
        return replace(slot, id=slot_id, title=title, stance=other(slot.stance))

    return replace(form, slots=tuple(swapped(slot) for slot in form.slots))


def _budget(slot: _Slot, wpm: int) -> int:
    if slot.kind == "cross_examination":
        return 0
    return slot.words or round(slot.minutes * wpm)


def _first(error: ValidationError, data: dict[str, object]) -> str:
    """The first fault in words: the slot by its id, the field, what is wrong."""
    first = error.errors()[0]
    where = list(first["loc"])
    named = ""
    if len(where) > 1 and where[0] == "slots":
        slots = data.get("slots")
        slot = slots[int(where[1])] if isinstance(slots, list) else None
        known = slot.get("id") if isinstance(slot, dict) else None
        named, where = f"slot {known!r}: " if known else f"slot number {int(where[1]) + 1}: ", where[2:]
    field = ".".join(str(part) for part in where)
    given = "" if isinstance(first["input"], dict) else f" (got {first['input']!r})"
    return f"{named}{field + ': ' if field else ''}{first['msg'].removeprefix('Value error, ')}{given}"
