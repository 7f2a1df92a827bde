"""A person's part of a round, written down beforehand: speeches, questions and answers by the format's slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.debate.debating import END, Debating
from bot.debate.files import read_mapping
from bot.debate.model import Format, Round
from bot.errors import FormatError

SHAPE = (
    "It is a mapping from the ids of the format's slots to what you say there: words for a speech; for a "
    "cross-examination a mapping with `questions` and `answers`, or a list of either."
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a person says in one slot: a speech, or the questions that they ask and the answers that they give."""

    speech: str = ""
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The parts by slot."""

    parts: dict[str, Part] = field(default_factory=dict)

    def says(self, held: Round) -> str | None:
        """What comes next in a round that waits for the person; None where the script has no speech for the slot."""
        slot = held.next_slot
        if slot is None:
            return None
        part = self.parts.get(slot.id)
        if slot.speech:
            return part.speech if part is not None else None
        last = held.speeches[-1] if held.speeches and held.speeches[-1].slot == slot.id else None
        going = last.exchanges if last is not None else ()
        if going and not going[-1].answer:
            answered = sum(one.asker == going[-1].asker for one in going) - 1
            return _at(part.answers if part else (), answered, "")
        asked = sum(held.player(one.asker) == "user" for one in going)
        return _at(part.questions if part else (), asked, END)


def read_script(path: Path, form: Format) -> Script:
    """The script in a YAML file for a format.

    Raises:
        FormatError: the file cannot be read, is no mapping, or names a slot that the format does not have.
    """
    data = read_mapping(path, f" has no speeches. {SHAPE}")
    if set(data) == {"speeches"}:
        data = data["speeches"]
    if not isinstance(data, dict):
        raise FormatError(f"{path.name} has no speeches. {SHAPE}")
    slots = {slot.id.casefold(): slot.id for slot in form.slots}
    parts: dict[str, Part] = {}
    for key, given in data.items():
        slot_id = slots.get(str(key).casefold())
        if slot_id is None:
            raise FormatError(
                f"{path.name}: {key!r} is no slot of {form.title}; there are {', '.join(slots.values())}."
            )
        parts[slot_id] = _part(path.name, slot_id, given, form.slot(slot_id).speech)
    return Script(parts)


def play_script(held: Round, script: Script, debating: Debating) -> Round:
    """The round played with a script, to its end or to the first speech that the script does not have."""
    while (waits := debating.waits_for(held)) is not None:
        if waits == "bot":
            held = debating.step(held)
            continue
        said = script.says(held)
        if said is None:
            break
        held = debating.hear(held, said)
    return held


def _part(name: str, slot_id: str, given: Any, speech: bool) -> Part:
    if speech and isinstance(given, str | None):
        return Part(speech=given or "")
    if not speech and isinstance(given, dict) and set(given) <= {"questions", "answers"}:
        return Part(questions=_listed(given.get("questions")), answers=_listed(given.get("answers")))
    if not speech and isinstance(given, list):
        # Only one of the two is ever wanted outside crossfire.
        return Part(questions=_listed(given), answers=_listed(given))
    raise FormatError(
        f"{name}: {slot_id}: this is not how a {'speech' if speech else 'cross-examination'} is written. {SHAPE}"
    )


def _listed(given: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in given) if isinstance(given, list) else (str(given),) if given else ()


def _at(texts: tuple[str, ...], number: int, otherwise: str) -> str:
    return texts[number] if number < len(texts) else otherwise
